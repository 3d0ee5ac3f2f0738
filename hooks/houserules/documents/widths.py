"""The widths of a table's columns, from what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from houserules.documents.model import Block, Cell, Items, Item, Link, Panel, Paragraph, Row, Text

_LETTER = 18  # as many characters as a value may well have
_TO_WRITE = 34  # a cell in which somebody writes by hand
_LEAST, _MOST = 9, 60


def find_widths(rows: Sequence[Row]) -> tuple[float, ...]:
    """Give the share of each column, adding up to 1; a column that somebody writes in gets room for that."""
    count = max((len(row.cells) for row in rows), default=0)
    wanted = []
    for column in range(count):
        cells = [row.cells[column] for row in rows if column < len(row.cells)]
        longest = max((_length(cell) for cell in cells), default=0)
        wanted.append(min(_MOST, max(_LEAST, longest)))
    total = sum(wanted) or 1
    return tuple(round(each / total, 4) for each in wanted)


def _length(cell: Cell) -> float:
    if cell.blank:
        return _TO_WRITE
    return max((_words(block) for block in cell.blocks), default=0)


def _words(block: Block) -> float:
    match block:
        case Paragraph():
            return sum(_inline(inline) for inline in block.inlines)
        case Items():
            return max((_words(inner) for item in block.items if isinstance(item, Item) for inner in item.blocks), default=0)
        case Panel():
            return max((_words(inner) for inner in block.blocks), default=0)
        case _:
            return _LEAST


def _inline(inline) -> float:
    if isinstance(inline, Text):
        return sum(_LETTER if "\u1400" <= sign <= "\u166c" else 1 for sign in inline.text)
    return _sum(inline.inlines) if isinstance(inline, Link) else 1


def _sum(inlines: Iterable) -> float:
    return sum(_inline(inline) for inline in inlines)
