# The words are written as XML text, not as objects: a paragraph is a fragment that needs no document around it, so a fleet
# can put documents together from fragments, and one school's take a few milliseconds each instead of a tenth of a second.
"""Write a document as the parts of a Word file, its values still open."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from houserules.documents import word_xml as xml
from houserules.documents.look import LINK_COLOUR, OWN_COLOUR, VERDICTS, WIDTH
from houserules.documents.model import (
    Block, Break, Cell, Document, Field, Heading, Inline, Item, Items, Link, Mark, Panel, Paragraph, Picture, Row, Table, Text, Tick,
)  # fmt: skip
from houserules.documents.tree import find_headings, find_links
from houserules.documents.word_lists import BULLETS, OWN, write_numbering
from houserules.documents.word_skeleton import make_skeleton
from houserules.pages.alphabet import EACH, EACH_END

_PARAGRAPHS = {"lead": "Subtitle", "small": "SmallPrint", "label": "Label", "fact": "Fact", "cut": "Slip"}
_PANELS = {"right": "RightExample", "wrong": "WrongExample", "why": "Reason", "quote": "Quote", "ruling": "Ruling", "card": "Contact", "approval": "Fact", "sources": "SmallPrint"}
_KEPT_WHOLE = frozenset({"slip", "card"})
_ROW_TO_FILL = 480  # twentieths of a point: 8.5 mm, room for handwriting


def write_word(document: Document, letters: Mapping[str, str], crest: bool) -> dict[str, bytes]:
    """Give the parts of a Word file by name, with letters where values go.

    `letters` are those for the colours (`link`, `own`); a picture stands as an empty part, to be put in for each school.
    """
    writer = _Writer(document)
    body = "".join(writer.block(block) for block in document.blocks)
    parts = dict(make_skeleton(document.numbered, crest))
    section = xml.section(parts["word/document.xml"].decode())
    parts["word/document.xml"] = xml.document(body + section).encode()
    parts["word/numbering.xml"] = write_numbering(document.numbered, writer.own_lists).encode()
    pictures = writer.pictures
    parts["word/_rels/document.xml.rels"] = xml.relations(parts["word/_rels/document.xml.rels"].decode(), writer.links, pictures).encode()
    header = _Writer(document)
    shown = [Picture("crest", f"Crest of {document.school}")] if crest else []
    parts["word/header1.xml"] = xml.header("hdr", [header.paragraph("Header", "".join(map(header.inline, [*shown, *document.head])), line="bottom")]).encode()
    if header.pictures:
        parts["word/_rels/header1.xml.rels"] = xml.relations("", (), header.pictures).encode()
    footer = xml.run(xml.TAB).join("".join(map(header.inline, line)) for line in document.foot)
    parts["word/footer1.xml"] = xml.header("ftr", [header.paragraph("Footer", footer, line="top")]).encode()
    for name in {**pictures, **header.pictures}:
        parts[f"word/media/{name}.png"] = b""
    for name in ("word/styles.xml", "word/document.xml", "word/header1.xml", "word/footer1.xml"):
        coloured = parts[name].decode().replace(LINK_COLOUR, letters["link"]).replace(OWN_COLOUR, letters["own"])
        parts[name] = coloured.encode()
    parts["docProps/core.xml"] = xml.properties(document.title, document.school, document.subject).encode()
    parts["docProps/app.xml"] = xml.APPLICATION.encode()
    return parts


@dataclass
class _Writer:
    document: Document
    links: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    own_lists: int = 0
    _count: int = 0
    _repeated: int = 0
    _bookmarks: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = {link.target[1:] for link in find_links(self.document.blocks) if link.target.startswith("#")}
        anchors = [heading.anchor for heading in find_headings(self.document.blocks) if heading.anchor in wanted]
        self._bookmarks = {anchor: number for number, anchor in enumerate(dict.fromkeys(anchors), 1)}

    def block(self, block: Block, style: str = "", level: int = 0, kept: bool = False) -> str:
        match block:
            case Mark():
                return self._mark(block)
            case Heading():
                return self._heading(block)
            case Paragraph():
                if block.kind == "rule":
                    return self.paragraph("", "", line="bottom")
                return self.paragraph(_PARAGRAPHS.get(block.kind) or style, self.inlines(block.inlines), kept=kept)
            case Picture():
                return self.paragraph(style, self.inline(block), kept=kept)
            case Items():
                return self._items(block, level, style, kept)
            case Table():
                return self._table(block, kept)
            case Panel():
                return self._panel(block, level)

    def _panel(self, panel: Panel, level: int) -> str:
        kept = panel.kind in _KEPT_WHOLE
        style = _PANELS.get(panel.kind, "")
        made = [self.block(block, style, level, kept and number < len(panel.blocks) - 1) for number, block in enumerate(panel.blocks)]
        if panel.kind == "slip" and panel.blocks and isinstance(panel.blocks[0], Paragraph):
            made[0] = self.block(panel.blocks[0], "Slip", level, True)
        return "".join(made)

    def _heading(self, heading: Heading) -> str:
        inner = self.inlines(heading.inlines)
        if number := self._bookmarks.get(heading.anchor):
            inner = xml.bookmark(number, inner)
        if heading.level == 1:
            return self.paragraph("Title", inner)
        unnumbered = self.document.numbered and heading.level <= 3 and not heading.number
        return self.paragraph(f"Heading{min(heading.level - 1, 3)}", inner, unnumbered=unnumbered)

    def _items(self, items: Items, level: int, style: str, kept: bool) -> str:
        number = None
        if items.kind == "number":
            number, self.own_lists = OWN + self.own_lists, self.own_lists + 1
        elif items.kind == "bullet":
            number = BULLETS
        made = []
        for item in items.items:
            if isinstance(item, Mark):
                made.append(self._mark(item))
                continue
            first, *rest = item.blocks or (Paragraph(()),)
            if isinstance(first, Paragraph):
                inner = self.inlines(first.inlines)
                if items.kind == "tick":
                    made.append(self.paragraph("TickBox", self.inline(Tick()) + xml.run(xml.TAB) + inner, kept=kept))
                else:
                    name = "ListNumber" if items.kind == "number" else "ListBullet"
                    made.append(self.paragraph(name, inner, number=(min(level, 2), number), kept=kept))
            else:
                rest = list(item.blocks)
            made += [self.block(block, "ListContinue", level + 1, kept) for block in rest]
        return "".join(made)

    def _table(self, table: Table, kept: bool) -> str:
        widths = [round(WIDTH * share) for share in table.widths]
        rows = [self._row(row, widths, head=True, kept=True) for row in table.head]
        rows += [self._mark(row) if isinstance(row, Mark) else self._row(row, widths, head=False, kept=kept) for row in table.rows]
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
        return made if made.endswith("</w:p>") else made + self.paragraph("", "", kept=kept)

    def paragraph(self, style: str, inner: str, *, number=None, unnumbered: bool = False, kept: bool = False, line: str = "") -> str:
        """Write a paragraph of a style."""
        return xml.paragraph(style, inner, number=number, unnumbered=unnumbered, kept=kept, line=line)

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline, look: str = "") -> str:
        match inline:
            case Text():
                colour = VERDICTS.get(inline.look, "")
                return xml.run(xml.text(inline.text), bold=bool(colour) or inline.look == "strong", italic=inline.look == "emphasis", colour=colour, link=look == "link")
            case Break():
                return xml.run("<w:br/>")
            case Mark():
                return self._mark(inline)
            case Field():
                return xml.counter({"page": "PAGE", "pages": "NUMPAGES"}[inline.what])
            case Tick():
                self._count += 1
                return xml.tick_box(self._count)
            case Picture():
                self._count += 1
                self.pictures[inline.name] = f"rIdPicture{len(self.pictures) + 1}" if inline.name not in self.pictures else self.pictures[inline.name]
                return xml.picture(self._count, self.pictures[inline.name], inline.name, inline.alt)
            case Link():
                return self._link(inline)

    def _link(self, link: Link) -> str:
        inner = "".join(self.inline(inline, "link") for inline in link.inlines)
        if link.target.startswith("#"):
            number = self._bookmarks.get(link.target[1:])
            return xml.inner_link(number, inner) if number else "".join(map(self.inline, link.inlines))
        if self._repeated:  # each repetition leads elsewhere, and a relation leads to one place
            return xml.field_link(html.escape(link.target), inner)
        if link.target not in self.links:
            self.links.append(link.target)
        return xml.outer_link(f"rIdLink{self.links.index(link.target) + 1}", inner)

    def _mark(self, mark: Mark) -> str:
        self._repeated += mark.text.startswith(EACH) - mark.text.startswith(EACH_END)
        return mark.text


def _strong(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    return tuple(Text(inline.text, inline.look or "strong") if isinstance(inline, Text) else inline for inline in inlines)
