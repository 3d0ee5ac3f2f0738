# Chromium, as most browsers, gives the Tab key to links, buttons, fields and summaries; a walk from the top of a page to
# its end shows at once that all can be reached, in the order in which they are read, and that none keeps the focus.
"""The whole of a page with the Tab key: everything is reached, in order, seen, not covered, and left again."""

from __future__ import annotations

import pytest

PAGES = {
    "the first page": "",
    "scenarios, which open": "guidance/boundaries-contact/",
    "help": "guidance/report-a-concern/",
    "the register": "guidance/official-accounts-register/",
}
THINNEST = 2  # pixels of the line round what has the focus (WCAG 2.2, 2.4.13 asks for this at level AAA)

STOPS = """() => Array.from(document.querySelectorAll('a[href], button, summary, input, select, textarea, [tabindex="0"]'))
    .filter(part => part.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false}))
    .map(part => (part.dataset.stop = String(++window.stops || (window.stops = 1))))"""

HERE = """() => {
    const part = document.activeElement;
    if (part === document.body || !part.dataset.stop) return null;
    const box = part.getClientRects()[0], style = getComputedStyle(part);
    const x = box.left + box.width / 2, y = box.top + box.height / 2, top = document.elementFromPoint(x, y);
    return {stop: part.dataset.stop, name: part.outerHTML.slice(0, 90), line: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        seen: x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight && !!top && (part.contains(top) || top.contains(part))};
}"""


def walk(page, key, times):
    """Press a key some times; give where the focus stopped, and None where it had left the page."""
    stops = []
    for _ in range(times):
        page.keyboard.press(key)
        stops.append(page.evaluate(HERE))
    return stops


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_everything_is_reached_in_order_and_seen(open_page, path, width):
    """Forwards and back: each stop once, with a line round it, on the screen and not under the bar at its top."""
    page = open_page(path, width)
    wanted = page.evaluate(STOPS)
    *forwards, beyond = walk(page, "Tab", len(wanted) + 1)

    assert len(wanted) > 10
    assert None not in forwards
    assert wanted == [here["stop"] for here in forwards]
    assert beyond is None
    assert [] == [here for here in forwards if here["line"] < THINNEST]
    assert [] == [here for here in forwards if not here["seen"]]
    back = walk(page, "Shift+Tab", len(wanted))

    assert None not in back
    assert wanted[::-1] == [here["stop"] for here in back]
    assert [] == [here for here in back if not here["seen"]]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_every_button_and_fold_works_with_a_key(open_page, key):
    """The menu, a section of it, a ruling, light and dark, search: each opens, and what opens closes, without a mouse."""
    page = open_page("guidance/boundaries-contact/", 360)
    page.locator("[data-hr-menu]").press(key)
    section = page.locator("#menu details").first
    section.locator("summary").press(key)

    assert "true" == page.locator("[data-hr-menu]").get_attribute("aria-expanded")
    assert section.evaluate("part => part.open")
    section.locator("summary").press(key)
    page.locator("[data-hr-menu]").press(key)

    assert not section.locator("summary").is_visible()
    ruling = page.locator(".hr-scenario details").first
    ruling.locator("summary").press(key)

    assert ruling.locator(".hr-ruling").is_visible()
    page.locator("[data-hr-scheme-switch]").press(key)

    assert "dark" == page.evaluate("document.documentElement.dataset.hrScheme")
    page.locator("[data-hr-search]").press(key)

    assert page.get_by_role("dialog").is_visible()
    page.locator("[data-hr-search-close]").press(key)

    assert not page.get_by_role("dialog").count()


def test_an_open_search_keeps_the_focus_and_lets_it_go(open_page):
    """While it is open the Tab key goes round inside it (and the browser's own bar), never to the page behind; Escape ends that."""
    page = open_page("", 1280)
    page.locator("[data-hr-search]").press("Enter")
    page.keyboard.type("phone")
    page.locator(".hr-result").first.wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")

        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('.hr-search')")
    page.keyboard.press("Escape")

    assert not page.get_by_role("dialog").count()
    assert page.evaluate("document.activeElement.matches('[data-hr-search]')")


@pytest.mark.parametrize("path", ["", "policies/staff-acceptable-use/", "404.html"])
def test_the_skip_link_saves_the_menu(open_page, path):
    """After it, the next stop is in the page itself."""
    page = open_page(path, 1280)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("!!document.activeElement.closest('#content')")
