# The words are written as XML text, not as objects: a paragraph is a fragment that needs no document around it, so a fleet
# can put documents together from fragments, and one school's take a few milliseconds each instead of a tenth of a second.
"""Write a document as the parts of a Word file, its values still open."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from houserules.documents import word_xml as xml
from houserules.documents.look import LINK_COLOUR, OWN_COLOUR, SHEET_COLUMN, SHEET_GAP, VERDICTS, WIDTH
from houserules.documents.model import (
    Asked,
    Block,
    Break,
    Cell,
    Contents,
    Document,
    Entry,
    Field,
    Heading,
    Inline,
    Item,
    Items,
    Link,
    Mark,
    Panel,
    Paragraph,
    Picture,
    Row,
    Table,
    Text,
    Tick,
)  # fmt: skip
from houserules.documents.tree import find_headings, find_pictures, find_words
from houserules.documents.word_columns import MAY_BEGIN
from houserules.documents.word_lists import BULLETS, HEADINGS, number_own_lists, own_list, write_numbering
from houserules.documents.word_skeleton import make_skeleton
from houserules.pages.alphabet import CODE

_PARAGRAPHS = {"lead": "Subtitle", "small": "SmallPrint", "label": "Label", "fact": "Fact", "cut": "Slip"}
_PANELS = {"right": "RightExample", "wrong": "WrongExample", "why": "Reason", "quote": "Quote", "ruling": "Ruling", "card": "Contact", "approval": "Fact", "sources": "SmallPrint"}
_KEPT_WHOLE = frozenset({"slip", "card", "sign-off"})
_ROW_TO_FILL = 480  # twentieths of a point: 8.5 mm, room for handwriting
_SYMBOL = (1360, 227, WIDTH - 1360 - 227)  # 24 mm for a symbol, a gap, and the words
_LETTER = re.compile(f"({CODE})")
Control = Callable[[str], str]


def write_word(document: Document, letters: Mapping[str, str], asked: Asked, control: Control | None = None) -> dict[str, bytes]:
    """Give the parts of a Word file by name, with letters where values go.

    `letters` are those for the colours (`link`, `own`); a picture stands as an empty part, to be put in for each school.
    `control` gives a control that somebody fills in by hand in place of a letter, or nothing where the letter stays.
    """
    parts = dict(make_skeleton(book=document.book, large=document.large, sheet=document.sheet, short=document.short, close=document.close))
    section = xml.section(parts["word/document.xml"].decode())
    across, section = xml.in_columns(section, SHEET_GAP) if document.sheet else ("", section)
    writer = _Writer(document, asked, control, across)
    body = "".join(writer.block(block) for block in document.blocks)
    parts["word/document.xml"] = xml.document(body + section).encode()
    parts["word/numbering.xml"] = write_numbering(number_own_lists(document.blocks), book=document.book, large=document.large).encode()
    pictures = sorted(find_pictures(document.blocks))
    parts["word/_rels/document.xml.rels"] = xml.relations(parts["word/_rels/document.xml.rels"].decode(), {name: writer.there[name] for name in pictures}).encode()
    crest = asked.crested(writer.inline(Picture("crest", f"Crest of {document.school}")) + xml.run(xml.text(" ")))
    parts["word/header1.xml"] = xml.header("hdr", [xml.paragraph("Header", crest + writer.inlines(document.head), line="bottom")]).encode()
    parts["word/_rels/header1.xml.rels"] = xml.relations("", {"crest": asked.crested}).encode()
    footer = xml.run(xml.TAB).join(map(writer.inlines, document.foot))
    parts["word/footer1.xml"] = xml.header("ftr", [xml.paragraph("Footer", footer, line="top")]).encode()
    for name in ("crest", *pictures):
        parts[f"word/media/{name}.png"] = b""
    for name in ("word/styles.xml", "word/document.xml", "word/header1.xml", "word/footer1.xml"):
        coloured = parts[name].decode().replace(LINK_COLOUR, letters["link"]).replace(OWN_COLOUR, letters["own"])
        parts[name] = coloured.encode()
    parts["docProps/core.xml"] = xml.properties(document.title, document.school, document.subject).encode()
    parts["docProps/app.xml"] = xml.APPLICATION.encode()
    return parts


class _Writer:
    def __init__(self, document: Document, asked: Asked, control: Control | None, across: str) -> None:
        self.document, self.asked, self.control = document, asked, control
        self.across = across  # the section in which the title of a sheet stands, with the line below it, above its columns
        self.width = SHEET_COLUMN if document.sheet else WIDTH
        self.there = {"crest": asked.crested, "code": asked.placed, "form": asked.signed_online}  # where each picture is
        self.anchors = {heading.anchor for heading in find_headings(document.blocks) if heading.anchor}

    def block(self, block: Block, style: str = "", level: int = 0, kept: bool = False) -> str:
        match block:
            case Mark():
                return block.text
            case Heading():
                return self._heading(block)
            case Paragraph():
                if block.kind == "rule":
                    return xml.paragraph("", "", line="bottom")
                if block.kind == "sheet":
                    return ""  # the heading that follows begins a new one
                across = self.across if block.kind == "lead" else ""
                return xml.paragraph(_PARAGRAPHS.get(block.kind) or style, self.inlines(block.inlines), kept=kept, section=across)
            case Picture():
                return xml.paragraph(style, self.inline(block), kept=kept)
            case Items():
                return self._items(block, level, style, kept)
            case Table():
                return self._table(block, kept)
            case Panel():
                return self._panel(block, level)
            case Contents():
                return xml.paragraph("ContentsTitle", self.inlines(block.title)) + "".join(map(self._entry, block.entries))

    def _entry(self, entry: Entry | Mark) -> str:
        if isinstance(entry, Mark):
            return entry.text
        number = xml.run(xml.text(f"{entry.number}. ")) if entry.number else ""
        inner = number + self.inlines(entry.inlines) + xml.run(xml.TAB) + xml.page_of(entry.anchor)
        return xml.paragraph(f"toc{entry.depth + 1}", xml.inner_link(entry.anchor, inner))

    def _panel(self, panel: Panel, level: int) -> str:
        kept = panel.kind in _KEPT_WHOLE
        style = _PANELS.get(panel.kind, "")
        end = _last(panel.blocks)
        made = [self.block(block, style, level, kept and number < end) for number, block in enumerate(panel.blocks)]
        if panel.kind == "slip" and panel.blocks and isinstance(panel.blocks[0], Paragraph):
            made[0] = self.block(panel.blocks[0], "Slip", level, True)
        return "".join(made)

    def _heading(self, heading: Heading) -> str:
        inner = self.inlines(heading.inlines)
        if heading.anchor:
            inner = xml.bookmark(heading.anchor, inner)
        if self.document.short and heading.level > 1:
            inner = MAY_BEGIN + inner
        if heading.level == 1:
            return xml.paragraph("Title", inner, section="" if self.document.subject else self.across)
        level = min(heading.level - 2, 3 if self.document.book else 2)
        counted = heading.number or (self.document.book and level == 0)
        return xml.paragraph(f"Heading{level + 1}", inner, number=(level, HEADINGS) if counted else None)

    def _items(self, items: Items, level: int, style: str, kept: bool) -> str:
        number = None
        if items.kind == "symbol":
            rows = (item.text if isinstance(item, Mark) else xml.symbol_row(_SYMBOL, self._cell(Cell(item.blocks), kept)) for item in items.items)
            return xml.symbol_rows(_SYMBOL, "".join(rows)) + xml.GAP
        if items.kind == "number":
            number = own_list(items)
        elif items.kind == "bullet":
            number = BULLETS
        made = []
        for item in items.items:
            if isinstance(item, Mark):
                made.append(item.text)
                continue
            made += self._item(item, items.kind, level, number, kept, style)
        return "".join(made)

    def _item(self, item: Item, kind: str, level: int, number: int | None, kept: bool, around: str) -> Iterator[str]:
        """Write an entry: its first paragraph has the sign, in whichever case of a choice it stands."""
        first, before = True, []
        if not item.blocks:
            yield self._first((), kind, level, number, kept, around)
        for block in item.blocks:
            if isinstance(block, Mark):
                if block.opens:
                    before.append(first)
                elif block.parts:
                    first = before[-1]
                elif before:
                    first = before.pop()
                yield block.text
            elif first and isinstance(block, Paragraph):
                first = False
                yield self._first(block.inlines, kind, level, number, kept, around)
            else:
                yield self.block(block, "ListContinue", level + 1, kept)

    def _first(self, inlines: tuple[Inline, ...], kind: str, level: int, number: int | None, kept: bool, around: str) -> str:
        if around == "Contact" and kind == "bullet":
            return xml.paragraph("ContactBullet", self.inlines(inlines), kept=kept)
        if kind == "tick":
            return xml.paragraph("TickBox", self.inline(Tick()) + xml.run(xml.TAB) + self.inlines(inlines), kept=kept)
        style = "ListNumber" if kind == "number" else "ListBullet"
        return xml.paragraph(style, self.inlines(inlines), number=(min(level, 2), number), kept=kept)

    def _table(self, table: Table, kept: bool) -> str:
        widths = [round(self.width * share) for share in table.widths]
        rows = [self._row(row, widths, head=True, kept=True) for row in table.head]
        rows += [row.text if isinstance(row, Mark) else self._row(row, widths, head=False, kept=kept or self.document.close and row.to_fill) for row in table.rows]
        return xml.table(widths, table.caption, "".join(rows)) + xml.GAP

    def _row(self, row: Row, widths: list[int], *, head: bool, kept: bool) -> str:
        cells = [
            xml.cell(width, self._cell(cell, kept), shaded=head or cell.heading) for width, cell in zip(widths, row.cells, strict=False)
        ]
        return xml.row("".join(cells), head=head, height=_ROW_TO_FILL if row.to_fill and not head else 0)

    def _cell(self, cell: Cell, kept: bool) -> str:
        blocks = cell.blocks
        if cell.heading:
            blocks = tuple(Paragraph(_strong(block.inlines), block.kind) if isinstance(block, Paragraph) else block for block in blocks)
        made = "".join(self.block(block, "", 0, kept) for block in blocks)
        return made if made.endswith("</w:p>") else made + xml.paragraph("", "", kept=kept)

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline, look: str = "") -> str:
        match inline:
            case Text():
                return self._words(inline, look)
            case Break():
                return xml.run("<w:br/>")
            case Mark():
                return inline.text
            case Field():
                return xml.page_of(inline.anchor) if inline.what == "at" else xml.counter({"page": "PAGE", "pages": "NUMPAGES"}[inline.what])
            case Tick():
                return xml.tick_box()
            case Picture():
                made = xml.picture(inline.name, inline.alt)
                return made if inline.name == "crest" else self.there[inline.name](made)
            case Link():
                return self._link(inline)

    def _words(self, text: Text, look: str) -> str:
        if self.control is None:
            return self._run(text.text, text.look, look)
        return "".join(self.control(part) or self._run(part, text.look, look) for part in _LETTER.split(text.text) if part)

    def _run(self, words: str, kind: str, look: str) -> str:
        colour = VERDICTS.get(kind, "")
        return xml.run(xml.text(words), bold=bool(colour) or kind == "strong", italic=kind == "emphasis", colour=colour, link=look == "link")

    def _link(self, link: Link) -> str:
        plain = "".join(map(self.inline, link.inlines))
        if link.target.startswith("#") and link.target[1:] not in self.anchors:
            return plain
        if self.control and (controls := "".join(map(self.control, _LETTER.findall(link.target)))):
            # nobody knows the address yet: it is written behind the words, unless it is the words
            return plain if any(map(_LETTER.search, (text.text for text in find_words(link.inlines)))) else plain + xml.run(xml.text(" (")) + controls + xml.run(xml.text(")"))
        inner = "".join(self.inline(inline, "link") for inline in link.inlines)
        if link.target.startswith("#"):
            return xml.inner_link(link.target[1:], inner)
        # As a field, not as a relation: the relations of a part would have to hold the links of all cases of all choices.
        made = xml.outer_link(html.escape(link.target), inner)
        return self.asked.placed(made) + self.asked.unplaced(plain) if link.on_site else made


def _last(blocks: tuple[Block, ...]) -> int:
    """Give where the last block begins, or the choice in which it stands: whichever case is chosen, it is the last."""
    depth, begins = 0, 0
    for position, block in enumerate(blocks):
        mark = isinstance(block, Mark)
        if depth == 0:
            begins = position
        if mark and not block.parts:
            depth += 1 if block.opens else -1
    return begins


def _strong(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    return tuple(Text(inline.text, inline.look or "strong") if isinstance(inline, Text) else inline for inline in inlines)
