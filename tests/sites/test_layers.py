"""Core, authority, school: a later layer's file replaces the earlier one's."""

from __future__ import annotations

import re

from tests.sites.conftest import ROOT


def test_authority_wording_reaches_its_schools_only(mkdocs_sites):
    """Fernshire's clause stands in its two schools' staff agreement and in no other's."""
    sentence = "communications team the same day"
    have = {slug: sentence in built.text("policies/staff-acceptable-use/index.html") for slug, built in mkdocs_sites.items()}

    assert {"alder-lane-primary": True, "oakhollow-special": True, "brackenfield-academy": False, "ysgol-bryn-eithin": False} == have


def test_authority_contacts_reach_its_schools(mkdocs_sites):
    """What the authority gives for all stands on its schools' pages."""
    assert "01632 960299" in mkdocs_sites["oakhollow-special"].text("guidance/report-a-concern/index.html")
    assert "01632 960299" not in mkdocs_sites["ysgol-bryn-eithin"].everything


def test_dropped_clause_keeps_its_link_and_says_so(mkdocs_sites):
    """The anchor of a dropped clause stays, with the reason, and without the text or a number."""
    text = mkdocs_sites["oakhollow-special"].text("policies/staff-acceptable-use/index.html")
    part = text[text.index('id="contact-clubs-outside-school"') :][:600]

    assert "This clause has been left out: our code of conduct" in part
    assert "Staff may help at a club" not in text
    assert not re.match(r'id="contact-clubs-outside-school"[^>]*>\s*\d', part)


def test_what_cites_a_dropped_clause_is_reported(core, school_folder):
    """A scenario that rests on a clause which the school drops is named, with the file that drops it."""
    own = {"clauses/contact/personal-accounts.md": "---\ntitle: Personal accounts\ndropped: it stands in our code of conduct.\n---\n"}
    notes = core.site(core.school(school_folder({}, files=own))).notes

    assert any("docs/scenarios/contact/friend-request.md" == note.place.path and "personal-accounts" in note.what for note in notes)


def test_own_page_is_found_in_the_navigation(mkdocs_sites):
    """A page that a school adds is published and stands in the navigation of its site alone."""
    assert "Phones in the common room" in mkdocs_sites["brackenfield-academy"].text("index.html")
    assert "guidance/common-room/index.html" not in mkdocs_sites["alder-lane-primary"].files


def test_school_files_are_not_published(mkdocs_sites):
    """Nothing of a school's or an authority's folder is copied out but the logo."""
    for slug, built in mkdocs_sites.items():
        names = {path.name for path in (ROOT / "schools" / slug).rglob("*") if path.is_file()} - {"crest.png", "crest.svg"}
        assert set() == names & {name.rpartition("/")[2] for name in built.files}
