"""Policies of a fleet: numbers, versions and clauses, worked out once for each set of answers on which they depend."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from houserules.fleet.bundle import Bundle, BundlePolicy
from houserules.pages.numbers import number_clauses
from houserules.profile.conditions import GIVEN, Facts

if TYPE_CHECKING:
    from houserules.pages.version import VersionFinder

_MOST_KEPT = 500  # for each policy, before it begins anew


@dataclass(frozen=True)
class Numbered:
    """A policy as some schools have it: the numbers of its clauses (by placeholder), its version, and its clauses as JSON."""

    numbers: dict[str, str]
    version: str
    clauses: str


@dataclass
class PolicyBook:
    """Gives the policies of schools that share a bundle."""

    bundle: Bundle
    _known: dict[str, dict[tuple, Numbered]] = field(default_factory=dict)
    _finder: VersionFinder | None = None

    def find(self, policy: BundlePolicy, facts: Facts) -> Numbered:
        """Give a policy for a school with these facts."""
        key = tuple(
            facts.get(fact, frozenset()) if fact != GIVEN else frozenset(facts[GIVEN] & policy.given) for fact in policy.depends
        )
        known = self._known.setdefault(policy.name, {})
        if key not in known:
            if len(known) >= _MOST_KEPT:
                known.clear()
            known[key] = self._work_out(policy, facts)
        return known[key]

    def _work_out(self, policy: BundlePolicy, facts: Facts) -> Numbered:
        from houserules.pages.version import VersionFinder

        words = self.bundle.load("words")
        self._finder = self._finder or VersionFinder(words)
        whole = words.policies[policy.name]
        clauses = [id for section in whole.sections for id in section.clauses if words.clauses[id].when.holds(facts)]
        return Numbered(dict(number_clauses(whole, words, facts)), self._finder.find(whole, facts), json.dumps(clauses))
