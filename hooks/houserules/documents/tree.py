"""Find things in the tree of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
