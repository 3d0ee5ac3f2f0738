"""Fill a text that was cut once: the case of each choice looked up, values put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from houserules.outputs.stamp import Cases, Cut, Hole, Lists, Values, write_value
from houserules.pages.alphabet import EACH, IF, Form

Choices = Sequence[int]  # for each choice, by number, the case that a school gets, or -1


def fill_cut(cut: Cut, choices: Choices, values: Values, lists: Lists, escape: Callable[[str], str], texts: dict[Hole, str]) -> str:
    """Fill a cut text; `texts` keeps what is escaped already, for one school and one way to escape."""
    made: list[str] = []
    _fill(cut, choices, values, lists, escape, texts, made)
    return "".join(made)


def _fill(cut: Cut, choices: Choices, values: Values, lists: Lists, escape: Callable[[str], str], texts: dict[Hole, str], made: list[str]) -> None:
    for piece in cut:
        if isinstance(piece, str):
            made.append(piece)
        elif isinstance(piece, Hole):
            text = texts.get(piece)
            if text is None:
                text = texts[piece] = escape(write_value(values[piece.path], Form(piece.form)))
            made.append(text)
        elif isinstance(piece, Cases):
            case = choices[piece.number]
            if 0 <= case < len(piece.cases):
                _fill(piece.cases[case], choices, values, lists, escape, texts, made)
        elif piece.mark == EACH:
            for entry in lists.get(piece.path, ()):
                _fill(piece.inner, choices, {**values, **entry}, lists, escape, {}, made)
        elif (piece.path in values) is (piece.mark == IF):
            _fill(piece.inner, choices, values, lists, escape, texts, made)
