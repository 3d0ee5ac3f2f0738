# Three say something of each fact: the register last time (the record), the register now, and the school. Where the
# school still says what the register said last time, it follows the register; where it says something of its own, its
# own stands, and the difference is told once, when the register says something new. What the register falls silent of
# stays: a school isn't to lose its telephone number because a cell is empty.
"""Bring a school's profile up to date with its register, keeping what the school has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from houserules.profile.edit import CannotEdit, Value, put_value
from houserules.profile.kinds import normalise


@dataclass(frozen=True)
class Change:
    """A fact of which the school and the register say, or said, different things."""

    field: str
    school: Value | None
    register: Value | None


@dataclass(frozen=True)
class Renewal:
    """A profile's new text, what is to be remembered, and what became of each fact that isn't as it was."""

    text: str
    facts: Mapping[str, Value]
    changed: tuple[Change, ...] = ()  # the school followed the register; `school` is what it said before
    conflicts: tuple[Change, ...] = ()  # both changed it; the school's stands
    silent: tuple[Change, ...] = ()  # the register no longer says anything; the school's stands
    stuck: tuple[Change, ...] = ()  # it couldn't be written where it belongs without touching something typed


def renew(text: str, content: object, said: Mapping[str, Value], now: Mapping[str, Value], covers: Collection[str]) -> Renewal:
    """Give a profile's text with the register's new facts in it.

    `content` is what the text says, `said` what the register said last time and `now` what it says; of fields that
    it doesn't cover (this time), nothing is concluded.
    """
    facts = dict(said)
    found: dict[str, list[Change]] = {"changed": [], "conflicts": [], "silent": [], "stuck": []}
    for field in [*now, *(field for field in said if field not in now and field in covers)]:
        before, new, own = said.get(field), now.get(field), _find(content, field)
        if new is None:
            if own == before:
                found["silent"].append(Change(field, own, None))
            else:
                del facts[field]
            continue
        facts[field] = new
        if new in (before, own):
            continue
        if own != before:
            found["conflicts"].append(Change(field, own, new))
            continue
        try:
            text = put_value(text, field, new)
            found["changed"].append(Change(field, own, new))
        except CannotEdit:
            found["stuck"].append(Change(field, own, new))
            if before is None:
                del facts[field]
            else:
                facts[field] = before  # so that the next import tries again
    return Renewal(text, facts, **{kind: tuple(changes) for kind, changes in found.items()})


def _find(content: object, field: str) -> Value | None:
    """Give what a profile says at a dotted path; None where it says nothing."""
    here = content
    for key in field.split("."):
        here = here.get(key) if isinstance(here, dict) else None
    if isinstance(here, list):
        return tuple(normalise(line) if isinstance(line, str) else repr(line) for line in here) or None
    if isinstance(here, dict):
        return repr(here) if here else None
    return (normalise(here) or None) if isinstance(here, str) else None
