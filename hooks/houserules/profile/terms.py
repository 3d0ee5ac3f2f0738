"""Terms: a nation's word for a post or a body, one YAML file each under docs/terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from houserules.problems import Problem, Problems
from houserules.profile.conditions import Condition, Facts, Vocabulary, read_condition
from houserules.profile.models import fill_model
from houserules.strict_yaml import Document, read_yaml


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    says: str
    when: Any = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    profile: str = ""
    cases: tuple[_Case, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Term:
    """A word that differs by nation or type: the school's own where its profile has one, else the first case that holds."""

    id: str
    profile: str
    cases: tuple[tuple[Condition, str], ...]

    def word(self, facts: Facts) -> str:
        """Give the word for a school of which these are the facts."""
        return next(says for condition, says in self.cases if condition.holds(facts))


def read_terms(folder: Path, name: str, vocabulary: Vocabulary) -> dict[str, Term]:
    """Read every term in a folder, in order of name. Raises Problems with all that is wrong in them."""
    terms: dict[str, Term] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            terms[path.stem] = _term(path.stem, read_yaml(path, f"{name}/{path.name}"), vocabulary)
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return terms


def _term(id: str, document: Document, vocabulary: Vocabulary) -> Term:
    file = fill_model(_File, document)
    cases = tuple(
        (read_condition(case.when, vocabulary, document, "cases", number, "when"), case.says) for number, case in enumerate(file.cases)
    )
    if not cases[-1][0].always:
        raise Problems([Problem(document.place("cases"), "The last case has a condition.", "A school could be left without a word.", "Remove it.")])
    return Term(id, file.profile, cases)
