# A cell is checked by the reader of profiles itself, so that nothing is written into a school.yml which the next command
# would refuse. Tens of thousands of cells are checked, and nearly all are good: those go through pydantic alone.
"""Check what a cell says against the field into which it is to go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Annotated

from pydantic import TypeAdapter, ValidationError

from houserules.problems import Problems, did_you_mean
from houserules.profile.declaration import find_entry, list_facts
from houserules.profile.edit import Value
from houserules.profile.fields import Nation, Phase, SchoolType
from houserules.profile.kinds import normalise
from houserules.profile.questions import Question, find_mistakes
from houserules.profile.vocabulary import Vocabulary
from houserules.strict_yaml import refuse_characters

ADDRESS = "school.address"
_MOST_LINES = 8
_LINE = "school.local_authority"  # a field of the kind that a line of an address is
_DECISION = "decisions."
_CHOICES = {"school.nation": Nation, "school.phase": Phase, "school.type": SchoolType}


def list_fields(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give every field that a list of schools may have as a column."""
    facts = [entry.path for entry in list_facts()]
    return (*facts, ADDRESS, *(f"{_DECISION}{id}" for id in vocabulary.decisions))


def check_fact(path: str, text: str, vocabulary: Vocabulary) -> Value:
    """Give a cell's text as a value of a field. Raises ValueError, with what is wrong with it in whole sentences."""
    if path == ADDRESS:
        lines = tuple(_check(_LINE, line, vocabulary) for line in re.split(r"[\r\n;]+", text) if line.strip())
        if len(lines) > _MOST_LINES:
            raise ValueError(f"The address has {len(lines)} lines, and there is room for {_MOST_LINES}.")
        return lines
    return _check(path, text, vocabulary)


def _check(path: str, text: str, vocabulary: Vocabulary) -> str:
    text = normalise(text)
    try:
        refuse_characters(text, path)
    except Problems as found:
        raise ValueError(found.problems[0].what) from None
    if path.startswith(_DECISION):
        known = vocabulary.decisions[path.removeprefix(_DECISION)].answers
        if text not in known:
            raise ValueError(f"'{text}' isn't one of the answers. {_nearest(text, known)}")
        return text
    try:
        _kind(path).validate_python(text)
    except ValidationError:
        raise ValueError(_say(path, text)) from None
    return text


def _nearest(text: str, known: Iterable[str]) -> str:
    return did_you_mean(text, known) or f"It can be {', '.join(known)}."


@cache
def _kind(path: str) -> TypeAdapter:
    info = find_entry(path).info
    return TypeAdapter(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation)


def _say(path: str, text: str) -> str:
    if path in _CHOICES:
        known = [member.value for member in _CHOICES[path]]
        return f"'{text}' isn't one of the possible values. {_nearest(text, known)}"
    found = find_mistakes(Question(path, "", ""), text, {})
    return " ".join(part for problem in found for part in (problem.what, problem.fix) if part) or f"'{text}' can't be used."
