# Nothing in this module or in what it hands on knows MkDocs: the engine renders once, and from then on a school's site
# is a matter of looking up cases and joining texts.
"""Compile: all pages rendered once and cut up, so that a school's site can be put together from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from houserules.documents.compose import Forms
from houserules.outputs.stamp import Cases, Cut, Hole, Part, cut_text
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, MARK_END, Alphabet
from houserules.pages.everything import Everything
from houserules.pages.site import SitePage
from houserules.profile.conditions import Condition


@dataclass(frozen=True)
class Compiled:
    """What all schools share: each file's text in pieces, what each choice depends on, and the assets.

    A piece is a text, the number of a hole, a choice (its number and its cases), or a part that is repeated.
    """

    files: Mapping[str, tuple]  # by name: pages, the page for what isn't found, the sitemap
    bodies: Mapping[str, tuple]  # by page id, with letters and marks of lists left as they are
    names: Mapping[str, str]  # the file of each page
    pages: Mapping[str, SitePage]
    whens: Mapping[str, Condition]
    holes: tuple[Hole, ...]
    conditions: tuple[Condition, ...]
    choices: tuple[tuple[int, ...], ...]  # for each choice, the conditions of its cases
    assets: Mapping[str, bytes]
    alphabet: Alphabet
    documents: tuple[Forms, ...] = ()


def compile_everything(everything: Everything, assets: Mapping[str, bytes]) -> Compiled:
    """Cut up what the engine made of everything."""
    meanings = everything.alphabet.meanings()
    holes: dict[Hole, int] = {}
    conditions: dict[Condition, int] = {}
    for cases in everything.numbers.conditions():
        for condition in cases:
            conditions.setdefault(condition, len(conditions))
    for when in everything.whens.values():
        conditions.setdefault(when, len(conditions))
    files = {name: tuple(_pieces(cut_text(text, meanings), holes)) for name, text in everything.outputs.items()}
    bodies = {id: cut_choices(text) for id, text in everything.bodies.items()}
    choices = tuple(tuple(conditions[condition] for condition in cases) for cases in everything.numbers.conditions())
    names = {id: "index.html" if id == "index" else f"{id}/index.html" for id in everything.pages}
    return Compiled(
        files, bodies, names, everything.pages, everything.whens, tuple(holes), tuple(conditions), choices, dict(assets), everything.alphabet,
        tuple(everything.documents),
    )  # fmt: skip


def _pieces(cut: Cut, holes: dict[Hole, int]) -> Iterator[object]:
    for piece in cut:
        if isinstance(piece, str):
            if piece:
                yield piece
        elif isinstance(piece, Hole):
            yield holes.setdefault(piece, len(holes))
        elif isinstance(piece, Cases):
            yield (piece.number, *(tuple(_pieces(case, holes)) for case in piece.cases))
        elif isinstance(piece, Part):
            yield piece


_CHOICE = re.compile(f"{CHOICE}(?P<digits>[{DIGITS}]+){MARK_END}|(?P<case>{CASE})|{CHOICE_END}")


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
    here.append(text[position:])
    return tuple(done)
