# This is the inner loop of a fleet's documents. Pieces are of kinds that are told apart by their type alone: a text is a `str`, a
# place for a value a `Slot`, a choice a tuple of its number and its cases. A case that is one text stands as that text.
"""Cut a text once, and fill it for each school: the case of each choice looked up, values put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

from houserules.outputs.stamp import Cases, Cut, Hole, Lists, Meanings, Part, Values, cut_text, write_value
from houserules.pages.alphabet import EACH, IF, Form

Choices = Sequence[int] | Mapping[int, int]  # for each choice, by number, the case that a school gets, or -1
Texts = dict[str, str]  # what is escaped already, for one school and one way to escape
Pieces = tuple


class Slot(str):
    """A place where a value goes, known by its path and form."""

    __slots__ = ("form", "path")

    def __new__(cls, path: str, form: str) -> Self:
        made = super().__new__(cls, f"{path} {form}")
        made.path, made.form = path, Form(form)
        return made

    def __getnewargs__(self) -> tuple[str, str]:
        return self.path, self.form


def cut_for_filling(text: str, meanings: Meanings) -> Pieces:
    """Cut a text where values and choices stand."""
    return _lighten(cut_text(text, meanings))


def _lighten(cut: Cut) -> Pieces:
    made: list[object] = []
    for piece in cut:
        if isinstance(piece, str):
            if made and type(made[-1]) is str:
                made[-1] += piece
            elif piece:
                made.append(piece)
        elif isinstance(piece, Hole):
            made.append(Slot(piece.path, piece.form))
        elif isinstance(piece, Cases):
            made.append((piece.number, *map(_case, map(_lighten, piece.cases))))
        else:
            made.append(Part(piece.mark, piece.path, _lighten(piece.inner)))
    return tuple(made)


def _case(pieces: Pieces) -> object:
    if not pieces:
        return ""
    return pieces[0] if len(pieces) == 1 and type(pieces[0]) is str else pieces


def fill_cut(pieces: Pieces, choices: Choices, values: Values, lists: Lists, escape: Callable[[str], str], texts: Texts) -> str:
    """Fill a text that was cut; `texts` keeps what is escaped already."""
    made: list[str] = []
    _fill(pieces, choices, values, lists, escape, texts, made)
    return "".join(made)


def _fill(
    pieces: Iterable, choices: Choices, values: Values, lists: Lists, escape: Callable[[str], str], texts: Texts, made: list[str]
) -> None:
    append = made.append
    for piece in pieces:
        kind = type(piece)
        if kind is str:
            append(piece)
        elif kind is Slot:
            text = texts.get(piece)
            if text is None:
                text = texts[piece] = escape(write_value(values[piece.path], piece.form))
            append(text)
        elif kind is tuple:
            case = choices[piece[0]] + 1
            if 0 < case < len(piece):
                inner = piece[case]
                if type(inner) is str:
                    append(inner)
                else:
                    _fill(inner, choices, values, lists, escape, texts, made)
        elif piece.mark == EACH:
            for entry in lists.get(piece.path, ()):
                _fill(piece.inner, choices, {**values, **entry}, lists, escape, {}, made)
        elif (piece.path in values) is (piece.mark == IF):
            _fill(piece.inner, choices, values, lists, escape, texts, made)
