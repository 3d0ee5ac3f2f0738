"""A policy says that it was approved only where the text on the page is the text that was approved."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from houserules.pages.standing import Standing

POLICY = "staff-acceptable-use"


class Policy(NamedTuple):
    """What a test looks at."""

    version: str
    standing: Standing


@pytest.fixture
def page(core, school_folder):
    """Give a policy's version and standing for a school with some changes to its profile."""

    def make(changes, files=None):
        changes = {"review.approved": None, **changes}
        standings = core.site(core.school(school_folder(changes, files=files or {}))).standings
        return Policy(standings.versions[POLICY], standings.standings[POLICY])

    return make


def approved(version):
    """Give what a school types when its governors have approved a version."""
    return {"review.approved_by": "the governors", "review.approved_on": "2026-10-06", "review.approved": {POLICY: version}}


def test_draft(page):
    """Without a record there is no approval."""
    assert Standing.DRAFT == page({}).standing


def test_approved(page):
    """The version that was recorded is the version on the page."""
    changes = approved(page({}).version)

    assert Standing.APPROVED == page(changes).standing


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({"decisions.former_pupils": "never"}, Standing.CHANGED),
        ({"decisions.tutoring": "ask-first"}, Standing.CHANGED),
        ({"people.safeguarding_lead.phone": "01632 960999"}, Standing.APPROVED),
        ({"school.name": "Another Name"}, Standing.APPROVED),
    ],
)
def test_another_answer_undoes_an_approval_and_another_number_does_not(page, more, standing):
    """Approval is of the text with its placeholders open."""
    changes = approved(page({}).version)

    assert standing == page({**changes, **more}).standing


def test_own_wording_undoes_an_approval(page):
    """A clause of the school's own is another text."""
    changes = approved(page({}).version)
    own = {"clauses/conduct/consequences.md": "---\ntitle: What follows\nreason: So that all know.\nsince: 2026-11-22\n---\nStaff must ask.\n"}

    assert Standing.CHANGED == page(changes, own).standing


def test_page_says_so(mkdocs_sites):
    """A draft is called a draft on the page, and nobody is said to have approved it."""
    text = re.sub(r"\s+", " ", mkdocs_sites["alder-lane-primary"].text(f"policies/{POLICY}/index.html"))

    assert "Draft, not yet approved." in text
    assert "<strong>Approved</strong>" not in text


EXAMPLES = ("alder-lane-primary", "brackenfield-academy", "oakhollow-special", "ysgol-bryn-eithin")


def test_example_schools_show_every_standing(core):
    """Somewhere among the examples a policy is a draft, one is approved, and one has changed since."""
    found = {}
    for slug in EXAMPLES:
        standings = core.site(core.school(core.folder / "schools" / slug)).standings
        found |= {standing: (slug, policy, standings.versions[policy]) for policy, standing in standings.standings.items()}
    told = (
        "The approved policy of oakhollow-special is its own, speaking-devices. If its words were changed on purpose, write its new version "
        "into schools/oakhollow-special/school.yml: houserules build schools/oakhollow-special --out OUT --no-documents, then see OUT's manifest.json."
    )

    assert set(Standing) == set(found), told


def test_pages_of_the_examples_say_so(mkdocs_sites):
    """A page says that it is approved, by whom and when, or that it has changed since it was."""
    site = mkdocs_sites["oakhollow-special"]
    approved, changed = (re.sub(r"\s+", " ", site.text(f"policies/{policy}/index.html")) for policy in ("speaking-devices", "mobile-phones"))

    assert "<strong>Approved</strong>" in approved
    assert "6 October 2026" in approved
    assert "<strong>Approved</strong>" not in changed
    assert "Changed since" in changed
