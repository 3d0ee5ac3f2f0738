"""Find things in the tree of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from houserules.documents.model import Block, Cell, Heading, Item, Items, Link, Panel, Paragraph, Picture, Row, Table, Text


def find_headings(blocks: Iterable) -> Iterator[Heading]:
    """Give the headings, in order; there are none in lists and tables."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Panel):
            yield from find_headings(block.blocks)


def find_links(parts: Iterable) -> Iterator[Link]:
    """Give every link, in order."""
    return (part for part in walk(parts) if isinstance(part, Link))


def find_pictures(parts: Iterable) -> set[str]:
    """Give the names of the pictures."""
    return {part.name for part in walk(parts) if isinstance(part, Picture)}


def find_words(parts: Iterable) -> Iterator[Text]:
    """Give every text, in order."""
    return (part for part in walk(parts) if isinstance(part, Text))


def add_to_slips(blocks: tuple[Block, ...], block: Block) -> tuple[Block, ...]:
    """Give blocks with another at the end of each slip."""
    made = []
    for each in blocks:
        if isinstance(each, Panel):
            inner = add_to_slips(each.blocks, block)
            each = Panel(each.kind, (*inner, block) if each.kind == "slip" else inner)
        made.append(each)
    return tuple(made)


def add_after(blocks: Iterable[Block], wanted: Callable[[Block], bool], block: Block) -> tuple[Block, ...]:
    """Give blocks with another after each that is wanted."""
    made: list[Block] = []
    for each in blocks:
        made.append(replace(each, blocks=add_after(each.blocks, wanted, block)) if isinstance(each, Panel) else each)
        if wanted(each):
            made.append(block)
    return tuple(made)


def rebuild(part, change: Callable):
    """Give a block, an inline or any part of one as `change` makes it, with everything in it made so first."""
    match part:
        case Heading() | Paragraph() | Link():
            part = replace(part, inlines=tuple(rebuild(inner, change) for inner in part.inlines))
        case Panel() | Item() | Cell():
            part = replace(part, blocks=tuple(rebuild(inner, change) for inner in part.blocks))
        case Items():
            part = replace(part, items=tuple(rebuild(inner, change) for inner in part.items))
        case Table():
            part = replace(part, head=tuple(rebuild(row, change) for row in part.head), rows=tuple(rebuild(row, change) for row in part.rows))
        case Row():
            part = replace(part, cells=tuple(rebuild(cell, change) for cell in part.cells))
    return change(part)


def walk(parts: Iterable) -> Iterator:
    """Give every block and inline, each before what is in it."""
    for part in parts:
        yield part
        match part:
            case Heading() | Paragraph() | Link():
                yield from walk(part.inlines)
            case Panel() | Item() | Cell():
                yield from walk(part.blocks)
            case Items():
                yield from walk(part.items)
            case Table():
                yield from walk((*part.head, *part.rows))
            case Row():
                yield from walk(part.cells)
