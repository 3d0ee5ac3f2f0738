# Each file is parsed once for its content, a page is composed and written once for what it is made of, the theme's templates are
# compiled once. It lasts as long as a preview does; nothing of it outlives the process but what any store keeps.
"""A core and a store that don't do again what they did for the core before an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from houserules.clauses.layers import Layer, Source
from houserules.clauses.models import Words
from houserules.clauses.read import read_words
from houserules.core import Core
from houserules.fleet.hold import Holder
from houserules.fleet.store import Store
from houserules.pages.blocks import Blocks
from houserules.pages.compose import Composed
from houserules.pages.recompose import Recomposer

T = TypeVar("T")
_MOST_PARSED = 20_000  # files, each in every version that was saved meanwhile


@dataclass(frozen=True)
class KeepingStore(Store):
    """A store that keeps what it has given or got in memory too."""

    kept: dict[tuple[str, str], object] = field(default_factory=dict, repr=False, compare=False)

    def load(self, kind: str, key: str) -> object | None:
        if (kind, key) not in self.kept and (found := super().load(kind, key)) is not None:
            self.kept[kind, key] = found
        return self.kept.get((kind, key))

    def save(self, kind: str, key: str, made: object) -> None:
        self.kept[kind, key] = made
        super().save(kind, key, made)


@dataclass
class Kept:
    """What stays true while words are edited: of a vocabulary and a theme."""

    parsed: dict[tuple, Any] = field(default_factory=dict)  # files, by their content
    templates: list[Any] = field(default_factory=list)
    blocks: list[Blocks] = field(default_factory=list)
    recomposers: dict[tuple[Layer, ...], Recomposer] = field(default_factory=dict)
    holders: dict[tuple[Layer, ...], Holder] = field(default_factory=dict)


@dataclass(frozen=True)
class KeepingCore(Core):
    """A core that doesn't do again what was done for the core before it."""

    kept: Kept = field(default_factory=Kept, repr=False, compare=False)
    digest: Callable[[Path], str] = field(default=str, repr=False, compare=False)
    _holders: dict[int, Holder] = field(default_factory=dict, repr=False, compare=False)  # by the words that they are for

    def holder(self, words: Words) -> Holder:
        """Give what holds the pages of some words."""
        return self._holders[id(words)]

    def theme(self, make: Callable[[], T]) -> T:
        if not self.kept.templates:
            made: Any = make()
            list_all, names = made.list_templates, []

            def list_once(**options: Any) -> list[str]:  # it looks at every icon of the theme, some ten thousand
                if not names:
                    names.append(list_all(**options))
                return names[0]

            made.list_templates = list_once
            self.kept.templates.append(made)
        return self.kept.templates[0]

    @cached_property
    def blocks(self) -> Blocks:
        if not self.kept.blocks:
            self.kept.blocks.append(Blocks(self.folder / "overrides" / "blocks"))
        return self.kept.blocks[0]

    def _read(self, layers: tuple[Layer, ...]) -> tuple[Words, Composed]:
        words = read_words(layers, self.vocabulary, self._recall)
        recomposer = self.kept.recomposers.setdefault(layers, Recomposer(self.vocabulary, self.blocks))
        self._holders[id(words)] = self.kept.holders.setdefault(layers, Holder(self.vocabulary))
        return words, recomposer.compose(words)

    def _recall(self, kind: str, source: Source, make: Callable[[Source], Any]) -> Any:
        key = (kind, source, self.digest(source.path))
        if key not in self.kept.parsed:
            if len(self.kept.parsed) > _MOST_PARSED:
                self.kept.parsed.clear()
            self.kept.parsed[key] = make(source)
        return self.kept.parsed[key]
