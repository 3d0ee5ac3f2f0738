"""Versions: a policy's version changes with its words, and not with the school's values."""

from __future__ import annotations

import re

import pytest

from houserules.pages.version import VersionFinder

FACTS = {
    "nation": frozenset({"england"}),
    "stage": frozenset({"ks2"}),
    "phones": frozenset({"handed-in"}),
    "friends": frozenset({"never"}),
    "given": frozenset(),
}


def version(small, **changed: str) -> str:
    """Give the version of the sample's policy for a school."""
    return VersionFinder(small.words).find(
        small.words.policies["staff"], FACTS | {key: frozenset({value}) for key, value in changed.items()}
    )


def test_version_is_eight_digits(small_core):
    """It can be read out over the telephone."""
    assert re.fullmatch(r"[0-9a-f]{8}", version(small_core()))


def test_version_is_the_same_every_time(small_core):
    """The same words give the same version, whoever asks, and in whatever order."""
    small = small_core()
    finder = VersionFinder(small.words)
    policy = small.words.policies["staff"]
    other = FACTS | {"friends": frozenset({"later"})}

    assert [finder.find(policy, FACTS), finder.find(policy, other)] == list(
        reversed([VersionFinder(small.words).find(policy, facts) for facts in (other, FACTS)])
    )


@pytest.mark.parametrize(
    "changed",
    [{"friends": "later"}, {"stage": "ks5"}, {"phones": "ask-first"}],
    ids=["a block in a clause", "a clause that is out", "a ruling that a clause shows"],
)
def test_version_differs_between_answers(changed, small_core):
    """Schools that read different words have different versions."""
    small = small_core()

    assert version(small) != version(small, **changed)


@pytest.mark.parametrize(
    "changed", [{"nation": "scotland"}, {"stage": "ks3"}], ids=["a nation on which nothing depends", "another stage with the same clauses"]
)
def test_version_is_the_same_for_the_same_words(changed, small_core):
    """A fact on which no word depends makes no difference."""
    small = small_core()

    assert version(small) == version(small, **changed)


CHANGES = {
    "the title": {"policies/staff.md": {"title: Staff agreement": "title: The staff agreement"}},
    "the short version": {"policies/staff.md": {"Keep apart, and tell somebody.": "Tell somebody."}},
    "a section's title": {"policies/staff.md": {"title: Contact": "title: Contacts"}},
    "a section's intro": {"policies/staff.md": {"intro: How we keep apart.": "intro: How we keep well apart."}},
    "the order of clauses": {"policies/staff.md": {"[contact/former-pupils, contact/report]": "[contact/report, contact/former-pupils]"}},
    "a clause's title": {"clauses/contact/report.md": {"title: Tell somebody": "title: Tell"}},
    "a clause's text": {"clauses/contact/report.md": {"Staff must tell": "Staff should tell"}},
    "a clause's reason": {"clauses/contact/report.md": {"Early is best.": "Early is good."}},
    "an example": {"clauses/contact/former-pupils.md": {"by way of the office": "by way of the head"}},
    "what a ruling says": {"decisions/phones.yml": {"Pupils must hand phones in.": "Pupils must hand in phones."}},
    "a word for a post": {"clauses/contact/report.md": {"{{ terms.safeguarding_lead }}": "{{ terms.head }}"}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_version_changes_with_the_words(change, small_core):
    """Whatever governors would read otherwise is another version."""
    before = version(small_core())

    assert before != version(small_core(replace=change))


def test_version_changes_where_a_clause_is_dropped(small_core):
    """And where the reason is another."""
    dropped = [f"---\ntitle: Tell somebody\ndropped: the {where} says it\n---\n" for where in ("code", "handbook")]

    assert 3 == len({version(small_core()), *(version(small_core({"clauses/contact/report.md": text})) for text in dropped)})


KEPT = {
    "the description of the page": {"policies/staff.md": {"description: What staff agree to.": "description: What all staff agree to."}},
    "the other case of a block": {
        "clauses/contact/former-pupils.md": {"Staff may be friends with former pupils later.": "Staff may be friends."}
    },
    "another page": {"guidance/help.md": {"Tell {{": "Please tell {{"}},
    "blank lines": {"clauses/contact/report.md": {"Staff must tell": "\n\n\nStaff must tell"}},
    "the date of a source": {"references/law.yml": {"checked_on: 2026-11-22": "checked_on: 2026-12-22"}},
    "the word of the nation": {"terms/safeguarding_lead.yml": {"says: designated safeguarding lead": "says: safeguarding lead"}},
}


@pytest.mark.parametrize("change", KEPT.values(), ids=KEPT.keys())
def test_version_is_kept(change, small_core):
    """What isn't in the policy, and what isn't words, needs no new approval."""
    before = version(small_core())

    assert before == version(small_core(replace=change))


def test_version_doesnt_change_with_values(core, school_folder):
    """A new telephone number or another name needs no new approval; another answer does."""
    first = core.site(core.school(school_folder())).standings.versions
    renamed = core.site(
        core.school(school_folder(changes={"school.name": "Another School", "people.safeguarding_lead.phone": "01632 960999"}))
    ).standings.versions
    decided = core.site(core.school(school_folder(changes={"decisions.former_pupils": "never"}))).standings.versions

    assert first == renamed
    assert first["staff-acceptable-use"] != decided["staff-acceptable-use"]
