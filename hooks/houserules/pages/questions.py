# Which questions stand on the first page is each school's to choose, out of nearly two hundred and in any order. As a choice
# that would be written with all its cases (decision record 4), so they are a list of the school's, as its accounts are: the
# page holds one line, which is repeated for each of them, and what is put in is looked up here.
"""Questions: the ten that stand on a school's first page, each with its ruling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from houserules.clauses.text import PLACEHOLDER
from houserules.pages.targets import Target
from houserules.profile.conditions import Condition, Facts

if TYPE_CHECKING:
    from houserules.clauses.models import Ruling, Words
    from houserules.profile.read import School

LIST = "questions"
MOST = 10


@dataclass(frozen=True)
class Question:
    """What the first page may show of a question: where it is asked, its words, where its answer stands, who asks, its ruling."""

    when: Condition
    text: str
    address: str
    audience: str
    ruling: Ruling | None


def hold_questions(words: Words, targets: Mapping[tuple[str, str], Target]) -> dict[str, Question]:
    """Give every question that stands on a page, by its id."""
    return {
        id: Question(target.when, answer.question, f"{target.page}/#{target.anchor}", answer.audience[0], words.rulings.get(answer.ruling))
        for id, answer in words.answers.items()
        if (target := targets.get(("answer", id)))
    }


def list_questions(chosen: Iterable[str], questions: Mapping[str, Question], facts: Facts, values: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Give what the first page shows: of the questions that are chosen, in order, the first ten that are asked at a school with these facts."""
    there = [questions[id] for id in dict.fromkeys(chosen) if _is_there(id, questions, facts)]
    return tuple(dict(_describe(question, facts, values)) for question in there[:MOST])


def choose_questions(school: School, words: Words, targets: Mapping[tuple[str, str], Target]) -> School:
    """Give the school with its list of common questions: its own choice (or its authority's) first, then the core's.

    A question that isn't asked at this school is passed over, and the next one is taken.
    """
    chosen = (*school.profile.common_questions, *words.common_questions)
    entries = list_questions(chosen, hold_questions(words, targets), school.facts, school.values)
    return replace(school, lists={**school.lists, LIST: entries})


def passed_over(school: School, words: Words, targets: Mapping[tuple[str, str], Target]) -> tuple[str, ...]:
    """Give the questions that a school or its authority has chosen and that aren't asked there."""
    questions = hold_questions(words, targets)
    return tuple(id for id in school.profile.common_questions if not _is_there(id, questions, school.facts))


def _is_there(id: str, questions: Mapping[str, Question], facts: Facts) -> bool:
    return id in questions and questions[id].when.holds(facts)


def _describe(question: Question, facts: Facts, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give what the line prints of a question; who asks and how it is ruled stand in the block's own words, under these names."""
    yield f"{LIST}.question", _fill(question.text, values)
    yield f"{LIST}.address", question.address
    yield f"{LIST}.{question.audience}", "yes"
    if question.ruling:
        yield f"{LIST}.{question.ruling.case(facts).verdict.replace('-', '_')}", "yes"


def _fill(text: str, values: Mapping[str, str]) -> str:
    def value(found) -> str:
        filled = values[found["path"]]
        return filled[:1].upper() + filled[1:] if found["form"] == "capital" else filled

    return PLACEHOLDER.sub(value, text)
