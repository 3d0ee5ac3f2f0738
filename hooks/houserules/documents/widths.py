# The widths must be the same whichever case of a choice a school gets, because the table is laid out once for all: what
# stands in a choice counts as long, and rows that only some schools have don't count at all.
"""The widths of a table's columns, from what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from houserules.documents.look import VERDICTS
from houserules.documents.model import Block, Cell, Item, Items, Link, Mark, Panel, Paragraph, Row, Text
from houserules.documents.tree import find_words, walk
from houserules.pages.alphabet import CHOICE, CHOICE_END

_LETTER = 24  # as many characters as a value may well have
_TO_WRITE = 34  # a cell in which somebody writes by hand; less where there are several
_LEAST, _MOST, _RULING = 9, 60, 13


def find_widths(head: Sequence[Row], rows: Sequence[Row | Mark]) -> tuple[float, ...]:
    """Give the share of each column, adding up to 1; a column that somebody writes in gets room for that."""
    everywhere = [*head, *_outside(rows)]
    counted = everywhere if len(everywhere) > len(head) else [*head, *(row for row in rows if isinstance(row, Row))][: len(head) + 1]
    count = max((len(row.cells) for row in counted), default=0)
    corner = [row.cells[0] for row in head if row.cells]  # blank, and nobody writes there
    wanted = []
    for column in range(count):
        cells = [row.cells[column] for row in counted if column < len(row.cells)]
        chosen = _RULING if any(text.look in VERDICTS for text in find_words(cells)) else _MOST
        longest = max((_length(cell, chosen) for cell in cells if not (cell.blank and cell in corner)), default=0)
        word = max((_longest_word(cell) for cell in cells), default=0)
        wanted.append(min(_MOST, max(_LEAST, longest, word + 2)))
    if sum(width == _TO_WRITE for width in wanted) > 1:
        wanted = [width * 0.7 if width == _TO_WRITE else width for width in wanted]
    total = sum(wanted) or 1
    return tuple(round(each / total, 4) for each in wanted)


def _outside(rows: Sequence[Row | Mark]) -> list[Row]:
    """Give the rows that stand in no choice."""
    kept, depth = [], 0
    for row in rows:
        if isinstance(row, Row):
            kept += [row] if not depth else []
        elif row.text.startswith(CHOICE):
            depth += 1
        elif row.text == CHOICE_END:
            depth -= 1
    return kept


def _length(cell: Cell, chosen: float) -> float:
    if cell.blank:
        return _TO_WRITE
    if any(isinstance(part, Mark) and part.text.startswith(CHOICE) for part in walk([cell])):
        return chosen
    return max((_words(block) for block in cell.blocks), default=0)


def _words(block: Block) -> float:
    match block:
        case Paragraph():
            return _sum(block.inlines)
        case Items():
            return max((_words(inner) for item in block.items if isinstance(item, Item) for inner in item.blocks), default=0)
        case Panel():
            return max((_words(inner) for inner in block.blocks), default=0)
        case _:
            return _LEAST


def _longest_word(cell: Cell) -> int:
    if any(isinstance(part, Mark) for part in walk([cell])):
        return 0
    return max((len(word) for text in find_words([cell]) for word in text.text.split()), default=0)


def _sum(inlines: Iterable) -> float:
    return sum(_inline(inline) for inline in inlines)


def _inline(inline) -> float:
    if isinstance(inline, Mark):
        return 0
    if isinstance(inline, Text):
        return sum(_LETTER if "\u1400" <= sign <= "\u166c" else 1 for sign in inline.text)
    return _sum(inline.inlines) if isinstance(inline, Link) else 1
