"""Three ways: what the register said, what it says, what the school says; the school's own always stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.register.renew import renew
from houserules.strict_yaml import parse_yaml

FIELD = "school.phone"
VALUES = st.sampled_from([None, "1", "2", "3"])
# What the register said, what it says, what the school says; what then stands, and what is said of it.
CASES = {
    "nothing new": ("1", "1", "1", "1", ""),
    "the register is new": ("1", "2", "1", "2", "changed"),
    "the school is new": ("1", "1", "3", "3", ""),
    "both are new, and differ": ("1", "2", "3", "3", "conflicts"),
    "both are new, and agree": ("1", "2", "2", "2", ""),
    "the register begins to say something": (None, "2", None, "2", "changed"),
    "the school was first": (None, "2", "3", "3", "conflicts"),
    "the school took it out": ("1", "1", None, None, ""),
    "the school took it out, the register changed it": ("1", "2", None, None, "conflicts"),
    "the register falls silent": ("1", None, "1", "1", "silent"),
    "the register falls silent of what the school has changed": ("1", None, "3", "3", ""),
}


def run(said, now, own):
    """Renew a profile of one fact; give the renewal and what stands then."""
    text = f"school: # ours\n  phone: {own or ''}  # by hand\n"
    found = renew(text, parse_yaml(text, "").content, facts(said), facts(now), {FIELD})
    return found, parse_yaml(found.text, "").content["school"]["phone"]


def facts(value):
    """Give the facts of a register that says this one thing, or nothing."""
    return {FIELD: value} if value else {}


@pytest.mark.parametrize(("said", "now", "own", "stands", "told"), CASES.values(), ids=CASES)
def test_three_ways(said, now, own, stands, told):
    """Each of the ways in which the three can stand to each other."""
    found, after = run(said, now, own)

    assert stands == after
    assert [kind for kind in ("changed", "conflicts", "silent", "stuck") if getattr(found, kind)] == ([told] if told else [])
    assert "# ours\n" in found.text
    assert found.text.endswith("  # by hand\n")


@given(said=VALUES, now=VALUES, own=VALUES)
def test_the_schools_own_stands(said, now, own):
    """Whatever the register says and said: what the school has changed is never written over, and a second run does nothing."""
    found, after = run(said, now, own)
    again = renew(found.text, parse_yaml(found.text, "").content, found.facts, facts(now), {FIELD})

    assert own == after or own == said
    assert found.text == again.text
    assert not (again.changed or again.conflicts)


def test_what_is_not_covered_is_left_alone():
    """A list that has no column for a fact says nothing of it, and what another list said is still known."""
    text = "school:\n  phone: 1\n"
    found = renew(text, parse_yaml(text, "").content, {FIELD: "1"}, {"school.email": "a@b.example"}, {"school.email"})

    assert {FIELD: "1", "school.email": "a@b.example"} == found.facts
    assert () == found.silent


def test_what_can_not_be_put_there_is_told():
    """Where the register's value would have to touch what was typed, it is left to the school, and tried again."""
    text = "school:\n  address: [1 High Street, # the lodge\n    FB1]\n"
    said = {"school.address": ("1 High Street", "FB1")}
    for _ in range(2):
        found = renew(text, parse_yaml(text, "").content, said, {"school.address": ("2 High Street", "FB1")}, {"school.address"})

        assert text == found.text
        assert ["school.address"] == [change.field for change in found.stuck]
        said = found.facts
