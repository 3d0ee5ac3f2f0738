"""Elements: HTML as a tree, with the marks of repeated parts and of choices standing where they stood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, EACH, EACH_END, IF, IF_END, IF_NOT, MARK_END

_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col"})
_MARKS = re.compile(f"([{EACH}{IF}{IF_NOT}][\\w.]+{MARK_END}|{CHOICE}[{DIGITS}]*{MARK_END}|[{EACH_END}{IF_END}{CASE}{CHOICE_END}])")


@dataclass
class Element:
    """An element and what is in it: elements, texts and marks."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | Words | Sign] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def find(self, *names: str) -> Iterator[Element]:
        """Give the elements of some names inside this one, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.name in names:
                    yield child
                yield from child.find(*names)


@dataclass(frozen=True)
class Words:
    """A text."""

    text: str


@dataclass(frozen=True)
class Sign:
    """A mark of a repeated part or of a choice."""

    text: str

    @property
    def opens(self) -> bool:
        return self.text.endswith(MARK_END)

    @property
    def parts(self) -> bool:
        """Whether it stands between two cases of a choice."""
        return self.text == CASE


def read_elements(html: str) -> Element:
    """Give the elements of a piece of HTML in one that holds them all. Raises ValueError where a tag isn't closed as it was opened."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if len(reader.open) > 1:
        raise ValueError(f"<{reader.open[-1].name}> isn't closed")
    return reader.open[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag, attrs) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag) -> None:
        if tag in _VOID:
            return
        if self.open[-1].name == "p" and tag != "p":  # HTML lets the end of a paragraph go without saying
            self.open.pop()
        if self.open[-1].name != tag:
            raise ValueError(f"</{tag}> closes <{self.open[-1].name}>")
        self.open.pop()

    def handle_data(self, data) -> None:
        for number, part in enumerate(_MARKS.split(data)):
            if part:
                self.open[-1].children.append(Sign(part) if number % 2 else Words(part))
