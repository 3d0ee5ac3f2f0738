"""Standing: the version of each policy that a school has, and what it may say of its approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from houserules.profile.days import say_day

if TYPE_CHECKING:
    from houserules.clauses.models import Policy, Words
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


@dataclass(frozen=True)
class Approval:
    """The version of a policy that was approved, by whom and when (as it is printed; empty where it isn't said)."""

    version: str
    by: str
    on: str


def find_approvals(school: School) -> dict[str, Approval]:
    """Give what a school's profile says of the approval of its policies."""
    review = school.profile.review

    def describe(approval) -> Approval:
        on = approval.on or review.approved_on
        return Approval(approval.version, approval.by or review.approved_by or "", say_day(on) if on else "")

    return {policy: describe(approval) for policy, approval in review.approved.items()}


def find_standings(school: School, words: Words, policies: Iterable[Policy], versions: VersionFinder) -> PolicyStandings:
    """Number the clauses of the policies that a school has, find their versions, and compare them with what was approved."""
    from houserules.pages.numbers import number_clauses  # a fleet has the numbers already, and needn't load what finds them

    there = [policy for policy in policies if policy.when.holds(school.facts)]
    numbers = {policy.name: dict(number_clauses(policy, words, school.facts)) for policy in there}
    return compare_standings(numbers, {policy.name: versions.find(policy, school.facts) for policy in there}, find_approvals(school))


def compare_standings(
    numbers: Mapping[str, Mapping[str, str]], versions: Mapping[str, str], approvals: Mapping[str, Approval]
) -> PolicyStandings:
    """Compare the versions of a school's policies (by name, with the numbers of their clauses) with what was approved."""
    values: dict[str, str] = {}
    standings: dict[str, Standing] = {}
    for name, version in versions.items():
        values |= numbers[name]
        values[f"version.{name}"] = version
        approval = approvals.get(name)
        if approval is None:
            standings[name] = Standing.DRAFT
            continue
        standings[name] = Standing.APPROVED if approval.version == version else Standing.CHANGED
        values |= {f"approved_by.{name}": approval.by, f"approved_on.{name}": approval.on}
    return PolicyStandings(values, versions, standings)
