"""Assemble: a school's site from what was compiled, with its cases looked up and its values put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from houserules.fleet.compile import Compiled
from houserules.outputs.brand import write_brand_css
from houserules.outputs.stamp import Lists, Part, Values, escape_html, fill_text, write_value
from houserules.pages.alphabet import Form
from houserules.profile.conditions import GIVEN, Facts
from houserules.profile.read import School


@dataclass(frozen=True)
class Filler:
    """Puts one school's cases and values into pieces."""

    compiled: Compiled
    cases: tuple[int, ...]  # of each choice, the case that the school gets, or -1
    values: Values
    lists: Lists

    def write(self, pieces: tuple, escape: Callable[[str], str], texts: list[str | None]) -> str:
        """Put pieces together; `texts` keeps the values that are escaped already, by hole."""
        made: list[str] = []
        self._write(pieces, made, escape, texts)
        return "".join(made)

    def _write(self, pieces: tuple, made: list[str], escape: Callable[[str], str], texts: list[str | None]) -> None:
        cases, append = self.cases, made.append
        for piece in pieces:
            kind = type(piece)
            if kind is str:
                append(piece)
            elif kind is tuple:
                case = cases[piece[0]] + 1
                if 0 < case < len(piece):
                    self._write(piece[case], made, escape, texts)
            elif kind is int:
                text = texts[piece]
                if text is None:
                    hole = self.compiled.holes[piece]
                    text = texts[piece] = escape(write_value(self.values[hole.path], Form(hole.form)))
                append(text)
            elif kind is Part:
                append(fill_text((piece,), self.values, self.lists, escape))


def make_filler(compiled: Compiled, facts: Facts, values: Values, lists: Lists) -> Filler:
    """Look up the case of every choice for a school with these facts; a value that it has is a fact too."""
    facts = {**facts, GIVEN: facts[GIVEN] | frozenset(values)}
    holds = tuple(condition.holds(facts) for condition in compiled.conditions)
    cases = tuple(next((case for case, condition in enumerate(conditions) if holds[condition]), -1) for conditions in compiled.choices)
    return Filler(compiled, cases, values, lists)


def assemble_files(filler: Filler, school: School) -> Iterator[tuple[str, bytes]]:
    """Give the files of a school that aren't the same for all, but for the search index and the manifest."""
    compiled, facts = filler.compiled, school.facts
    texts: list[str | None] = [None] * len(compiled.holes)
    skipped = {compiled.names[id] for id, when in compiled.whens.items() if not when.holds(facts)}
    for name, pieces in compiled.files.items():
        if name not in skipped:
            yield name, filler.write(pieces, escape_html, texts).encode()
    yield "assets/brand.css", write_brand_css(school.profile.brand.colour).encode()


def assemble_bodies(filler: Filler, school: School) -> dict[str, str]:
    """Give the body of each page that a school has, with its cases looked up and the letters still in it."""
    compiled = filler.compiled
    there = (id for id, when in compiled.whens.items() if when.holds(school.facts))
    return {id: filler.write(compiled.bodies[id], str, []) for id in there}
