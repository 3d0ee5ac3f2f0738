# axe finds about half of what can be wrong. That it found nothing is worth something only if there was text to judge
# (on a machine without fonts the page is blank, and every rule passes), so each run shows that its title is painted.
"""axe-core on one page of each kind, in light and dark, on a phone and on a desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from houserules.outputs.brand import write_brand_css

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "the first page": "",
    "a policy": "policies/parent-agreement/",
    "a pupils' agreement": "policies/pupil-agreement-ks2/",
    "the table": "guidance/who-may-contact-whom/",
    "scenarios": "guidance/boundaries-reputation/",
    "the register": "guidance/official-accounts-register/",
    "a form with boxes and tables": "guidance/official-accounts-risk-assessment/",
    "help with people and helplines": "guidance/report-a-concern/",
    "the sources": "guidance/sources/",
    "the glossary": "guidance/glossary/",
    "a page that isn't there": "404.html",
}
FEWEST_PASSED = 30


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(open_page, path, width):
    """No violation of WCAG 2.0 to 2.2, A and AA, nor of axe's best practice, in light and in dark."""
    page = open_page(path, width)
    page.evaluate("document.querySelectorAll('.hr-words details').forEach(part => { part.open = true; })")

    assert_painted(page)
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

        assert {} == find_faults(page, ["color-contrast", "link-in-text-block"])[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_menu(open_page, scheme):
    """The menu of a phone, with a section of it open."""
    page = open_page("", 360, scheme)
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu summary", has_text="Staff").click()

    assert_accessible(page)


def assert_painted(page):
    """The title is there to be seen: without its colour the picture is another one."""
    title = page.locator("h1")
    seen = title.screenshot()
    page.evaluate("document.querySelector('h1').style.color = 'transparent'")
    unseen = title.screenshot()
    page.evaluate("document.querySelector('h1').style.color = ''")

    assert seen != unseen


def assert_accessible(page):
    """axe passes more than a few rules and finds no violation."""
    faults, passed = find_faults(page, TAGS)

    assert {} == faults
    assert passed > FEWEST_PASSED


def find_faults(page, rules):
    """Give what axe has against a page by these rules or kinds of rules, and the number of rules that it passed."""
    page.evaluate("source => window.axe || eval(source)", AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
    faults = {fault["id"]: [describe(node) for node in fault["nodes"][:3]] for fault in found["violations"]}
    return faults, len(found["passes"])


def describe(node):
    """Say where on the page something is wrong, and what."""
    return f"{' '.join(map(str, node['target']))}: {node['failureSummary']}"
