# Apart from what lists them, so that whoever only puts values in need not load what reads profiles.
"""What a value of a profile is, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a value is printed."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    WEB = "web"


@dataclass(frozen=True)
class Placeholder:
    """A value that a text may print; `always` where every school has it."""

    path: str
    kind: Kind
    always: bool


class Verdict(StrEnum):
    """What a ruling can say."""

    ALLOWED = "allowed"
    ASK_FIRST = "ask-first"
    NEVER = "never"


# Who reads a page or is bound by a policy.
AUDIENCES = ("pupils", "parents", "staff", "governors", "volunteers", "visitors", "leaders")
LOGO = "logo.png"  # under assets/; whatever picture a school gives, a PNG is published (logo.py)
