# The walk is over the HTML that the site shows, so that page, Word and PDF are made of the same words: whatever the
# walk doesn't know it passes through, and nothing but what is hidden on the page is left out.
"""Read a page's HTML into the tree of a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from houserules.documents.elements import Element, Sign, Words, read_elements
from houserules.documents.model import (
    Block,
    Break,
    Cell,
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
from houserules.documents.widths import find_widths
from houserules.pages.alphabet import CODE

_INLINE = frozenset({"a", "abbr", "b", "br", "code", "em", "i", "input", "img", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "q", "cite"})
_LOOKS = {"strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis", "cite": "emphasis"}
_PANELS = {
    "hr-short": "short", "hr-example--right": "right", "hr-example--wrong": "wrong", "hr-clause__why": "why", "hr-contact-card": "card",
    "hr-helpline": "card", "hr-slip": "slip", "hr-quote": "quote", "hr-approval": "approval", "hr-sources": "sources", "hr-ruling": "ruling",
    "hr-sign-off": "sign-off",
}  # fmt: skip
_KINDS = {"hr-lead": "lead", "hr-cites": "small", "hr-checked": "small", "hr-also": "small", "hr-sources__list": "small", "hr-cut": "cut"}
_UNSEEN = frozenset({"hr-only-narrow", "hr-hidden", "hr-screen-only"})
_LINES = frozenset({"hr-register__platform"})  # shown on a line of its own
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NUMBER = re.compile(rf"^({CODE})\. ")


@dataclass(frozen=True)
class _Reader:
    address: Callable[[str], tuple[str, bool]]
    for_pupils: bool = False
    easy: bool = False  # easy read: beside each line of a clause there is room for a symbol
    in_clause: bool = False
    in_reason: bool = False  # the same few sources after each reason: what links to them is the list with which the document ends

    def blocks(self, children: Iterable[Element | Words | Sign]) -> Iterator[Block]:
        """Give the blocks of an element's contents; loose words between blocks become paragraphs."""
        loose: list[Element | Words | Sign] = []
        for child in children:
            if isinstance(child, Element) and child.name not in _INLINE:
                yield from self._loose(loose)
                loose = []
                yield from self._block(child)
            else:
                loose.append(child)
        yield from self._loose(loose)

    def _loose(self, children: list[Element | Words | Sign]) -> Iterator[Block]:
        """Give paragraphs of loose words; a mark whose other end isn't among them stands between paragraphs."""
        inside = _paired(children)
        group: list[Element | Words | Sign] = []
        for number, child in enumerate([*children, Sign("")]):
            if isinstance(child, Sign) and number not in inside:
                if any(isinstance(part, Element) or (isinstance(part, Words) and part.text.strip()) for part in group):
                    yield Paragraph(self.line(group))
                else:
                    yield from (Mark(part.text) for part in group if isinstance(part, Sign))
                group = []
                if child.text:
                    yield Mark(child.text)
            else:
                group.append(child)

    def _block(self, element: Element) -> Iterator[Block]:
        if _UNSEEN.intersection(element.classes) or "hidden" in element.attributes or element.name in ("caption", "script", "style", "template", "button"):
            return
        match element.name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                yield self._heading(element)
            case "p" | "summary" | "dt" | "dd" | "figcaption" | "address":
                kind = next((_KINDS[name] for name in element.classes if name in _KINDS), "label" if element.name == "summary" else "")
                if inlines := self.line(element.children):
                    yield Paragraph(inlines, kind)
            case "dl":
                yield from (Paragraph(inlines, "fact") for child in _elements(element) if (inlines := self._fact(child)))
            case "ul" | "ol":
                yield self._items(element)
            case "table":
                yield self._table(element)
            case "blockquote":
                yield Panel("quote", tuple(self.blocks(element.children)))
            case "hr":
                yield Paragraph((), "rule")
            case _:
                kind = next((_PANELS[name] for name in element.classes if name in _PANELS), "")
                classes = element.classes
                reader = replace(
                    self, for_pupils=self.for_pupils or "hr-page--pupils" in classes, easy=self.easy or "hr-easy-read" in classes,
                    in_clause=self.in_clause or "hr-clause__text" in classes, in_reason=kind == "why",
                )  # fmt: skip
                # as on the page, where words.css hides them
                children = _without(element.children, "hr-source") if self.for_pupils and kind == "why" else element.children
                inner = tuple(reader.blocks(children))
                if kind and inner:
                    yield Panel(kind, inner)
                else:
                    yield from inner

    def _heading(self, element: Element) -> Heading:
        number = next((_text(found) for found in element.find("span") if "hr-number" in found.classes), "")
        inlines = self.line(_without(element.children, "hr-number"))
        first = inlines[0] if inlines else None
        if element.attributes.get("id", "").startswith("section-") and isinstance(first, Text) and (found := _NUMBER.match(first.text)):
            number, inlines = found[1], (Text(first.text[found.end() :], first.look), *inlines[1:])
        return Heading(int(element.name[1]), inlines, element.attributes.get("id", ""), number.strip())

    def _fact(self, pair: Element) -> tuple[Inline, ...]:
        made: list[Inline] = []
        for part in _elements(pair):
            made += [*([Text(" ")] if made else []), *self._inlines(part.children, "strong" if part.name == "dt" else "")]
        return _tidy(made)

    def _items(self, element: Element) -> Items:
        ticks = "task-list" in element.classes
        made: list[Item | Mark] = []
        for child in element.children:
            if isinstance(child, Sign):
                made.append(Mark(child.text))
            elif isinstance(child, Element):
                made.append(Item(tuple(self.blocks(_without(child.children, "hr-box", "input") if ticks else child.children))))
        symbols = self.easy and self.in_clause
        return Items("tick" if ticks else "number" if element.name == "ol" else "symbol" if symbols else "bullet", tuple(made))

    def _table(self, element: Element) -> Table:
        head: list[Row] = []
        rows: list[Row | Mark] = []
        for part in _elements(element):
            if part.name == "thead":
                head += [row for row in self._rows(part) if isinstance(row, Row)]
            elif part.name == "tbody":
                rows += self._rows(part)
            elif part.name == "tr":
                rows.append(self._row(part))
        caption = next((_text(found) for found in element.find("caption")), "")
        kind = "lines" if "hr-lines" in element.classes else ""
        return Table(tuple(head), tuple(rows), find_widths(head, rows), caption, kind)

    def _rows(self, part: Element) -> Iterator[Row | Mark]:
        for child in part.children:
            if isinstance(child, Sign):
                yield Mark(child.text)
            elif isinstance(child, Element):
                yield self._row(child)

    def _row(self, row: Element) -> Row:
        return Row(tuple(Cell(tuple(self.blocks(cell.children)), cell.name == "th") for cell in _elements(row)))

    def line(self, children: Iterable[Element | Words | Sign]) -> tuple[Inline, ...]:
        """Give the inlines of a paragraph: runs of white space are one space, and there is none at its ends."""
        return _tidy(self._inlines(children, ""))

    def _inlines(self, children: Iterable[Element | Words | Sign], look: str) -> Iterator[Inline]:
        for child in children:
            if isinstance(child, Sign):
                yield Mark(child.text)
            elif isinstance(child, Words):
                yield Text(_SPACE.sub(" ", child.text), look)
            else:
                yield from self._inline(child, look)

    def _inline(self, element: Element, look: str) -> Iterator[Inline]:
        classes = element.classes
        if _UNSEEN.intersection(classes):
            return
        if what := element.attributes.get("data-field"):
            yield Field(what)
            return
        if name := element.attributes.get("data-picture"):
            yield Picture(name, element.attributes.get("aria-label", ""))
            return
        match element.name:
            case "br":
                yield Break()
            case "input":
                yield Tick()
            case "img":
                yield Text(element.attributes.get("alt", ""), look)
            case "a" if element.attributes.get("href") and "toclink" not in classes:
                if inner := tuple(self._inlines(element.children, look)):
                    target, on_site = self.address(element.attributes["href"])
                    linked = (Link(target, inner, on_site),)
                    if "hr-source" in classes:
                        linked = (Text("[", look), *(inner if self.in_reason else linked), Text("]", look))
                    yield from linked
            case _ if "hr-box" in classes:
                yield Tick()
            case _:
                verdict = next((name.rpartition("--")[2] for name in classes if name.startswith("hr-verdict--")), "")
                yield from self._inlines(element.children, verdict or look or _LOOKS.get(element.name, ""))
                if _LINES.intersection(classes):
                    yield Break()


