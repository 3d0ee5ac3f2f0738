"""An entry: what a register or list says of one school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from houserules.profile.edit import Value


@dataclass(frozen=True)
class Entry:
    """One row: the school's facts by field, or why there can be no profile of it (`refused`).

    `key` is that by which the school is known again next time; `facts` holds no empty value and none that a profile
    couldn't hold; `unusable` says of the rest what is wrong with it, by field. `mistake` says that somebody should
    mend the row, rather than that there is nothing to be done.
    """

    row: int
    key: str = ""
    name: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    unusable: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    mistake: bool = False
    open: bool = True
    closed: bool = False
    authorities: tuple[str, ...] = ()  # the local authority's name and number, by which --la finds it
    trusts: tuple[str, ...] = ()
    folder: str = ""  # the name that the school's folder is to have, if the list says so

    @property
    def number(self) -> str:
        """The school's number in its register, or nothing."""
        urn = self.facts.get("school.urn", "")
        return urn if isinstance(urn, str) else ""
