# What the engine made of one page, in a form that knows no MkDocs, no letters and no other page: it can be kept for as long
# as the page's own text and the look stay the same, whatever happens to the other pages.
"""Cut a rendered page at its choices and holes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from houserules.outputs.search_index import Found
from houserules.outputs.search_parts import BodyPart, Opened, Way, find_part_entries, split_body
from houserules.outputs.stamp import Cases, Cut, Part, cut_text
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, CODE, DIGITS, MARK_END, Form
from houserules.pages.site_page import SitePage
from houserules.profile.conditions import Condition

if TYPE_CHECKING:
    from houserules.pages.everything import Everything

Choices = Mapping[int, tuple[Condition, ...]]  # the conditions of each choice's cases, by the choice's number


@dataclass(frozen=True)
class CutPart:
    """A part of a page's body that gives entries of the search index: texts and choices (a number and its cases).

    Where it holds no choice, its entries are found already.
    """

    pieces: tuple
    opened: Opened | None
    way: Way = ()  # the choices within which it stands, each with its case
    found: tuple[Found, ...] | None = None

    def numbers(self) -> tuple[int, ...]:
        """Give the numbers of all choices on which it depends, in order."""
        return tuple(sorted({*find_numbers(self.pieces), *(number for number, _ in self.way)}))


@dataclass(frozen=True)
class CutPage:
    """A page for all schools: its file's text and its title with holes and choices, and its body for the search index."""

    page: SitePage  # without its Markdown
    file: str
    when: Condition
    title: Cut
    html: Cut
    parts: tuple[CutPart, ...]
    letters: Mapping[str, tuple[str, Form]]  # what the letters in the parts stand for
    choices: Choices


_CODE = re.compile(CODE)
_CHOICE = re.compile(f"{CHOICE}(?P<digits>[{DIGITS}]+){MARK_END}|(?P<case>{CASE})|{CHOICE_END}")


def cut_pages(everything: Everything, ids: set[str], idle: frozenset[str]) -> Iterator[CutPage]:
    """Cut up some of the pages that the engine has rendered; `idle` are the words that say nothing in a search."""
    meanings, conditions = everything.alphabet.meanings(), everything.numbers.conditions()
    for id in sorted(ids):
        page, body = everything.pages[id], everything.bodies[id]
        file = file_of(id)
        html = cut_text(everything.outputs[file], meanings)
        parts = tuple(_cut_part(part, page, idle) for part in split_body(body))
        letters = {code: meanings[code] for code in set(_CODE.findall(f"{body}{page.title}{page.description}"))}
        numbers = {number for part in parts for number in part.numbers()} | set(find_numbers(html))
        choices = {number: conditions[number] for number in sorted(numbers)}
        yield CutPage(
            replace(page, markdown=""), file, everything.whens[id], cut_text(page.title, meanings), html, parts, letters, choices
        )


def _cut_part(part: BodyPart, page: SitePage, idle: frozenset[str]) -> CutPart:
    pieces = cut_choices(part.html)
    if all(isinstance(piece, str) for piece in pieces):
        return CutPart((), part.opened, part.way, tuple(find_part_entries("".join(pieces), part.opened, page, idle)))
    return CutPart(pieces, part.opened, part.way)


def file_of(id: str) -> str:
    """Give the file in which a page stands."""
    return "index.html" if id == "index" else f"{id}/index.html"


def find_numbers(pieces: tuple) -> Iterator[int]:
    """Give the numbers of all choices in a cut text, or in pieces from `cut_choices`."""
    for piece in pieces:
        if isinstance(piece, Cases):
            yield piece.number
            for case in piece.cases:
                yield from find_numbers(case)
        elif isinstance(piece, Part):
            yield from find_numbers(piece.inner)
        elif isinstance(piece, tuple):
            yield piece[0]
            for case in piece[1:]:
                yield from find_numbers(case)


def cut_choices(text: str) -> tuple:
    """Cut a text at its choices only."""
    done: list[object] = []
    opened: list[tuple[int, list[tuple], list[object]]] = []  # number, the cases that are whole, what stands above
    here, position = done, 0
    for mark in _CHOICE.finditer(text):
        if mark.start() > position:
            here.append(text[position : mark.start()])
        position = mark.end()
        if mark["digits"]:
            opened.append((int("".join(str(DIGITS.index(digit)) for digit in mark["digits"])), [], here))
            here = []
            continue
        number, cases, above = opened[-1]
        cases.append(tuple(here))
        here = []
        if not mark["case"]:
            opened.pop()
            above.append((number, *cases))
            here = above
    if position < len(text):
        here.append(text[position:])
    return tuple(done)
