# While somebody edits, one file of a thousand changes at a time. What a page was made of is noted while it is composed, so that
# it need not be composed again for what isn't in it. Where a link leads to may stand on any page: if that changes, all are.
"""Recompose: put pages together again and again, each only if something that it was made of has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from houserules.clauses.models import Page, Words
from houserules.clauses.text import Nodes
from houserules.pages.blocks import Blocks
from houserules.pages.compose import Composed, Composer, pages_of
from houserules.pages.targets import Target
from houserules.problems import Problems
from houserules.profile.vocabulary import Vocabulary

_ALL = ""
Uses = frozenset[tuple[str, str]]  # the things that a page is made of: a kind and an id, or a kind and nothing for all of it


@dataclass
class Recomposer:
    """Composes words again and again, with one vocabulary and the same blocks."""

    vocabulary: Vocabulary
    blocks: Blocks
    _words: Words = field(default_factory=Words)
    _targets: dict[tuple[str, str], Target] = field(default_factory=dict)
    _made: dict[str, tuple[Page, Nodes, Uses]] = field(default_factory=dict)

    def compose(self, words: Words) -> Composed:
        """Put every page together, as `compose_pages` does. What is as before is the same object as before."""
        noted: set[tuple[str, str]] = set()
        composer = Composer(_noting(words, noted), self.vocabulary, self.blocks)
        if composer.targets != self._targets or words.glossary != self._words.glossary:
            self._made.clear()
            self._targets = composer.targets
        changed = set(_changed(self._words, words))
        made: dict[str, tuple[Page, Nodes, Uses]] = {}
        for id, page in pages_of(words).items():
            before = self._made.get(id)
            if before and before[0] is page and not changed & before[2]:
                made[id] = before
                continue
            noted.clear()
            nodes = composer.page(page)
            if before and before[1] == nodes:  # only the title of what was edited may stand here, for example
                nodes = before[1]
            made[id] = (page, nodes, frozenset(noted))
        if composer.problems:
            raise Problems(composer.problems)
        self._words, self._made = words, made
        return Composed({id: page for id, (page, _, _) in made.items()}, {id: nodes for id, (_, nodes, _) in made.items()}, self._targets)


def _changed(before: Words, now: Words) -> Iterator[tuple[str, str]]:
    """Give what isn't the same object as before, and its kind."""
    for kind in _kinds():
        one, other = getattr(before, kind), getattr(now, kind)
        found = [id for id in {**one, **other} if one.get(id) is not other.get(id)]
        yield from ((kind, id) for id in found)
        if found or list(one) != list(other):
            yield kind, _ALL


def _kinds() -> list[str]:
    return [each.name for each in fields(Words) if each.name != "common_questions"]


def _noting(words: Words, noted: set[tuple[str, str]]) -> Words:
    return replace(words, **{kind: _Noting(getattr(words, kind), kind, noted) for kind in _kinds()})


class _Noting(Mapping[str, Any]):
    """Things by id that notes which were asked for."""

    def __init__(self, things: Mapping[str, Any], kind: str, noted: set[tuple[str, str]]) -> None:
        self._things, self._kind, self._noted = things, kind, noted

    def __getitem__(self, id: str) -> Any:
        self._noted.add((self._kind, id))
        return self._things[id]

    def __contains__(self, id: object) -> bool:
        self._noted.add((self._kind, str(id)))
        return id in self._things

    def get(self, id: str, default: Any = None) -> Any:
        self._noted.add((self._kind, id))
        return self._things.get(id, default)

    def __iter__(self) -> Iterator[str]:
        self._noted.add((self._kind, _ALL))
        return iter(self._things)

    def __len__(self) -> int:
        self._noted.add((self._kind, _ALL))
        return len(self._things)
