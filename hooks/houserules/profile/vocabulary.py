"""The vocabulary: what conditions may ask and placeholders may print, with the decisions and terms of the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from houserules.profile.conditions import GIVEN
from houserules.profile.decisions import Decision, read_decisions
from houserules.profile.fields import Nation, Phase, SchoolType
from houserules.profile.placeholders import LISTS, Placeholder, list_placeholders
from houserules.profile.stages import STAGES
from houserules.profile.states import State, read_states
from houserules.profile.terms import Term, read_terms

_FIXED: dict[str, frozenset[str]] = {
    "nation": frozenset(Nation),
    "phase": frozenset(Phase),
    "stage": frozenset(STAGES),
    "type": frozenset(SchoolType),
    "trust": frozenset({"yes", "no"}),
}


@dataclass(frozen=True)
class Vocabulary:
    """The decisions, terms and states of the core, and what follows from them."""

    decisions: Mapping[str, Decision]
    terms: Mapping[str, Term]
    states: Mapping[str, State]

    @cached_property
    def placeholders(self) -> dict[str, Placeholder]:
        """Every placeholder by its path, in order."""
        return list_placeholders(self.terms)

    @cached_property
    def conditions(self) -> dict[str, frozenset[str]]:
        """What a condition may ask, and the values of each."""
        answers = {id: frozenset(decision.answers) for id, decision in self.decisions.items()}
        optional = {path for path, placeholder in self.placeholders.items() if not placeholder.always}
        states = {id: frozenset(state.states) for id, state in self.states.items()}
        return {**_FIXED, **answers, **states, GIVEN: frozenset(optional | set(LISTS))}


def read_vocabulary(docs: Path, name: str = "docs") -> Vocabulary:
    """Read the decisions and terms that stand under a core's docs folder. Raises Problems with all that is wrong."""
    decisions = read_decisions(docs / "decisions", f"{name}/decisions", _FIXED)
    terms = read_terms(docs / "terms", f"{name}/terms", _FIXED)
    return Vocabulary(decisions, terms, read_states(docs / "states", f"{name}/states"))
