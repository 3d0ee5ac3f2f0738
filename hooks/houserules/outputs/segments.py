# A school's page or document is its pieces with the cases looked up and the values put in. Walking through ten thousand pieces
# a school took longer than anything else. So pieces stand in segments that depend on a few choices each; what a segment gives for
# one combination of cases is worked out once, with the texts that touch joined. For the next school with these cases it
# is a look in a table, and the values go in with two calls that loop in C.
"""Segments: runs of pieces that depend on a few choices, flattened once for each combination of cases that occurs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

MOST_CHOICES = 5  # in a segment: two cases each give at most 32 combinations, and what falls together fewer
MOST_KEPT = 48  # combinations a segment; beyond them it begins anew, so that memory doesn't grow with the number of schools

Cases = Sequence[int] | Mapping[int, int]  # for each choice, by number, the case that a school gets, or -1
Hole = Hashable  # what a value is known by: a number where values stand in a list, else anything but bytes and tuples
Values = Sequence[bytes] | Mapping[Hole, bytes]


class Flat:
    """Texts with holes between them."""

    __slots__ = ("_count", "_holes", "_texts")

    def __init__(self, pieces: Iterable[bytes | Hole]) -> None:
        """Make one of pieces: bytes, and holes. Texts that touch are joined."""
        texts: list[list[bytes]] = [[]]
        holes: list[Hole] = []
        for piece in pieces:
            if isinstance(piece, bytes):
                texts[-1].append(piece)
            else:
                holes.append(piece)
                texts.append([])
        joined = [b"".join(parts) for parts in texts]
        self._count, self._holes = len(holes), itemgetter(*holes) if holes else None
        self._texts: list = [None] * (2 * len(joined) - 1)
        self._texts[::2] = joined

    def fill(self, values: Values) -> list[bytes]:
        """Give the texts with the values of the holes between them."""
        if self._holes is None:
            return self._texts
        filled = self._texts.copy()
        filled[1::2] = self._holes(values) if self._count > 1 else (self._holes(values),)
        return filled


class Segment:
    """Some pieces: bytes, holes, and choices (their number, then the pieces of each case)."""

    __slots__ = ("_flat", "_key", "numbers", "pieces")

    def __init__(self, pieces: tuple, numbers: tuple[int, ...]) -> None:
        self.pieces, self.numbers = pieces, numbers
        self._flat: dict[object, Flat] = {}
        self._key = itemgetter(*numbers) if numbers else None

    def __getstate__(self) -> tuple:
        return self.pieces, self.numbers

    def __setstate__(self, state: tuple) -> None:
        self.__init__(*state)

    def fill(self, cases: Cases, values: Values) -> list[bytes]:
        """Give what this gives for a school; `values` are those of the holes."""
        key = self._key(cases) if self._key else None
        flat = self._flat.get(key)
        if flat is None:
            if len(self._flat) >= MOST_KEPT:
                self._flat.clear()
            flat = self._flat[key] = Flat(_chosen(self.pieces, cases))
        return flat.fill(values)

    def holes(self) -> Iterator[Hole]:
        """Give all holes in any case."""
        yield from _holes(self.pieces)


def fill_segments(segments: Iterable[Segment], cases: Cases, values: Values) -> bytes:
    """Give what some segments give for a school, as one text."""
    made: list[bytes] = []
    for segment in segments:
        made += segment.fill(cases, values)
    return b"".join(made)


def make_segments(pieces: Iterable[object]) -> tuple[Segment, ...]:
    """Put pieces in segments that depend on few choices each."""
    segments: list[Segment] = []
    here: list[object] = []
    numbers: dict[int, None] = {}
    for piece in pieces:
        own = dict.fromkeys(_numbers(piece))
        if here and own and len({**numbers, **own}) > max(MOST_CHOICES, len(numbers)):
            segments.append(Segment(tuple(here), tuple(sorted(numbers))))
            here, numbers = [], {}
        here.append(piece)
        numbers |= own
    if here:
        segments.append(Segment(tuple(here), tuple(sorted(numbers))))
    return tuple(segments)


def _numbers(piece: object) -> Iterator[int]:
    if isinstance(piece, tuple):
        yield piece[0]
        for case in piece[1:]:
            for inner in case:
                yield from _numbers(inner)


def _holes(pieces: tuple) -> Iterator[Hole]:
    for piece in pieces:
        if isinstance(piece, tuple):
            for case in piece[1:]:
                yield from _holes(case)
        elif not isinstance(piece, bytes):
            yield piece


def _chosen(pieces: tuple, cases: Cases) -> Iterator[bytes | Hole]:
    for piece in pieces:
        if isinstance(piece, tuple):
            case = cases[piece[0]] + 1
            if 0 < case < len(piece):
                yield from _chosen(piece[case], cases)
        else:
            yield piece
