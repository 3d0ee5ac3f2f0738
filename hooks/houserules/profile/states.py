"""States: where a law or a plan stands, one YAML file each under docs/states; one line switches what is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from houserules.problems import Problem, Problems, did_you_mean
from houserules.profile.models import fill_model
from houserules.strict_yaml import read_yaml


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    states: tuple[str, ...] = Field(min_length=2)
    now: str
    reference: str
    checked_on: str
    review_by: str


@dataclass(frozen=True)
class State:
    """Something that is in one of several states at a time, the same for every school."""

    id: str
    title: str
    states: tuple[str, ...]
    now: str


def read_states(folder: Path, name: str) -> dict[str, State]:
    """Read every state in a folder, in order of name. Raises Problems with all that is wrong in them."""
    states: dict[str, State] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            document = read_yaml(path, f"{name}/{path.name}")
            file = fill_model(_File, document)
            if file.now not in file.states:
                fix = did_you_mean(file.now, file.states) or f"It can be {', '.join(file.states)}."
                raise Problems([Problem(document.place("now"), f"'{file.now}' isn't one of the states.", fix=fix)])
            states[path.stem] = State(path.stem, file.title, file.states, file.now)
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return states
