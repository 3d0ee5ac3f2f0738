"""The columns of a table are as wide for one school as for all at once."""

from __future__ import annotations

import pytest

from houserules.documents.model import Cell, Mark, Paragraph, Row, Text
from houserules.documents.widths import find_widths
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, MARK_END


def cell(*inlines, heading: bool = False) -> Cell:
    """Give a cell of one paragraph, or a blank one."""
    made = tuple(Text(inline) if isinstance(inline, str) else inline for inline in inlines)
    return Cell((Paragraph(made),) if made else (), heading)


HEAD = (Row((cell("How", heading=True), cell("Ruling", heading=True), cell("What that means", heading=True))),)
OPEN, NEXT, END = Mark(CHOICE + MARK_END), Mark(CASE), Mark(CHOICE_END)


def test_case_that_is_chosen_does_not_matter():
    """One case between marks, and all of them, give the same widths."""
    short, long = Text("Allowed", "allowed"), Text("Ask first", "ask-first")
    one = [Row((cell("By email"), cell(OPEN, short, END), cell(OPEN, "Yes.", END)))]
    all_cases = [Row((cell("By email"), cell(OPEN, short, NEXT, long, END), cell(OPEN, "Yes.", NEXT, "Only when a senior leader has agreed.", END)))]

    assert find_widths(HEAD, one) == find_widths(HEAD, all_cases)


def test_row_of_some_schools_does_not_matter():
    """A row in a choice, there or not, changes nothing."""
    row, more = Row((cell("a"), cell("b"), cell("c"))), Row((cell("a" * 50), cell("b"), cell("c")))

    assert find_widths(HEAD, [row, OPEN, END]) == find_widths(HEAD, [row, OPEN, more, END])


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_there_is_room_to_write(columns):
    """A blank column is no narrower than the one that asks, and the shares add up."""
    widths = find_widths((), [Row((cell("Date"), *(cell() for _ in range(columns - 1))))])

    assert abs(1 - sum(widths)) < 0.001
    assert all(width > widths[0] for width in widths[1:])
