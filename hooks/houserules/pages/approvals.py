"""Notes on a school's approvals: dates still to come, versions that are no longer shown, and what is shown nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from houserules.pages.site import Site
from houserules.pages.standing import Standing
from houserules.problems import Place, Problem, shown
from houserules.profile.days import say_day
from houserules.profile.read import PROFILE


def find_doubtful_approvals(site: Site, today: date) -> Iterator[Problem]:
    """Give what somebody should look at in the review and the approvals of a school, on a day."""
    place = Place(shown(site.school.folder / PROFILE))
    for what, fix in _review(site, today):
        yield Problem(place, what, fix=fix)
    for what in _approvals(site, today):
        yield Problem(place, what, fix="Look whether that is meant.")


def _review(site: Site, today: date) -> Iterator[tuple[str, str]]:
    review = site.school.profile.review
    if review.review_by < today:
        yield f"The rules were due for review on {say_day(review.review_by)}, and every page says so.", "Read them again, and write the day of the next review."
    if (review.approved_by or review.approved_on) and not review.approved:
        yield "It says who approved the rules or when, and of no policy which version, so every policy says that it is a draft.", "Fill in review.approved."


def _approvals(site: Site, today: date) -> Iterator[str]:
    review, standings = site.school.profile.review, site.standings
    for policy, approval in review.approved.items():
        on = approval.on or review.approved_on
        if policy not in standings.standings:
            yield f"'{policy}' was approved, and isn't a policy of a school like this one, so its approval is shown nowhere."
        elif standings.standings[policy] is Standing.CHANGED:
            now = standings.versions[policy]
            yield f"Of '{policy}', version {approval.version} was approved, and it is at version {now}, so its page says that it has changed since."
        elif on and on > today:
            yield f"The approval of '{policy}' is dated {say_day(on)}, which is still to come, and its page says so already."
