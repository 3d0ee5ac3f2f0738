# The interview's questions, without the interview: what to ask is worked out afresh from what has been answered, so
# going back, changing one's mind and going on another day need no code of their own. An answer is checked by the
# reader itself: it is put into a profile whose other values are the declared examples.
"""The questions that a school must answer, in order, and what is wrong with an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from houserules.problems import Place, Problem, Problems, did_you_mean
from houserules.profile.contradictions import (
    Checked,
    academies_are_english,
    ages_fit_the_phase,
    ages_run_forwards,
    online_form_has_an_address,
)
from houserules.profile.decisions import Decision
from houserules.profile.declaration import find_entry, list_facts
from houserules.profile.fields import Nation, Phase, Profile, SchoolType
from houserules.profile.models import fill_model
from houserules.profile.stages import find_stages
from houserules.profile.vocabulary import Vocabulary
from houserules.strict_yaml import Document, refuse_characters

FACTS = (
    "school.name", "school.nation", "school.phase", "school.ages.from", "school.ages.to", "school.type", "school.phone", "school.email",
    "people.head.name", "people.safeguarding_lead.name", "people.safeguarding_lead.phone", "people.safeguarding_lead.email",
    "review.owner", "review.review_by",
)  # fmt: skip
GROUPS = {  # of decisions: in the order in which they are asked, with the heading of each
    "contact": "Who may be in touch with whom",
    "phones": "Phones and watches",
    "images": "Pictures and films",
    "technology": "Technology",
    "accounts": "Official accounts",
    "staff": "Staff",
    "agreements": "Agreements",
}
_FORM = "links.sign_off_form"
_ENUMS: dict[str, type[StrEnum]] = {"school.nation": Nation, "school.phase": Phase, "school.type": SchoolType}
# Either of the two will do, so the first may be left out and the second only if the first is there.
_OR = {
    "school.email": "school.phone",
    "people.safeguarding_lead.email": "people.safeguarding_lead.phone",
}
_RULES: dict[str, tuple[Callable[[Checked], Iterator[Problem]], ...]] = {  # what can be judged once this is answered
    "school.ages.to": (ages_run_forwards, ages_fit_the_phase),
    "school.type": (academies_are_english,),
}
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """One of the answers from which a question lets a school choose."""

    id: str
    label: str
    means: str = ""


@dataclass(frozen=True)
class Question:
    """One question; its path says where the answer goes. An optional one may be answered with nothing."""

    path: str
    heading: str
    text: str
    example: str = ""
    why: str = ""
    decided_by: str = ""
    choices: tuple[Choice, ...] = ()
    default: str = ""
    optional: bool = False
    public: bool = True
    sources: tuple[str, ...] = ()


def find_questions(answers: Answers, vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Give every question that arises for a school which has answered so much (answers by path), in order."""
    profile = _trial(answers).profile
    school = profile.school
    facts = {
        "nation": frozenset({school.nation.value}),
        "phase": frozenset({school.phase.value}),
        "stage": find_stages(school.ages.from_, school.ages.to, school.nation, school.phase),
        "type": frozenset({school.type.value}),
        "trust": frozenset({"yes" if school.trust else "no"}),
        **{id: frozenset({answers.get(f"decisions.{id}") or decision.default}) for id, decision in vocabulary.decisions.items()},
    }
    questions = [_fact(path, answers) for path in FACTS]
    for decision in sort_decisions(vocabulary):
        if decision.asked_when.holds(facts):
            questions.append(_decision(decision))
            if decision.id == "sign_off" and any(online_form_has_an_address(_trial({**answers, _FORM: ""}))):
                questions.append(_fact(_FORM, answers, questions[-1].heading))
    return tuple(questions)


def find_mistakes(question: Question, typed: str, answers: Answers) -> tuple[Problem, ...]:
    """Give what is wrong with an answer, in the reader's words; `answers` are those to the questions before it."""
    if not typed.strip():
        return () if question.optional else (Problem(Place(question.path), _empty(question)),)
    if question.choices:
        known = [choice.id for choice in question.choices]
        if typed in known:
            return _against_each_other(question.path, {**answers, question.path: typed})
        fix = did_you_mean(typed, known) or f"Type a number from 1 to {len(known)}."
        return (Problem(Place(question.path), f"'{typed}' isn't one of the answers.", fix=fix),)
    try:
        refuse_characters(typed, question.path)
        fill_model(Profile, _document({**_stand_ins(), question.path: typed}))
    except Problems as found:
        prefix = f"{question.path}: "
        return tuple(Problem(problem.place, problem.what.removeprefix(prefix), problem.why, problem.fix) for problem in found.problems)
    return _against_each_other(question.path, {**answers, question.path: typed})


