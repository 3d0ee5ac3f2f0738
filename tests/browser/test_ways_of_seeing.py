"""The site as people see it who zoom, space out the text, choose their own colours, want no motion, or have no styles or scripts."""

from __future__ import annotations

import pytest

POLICY = "policies/staff-acceptable-use/"
SCENARIOS = "guidance/boundaries-contact/"
TABLE = "guidance/who-may-contact-whom/"
REGISTER = "guidance/official-accounts-register/"
FORM = "guidance/official-accounts-risk-assessment/"
KINDS = ["", POLICY, SCENARIOS, TABLE, REGISTER, FORM, "guidance/report-a-concern/", "policies/pupil-agreement-eyfs-ks1/"]

# WCAG 2.2, 1.4.12: a reader may set all of these, and nothing may be lost.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""

# Text that runs out of a box which hides what runs out, or out of the screen; what is hidden on purpose is not counted.
LOST = """() => Array.from(document.querySelectorAll('body *')).filter(part => {
    if (!part.checkVisibility() || part.closest('.hr-hidden, table thead, caption') || !part.textContent.trim()) return false;
    const style = getComputedStyle(part), box = part.getBoundingClientRect();
    if (style.display === 'inline' || box.width < 2) return false;
    const cut = ['hidden', 'clip'].includes(style.overflowX) && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1);
    return cut || box.right > innerWidth + 1 && style.position !== 'fixed';
}).map(part => part.outerHTML.slice(0, 120))"""

COLOURS = """selector => { const part = document.querySelector(selector), style = getComputedStyle(part);
    return {border: parseFloat(style.borderTopWidth), style: style.borderTopStyle, colour: style.color, shown: part.checkVisibility()}; }"""


def open_all(page):
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_lost_when_text_is_spaced(open_page, path, width):
    """Nothing is cut off, and nothing leaves the screen, with the spacing of WCAG 1.4.12 set; at a zoom of 400 % too."""
    page = open_page(path, width)
    page.add_style_tag(content=SPACED)
    page.evaluate("document.querySelectorAll('.hr-words details').forEach(part => { part.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [] == page.evaluate(LOST)


def test_search_is_whole_when_text_is_spaced(open_page):
    """On the smallest screen: the field, the way out and the results."""
    page = open_page("", 320)
    page.add_style_tag(content=SPACED)
    page.locator("[data-hr-search]").click()
    page.keyboard.type("phone")
    page.locator(".hr-result").first.wait_for()

    assert page.locator("[data-hr-search-close]").bounding_box()["x"] + page.locator("[data-hr-search-close]").bounding_box()["width"] <= 320
    assert page.evaluate("document.querySelector('.hr-search__results').scrollWidth <= document.querySelector('.hr-search__results').clientWidth")


@pytest.mark.parametrize("path", ["", POLICY, SCENARIOS])
def test_at_a_zoom_of_400_percent_the_page_has_the_screen(open_page, path):
    """A desk screen of 1280 by 1024 is then 320 by 256: nothing stands still over the page, and search can be used."""
    page = open_page(path, 320, height=256)
    page.evaluate("scrollTo(0, 600)")

    assert page.locator(".hr-help").bounding_box()["y"] < 0
    page.evaluate("scrollTo(0, 0)")
    page.locator("[data-hr-search]").click()
    page.keyboard.type("phone")
    page.locator(".hr-result").first.wait_for()
    title = page.locator(".hr-result__title").first
    title.focus()
    box = title.bounding_box()

    assert 0 <= box["y"]
    assert box["y"] + min(box["height"], 40) <= 256


@pytest.mark.parametrize("path", ["", SCENARIOS])
def test_nothing_moves_for_who_wants_no_motion(open_page, path):
    """No transition, animation or smooth scrolling is left, whatever Material brings."""
    page = open_page(path, 1280)
    page.locator("[data-hr-search]").click()
    moving = page.evaluate(
        """() => Array.from(document.querySelectorAll('*')).flatMap(part => ['', '::before', '::after'].map(which => {
            const style = getComputedStyle(part, which || undefined), long = times => times.split(',').some(time => parseFloat(time) > 0);
            return (long(style.transitionDuration) || style.animationName !== 'none' || style.scrollBehavior === 'smooth') && part.tagName + which;
        })).filter(Boolean)"""
    )

    assert [] == moving


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_a_readers_own_colours_everything_keeps_its_edge(open_page, scheme):
    """In forced colours backgrounds go: what was told by them has a border, and rulings still their words and signs."""
    page = open_page(SCENARIOS, 1280, scheme, forced_colors="active")
    open_all(page)
    for part in (".hr-help__danger", ".hr-tool--search", ".hr-scenario", ".hr-scenario summary", ".hr-verdict"):
        look = page.evaluate(COLOURS, part)

        assert look["shown"], part
        assert look["border"] >= 1, part
        assert "none" != look["style"], part
    assert not page.locator("[data-hr-scheme-switch]").is_visible()  # it would do nothing
    assert "none" != page.evaluate("getComputedStyle(document.querySelector('.hr-verdict'), '::before').backgroundImage")
    page.goto(page.url.replace(SCENARIOS, ""))

    assert "none" == page.evaluate("getComputedStyle(document.querySelector('.hr-hero')).borderImageSource")
    assert page.evaluate(COLOURS, ".hr-askbox input")["border"] >= 1


def test_without_scripts_the_first_page_names_the_lists_and_they_can_be_read(open_page):
    """The links that stand in for search are written in the colour of the text beside them, not in that of a link on white."""
    page = open_page("", 360, java_script_enabled=False)
    link = page.get_by_role("link", name="for parents and carers")

    assert link.is_visible()
    assert page.locator(".hr-hero").evaluate("part => getComputedStyle(part).color") == link.evaluate("part => getComputedStyle(part).color")


def test_without_scripts_the_menu_leads_on(open_page):
    """Its sections open, and a page can be chosen."""
    page = open_page("", 360, java_script_enabled=False)
    page.locator("#menu summary", has_text="Staff").click()
    page.locator("#menu").get_by_role("link", name="Staff agreement", exact=True).click()

    assert page.url.endswith(POLICY)
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("path", ["", POLICY, SCENARIOS, TABLE])
def test_without_styles_the_order_is_right_and_nothing_hidden_shows(open_page, address, path):
    """Skip, 999 and help come first, then the school, the menu, the page; no dialog and no notice that doesn't hold."""
    page = open_page("404.html", 360)
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address + path)
    stops = page.eval_on_selector_all("a[href], h1, h2", "parts => parts.filter(part => part.checkVisibility()).map(part => part.textContent.trim())")

    assert ["Skip to the page", "In danger now? Ring 999", "Something is wrong"] == stops[:3]
    assert "Alder Lane Primary School" in stops[3]
    for hidden in (".hr-search", ".hr-overdue"):
        assert not page.locator(hidden).locator("visible=true").count(), hidden
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for fold in page.locator(".hr-scenario details").all()[:1]:
        fold.locator("summary").click()

        assert fold.get_by_text("What to do", exact=True).is_visible()


def test_without_styles_a_ruling_is_told_by_its_word(open_page, address):
    """The table is a table, and says allowed, ask first or never in each row."""
    page = open_page("404.html", 360)
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address + TABLE)
    words = page.locator(".hr-contact tbody td:nth-of-type(1)").all_inner_texts()

    assert len(words) > 20
    assert {"Allowed", "Ask first", "Never"} >= {word.strip() for word in words if len(word.strip()) > 1}
