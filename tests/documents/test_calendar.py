"""The calendar of reviews is one that any program of its kind reads, and depends on no clock."""

from __future__ import annotations

import re

import pytest
from tests.documents.conftest import ROOT

from houserules.documents.calendar import NAME, WORDS, make_calendar, read_calendar_words
from houserules.problems import Problems


def test_calendar_holds_every_review(core):
    """The rules, each open account that was checked, and each source have their day; nothing is given twice."""
    site = core.site(core.school(ROOT / "schools" / "brackenfield-academy"))
    text = make_calendar(site.school, site.references, read_calendar_words(ROOT / "docs")).decode()
    unfolded = text.replace("\r\n ", "")
    ids = re.findall(r"^UID:(.*?)\r?$", unfolded, re.MULTILINE)

    assert 1 + 2 + len(site.references) == len(ids) == len(set(ids))
    assert "DTSTART;VALUE=DATE:20270716" in unfolded  # review_by
    assert "SUMMARY:Yearly check of @brackenfieldpe on Instagram" in unfolded
    assert "brackenfieldhist" not in unfolded  # closed


def test_calendar_keeps_its_form(core):
    """Lines end as they must, none is longer than 75 bytes, and what means something to the format is escaped."""
    school = core.school(ROOT / "schools" / "ysgol-bryn-eithin")
    references = {"a": {"title": "Ŵ; x, y \\ " * 12, "review_by": "2027-01-31", "checked_on": "2026-11-22"}}
    content = make_calendar(school, references, read_calendar_words(ROOT / "docs"))

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert [] == [line for line in content.split(b"\r\n") if len(line) > 75 or b"\n" in line]
    assert "Ŵ\\; x\\, y \\\\" in content.decode().replace("\r\n ", "")
    assert content == make_calendar(school, references, read_calendar_words(ROOT / "docs"))


def test_calendar_is_offered(examples):
    """The page on the yearly review links to it, and so does the page with all files, with kind and size."""
    built = examples("alder-lane-primary")
    size = max(1, round((built.folder / NAME).stat().st_size / 1000))

    for page in ("guidance/leaders-yearly-review", "guidance/downloads"):
        link = re.search(rf'href="../../{NAME}" download>([^<]*)</a>', built.page(page))
        assert link, page
        assert f".ics file ({size} kB)" in link[1]


@pytest.mark.parametrize(("right", "wrong"), [("{handle}", "{number}"), ("{owner}", "{owner.name}"), ("{title}", "{title"), ("  more:", "  rest:")])
def test_words_of_the_calendar_name_what_is_known(tmp_path, right, wrong):
    """A word in braces that nothing is known of is said before any calendar is made."""
    path = tmp_path / WORDS
    path.parent.mkdir()
    path.write_text((ROOT / "docs" / WORDS).read_text("utf-8").replace(right, wrong), "utf-8")

    with pytest.raises(Problems, match="reviews.yml"):
        read_calendar_words(tmp_path)


def test_values_in_braces_are_values(core):
    """What a school calls an account isn't read as something to fill in."""
    references = {"a": {"title": "{owner} {0}", "review_by": "2027-01-31", "checked_on": "{x}"}}
    text = make_calendar(core.school(ROOT / "schools" / "alder-lane-primary"), references, read_calendar_words(ROOT / "docs")).decode()

    assert "SUMMARY:Look again at: {owner} {0}" in text
    assert "DESCRIPTION:Last checked {x}." in text
