"""The outcome: what became of one row, and of the school that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from houserules.register.renew import Change


class Fate(StrEnum):
    """What an import can do with a row."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"
    CLOSED = "closed"  # a school that has its folder here, and is closed in the register


@dataclass(frozen=True)
class Outcome:
    """A row's number, its school, what was done and why; then what the school still lacks, and what differs."""

    row: int
    name: str
    number: str
    fate: Fate
    folder: str = ""
    why: str = ""
    mistake: bool = False  # somebody should mend something: the row, or what stands in its way
    lacks: tuple[str, ...] = ()  # the fields that are still to fill in
    wrong: tuple[str, ...] = ()  # what else keeps the profile from being published
    changed: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    silent: tuple[Change, ...] = ()
    stuck: tuple[Change, ...] = ()
    unusable: tuple[str, ...] = ()  # what the register says and a profile can't hold

    @property
    def known(self) -> bool:
        """Say whether the school has a folder that is kept up to date."""
        return self.fate in (Fate.NEW, Fate.UPDATED, Fate.UNCHANGED)
