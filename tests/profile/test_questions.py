"""What a school is asked, in what order, and what is wrong with an answer."""

from __future__ import annotations

import pytest

from houserules.profile.declaration import NEEDED, list_facts
from houserules.profile.questions import FACTS, find_mistakes, find_questions, keep_good

SCHOOL = {
    "school.name": "Alder Lane", "school.nation": "england", "school.phase": "primary", "school.ages.from": "4", "school.ages.to": "11",
    "school.type": "maintained", "school.phone": "01632 960100", "school.email": "", "people.head.name": "Ms A. Okafor",
    "people.safeguarding_lead.name": "Jo Day", "people.safeguarding_lead.phone": "", "people.safeguarding_lead.email": "jo@school.example",
    "review.owner": "the deputy head", "review.review_by": "2027-09-30",
}  # fmt: skip
SIXTH_FORM = {**SCHOOL, "school.phase": "secondary", "school.ages.from": "11", "school.ages.to": "18"}


def paths(answers, vocabulary) -> list[str]:
    """Give the paths of the questions that arise."""
    return [question.path for question in find_questions(answers, vocabulary)]


def ask(path, answers, vocabulary):
    """Give the question at a path."""
    return next(question for question in find_questions(answers, vocabulary) if question.path == path)


def test_facts_come_first(vocabulary):
    """The facts are asked before the decisions, which depend on them."""
    assert list(FACTS) == paths({}, vocabulary)[: len(FACTS)]


def test_every_required_fact_is_asked():
    """Whatever a single school must fill in, it is asked."""
    required = {entry.path for entry in list_facts() if entry.required} | set(NEEDED)

    assert required - {"links.sign_off_form"} <= set(FACTS)


def test_every_decision_is_asked_of_somebody(vocabulary):
    """A school with everything is asked every decision, each once."""
    found = [path.partition(".")[2] for path in paths(SIXTH_FORM, vocabulary) if path.startswith("decisions.")]

    assert sorted(vocabulary.decisions) == sorted(found)


def test_groups_are_not_torn_apart(vocabulary):
    """The questions of a group come one after the other, under one heading."""
    headings = [question.heading for question in find_questions(SIXTH_FORM, vocabulary) if question.path.startswith("decisions.")]

    assert len(set(headings)) == sum(one != other for one, other in zip(headings, ["", *headings[:-1]], strict=True))


@pytest.mark.parametrize(
    ("path", "answers", "arises"),
    [
        ("decisions.phones_sixth_form", SCHOOL, False),
        ("decisions.phones_sixth_form", SIXTH_FORM, True),
        ("decisions.account_replies", SCHOOL, True),
        ("decisions.account_replies", {**SCHOOL, "decisions.official_accounts": "none"}, False),
        ("links.sign_off_form", SCHOOL, False),
        ("links.sign_off_form", {**SCHOOL, "decisions.sign_off": "paper"}, False),
        ("links.sign_off_form", {**SCHOOL, "decisions.sign_off": "both"}, True),
        ("links.sign_off_form", {**SCHOOL, "decisions.sign_off": "online-form", "links.sign_off_form": "https://a.example"}, True),
    ],
)
def test_asks_what_arises(path, answers, arises, vocabulary):
    """A question that doesn't arise for a school isn't put to it."""
    assert arises == (path in paths(answers, vocabulary))


def test_whether_comes_before_how(vocabulary):
    """Whether there are official accounts is asked before how they are run."""
    found = paths(SCHOOL, vocabulary)

    assert found.index("decisions.official_accounts") < found.index("decisions.account_access")


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("school.name", "Alder Lane", ""),
        ("school.name", "   ", "This one is needed"),
        ("school.name", "TBC", "still to be filled in"),
        ("school.name", "x" * 201, "201 characters long"),
        ("school.name", "a\u202eb", "U+202E"),
        ("school.name", "\udcff", "U+DCFF"),
        ("school.nation", "Engalnd", "isn't one of the answers"),
        ("school.nation", "walse", "Did you mean 'wales'?"),
        ("school.ages.from", "four", "isn't a whole number"),
        ("school.ages.from", "20", "it can't be more than 19"),
        ("school.ages.to", "3", "The ages run from 4 to 3."),
        ("school.ages.to", "18", "don't fit the phase"),
        ("school.email", "office", "isn't an email address"),
        ("school.phone", "ring us", "isn't a telephone number"),
        ("review.review_by", "30/9/2027", "Did you mean '2027-09-30'?"),
        ("review.review_by", "2027-09-30", ""),
        ("decisions.gaming", "never", ""),
        ("decisions.gaming", "nevre", "Did you mean 'never'?"),
        ("decisions.gaming", "3", "Type a number from 1 to 2."),
    ],
)
def test_says_what_is_wrong(path, typed, said, vocabulary):
    """An answer that can't be used is explained, in the reader's words and without the name of its field."""
    problems = find_mistakes(ask(path, SCHOOL, vocabulary), typed, SCHOOL)
    text = " ".join(f"{problem.what} {problem.why} {problem.fix}" for problem in problems)

    assert bool(said) == bool(problems)
    assert said in text
    assert f"{path}:" not in text


@pytest.mark.parametrize(
    ("path", "other"),
    [("school.email", "school.phone"), ("people.safeguarding_lead.email", "people.safeguarding_lead.phone")],
)
def test_one_way_to_be_reached(path, other, vocabulary):
    """One of telephone and email may be left out, and not both."""
    with_other, without = {**SCHOOL, other: "01632 960100"}, {**SCHOOL, other: ""}

    assert () == find_mistakes(ask(other, {}, vocabulary), "", {})
    assert () == find_mistakes(ask(path, with_other, vocabulary), "", with_other)
    assert 1 == len(find_mistakes(ask(path, without, vocabulary), "", without))


def test_academies_only_in_england(vocabulary):
    """What can't be true together is said at once, with the way back."""
    answers = {**SCHOOL, "school.nation": "wales"}
    (problem,) = find_mistakes(ask("school.type", answers, vocabulary), "academy", answers)

    assert "b to go back" in problem.fix
    assert () == find_mistakes(ask("school.type", SCHOOL, vocabulary), "academy", SCHOOL)


def test_keeps_what_is_still_good(vocabulary):
    """An answer that no longer fits, or that nobody asks for any more, goes; the others stay."""
    answers = {**SCHOOL, "school.type": "academy", "decisions.gaming": "never", "decisions.tutoring": "nonsense", "what.is.this": "x"}
    now = keep_good({**answers, "school.nation": "wales"}, vocabulary)

    assert {"school.type", "decisions.tutoring", "what.is.this"} == answers.keys() - now.keys()
    assert "never" == now["decisions.gaming"]


def test_asks_again_for_what_hangs_on_it(vocabulary):
    """Without a telephone number the email address that was left out is needed after all."""
    now = keep_good({**SCHOOL, "school.phone": ""}, vocabulary)

    assert "school.email" not in now
