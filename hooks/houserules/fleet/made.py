"""What was made of a school besides its pages, in a form that is known without the libraries that make it."""

from __future__ import annotations

from dataclasses import dataclass, field

from houserules.problems import Problem


@dataclass(frozen=True)
class MadeDocuments:
    """The documents of a school, the values that its pages show of them, what could not be made, and what is to be remembered of them."""

    files: dict[str, bytes] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    made_from: str = ""
