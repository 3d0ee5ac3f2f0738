# Every word is a string literal of Typst's, in which only the backslash and the quotation mark mean anything: neither our
# words nor a value can be read as markup. What it looks like is in overrides/documents/document.typ.
"""Write a document as Typst source, its values still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from houserules.documents.model import (
    Block, Break, Cell, Document, Field, Heading, Inline, Item, Items, Link, Mark, Panel, Paragraph, Picture, Row, Table, Text, Tick,
)  # fmt: skip
from houserules.documents.tree import find_headings, find_links


def write_typst(document: Document, letters: dict[str, str], crest: bool) -> str:
    """Give the source of a document, with letters where values go.

    `letters` are those for the colours (`link`, `own`) and the pictures (`crest`, `code`).
    """
    writer = _Writer(letters, _labels(document))
    told = [
        f"title: {quote(document.title)}", f"subject: {quote(document.subject)}", f"school: {quote(document.school)}",
        f'link-colour: rgb("#{letters["link"]}")', f'own-colour: rgb("#{letters["own"]}")',
        f"head: [{writer.inlines(document.head)}]", f"foot: ({''.join(f'[{writer.inlines(line)}], ' for line in document.foot)})",
    ]  # fmt: skip
    if crest:
        told.append(f"crest: {quote(letters['crest'])}, crest-words: {quote(f'Crest of {document.school}')}")
    return f'#import "/document.typ": *\n#show: paper.with({", ".join(told)})\n{writer.blocks(document.blocks)}'


def quote(text: str) -> str:
    """Give a text as a string literal."""
    return '"' + escape_typst(text) + '"'


def escape_typst(text: str) -> str:
    """Escape a text for a string literal."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


@dataclass
class _Writer:
    letters: dict[str, str]
    labels: dict[str, str]
    level: int = field(default=1)

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "".join(f"{self.block(block)}\n" for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Mark():
                return block.text
            case Heading():
                return self._heading(block)
            case Paragraph():
                if block.kind == "rule":
                    return "#rule"
                kind = f'"{block.kind}"' if block.kind else "none"
                return f"#words({kind})[{self.inlines(block.inlines)}]"
            case Picture():
                return self._inline(block)
            case Items():
                items = "".join(item.text if isinstance(item, Mark) else f"[{self._item(item)}], " for item in block.items)
                return f'#items("{block.kind}", {items})'
            case Table():
                return self._table(block)
            case Panel():
                return f'#panel("{block.kind}")[\n{self.blocks(block.blocks)}]'

    def _heading(self, heading: Heading) -> str:
        if heading.level == 1:
            return f"#headline[{self.inlines(heading.inlines)}]"
        level = min(heading.level - 1, self.level)  # a level left out is forbidden in PDF/UA
        self.level = level + 1
        number = f'"{heading.number}{"." if heading.level == 2 else ""} "' if heading.number else "none"
        label = self.labels.get(heading.anchor)
        return f"#clause({level}, {number})[{self.inlines(heading.inlines)}]" + (f" <{label}>" if label else "")

    def _item(self, item: Item) -> str:
        return self._cells(item.blocks)

    def _cells(self, blocks: tuple[Block, ...]) -> str:
        """Write what stands in a cell or an entry: a paragraph alone isn't one of its own."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].kind:
            return self.inlines(blocks[0].inlines)
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph) and not first.kind:
            return self.inlines(first.inlines) + "\n" + self.blocks(blocks[1:])
        return self.blocks(blocks)

    def _table(self, table: Table) -> str:
        columns = ", ".join(f"{share}fr" for share in table.widths)
        head = "".join(self._row(row, True) for row in table.head)
        rows = "".join(row.text if isinstance(row, Mark) else self._row(row, False) for row in table.rows)
        kind = f'"{table.kind}"' if table.kind else "none"
        return f"#rows({kind}, ({columns},), ({head}), {rows})"

    def _row(self, row: Row, head: bool) -> str:
        return "".join(self._cell(cell, head) + ", " for cell in row.cells)

    def _cell(self, cell: Cell, head: bool) -> str:
        if cell.blank:
            return "blank"
        inner = self._cells(cell.blocks)
        return f"named[{inner}]" if cell.heading and not head else f"[{inner}]"

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                made = f"#{quote(inline.text)}"
                return f'#look("{inline.look}")[{made}]' if inline.look else made
            case Break():
                return "#linebreak()"
            case Mark():
                return inline.text
            case Field():
                return {"page": "#this-page", "pages": "#all-pages"}[inline.what]
            case Tick():
                return "#tick"
            case Picture():
                return f"#picture({quote(self.letters[inline.name])}, {quote(inline.alt)})"
            case Link():
                return self._link(inline)

    def _link(self, link: Link) -> str:
        inner = self.inlines(link.inlines)
        if link.target.startswith("#"):
            label = self.labels.get(link.target[1:])
            return f"#link(<{label}>)[{inner}]" if label else inner
        return f"#link({quote(link.target)})[{inner}]"


def _labels(document: Document) -> dict[str, str]:
    """Give a label for each heading to which a link of the document leads."""
    wanted = {link.target[1:] for link in find_links(document.blocks) if link.target.startswith("#")}
    anchors = dict.fromkeys(heading.anchor for heading in find_headings(document.blocks) if heading.anchor in wanted)
    return {anchor: f"part-{number}" for number, anchor in enumerate(anchors, 1)}
