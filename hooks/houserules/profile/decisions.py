"""Decisions: the questions that every school must answer, one YAML file each under docs/decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from houserules.problems import Problem, Problems
from houserules.profile.conditions import ALWAYS, Condition, Vocabulary, read_condition
from houserules.profile.models import fill_model
from houserules.profile.values import Verdict
from houserules.strict_yaml import Document, read_yaml


class Answer(BaseModel):
    """One possible answer: its label, what it means in practice, and the ruling or phrase that it yields."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    means: str
    ruling: Verdict | None = None
    says: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    question: str
    why: str
    decided_by: str
    group: str
    asked_when: Any = None
    answers: dict[str, Answer] = Field(min_length=2)
    default: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A question with a fixed set of answers, a default, the reason why it matters and its sources."""

    id: str
    question: str
    why: str
    decided_by: str
    group: str
    asked_when: Condition
    answers: Mapping[str, Answer]
    default: str
    sources: tuple[str, ...]


def read_decisions(folder: Path, name: str, vocabulary: Vocabulary) -> dict[str, Decision]:
    """Read every decision in a folder, in order of name. Raises Problems with all that is wrong in them."""
    read: dict[str, tuple[_File, Document]] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            document = read_yaml(path, f"{name}/{path.name}")
            read[path.stem] = fill_model(_File, document), document
        except Problems as found:
            problems += found.problems
    # whether a question arises may depend on the answer to another
    known = {**vocabulary, **{id: frozenset(file.answers) for id, (file, _) in read.items()}}
    decisions: dict[str, Decision] = {}
    for id, (file, document) in read.items():
        try:
            decisions[id] = _decision(id, file, document, known)
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return decisions


def _decision(id: str, file: _File, document: Document, vocabulary: Vocabulary) -> Decision:
    if file.default not in file.answers:
        what = f"The default '{file.default}' isn't one of the answers."
        raise Problems([Problem(document.place("default"), what, fix=f"It can be {', '.join(file.answers)}.")])
    asked_when = ALWAYS if file.asked_when is None else read_condition(file.asked_when, vocabulary, document, "asked_when")
    return Decision(id, file.question, file.why, file.decided_by, file.group, asked_when, file.answers, file.default, file.sources)
