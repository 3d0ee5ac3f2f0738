"""Everything: all pages with all cases of every choice, for the engine to render once for all schools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from houserules.clauses.text import Choice
from houserules.pages.alphabet import Alphabet
from houserules.pages.compose import Composed
from houserules.pages.site import SitePage, write_all_cases
from houserules.profile.conditions import Condition
from houserules.profile.vocabulary import Vocabulary


@dataclass
class Numbers:
    """Numbers choices by their conditions, so that choices which always fall together have one number."""

    numbers: dict[tuple[Condition, ...], int] = field(default_factory=dict)

    def number(self, choice: Choice) -> int:
        """Give the number of a choice."""
        return self.numbers.setdefault(tuple(condition for condition, _ in choice.cases), len(self.numbers))

    def conditions(self) -> tuple[tuple[Condition, ...], ...]:
        """Give the conditions of each choice's cases, by number."""
        return tuple(self.numbers)


@dataclass(frozen=True)
class Everything:
    """What the engine is given, and what it hands back: each page's body and each file's text, with marks and letters."""

    pages: Mapping[str, SitePage]
    whens: Mapping[str, Condition]
    alphabet: Alphabet
    numbers: Numbers
    bodies: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    documents: list = field(default_factory=list)  # the forms of Word files and PDFs (houserules.documents)


def hold_everything(composed: Composed, vocabulary: Vocabulary) -> Everything:
    """Write all pages with all their cases."""
    alphabet, numbers = Alphabet.of(vocabulary.placeholders), Numbers()
    pages = write_all_cases(composed, vocabulary, alphabet, numbers.number)
    return Everything(pages, {id: page.when for id, page in composed.pages.items()}, alphabet, numbers)
