# What reads profiles and words is loaded when it is first needed: a run over a fleet that is up to date needs none of it.
"""The core: where Houserules' own words, theme and settings are, in a clone or in the installed package."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from houserules.kept import keep
from houserules.problems import Problems

if TYPE_CHECKING:
    from houserules.clauses.layers import Layer
    from houserules.clauses.models import Words
    from houserules.pages.blocks import Blocks
    from houserules.pages.compose import Composed
    from houserules.pages.site import Site
    from houserules.profile.read import School
    from houserules.profile.vocabulary import Vocabulary

T = TypeVar("T")
SETTINGS = "mkdocs.yml"
VOCABULARY = ("decisions", "terms", "states")  # the folders of docs that it is read from


@dataclass(frozen=True)
class Core:
    """A folder that holds mkdocs.yml, docs, overrides and hooks; its parts are read when they are first needed."""

    folder: Path
    _shared: dict[Path | None, tuple[Words, Composed]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def docs(self) -> Path:
        return self.folder / "docs"

    @cached_property
    def vocabulary(self) -> Vocabulary:
        from houserules.profile.vocabulary import read_vocabulary

        return keep([self.docs / name for name in VOCABULARY], lambda: read_vocabulary(self.docs))

    @cached_property
    def blocks(self) -> Blocks:
        from houserules.pages.blocks import Blocks

        return Blocks(self.folder / "overrides" / "blocks")

    @cached_property
    def words(self) -> Words:
        """The words of the core alone."""
        return self._own[0]

    @cached_property
    def composed(self) -> Composed:
        """The pages of the core alone."""
        return self._own[1]

    @cached_property
    def _own(self) -> tuple[Words, Composed]:
        from houserules.clauses.layers import layers_of

        return self._read(layers_of(self.docs, None, None))

    def school(self, folder: Path) -> School:
        """Read a school. Raises Problems with everything that is wrong with its profile."""
        from houserules.profile.read import read_school

        return read_school(folder, self.vocabulary, self.policies(folder), self.answers(folder))

    def policies(self, folder: Path) -> tuple[str, ...]:
        """Give the ids of the policies that a school may have approved, its own layer's included."""
        from houserules.clauses.layers import find_sources, layers_of

        return tuple(find_sources(layers_of(self.docs, None, folder), "policies", ".md"))

    def answers(self, folder: Path) -> tuple[str, ...]:
        """Give the ids of the questions that a school may put on its first page, its own layer's included."""
        from houserules.clauses.layers import Layer, find_sources

        return (*self._answers, *find_sources((Layer("school", folder),), "answers", ".md"))

    @cached_property
    def _answers(self) -> tuple[str, ...]:
        from houserules.clauses.layers import find_sources, layers_of

        return tuple(find_sources(layers_of(self.docs, None, None), "answers", ".md"))

    def site(self, school: School) -> Site:
        """Compose and settle a school's site. Raises Problems with what is wrong in its own or its authority's words."""
        from houserules.pages.site import settle_site

        words, composed = self.words_for(school)
        return settle_site(school, words, composed, self.vocabulary)

    def words_for(self, school: School) -> tuple[Words, Composed]:
        """Give the words and composed pages that a school uses: the core's own where no layer changes them."""
        from houserules.clauses.layers import REPLACEABLE, Layer, find_sources, find_strays, layers_of

        authority = school.authority.folder if school.authority else None
        own = Layer("school", school.folder)
        if not any(find_sources((own,), kind, ".md") for kind in REPLACEABLE):
            if problems := list(find_strays(own)):
                raise Problems(problems)
            return self._shared_words(authority)
        return self._read(layers_of(self.docs, authority, school.folder))

    def _shared_words(self, authority: Path | None) -> tuple[Words, Composed]:
        """Give the words of an authority's schools that have none of their own; read once for all of them."""
        from houserules.clauses.layers import REPLACEABLE, find_sources, find_strays, layers_of

        if authority not in self._shared:
            layers = layers_of(self.docs, authority, None)
            if any(find_sources(layers[1:], kind, ".md") for kind in REPLACEABLE):
                self._shared[authority] = self._read(layers)
            else:
                if problems := [problem for layer in layers for problem in find_strays(layer)]:
                    raise Problems(problems)
                self._shared[authority] = (self.words, self.composed)
        return self._shared[authority]

    def theme(self, make: Callable[[], T]) -> T:
        """Give the theme's templates; a core that is rendered again and again may give those that it has."""
        return make()

    def _read(self, layers: tuple[Layer, ...]) -> tuple[Words, Composed]:
        from houserules.clauses.read import read_words
        from houserules.pages.compose import compose_pages

        def make() -> tuple[Words, Composed]:
            words = read_words(layers, self.vocabulary)
            return words, compose_pages(words, self.vocabulary, self.blocks)

        return keep([*(layer.folder for layer in layers), self.folder / "overrides" / "blocks"], make)


def find_core() -> Path:
    """Give the core's folder: the clone in which this file lies, or the copy inside the installed package.

    HOUSERULES_CORE names another one, for whoever measures or tries out words of their own.
    """
    if asked := os.environ.get("HOUSERULES_CORE"):
        return Path(asked).resolve()
    here = Path(__file__).resolve().parent
    for folder in (here.parent.parent, here / "shipped"):
        if (folder / SETTINGS).is_file() and (folder / "docs").is_dir():
            return folder
    raise FileNotFoundError("Houserules' own words (docs/) are missing: install it again.")
