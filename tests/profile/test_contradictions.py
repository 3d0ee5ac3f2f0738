"""Contradictions: each rule has cases that trip it alone, and others that it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from houserules.profile.contradictions import PHASE_AGES, RULES, Checked
from houserules.profile.fields import Phase, Profile
from houserules.profile.models import fill_model
from houserules.strict_yaml import read_yaml

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "contradictions.yml").read_text("utf-8"))


def test_every_rule_has_its_cases():
    """No rule goes without a case, and no case without a rule."""
    assert [rule.__name__ for rule in RULES] == list(CASES)


@pytest.mark.parametrize(
    ("rule", "case"),
    [pytest.param(rule, case, id=f"{rule}-{number}") for rule, cases in CASES.items() for number, case in enumerate(cases)],
)
def test_rule_is_broken_alone(rule, case, write_case, problems_of, at, vocabulary):
    """The case breaks this rule and no other, and says so with every place that is concerned."""
    folder = write_case(case)
    document = read_yaml(folder / "school.yml", "school.yml")
    profile = fill_model(Profile, document)
    answers = {id: decision.default for id, decision in vocabulary.decisions.items()} | profile.decisions

    assert [rule] == [each.__name__ for each in RULES if list(each(Checked(profile, answers, document.place)))]
    assert at(case["problems"], folder) == problems_of(folder)


PASSED = {
    "an account that is closed may have one senior, whatever was decided": {"official_accounts": "none", "close": True},
    "departments may have accounts where that was decided": {"official_accounts": "departments", "close": False},
}


@pytest.mark.parametrize("case", PASSED.values(), ids=PASSED.keys())
def test_accounts_that_agree_with_the_decision(case, school_folder, problems_of):
    """What looks alike and is no contradiction is let pass."""
    closed = "2026-11-01" if case["close"] else None
    changes = {"decisions.official_accounts": case["official_accounts"], "accounts.0.closed": closed, "accounts.1.closed": closed}
    if case["close"]:
        changes["accounts.1.senior_access"] = ["Quentin Sparrow"]

    assert [] == problems_of(school_folder(changes=changes))


def test_answers_taken_by_default_can_contradict(school_folder, problems_of):
    """A default is an answer like any other, and the message says that it is none of the school's own."""
    (message,) = problems_of(school_folder(changes={"accounts.0.replies": "replies-in-hours", "decisions.account_replies": None}))

    assert "the answer to 'account_replies' is 'broadcast' (schools/marsh-street/school.yml:" in message


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_ages(phase):
    """The youngest and oldest ages of each phase are known, and lie within what an age can be."""
    youngest, oldest = PHASE_AGES[phase]

    assert 0 <= youngest < oldest <= 25


def test_all_contradictions_come_at_once(school_folder, problems_of):
    """A profile with a contradiction of several kinds gives them all."""
    changes = {"school.nation": "wales", "people.head.name": "", "review.review_by": "2026-01-01", "accounts.0.senior_access": ["A"]}

    assert 5 == len(problems_of(school_folder(changes=changes)))
