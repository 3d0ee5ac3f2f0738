"""The search index of each school in a fleet: put together from entries that were read once for each combination of their cases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter

from houserules.clauses.text import PLACEHOLDER
from houserules.fleet.bundle import Bundle, BundlePage
from houserules.fleet.cut import CutPart
from houserules.outputs.search_index import REPEATED, Found, ask_for
from houserules.outputs.search_parts import find_part_entries
from houserules.outputs.segments import MOST_CHOICES, Cases, Flat
from houserules.outputs.stamp import Hole, Lists, Part, Values, cut_text, fill_text, write_value
from houserules.pages.alphabet import Form

_MOST_KEPT = 48  # combinations of cases for each part of a body, and for each group
_MOST_FOUND = 8_000  # texts of parts
_MOST_REMEMBERED = 6  # combinations of cases for each part, from one run to the next


@dataclass(frozen=True)
class _Entry:
    """An entry for some schools: what it is if it stands on several pages, what is written, and the words that mean the same."""

    repeated: tuple[str, str] | None
    written: tuple[bytes | int, ...]
    same: tuple[bytes | int, ...]


@dataclass(frozen=True)
class _Lot:
    """An entry that stands on several pages, or all those between two such, each after a comma."""

    repeated: tuple[str, str] | None
    written: Flat
    same: Flat | None


@dataclass(frozen=True)
class Remembered:
    """What an index writer has read, for a later run: the holes by their numbers, and for each part of each page its entries by cases."""

    holes: tuple[Hole | Part, ...]
    known: tuple[tuple[dict[tuple, tuple[_Entry, ...]], ...], ...]


@dataclass
class _Group:
    """Some parts of a page's body that stand together and depend on few choices; what they give is put together once for each combination."""

    parts: range
    numbers: tuple[int, ...]
    known: dict[object, tuple[_Lot, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key: Callable[[Cases], object] = itemgetter(*self.numbers) if self.numbers else _nothing


@dataclass
class IndexWriter:
    """Makes the search indexes of the schools that share a bundle."""

    bundle: Bundle
    _holes: dict[Hole | Part, int] = field(default_factory=dict)
    _known: list[list[dict[tuple, tuple[_Entry, ...]]]] = field(default_factory=list)
    _found: dict[tuple, tuple[Found, ...]] = field(default_factory=dict)
    has_learned: bool = False  # since it was made, or since it recalled

    def __post_init__(self) -> None:
        pages = self.bundle.pages
        self._numbers = [[part.numbers() for part in page.parts] for page in pages]
        self._known = [[{} for _ in page.parts] for page in pages]
        self._groups = [tuple(_group(parts)) for parts in self._numbers]
        self._by_readers = sorted(range(len(pages)), key=lambda number: (len(pages[number].page.audience), pages[number].page.id))
        self._halves = [Flat(self._cut(half, {})) for half in self.bundle.search.halves]

    def recall(self, remembered: Remembered) -> None:
        """Begin with what another writer of the same bundle had read: to read it anew takes as long as all the rest of a single school."""
        self._holes = {hole: number for number, hole in enumerate(remembered.holes)}
        self._known = [list(map(dict, parts)) for parts in remembered.known]

    def remember(self) -> Remembered:
        """Give what was read, or of each part the first few combinations of cases."""
        self.has_learned = False
        known = tuple(tuple(dict(islice(part.items(), _MOST_REMEMBERED)) for part in parts) for parts in self._known)
        return Remembered(tuple(self._holes), known)

    def make(self, there: Sequence[bool], cases: Cases, values: Values, lists: Lists) -> bytes:
        """Make the index of a school that has some of the pages (by number), with these cases and values."""
        found = {number: self._page(number, cases) for number, is_there in enumerate(there) if is_there}
        # what stands on several pages is found on the one for the fewest readers
        homes: dict[tuple[str, str], int] = {}
        for number in self._by_readers:
            for lot in found.get(number, ()):
                if lot.repeated:
                    homes.setdefault(lot.repeated, number)
        filled = self._fill_holes(values, lists)
        docs: list[bytes] = []
        same: list[bytes] = []
        for number, lots in found.items():
            for lot in lots:
                if lot.repeated is None or homes[lot.repeated] == number:
                    docs += lot.written.fill(filled)
                    if lot.same:
                        same += lot.same.fill(filled)
        (before, after), alike = (half.fill(filled) for half in self._halves), b"".join(same)
        alike = alike if self.bundle.search.has_same else alike[1:]
        return b"".join([b'{"docs":[', b"".join(docs)[1:], b'],"words":', *before, alike, *after, b"}"])

    def _fill_holes(self, values: Values, lists: Lists) -> list[bytes | None]:
        made: list[bytes | None] = []
        for hole in self._holes:
            if isinstance(hole, Part):
                made.append(fill_text((hole,), values, lists, _in_json).encode())
            else:
                value = values.get(hole.path)
                made.append(None if value is None else _in_json(write_value(value, hole.form)).encode())
        return made

    def _page(self, number: int, cases: Cases) -> list[_Lot]:
        """Give the entries of a page in lots."""
        lots: list[_Lot] = []
        for group in self._groups[number]:
            key = group.key(cases)
            found = group.known.get(key)
            if found is None:
                if len(group.known) >= _MOST_KEPT:
                    group.known.clear()
                found = group.known[key] = tuple(_lots(entry for part in group.parts for entry in self._part(number, part, cases)))
            lots += found
        return lots

    def _part(self, number: int, part: int, cases: Cases) -> tuple[_Entry, ...]:
        """Give the entries of a part of a page, read once for each combination of its cases."""
        key = tuple([cases[choice] for choice in self._numbers[number][part]])
        known = self._known[number][part]
        found = known.get(key)
        if found is None:
            if len(known) >= _MOST_KEPT:
                known.clear()
            page = self.bundle.pages[number]
            found = known[key] = tuple(self._read(page, page.parts[part], cases))
            self.has_learned = True
        return found

    def _read(self, page: BundlePage, part: CutPart, cases: Cases) -> Iterator[_Entry]:
        if any(cases[number] != case for number, case in part.way):
            return
        for found in part.found if part.found is not None else self._find(page, part, "".join(_choose(part.pieces, cases))):
            written = ask_for(found, self.bundle.search.asked_as.get(found.where))
            same = json.dumps(list(found.same), ensure_ascii=False, separators=(",", ":")) if found.same else ""
            repeated = (found.kind, found.anchor) if found.kind in REPEATED else None
            yield _Entry(repeated, self._cut(written, page.letters), self._cut(same, page.letters))

    def _find(self, page: BundlePage, part: CutPart, text: str) -> tuple[Found, ...]:
        """Give the entries of a part's text; other cases, of choices that aren't in it, often give the same text."""
        key = (page.file, part.opened, hashlib.sha256(text.encode()).digest())
        if key not in self._found:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[key] = tuple(find_part_entries(text, part.opened, page.page, self.bundle.search.idle))
        return self._found[key]

    def _cut(self, text: str, letters: Mapping[str, tuple[str, Form]]) -> tuple[bytes | int, ...]:
        """Cut a text of the index, in which letters stand for values, and in the words of docs/search placeholders."""
        pieces: list[bytes | int] = []
        for piece in cut_text(text, letters):
            for inner in _placeholders(piece) if isinstance(piece, str) else (piece,):
                pieces.append(inner.encode() if isinstance(inner, str) else self._holes.setdefault(inner, len(self._holes)))
        return tuple(piece for piece in pieces if piece != b"")


def _nothing(_: Cases) -> None:
    """Stand for the key where nothing depends on a choice."""


def _group(numbers: Sequence[tuple[int, ...]]) -> Iterator[_Group]:
    """Put the parts of a page, given by the choices that each depends on, in groups that depend on few."""
    start, known = 0, frozenset()
    for part, own in enumerate(map(frozenset, numbers)):
        if part > start and len(known | own) > max(MOST_CHOICES, len(known)):
            yield _Group(range(start, part), tuple(sorted(known)))
            start, known = part, frozenset()
        known |= own
    if numbers:
        yield _Group(range(start, len(numbers)), tuple(sorted(known)))


def _lots(entries: Iterable[_Entry]) -> Iterator[_Lot]:
    for repeated, group in groupby(enumerate(entries), lambda numbered: numbered[1].repeated and numbered):
        lot = [entry for _, entry in group]
        written = Flat(piece for entry in lot for piece in (b",", *entry.written))
        same = [piece for entry in lot if entry.same for piece in (b",", *entry.same)]
        yield _Lot(repeated[1].repeated if repeated else None, written, Flat(same) if same else None)


def _placeholders(text: str) -> Iterator[str | Hole]:
    position = 0
    for found in PLACEHOLDER.finditer(text):
        yield text[position : found.start()]
        yield Hole(found["path"], Form.CAPITAL if found["form"] == "capital" else Form.PLAIN)
        position = found.end()
    yield text[position:]


def _choose(pieces: tuple, cases: Cases) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            case = cases[piece[0]] + 1
            if 0 < case < len(piece):
                yield from _choose(piece[case], cases)


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
