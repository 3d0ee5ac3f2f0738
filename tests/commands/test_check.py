"""`houserules check`: what it says of schools, and of a school's approvals."""

from __future__ import annotations

from datetime import date

import pytest

from houserules.commands.check import check

DAY = date(2026, 11, 23)
AT = "schools/marsh-street/school.yml: "
APPROVALS = {
    "a version that isn't shown": ({}, "Of 'staff-acceptable-use', version 00000000 was approved, and it is at version "),
    "a policy of other schools": (
        {"review.approved.pupil-agreement-ks5": "22222222"},
        "'pupil-agreement-ks5' was approved, and isn't a policy of a school like this one, so its approval is shown nowhere.",
    ),
    "no version": (
        {"review.approved": None},
        "It says who approved the rules or when, and of no policy which version, so every policy says that it is a draft. Fill in review.approved.",
    ),
    "long overdue": (
        {"review.review_by": "2026-11-22", "review.approved_on": "2026-01-01"},
        "The rules were due for review on 22 November 2026, and every page says so.",
    ),
}


@pytest.fixture
def said(core, tmp_path, monkeypatch):
    """Give a function that checks some folders on a day, and gives the status and what was said."""
    monkeypatch.chdir(tmp_path)

    def run(*folders, today=DAY):
        messages: list[str] = []
        return check(folders, core, messages.append, today), messages

    return run


@pytest.mark.parametrize(("changes", "note"), APPROVALS.values(), ids=APPROVALS.keys())
def test_doubtful_approvals_are_noted(changes, note, said, school_folder):
    """What a school says of its approval and no page shows as it was meant is noted; it is no problem."""
    status, messages = said(school_folder(changes=changes))

    assert 0 == status
    assert 1 == len([message for message in messages if message.startswith(AT + note)])


def test_approval_still_to_come(said, core, school_folder):
    """An approval whose day hasn't come is noted until it has."""
    version = core.site(core.school(school_folder())).standings.versions["staff-acceptable-use"]
    folder = school_folder(changes={"review.approved": {"staff-acceptable-use": version}})
    note = f"{AT}The approval of 'staff-acceptable-use' is dated 12 November 2026, which is still to come, and its page says so already."
    found = {day: [message.startswith(note) for message in said(folder, today=date(2026, 11, day))[1]].count(True) for day in (11, 12)}

    assert {11: 1, 12: 0} == found


def test_copies_are_named(said, school_folder):
    """Two schools of one number are problems, as they are when they are built."""
    status, messages = said(school_folder(), school_folder(name="copy"))

    assert 1 == status
    assert 4 == len([message for message in messages if "is also that of schools/" in message])
    assert "4 problems in 2 of 2 schools." == messages[-1]
