# Each rule is a generator whose docstring is the rule; it yields what breaks it, with every place that is concerned.
"""What can't be true of one school at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from houserules.problems import Place, Problem
from houserules.profile.fields import Followers, Nation, Phase, Profile, Replies, SchoolType


@dataclass(frozen=True)
class Checked:
    """What a rule sees: the profile, the answers in force, and where a part of it stands."""

    profile: Profile
    answers: Mapping[str, str]
    place: Callable[..., Place]

    def answered(self, decision: str) -> str:
        """Say where an answer comes from, for the other half of a contradiction."""
        place = self.place("decisions", decision)
        return f"the answer to '{decision}' is '{self.answers[decision]}' ({place})"


def ages_run_forwards(checked: Checked) -> Iterator[Problem]:
    """The youngest age is less than the oldest."""
    ages = checked.profile.school.ages
    if ages.from_ >= ages.to:
        what = f"The ages run from {ages.from_} to {ages.to}."
        yield Problem(checked.place("school", "ages"), what, "Which agreements the pupils get depends on it.", "Write the youngest first.")


PHASE_AGES = {  # the youngest and oldest ages that a phase can have
    Phase.NURSERY: (0, 6),
    Phase.PRIMARY: (2, 13),
    Phase.MIDDLE: (7, 14),
    Phase.SECONDARY: (9, 19),
    Phase.ALL_THROUGH: (2, 19),
    Phase.SPECIAL: (0, 25),
    Phase.ALTERNATIVE_PROVISION: (4, 19),
    Phase.SIXTH_FORM: (14, 25),
}


def ages_fit_the_phase(checked: Checked) -> Iterator[Problem]:
    """The ages lie within what the phase can have."""
    school = checked.profile.school
    youngest, oldest = PHASE_AGES[school.phase]
    if school.ages.from_ < youngest or school.ages.to > oldest:
        what = f"The ages {school.ages.from_} to {school.ages.to} don't fit the phase '{school.phase}' ({checked.place('school', 'phase')})."
        yield Problem(checked.place("school", "ages"), what, fix="Change the one that is wrong.")


def academies_are_english(checked: Checked) -> Iterator[Problem]:
    """Academies and free schools exist only in England (Academies Act 2010)."""
    school = checked.profile.school
    if school.nation is not Nation.ENGLAND and school.type in (SchoolType.ACADEMY, SchoolType.FREE_SCHOOL):
        what = f"The type is '{school.type}', but the nation is '{school.nation}' ({checked.place('school', 'nation')})."
        yield Problem(checked.place("school", "type"), what, "There are such schools only in England.", "Change the one that is wrong.")


def school_can_be_reached(checked: Checked) -> Iterator[Problem]:
    """The school, and its safeguarding lead, can be reached by telephone or email."""
    if not (checked.profile.school.phone or checked.profile.school.email):
        yield _no_way_to_the_school(checked.place)
    lead = checked.profile.people.safeguarding_lead
    if not (lead.phone or lead.email):
        yield _no_way_to_the_lead(checked.place)


def head_has_a_name(checked: Checked) -> Iterator[Problem]:
    """The head has a name, even if it isn't published."""
    if not checked.profile.people.head.name:
        yield _no_name_of_the_head(checked.place)


def find_unfilled(content: object, place: Callable[..., Place]) -> Iterator[Problem]:
    """Give what the two rules above find, from what was typed: for a profile that is wrong in other ways as well."""

    def lacks(section: tuple[str, ...], *fields: str) -> bool:
        """Say whether a section is there, and none of some fields in it is filled in."""
        here = content
        for key in section:
            here = here.get(key) if isinstance(here, dict) else None
        return isinstance(here, dict) and not any(here.get(field) for field in fields)

    if lacks(("school",), "phone", "email"):
        yield _no_way_to_the_school(place)
    if lacks(("people", "safeguarding_lead"), "phone", "email"):
        yield _no_way_to_the_lead(place)
    if lacks(("people", "head"), "name"):
        yield _no_name_of_the_head(place)


def _no_way_to_the_school(place: Callable[..., Place]) -> Problem:
    why = "Somebody who reads these pages must be able to reach the school."
    return Problem(place("school"), "There is no way to reach the school.", why, "Still to fill in: school.phone or school.email.", "school.phone or school.email")


def _no_way_to_the_lead(place: Callable[..., Place]) -> Problem:
    why = "It is the first thing that a worried parent looks for."
    fix = "Still to fill in: people.safeguarding_lead.phone or .email; the office's will do."
    lead = place("people", "safeguarding_lead")
    return Problem(lead, "There is no way to reach the safeguarding lead.", why, fix, "people.safeguarding_lead.phone or .email")


def _no_name_of_the_head(place: Callable[..., Place]) -> Problem:
    fix = "Fill it in; 'show_name: no' keeps it off the site."
    return Problem(place("people", "head"), "people.head.name is still to fill in.", fix=fix, unfilled="people.head.name")


