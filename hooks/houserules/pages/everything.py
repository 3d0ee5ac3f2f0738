"""Everything: all pages with all cases of every choice, for the engine to render once for all schools."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from houserules.clauses.text import Choice
from houserules.pages.alphabet import Alphabet
from houserules.pages.compose import Composed
from houserules.pages.site import write_all_cases
from houserules.pages.site_page import SitePage
from houserules.profile.conditions import Condition
from houserules.profile.vocabulary import Vocabulary


@dataclass
class Numbers:
    """Numbers choices by their conditions, so that choices which always fall together have one number.

    A number is taken from a hash of the conditions and of nothing else: it is the same in every run and beside any other
    choices, so what was rendered of one page can be kept while other pages change.
    """

    numbers: dict[tuple[Condition, ...], int] = field(default_factory=dict)
    _taken: dict[int, tuple[Condition, ...]] = field(default_factory=dict)

    def number(self, choice: Choice) -> int:
        """Give the number of a choice."""
        conditions = tuple(condition for condition, _ in choice.cases)
        number = self.numbers.get(conditions)
        if number is None:
            number = int.from_bytes(hashlib.sha256(repr(conditions).encode()).digest()[:6], "big")
            if self._taken.setdefault(number, conditions) != conditions:
                raise ValueError(f"two choices have the number {number}: {conditions} and {self._taken[number]}")  # once in 10^8 cores
            self.numbers[conditions] = number
        return number

    def conditions(self) -> dict[int, tuple[Condition, ...]]:
        """Give the conditions of each choice's cases, by number."""
        return {number: conditions for conditions, number in self.numbers.items()}


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