def read_blocks(html: str, address: Callable[[str], tuple[str, bool]]) -> tuple[Block, ...]:
    """Give the blocks of a piece of HTML in which letters stand for values.

    `address` gives, for what a link leads to, its whole address and whether that is a place on the school's own site.
    """
    return tuple(_Reader(address).blocks(read_elements(html).children))


def read_line(html: str) -> tuple[Inline, ...]:
    """Give the inlines of a piece of HTML that is one line."""
    return _Reader(lambda href: (href, False)).line(read_elements(html).children)


def _elements(element: Element) -> list[Element]:
    return [child for child in element.children if isinstance(child, Element)]


def _without(children: Iterable[Element | Words | Sign], *names: str) -> list[Element | Words | Sign]:
    """Give contents without the elements of some classes or names, however deep they stand."""
    kept: list[Element | Words | Sign] = []
    for child in children:
        if not isinstance(child, Element):
            kept.append(child)
        elif child.name not in names and not set(names).intersection(child.classes):
            kept.append(Element(child.name, child.attributes, _without(child.children, *names)))
    return kept


def _text(element: Element) -> str:
    parts = (_text(child) if isinstance(child, Element) else child.text for child in element.children if not isinstance(child, Sign))
    return _SPACE.sub(" ", "".join(parts)).strip()


def _tidy(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Join texts of one look, and take away the white space at both ends and twice in a row."""
    made: list[Inline] = []
    spaced = True  # whether what stands before ends in white space
    for inline in inlines:
        if isinstance(inline, Text):
            text = inline.text.lstrip(" ") if spaced else inline.text
            if not text:
                continue
            last = made[-1] if made else None
            spaced = text.endswith(" ")
            if isinstance(last, Text) and last.look == inline.look:
                made[-1] = Text(last.text + text, inline.look)
            else:
                made.append(Text(text, inline.look))
        else:
            spaced = isinstance(inline, Break)  # after a mark nothing is known of what stood before
            made.append(inline)
    while made and (isinstance(made[-1], Break) or (isinstance(made[-1], Text) and not made[-1].text.strip())):
        made.pop()
    if made and isinstance(made[-1], Text):
        made[-1] = Text(made[-1].text.rstrip(" "), made[-1].look)
    return tuple(made)


def _paired(children: list[Element | Words | Sign]) -> set[int]:
    """Give the positions of the marks whose other end is there too."""
    found: set[int] = set()
    opened: list[list[int]] = []
    for position, child in enumerate(children):
        if not isinstance(child, Sign):
            continue
        if child.opens:
            opened.append([position])
        elif opened:
            opened[-1].append(position)
            if not child.parts:
                found.update(opened.pop())
    return found
