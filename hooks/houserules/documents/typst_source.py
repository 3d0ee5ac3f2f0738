# Every word is a string literal of Typst's, in which only the backslash and the quotation mark mean anything: neither our
# words nor a value can be read as markup. What it looks like is in overrides/documents/document.typ.
"""Write a document as Typst source, its values still open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from houserules.documents.model import (
    Asked,
    Block,
    Break,
    Cell,
    Contents,
    Document,
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
from houserules.documents.tree import find_headings


def write_typst(document: Document, letters: Mapping[str, str], asked: Asked) -> str:
    """Give the source of a document, with letters where values go; it is evaluated with the looks in its scope (typeset.py).

    `letters` are those for the colours (`link`, `own`) and the pictures (`crest`, `code`, `form`).
    """
    writer = _Writer(document, letters, asked)
    told = [
        f"title: {quote(document.title)}", f"subject: {quote(document.subject)}", f"school: {quote(document.school)}",
        f"head: [{writer.inlines(document.head)}]", f"foot: (this-page, all-pages) => ({''.join(f'[{writer.inlines(line)}], ' for line in document.foot)})",
    ]  # fmt: skip
    crest = asked.crested(f"crest: {quote(letters['crest'])}, crest-words: {quote(f'Crest of {document.school}')}, ")
    colours = ", ".join(f'rgb("#{letters[name]}")' for name in ("link", "own"))
    if document.sheet:
        return f"#sheet({colours}, {crest}{', '.join(told)}, (words, panel, headline, clause, linked) => (\n[{writer.parts(document.blocks)}],\n))"
    size = "18pt" if document.large else "10pt" if document.close else "10.5pt"
    own = f"#let (paper, words, panel, headline, clause, linked, contents) = made({size}, {colours}{', book: true' * document.book}{', close: true' * document.close})"
    return f'{own}\n#show: paper.with({crest}{", ".join(told)})\n{writer.blocks(document.blocks)}'


def quote(text: str) -> str:
    """Give a text as a string literal."""
    return '"' + escape_typst(text) + '"'


def escape_typst(text: str) -> str:
    """Escape a text for a string literal."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


class _Writer:
    def __init__(self, document: Document, letters: Mapping[str, str], asked: Asked) -> None:
        self.letters, self.asked, self.book = letters, asked, document.book
        self.there = {"crest": asked.crested, "code": asked.placed, "form": asked.signed_online}  # where each picture is
        self.anchors = {heading.anchor for heading in find_headings(document.blocks) if heading.anchor}
        self.level = 1  # the deepest level that the next heading may have
        self.levels: list[int] = []  # what it was where each choice began

    def blocks(self, blocks: Iterable[Block]) -> str:
        # a mark takes no line of its own: it is gone in the end, and the line would stay
        return "".join(self.block(block) + ("" if isinstance(block, Mark) else "\n") for block in blocks)

    def parts(self, blocks: Iterable[Block]) -> str:
        """Write the blocks of a sheet, parted after what it begins with and before each heading, in whichever case of a choice it stands."""
        made = ""
        for block in blocks:
            made += "],\n[" * (isinstance(block, Heading) and block.level > 1) + self.blocks((block,))
            made += "],\n[" * (isinstance(block, Paragraph) and block.kind == "lead")
        return made

    def block(self, block: Block) -> str:
        match block:
            case Mark():
                return self._mark(block)
            case Heading():
                return self._heading(block)
            case Paragraph():
                if block.kind == "rule":
                    return "#rule"
                if block.kind == "sheet":
                    return "#colbreak(weak: true)"  # of the one column: a page break must not stand in a block
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
            case Contents():
                return f"#contents[{self.inlines(block.title)}]"  # Typst gathers the entries by itself

    def _mark(self, mark: Mark) -> str:
        if mark.opens:
            self.levels.append(self.level)
        elif self.levels:
            self.level = self.levels[-1] if mark.parts else self.levels.pop()
        return mark.text

    def _heading(self, heading: Heading) -> str:
        if heading.level == 1:
            return f"#headline[{self.inlines(heading.inlines)}]"
        level = min(heading.level - 1, self.level)  # a level left out is forbidden in PDF/UA
        self.level = level + 1
        number = f'"{heading.number}{"." if heading.level == (3 if self.book else 2) else ""} "' if heading.number else "none"
        unlisted = "" if heading.listed else ", listed: false"
        return f"#clause({level}, {number}{unlisted})[{self.inlines(heading.inlines)}]" + (f" <{_label(heading.anchor)}>" if heading.anchor else "")

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
                # Typst makes one space of several that are markup, and none at the ends of a line.
                inner = inline.text.strip(" ")
                before, after = " " * inline.text.startswith(" "), " " * (bool(inner) and inline.text.endswith(" "))
                if not inner:
                    return before
                made = f"{before}#{quote(inner)}{after}"
                return f'#look("{inline.look}")[{made}]' if inline.look else made
            case Break():
                return "#linebreak()"
            case Mark():
                return inline.text
            case Field():
                return f"#page-of(<{_label(inline.anchor)}>)" if inline.what == "at" else {"page": "#this-page", "pages": "#all-pages"}[inline.what]
            case Tick():
                return "#tick"
            case Picture():
                return self.there[inline.name](f"#picture({quote(self.letters[inline.name])}, {quote(inline.alt)})")
            case Link():
                return self._link(inline)

    def _link(self, link: Link) -> str:
        inner = self.inlines(link.inlines)
        if link.target.startswith("#"):
            return f"#linked(<{_label(link.target[1:])}>)[{inner}]" if link.target[1:] in self.anchors else inner
        made = f"#linked({quote(link.target)})[{inner}]"
        return self.asked.placed(made) + self.asked.unplaced(inner) if link.on_site else made


def _label(anchor: str) -> str:
    return "part-" + re.sub(r"[^A-Za-z0-9_-]", lambda sign: f":{ord(sign[0]):x}:", anchor)
