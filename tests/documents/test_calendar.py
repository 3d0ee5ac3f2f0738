"""The calendar of reviews is one that any program of its kind reads, and depends on no clock."""

from __future__ import annotations

import re

from tests.documents.conftest import ROOT

from houserules.documents.calendar import NAME, make_calendar


def test_calendar_holds_every_review(core):
    """The rules, each open account that was checked, and each source have their day; nothing is given twice."""
    site = core.site(core.school(ROOT / "schools" / "brackenfield-academy"))
    text = make_calendar(site.school, site.references).decode()
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
    content = make_calendar(school, references)

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert [] == [line for line in content.split(b"\r\n") if len(line) > 75 or b"\n" in line]
    assert "Ŵ\\; x\\, y \\\\" in content.decode().replace("\r\n ", "")
    assert content == make_calendar(school, references)


def test_calendar_is_offered(examples):
    """The page on the yearly review links to it."""
    built = examples("alder-lane-primary")

    assert f'href="../../{NAME}" download' in built.page("guidance/leaders-yearly-review")
    assert (built.folder / NAME).is_file()
