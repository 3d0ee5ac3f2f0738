"""Standing: the version of each policy that a school has, and what it may say of its approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from babel.dates import format_date

from houserules.clauses.models import Policy, Words
from houserules.pages.compose import number_clauses
from houserules.pages.version import VersionFinder
from houserules.profile.read import School


class Standing(StrEnum):
    """What a policy may say of its approval."""

    APPROVED = "approved"
    CHANGED = "changed"
    DRAFT = "draft"


@dataclass(frozen=True)
class PolicyStandings:
    """For a school: the values that its policies print (numbers, versions, approvals), and each one's version and standing."""

    values: Mapping[str, str]
    versions: Mapping[str, str]
    standings: Mapping[str, Standing]

    @property
    def facts(self) -> dict[str, frozenset[str]]:
        """The standings as facts that a template may ask."""
        return {f"standing.{name}": frozenset({standing.value}) for name, standing in self.standings.items()}


def find_standings(school: School, words: Words, policies: Iterable[Policy], versions: VersionFinder) -> PolicyStandings:
    """Number the clauses of the policies that a school has, find their versions, and compare them with what was approved."""
    values: dict[str, str] = {}
    found: dict[str, str] = {}
    standings: dict[str, Standing] = {}
    review = school.profile.review
    for policy in policies:
        if not policy.when.holds(school.facts):
            continue
        values |= dict(number_clauses(policy, words, school.facts))
        version = found[policy.name] = values[f"version.{policy.name}"] = versions.find(policy, school.facts)
        approval = review.approved.get(policy.name)
        if approval is None:
            standings[policy.name] = Standing.DRAFT
            continue
        standings[policy.name] = Standing.APPROVED if approval.version == version else Standing.CHANGED
        on = approval.on or review.approved_on
        values[f"approved_by.{policy.name}"] = approval.by or review.approved_by or ""
        values[f"approved_on.{policy.name}"] = format_date(on, "d MMMM yyyy", locale="en_GB") if on else ""
    return PolicyStandings(values, found, standings)
