# A handbook is bound from the trees of its pages, as they stand in their own documents: no word of a page is made twice.
# Anchors get the page's name before them, because a clause may stand in two policies; a link to a page that is bound in
# leads there, and not to the web. Where all schools are rendered at once, a part stands between the marks of its page.
"""Bind the trees of several pages into the tree of a handbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from houserules.documents.handbooks import Handbook
from houserules.documents.model import (
    Block,
    Cell,
    Contents,
    Document,
    Entry,
    Field,
    Heading,
    Inline,
    Items,
    Link,
    Mark,
    Panel,
    Paragraph,
    Row,
    Table,
    Text,
)  # fmt: skip
from houserules.documents.read_html import read_blocks, read_line
from houserules.documents.tree import find_headings, rebuild
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END
from houserules.pages.site_page import SitePage

_WIDTHS = (0.52, 0.38, 0.1)  # of the index: title, where it stands, page
_CLAUSE = 4  # the level of a clause's heading in a handbook
_NOT_LISTED = ("short", "sources")  # what every policy has: its headings would fill the contents
_NEW_SHEET = Paragraph((), "sheet")


@dataclass(frozen=True)
class Part:
    """A page that is bound in: its tree, and the marks between which it stands."""

    page: SitePage
    document: Document
    opened: str = ""
    closed: str = ""


def bind_handbook(handbook: Handbook, parts: Iterable[Part], render: Callable[..., str], base: str) -> Document:
    """Give the tree of a handbook: its front, the contents, its parts, and an index of the clauses.

    `render` renders a template of overrides/documents; `base` is the address of the site.
    """
    bound = list(_parts(list(parts), base))
    front = read_blocks(render("book.html"), lambda href: (href, False))
    title = read_line(render("book-contents.html"))
    index = tuple(_index(bound, read_blocks(render("book-index.html"), lambda href: (href, False))))
    last = tuple(Entry(0, heading.anchor, heading.inlines) for heading in find_headings(index))
    blocks: list[Block] = [*front, Contents(title, (*_contents(bound), *last))]
    for part in bound:
        blocks += _within(part, (_NEW_SHEET, *part.document.blocks))
    blocks += index
    foot = tuple(read_line(line) for line in render("book-foot.html").splitlines() if line.strip())
    first = bound[0].document
    return Document(handbook.title, tuple(blocks), first.head, foot, first.school, handbook.description, book=True)


def _within(part: Part, blocks: Iterable) -> Iterator:
    """Give blocks, entries or rows between the marks of a part."""
    yield from (Mark(part.opened),) if part.opened else ()
    yield from blocks
    yield from (Mark(part.closed),) if part.closed else ()


def _parts(parts: list[Part], base: str) -> Iterator[Part]:
    """Give the parts with their headings a level lower, and with anchors and links that hold in the whole handbook."""
    anchors = {part.page.id: {heading.anchor for heading in find_headings(part.document.blocks)} for part in parts}
    for part in parts:
        here = part.page.id

        def change(each, here: str = here):
            match each:
                case Heading():
                    return replace(each, level=each.level + 1, anchor=_anchor(here, "" if each.level == 1 else each.anchor))
                case Panel() if each.kind in _NOT_LISTED:
                    return rebuild(each, lambda inner: replace(inner, listed=False) if isinstance(inner, Heading) else inner)
                case Items():
                    return replace(each, key=here)
                case Link() if (found := _lead(each.target, here, base, anchors)) is not None:
                    return Link(found, each.inlines)
            return each

        blocks = tuple(rebuild(block, change) for block in part.document.blocks)
        yield replace(part, document=replace(part.document, blocks=blocks))


def _anchor(page: str, anchor: str) -> str:
    return f"{page.replace('/', '-')}--{anchor}" if anchor else page.replace("/", "-")


def _lead(target: str, here: str, base: str, anchors: Mapping[str, set[str]]) -> str | None:
    """Give where in the handbook a link leads; None where it leads out of it."""
    if target.startswith("#"):
        page, anchor = here, target[1:]
    elif target.startswith(base):
        page, _, anchor = target.removeprefix(base).partition("#")
        page = page.strip("/")
    else:
        return None
    if page not in anchors:
        return None
    return "#" + _anchor(page, anchor if anchor in anchors[page] else "")


@dataclass(frozen=True)
class _Found:
    """A heading, and the marks of the choices in which it stands."""

    heading: Heading
    opened: str
    closed: str

    def within(self, made) -> tuple:
        return (Mark(self.opened), made, Mark(self.closed)) if self.opened else (made,)


def _headings(blocks: Iterable[Block], opened: str = "", closed: str = "") -> Iterator[_Found]:
    """Give the headings with their marks; those that are repeated for each entry of a list are left out."""
    steps: list[list] = []
    for block in blocks:
        if isinstance(block, Mark):
            if block.opens:
                steps.append([block.text, 0])
            elif block.parts:
                steps[-1][1] += 1
            else:
                steps.pop()
            continue
        if any(not mark.startswith(CHOICE) for mark, _ in steps):
            continue
        way = opened + "".join(mark + CASE * case for mark, case in steps)
        ends = CHOICE_END * len(steps) + closed
        if isinstance(block, Heading):
            yield _Found(block, way, ends)
        elif isinstance(block, Panel):
            yield from _headings(block.blocks, way, ends)


def _contents(parts: Iterable[Part]) -> Iterator[Entry | Mark]:
    for part in parts:
        made = []
        for found in _headings(part.document.blocks):
            depth = found.heading.level - 2
            if depth <= 1 and found.heading.listed:
                made += found.within(Entry(depth, found.heading.anchor, found.heading.inlines, found.heading.number))
        yield from _within(part, made)


def _index(parts: Iterable[Part], blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Give the index: every clause by its title, with its number, where it stands, and its page."""
    rows: list[tuple[str, tuple]] = []
    for part in parts:
        for found in _headings(part.document.blocks):
            heading = found.heading
            if heading.level == _CLAUSE and heading.number:
                where = (Text(f"{part.page.short_title}, {heading.number}"),)
                title = (Link(f"#{heading.anchor}", heading.inlines),)
                row = Row(tuple(Cell((Paragraph(inlines),)) for inlines in (title, where, (Field("at", heading.anchor),))))
                rows.append((_sorted_by(heading.inlines, part), tuple(_within(part, found.within(row)))))
    rows.sort(key=lambda each: each[0])
    yield _NEW_SHEET
    for block in blocks:
        yield replace(block, rows=tuple(row for _, made in rows for row in made), widths=_WIDTHS) if isinstance(block, Table) else block


def _sorted_by(inlines: Iterable[Inline], part: Part) -> str:
    title = "".join(inline.text for inline in inlines if isinstance(inline, Text))
    return f"{title.casefold()}\0{part.page.short_title.casefold()}\0{part.page.id}"
