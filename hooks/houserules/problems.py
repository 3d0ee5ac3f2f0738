# What went wrong is data: collected, sorted and shown together, never printed where it is found.
# "You made a mistake" (Problems, exit 1) and "we have a bug" (anything else, exit 3) leave by different doors.
"""Problems: what is wrong in what somebody typed, why it matters and what to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: a file, and a line and column that count from 1 (0 where there is none)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it is, what is wrong, why that matters and what to do, each in whole sentences.

    `unfilled` names the field, where nothing else is the matter than that it is still to fill in.
    """

    place: Place
    what: str
    why: str = ""
    fix: str = ""
    unfilled: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.place}: " + " ".join(part for part in (self.what, self.why, self.fix) if part)


class Problems(Exception):
    """Raised where work can't go on; carries every problem that was found, sorted and without repeats."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self):
        return type(self), (self.problems,)


def list_unfilled(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Give what is still to fill in, where nothing else is the matter: it is a draft. Give nothing where something is wrong."""
    found = [problem.unfilled for problem in problems]
    return tuple(dict.fromkeys(found)) if all(found) else ()


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Give "Did you mean ...?" with the nearest known name, or an empty text where none is near."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(typed, names, n=1, cutoff=0.6) or get_close_matches(
        typed.lower().replace("_", "-"), [name.lower().replace("_", "-") for name in names], n=1, cutoff=0.6
    )
    if not near:
        return ""
    found = next(name for name in names if name == near[0] or name.lower().replace("_", "-") == near[0])
    return f"Did you mean '{found}'?"


def shown(path: Path, start: Path | None = None) -> str:
    """Give a path as a person would type it: from the folder that they stand in where it lies below, else whole."""
    start = start or Path.cwd()
    try:  # as it was typed: what a link leads to isn't where somebody has to look
        return Path(os.path.abspath(path)).relative_to(os.path.abspath(start)).as_posix() or "."
    except ValueError:
        return path.as_posix()


def as_typed(path: Path) -> str:
    """Give a path as it is typed in a command: in quotes where there is a blank in it, or another sign that means something there."""
    text = shown(path)
    if re.fullmatch(r"[\w./:@%+=,-]+", text):
        return text
    import shlex

    return f'"{text}"' if not set(text) & set('"$`!\\') else shlex.quote(text)
