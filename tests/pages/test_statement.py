# The statement claims only what is tested: each of its claims is listed here with the tests that show it, so that neither
# can change without the other.
"""The accessibility statement: made from the profile, and true."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PAGE = "guidance/accessibility"
SHOWN_BY = {
    "You can make the words four times as big": ("browser/test_every_page.py", "test_no_page_scrolls_sideways"),
    "You can go everywhere with a keyboard alone": ("browser/test_keyboard.py", "test_everything_is_reached_in_order_and_seen"),
    "You can choose light or dark pages": ("browser/test_use.py", "test_the_choice_of_dark_is_kept"),
    "You can read every page when scripts are turned off": ("browser/test_use.py", "test_without_scripts_everything_can_be_read"),
    "You can print every page": ("browser/test_use.py", "test_on_paper_nothing_is_left_to_click_and_all_is_open"),
    "A checking tool called axe": ("browser/test_accessibility.py", "test_axe_finds_nothing"),
    "The menu and the search are used with a keyboard alone": ("browser/test_keyboard.py", "test_every_button_and_fold_works_with_a_key"),
    "Whatever colour a school has": ("profile/test_brand.py", "test_every_colour_gets_shades_that_can_be_read"),
    "On a screen that is only 320 dots wide": ("browser/test_every_page.py", "test_no_page_scrolls_sideways"),
    "The files to print are checked": ("documents/test_files.py", "ua1"),
}
EXEMPT, COLLEGE, EQUALITY = "leave out most of what schools", "we work to all of them", "reasonable steps"


@pytest.fixture
def site(core, school_folder, tmp_path, monkeypatch):
    """Give a function that settles the site of a school."""
    monkeypatch.chdir(tmp_path)
    return lambda **how: core.site(core.school(school_folder(**how)))


def claims(markdown: str) -> list[str]:
    """Give the points that stand under what readers can do and what was tested."""
    told = markdown.partition("## What you can do here")[2].partition("## What was not tested")[0]
    return re.findall(r"^\* (.+)$", told, re.MULTILINE)


def test_every_claim_is_shown_by_a_test(site):
    """Each point begins as one in the list above, whose test is there; and none of those is left over."""
    points = claims(site().pages[PAGE].markdown)

    assert sorted(SHOWN_BY) == sorted(next((begins for begins in SHOWN_BY if point.startswith(begins)), point) for point in points)
    for file, name in SHOWN_BY.values():
        assert name in (TESTS / file).read_text("utf-8"), (file, name)


COLLEGE_CHANGES = {"school.type": "further-education", "school.phase": "sixth-form", "school.ages": {"from": "16", "to": "19"}}


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        ({"school.type": "maintained"}, (EXEMPT, "What people have to do online"), (COLLEGE, "not run by a council")),
        ({"school.type": "independent"}, (EXEMPT, "not run by a council"), (COLLEGE,)),
        (COLLEGE_CHANGES, (COLLEGE,), ("not run by a council",)),
        ({"school.nation": "northern-ireland", "school.type": "maintained"}, (EXEMPT, "Education Authority"), (EQUALITY,)),
        ({"school.nation": "scotland", "school.type": "maintained"}, (EQUALITY,), ()),
    ],
    ids=["maintained", "independent", "college", "Northern Ireland", "Scotland"],
)
def test_duties_are_those_of_the_publisher(site, changes, said, unsaid):
    """Schools are largely exempt, colleges don't count on that; the Equality Act isn't named where it doesn't hold."""
    found = site(changes=changes)
    text = found.pages[PAGE].markdown
    words = {code: found.values.get(path, "") for code, (path, _) in found.alphabet.meanings().items()}
    text = re.sub("|".join(sorted(map(re.escape, words), key=len, reverse=True)), lambda letter: words[letter[0]], text)

    assert [] == [part for part in said if part not in text]
    assert [] == [part for part in unsaid if part in text]


def test_problem_can_be_reported_to_the_school(site):
    """The school's own contact stands in it, whichever of telephone and email it has."""
    assert "contact-card" in html.unescape(site().pages[PAGE].markdown).partition("{#tell-us}")[2]
