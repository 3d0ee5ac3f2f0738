# Every page of every example school: benchmarks/accessibility.py, whose result is kept in contributing/accessibility/axe.json.
"""axe-core on a page of each kind of the default school and on two of each other one, in light and dark, on a phone and a desk."""

from __future__ import annotations

import json

import pytest
from tests.browser.axe import FEWEST_PASSED, ROOT, TAGS, assert_accessible, axe_version, is_painted, judgements, run_axe

from houserules.outputs.brand import write_brand_css

PAGES = {
    "the first page": "",
    "a policy": "policies/parent-agreement/",
    "a pupils' agreement": "policies/pupil-agreement-ks2/",
    "the youngest pupils' agreement": "policies/pupil-agreement-eyfs-ks1/",
    "an agreement in easy words": "policies/pupil-agreement-easy-read/",
    "the table": "guidance/who-may-contact-whom/",
    "scenarios": "guidance/boundaries-reputation/",
    "answers": "guidance/answers-parents/",
    "the register": "guidance/official-accounts-register/",
    "a form with boxes and tables": "guidance/official-accounts-risk-assessment/",
    "a sheet of one page": "guidance/sheet-parents/",
    "help with people": "guidance/report-a-concern/",
    "helplines": "guidance/helplines/",
    "the sources": "guidance/sources/",
    "the glossary": "guidance/glossary/",
    "a page that isn't there": "404.html",
}
OTHERS = ("brackenfield-academy", "oakhollow-special", "ysgol-bryn-eithin")
OTHER_PAGES = {"the first page": "", "a policy": "policies/staff-acceptable-use/"}
RECORD = ROOT / "contributing" / "accessibility" / "axe.json"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(open_page, path, width):
    """No violation of WCAG 2.0 to 2.2, A and AA, nor of axe's best practice, in light and in dark; no doubt is left open."""
    assert_accessible_in_both(open_page(path, width))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", OTHER_PAGES.values(), ids=OTHER_PAGES)
@pytest.mark.parametrize("slug", OTHERS)
def test_axe_finds_nothing_at_other_schools(open_page, others, slug, path, width):
    """Their colours, crests, nations and phases: the first page and a policy."""
    page = open_page("", width)
    page.goto(f"{others}{slug}/{path}")

    assert_accessible_in_both(page)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_schools(open_page, others, width, scheme):
    """The page that links all schools' sites, whatever their colours; it fits the screen and asks for nothing but its style and pictures."""
    page = open_page("404.html", width, scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(others)
    schools = page.locator("h2 a").count()

    assert is_painted(page)
    assert_accessible(page)
    assert len(OTHERS) + 1 == schools
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {"document", "stylesheet", "image", "other"} >= set(asked)  # "other": the browser looks for an icon


def assert_accessible_in_both(page):
    """Open all that is folded; see that there is text; ask axe in light and in dark."""
    page.evaluate("document.querySelectorAll('.hr-words details').forEach(part => { part.open = true; })")

    assert is_painted(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("scheme => document.documentElement.dataset.hrScheme === scheme", arg=scheme)

        assert_accessible(page)


@pytest.mark.parametrize("colour", ["#f2b705", "#ffffff", "#000000", "#808080", "#ff0000", "#5b3a8c"])
def test_any_colour_of_a_school_can_be_read(open_page, address, colour):
    """Yellow, white, black, the greyest grey, the reddest red: text on it and in it passes, in light and in dark."""
    page = open_page("404.html", 1280)
    page.route("**/assets/brand.css", lambda route: route.fulfill(body=write_brand_css(colour), content_type="text/css"))
    page.goto(address + "policies/pupil-agreement-eyfs-ks1/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("scheme => document.documentElement.dataset.hrScheme === scheme", arg=scheme)

        assert {} == run_axe(page, ("color-contrast", "link-in-text-block")).faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_menu(open_page, scheme):
    """The menu of a phone, with a section of it open."""
    page = open_page("", 360, scheme)
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu summary", has_text="Staff").click()

    assert_accessible(page)


def test_a_doubt_that_is_judged_is_used_and_another_is_not_excused(open_page):
    """What is judged holds where its selector says: with the menu over the page, and not for the same text without it."""
    page = open_page("", 1280)
    page.locator("#menu summary").first.click()
    covered = assert_accessible(page)
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('h1').style.backgroundImage = 'linear-gradient(red, blue)'")

    assert covered.used
    assert "color-contrast" in run_axe(page).open


def test_a_page_without_text_is_noticed(open_page):
    """As on a machine without fonts, where axe has nothing to find fault with."""
    page = open_page("404.html")
    page.add_style_tag(content="* { color: transparent !important; }")

    assert not is_painted(page)


def test_the_record_of_all_pages_says_nothing_was_found():
    """It was made with this axe and these rules, on every example school, and each judgement was used."""
    record = json.loads(RECORD.read_text("utf-8"))
    schools = {path.parent.name for path in (ROOT / "schools").glob("*/school.yml")}

    assert (axe_version(), list(TAGS), schools) == (record["axe"], record["rules"], set(record["schools"]))
    assert ({}, {}, [], []) == tuple(
        record[key] for key in ("violations", "incomplete_not_judged", "without_painted_text", "scrolling_sideways")
    )
    assert record["fewest_rules_passed"] >= FEWEST_PASSED
    assert [(one.rule, one.where) for one in judgements()] == [(one["rule"], one["where"]) for one in record["incomplete_judged"] if one["places"]]