def keep_good(answers: Answers, vocabulary: Vocabulary) -> dict[str, str]:
    """Give those of the answers that are still answers: to a question that arises, and without a mistake."""
    kept: dict[str, str] = {}
    before = -1
    while len(kept) > before:  # an answer can make further questions arise
        before = len(kept)
        for question in find_questions(kept, vocabulary):
            answer = answers.get(question.path)
            if answer is not None and question.path not in kept and not find_mistakes(question, answer, kept):
                kept[question.path] = answer
    return kept


def sort_decisions(vocabulary: Vocabulary) -> list[Decision]:
    """Give every decision in the order in which schools are asked: group by group, and first that on which others depend."""
    order = list(GROUPS)
    leading = {key for decision in vocabulary.decisions.values() for key in decision.asked_when.keys}

    def rank(decision: Decision) -> tuple:
        known = decision.group in GROUPS
        return (order.index(decision.group) if known else len(order), decision.group, decision.id not in leading, decision.id)

    return sorted(vocabulary.decisions.values(), key=rank)


def _fact(path: str, answers: Answers, heading: str = "") -> Question:
    entry = find_entry(path)
    above = [find_entry(path[:end]) for end in range(len(path)) if path[end] == "."]
    group = above[0].help.rstrip(".")
    text = entry.help
    if len(above) > 1:  # a person's or a pair's: say whose
        text = f"{above[-1].help.rstrip('.')}: {text[0].lower()}{text[1:]}"
    choices = tuple(Choice(member.value, member.value) for member in _ENUMS.get(path, ()))
    optional = path in _OR.values() or (path in _OR and bool(answers.get(_OR[path])))
    return Question(path, heading or group, text, entry.example, choices=choices, optional=optional, public=entry.public)


def _decision(decision: Decision) -> Question:
    return Question(
        path=f"decisions.{decision.id}",
        heading=GROUPS.get(decision.group, decision.group.capitalize()),
        text=decision.question,
        why=" ".join(decision.why.split()),
        decided_by=decision.decided_by,
        choices=tuple(Choice(id, answer.label, answer.means) for id, answer in decision.answers.items()),
        default=decision.default,
        sources=decision.sources,
    )


def _empty(question: Question) -> str:
    if question.path in _OR:
        return "There must be a telephone number or an email address, so that somebody who reads these pages can get in touch."
    return "This one is needed, and can't be left empty."


def _against_each_other(path: str, answers: Answers) -> tuple[Problem, ...]:
    back = "Answer again, or type b to go back to an earlier answer."
    return tuple(replace(problem, fix=back) for rule in _RULES.get(path, ()) for problem in rule(_trial(answers)))


def _trial(answers: Answers) -> Checked:
    """Give a profile with these answers and, for what isn't answered yet and is required, the declared examples."""
    given = {path: answer for path, answer in answers.items() if answer.strip()}
    document = _document({**_stand_ins(), **given})
    decided = {path.partition(".")[2]: answer for path, answer in given.items() if path.startswith("decisions.")}
    return Checked(fill_model(Profile, document), decided, document.place)


@cache
def _stand_ins() -> dict[str, str]:
    return {entry.path: entry.example for entry in list_facts() if entry.required}


def _document(answers: Answers) -> Document:
    """Give answers by path as a document in which each part's place is its path."""
    content: dict[str, Any] = {"people": {"head": {}, "safeguarding_lead": {}}}
    places: dict[tuple[str | int, ...], Place] = {}
    for path, answer in answers.items():
        here, keys = content, path.split(".")
        for end, key in enumerate(keys, 1):
            places[tuple(keys[:end])] = Place(".".join(keys[:end]))
            if end < len(keys):
                here = here.setdefault(key, {})
        here[keys[-1]] = answer
    return Document(content, places, "")
