# Composing every page in every situation takes seconds, so that it is done once for all rules that look at the result.
"""The pages that the schools which there could be get, for all tests of the rules."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from houserules.clauses.text import choose
from houserules.core import Core
from houserules.pages.blocks import write_markdown
from houserules.profile.conditions import GIVEN, Facts
from houserules.rules.situations import cover_pairs


class Reading(NamedTuple):
    """What the readers of one school's page get, with its placeholders and links still open."""

    situation: int
    facts: Facts
    id: str
    text: str


def without_contradictions(facts: Facts) -> Facts:
    """Give a situation with what the rules of a profile demand of it: see profile/contradictions.py."""
    given = facts[GIVEN] | {"school.phone", "people.safeguarding_lead.phone"}
    given |= {"links.sign_off_form"} if facts["sign_off"] & {"online-form", "both"} else set()
    given = given | {"school.trust"} if "yes" in facts["trust"] else given - {"school.trust"}
    return {**facts, GIVEN: given}


@pytest.fixture(scope="session")
def situations(core: Core) -> list[Facts]:
    """The situations that cover every pair."""
    return cover_pairs(core.vocabulary)


@pytest.fixture(scope="session")
def readings(core: Core, situations: list[Facts]) -> list[Reading]:
    """Every page in every situation."""
    return [
        Reading(number, facts, id, write_markdown(choose(core.composed.nodes[id], facts)))
        for number, facts in enumerate(map(without_contradictions, situations))
        for id, page in core.composed.pages.items()
        if page.when.holds(facts)
    ]