def register_agrees_with_decision(checked: Checked) -> Iterator[Problem]:
    """A school that has decided against official accounts, or against departments', has none in its register."""
    decided = checked.answers.get("official_accounts")
    for number, account in enumerate(checked.profile.accounts):
        place, named = checked.place("accounts", number), f"{account.handle} ({account.platform})"
        if account.closed:
            continue
        if decided == "none":
            what = f"The register holds {named}, but {checked.answered('official_accounts')}."
            yield Problem(place, what, "Parents would read both.", "Close or remove the account, or change the answer.")
        elif decided == "whole-school" and account.department:
            what = f"{named} belongs to a department, but {checked.answered('official_accounts')}."
            yield Problem(place, what, "Parents would read both.", "Remove the department, or change the answer to 'departments'.")


def accounts_follow_the_rules(checked: Checked) -> Iterator[Problem]:
    """No account answers, or lets anybody follow, where the school has decided that accounts don't."""
    for number, account in enumerate(checked.profile.accounts):
        if account.replies is Replies.IN_HOURS and checked.answers.get("account_replies") == "broadcast":
            what = f"{account.handle} answers messages, but {checked.answered('account_replies')}."
            yield Problem(checked.place("accounts", number, "replies"), what, "The policy would say otherwise.", "Change one of the two.")
        if account.followers is Followers.OPEN and checked.answers.get("follower_approval") == "approve-each":
            what = f"Anybody may follow {account.handle}, but {checked.answered('follower_approval')}."
            yield Problem(checked.place("accounts", number, "followers"), what, "The policy would say otherwise.", "Change one of the two.")


def accounts_have_two_seniors(checked: Checked) -> Iterator[Problem]:
    """At least two different senior people have full access to each account that is open."""
    for number, account in enumerate(checked.profile.accounts):
        if not account.closed and len({name.casefold() for name in account.senior_access}) < 2:
            what = f"Fewer than two senior people have access to {account.handle}."
            why = "Somebody must be able to act when the owner is away."
            yield Problem(checked.place("accounts", number, "senior_access"), what, why, "Name two. They are never published.")


def accounts_stand_once(checked: Checked) -> Iterator[Problem]:
    """No account stands in the register twice."""
    first: dict[tuple[str, str], int] = {}
    for number, account in enumerate(checked.profile.accounts):
        key = (account.platform.casefold(), account.handle.casefold())
        if key in first:
            what = f"{account.handle} ({account.platform}) stands in the register already ({checked.place('accounts', first[key])})."
            yield Problem(checked.place("accounts", number), what, fix="Keep one of the two.")
        first.setdefault(key, number)


def account_dates_run_forwards(checked: Checked) -> Iterator[Problem]:
    """An account was checked and closed after it was opened."""
    for number, account in enumerate(checked.profile.accounts):
        for name in ("checked", "closed"):
            later = getattr(account, name)
            if later and account.opened and later < account.opened:
                what = f"{account.handle} was {name} on {later}, before it was opened on {account.opened}."
                yield Problem(checked.place("accounts", number, name), what, fix="Change the date that is wrong.")


def approval_is_whole(checked: Checked) -> Iterator[Problem]:
    """An approval says by whom and when, and lies before the next review."""
    review = checked.profile.review
    for policy, approval in review.approved.items():
        if not (approval.by or review.approved_by) or not (approval.on or review.approved_on):
            what = f"The approval of '{policy}' doesn't say by whom and when."
            fix = "Fill in review.approved_by and review.approved_on."
            yield Problem(checked.place("review", "approved", policy), what, "The page must say so.", fix)
        elif approval.on and approval.on >= review.review_by:
            what = f"'{policy}' was approved on {approval.on}, when or after the review is due on {review.review_by} ({checked.place('review', 'review_by')})."
            yield Problem(checked.place("review", "approved", policy, "on"), what, fix="Change the date that is wrong.")
    if review.approved_on and review.approved_on >= review.review_by:
        what = f"The review is due on {review.review_by}, before or when it was approved on {review.approved_on} ({checked.place('review', 'approved_on')})."
        yield Problem(checked.place("review", "review_by"), what, fix="Change the date that is wrong.")


def online_form_has_an_address(checked: Checked) -> Iterator[Problem]:
    """A school whose agreements are signed online says where."""
    if checked.answers.get("sign_off") in ("online-form", "both") and not checked.profile.links.sign_off_form:
        what = f"There is no links.sign_off_form, but {checked.answered('sign_off')}."
        yield Problem(checked.place("links"), what, "People would be sent nowhere.", "Fill in the address of the form, or change the answer.")


RULES = (
    ages_run_forwards,
    ages_fit_the_phase,
    academies_are_english,
    school_can_be_reached,
    head_has_a_name,
    register_agrees_with_decision,
    accounts_follow_the_rules,
    accounts_have_two_seniors,
    accounts_stand_once,
    account_dates_run_forwards,
    approval_is_whole,
    online_form_has_an_address,
)


def find_contradictions(checked: Checked) -> Iterator[Problem]:
    """Give everything in a profile that can't be true at the same time."""
    for rule in RULES:
        yield from rule(checked)
