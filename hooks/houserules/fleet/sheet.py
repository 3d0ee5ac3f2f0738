# Reading and checking a profile takes pydantic and some milliseconds; what writing a site needs of it is a few tables. They are
# kept between runs under the hash of the bytes they were made from, so that a run which only writes never loads pydantic.
"""A sheet: what of a school's profile goes into its site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from houserules.pages.standing import Approval, find_approvals

if TYPE_CHECKING:
    from houserules.profile.read import School


@dataclass(frozen=True)
class Sheet:
    """A school whose profile was read and checked, as far as its site depends on it."""

    slug: str
    authority: str | None
    review_by: date
    colour: str | None
    logo: str | None  # a file in the school's folder
    facts: Mapping[str, frozenset[str]]
    values: Mapping[str, str]
    lists: Mapping[str, tuple[Mapping[str, str], ...]]
    approvals: Mapping[str, Approval]
    common_questions: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.values["school.name"]


def make_sheet(school: School) -> Sheet:
    """Give the sheet of a school."""
    profile = school.profile
    return Sheet(
        school.slug, school.authority.slug if school.authority else None, profile.review.review_by, profile.brand.colour, profile.brand.logo,
        school.facts, school.values, school.lists, find_approvals(school), tuple(profile.common_questions),
    )  # fmt: skip
