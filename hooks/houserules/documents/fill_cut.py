# This is the inner loop of a fleet's documents: the cases of a school are a look in a table (outputs/segments.py), and a value
# is escaped once for all documents of the school, however many places it has in them.
"""Cut a text once, and fill it for each school: the case of each choice looked up, values put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

from houserules.outputs.segments import Cases as Choices
from houserules.outputs.segments import Segment, fill_segments, make_segments
from houserules.outputs.stamp import Cases, Cut, Hole, Lists, Meanings, Values, cut_text, write_value
from houserules.pages.alphabet import EACH, IF, Form

Pieces = tuple[Segment, ...]


class Slot(str):
    """A place where a value goes, known by its path and form."""

    __slots__ = ("form", "path")

    def __new__(cls, path: str, form: str) -> Self:
        made = super().__new__(cls, f"{path} {form}")
        made.path, made.form = path, Form(form)
        return made

    def __getnewargs__(self) -> tuple[str, str]:
        return self.path, self.form


@dataclass(frozen=True, eq=False)  # known by itself: to compare what is in it would take longer than to fill it again
class Part:
    """What is repeated for every entry of a list, or stands only where an entry has (or hasn't) a value."""

    mark: str
    path: str
    inner: Pieces


class Texts(dict[Slot | Part, bytes]):
    """What stands in each place for one school, escaped in one way; made where it is first asked for."""

    def __init__(self, choices: Choices, values: Values, lists: Lists, escape: Callable[[str], str]) -> None:
        super().__init__()
        self.choices, self._values, self._lists, self._escape = choices, values, lists, escape

    def __missing__(self, place: Slot | Part) -> bytes:
        made = self[place] = self._write(place)
        return made

    def _write(self, place: Slot | Part) -> bytes:
        if isinstance(place, Slot):
            return self._escape(write_value(self._values[place.path], place.form)).encode()
        if place.mark == EACH:
            entries = (Texts(self.choices, {**self._values, **entry}, self._lists, self._escape) for entry in self._lists.get(place.path, ()))
            return b"".join(fill_cut(place.inner, texts) for texts in entries)
        return fill_cut(place.inner, self) if (place.path in self._values) is (place.mark == IF) else b""


def cut_for_filling(text: str, meanings: Meanings) -> Pieces:
    """Cut a text where values and choices stand."""
    return _segment(cut_text(text, meanings))


def fill_cut(pieces: Pieces, texts: Texts) -> bytes:
    """Fill a text that was cut, with what stands in its places for a school."""
    return fill_segments(pieces, texts.choices, texts)


def _segment(cut: Cut) -> Pieces:
    return make_segments(_lighten(cut))


def _lighten(cut: Cut) -> Iterator[object]:
    for piece in cut:
        if isinstance(piece, str):
            if piece:
                yield piece.encode()
        elif isinstance(piece, Hole):
            yield Slot(piece.path, piece.form)
        elif isinstance(piece, Cases):
            yield (piece.number, *(tuple(_lighten(case)) for case in piece.cases))
        else:
            yield Part(piece.mark, piece.path, _segment(piece.inner))
