"""What a reader does: with a keyboard, without scripts, on paper, after the review date."""

from __future__ import annotations

import re

import pytest

POLICY = "policies/staff-acceptable-use/"
SCENARIOS = "guidance/boundaries-contact/"
TABLE = "guidance/who-may-contact-whom/"


def has_focus(page, selector):
    """Whether what has the focus is what a selector names."""
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def test_skip_link_is_first_and_leads_to_the_page(open_page):
    """One key shows it, another jumps over header and menu."""
    page = open_page(POLICY, 1280)
    page.keyboard.press("Tab")
    link = page.locator(".hr-skip")

    assert has_focus(page, ".hr-skip")
    page.wait_for_function("document.querySelector('.hr-skip').getBoundingClientRect().top >= 0")
    link.press("Enter")

    assert has_focus(page, "#content")


@pytest.mark.parametrize("width", [360, 1280])
def test_every_control_can_be_reached_and_seen(open_page, width):
    """Each step of the Tab key lands on something that is on the screen and shows that it has the focus."""
    page = open_page("", width)
    for _ in range(14):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        here = page.evaluate(
            """() => { const part = document.activeElement, box = part.getBoundingClientRect(), style = getComputedStyle(part);
            return {name: part.outerHTML.slice(0, 80), width: box.width, outline: style.outlineStyle, top: box.bottom}; }"""
        )
        if has_focus(page, "[role=search] *"):  # search has tests of its own
            page.keyboard.press("Escape")
            continue

        assert here["width"] > 0, here
        assert "none" != here["outline"], here


def test_escape_closes_the_menu_and_gives_the_focus_back(open_page):
    """On a phone: first the open section, then the menu."""
    page = open_page("", 360)
    button = page.get_by_role("button", name="Menu")
    button.press("Enter")
    section = page.locator("#menu summary", has_text="Staff")
    section.press("Enter")

    assert page.get_by_role("link", name="Staff agreement").first.is_visible()
    page.keyboard.press("Escape")

    assert has_focus(page, "#menu summary")
    page.keyboard.press("Escape")

    assert has_focus(page, "[data-hr-menu]")
    assert not section.is_visible()


@pytest.mark.parametrize("key", ["s", "f", "/"])
def test_a_single_letter_is_no_command(open_page, key):
    """WCAG 2.2, 2.1.4: who dictates or slips opens nothing (Material binds these keys to its search)."""
    page = open_page(POLICY, 1280)
    page.keyboard.press(key)
    page.wait_for_timeout(50)

    assert has_focus(page, "body")


def test_the_choice_of_dark_is_kept(open_page):
    """Chosen once, it holds on the next page, before anything is painted."""
    page = open_page("", 360)
    page.locator("[data-hr-scheme-switch]").click()
    page.goto(page.url + POLICY)

    assert "dark" == page.evaluate("document.documentElement.dataset.hrScheme")
    assert "true" == page.locator("[data-hr-scheme-switch]").get_attribute("aria-pressed")


def test_rulings_differ_by_word_shape_and_colour(open_page):
    """None of the three is told by one of them alone."""
    page = open_page(TABLE)
    looks = page.evaluate(
        """() => ['allowed', 'ask-first', 'never'].map(kind => {
        const part = document.querySelector('.hr-verdict--' + kind), icon = getComputedStyle(part, '::before');
        return [part.textContent.trim(), icon.backgroundImage, getComputedStyle(part).borderTopColor]; })"""
    )

    assert ["Allowed", "Ask first", "Never"] == [look[0] for look in looks]
    assert (3, 3) == (len({look[1] for look in looks}), len({look[2] for look in looks}))


def test_a_stacked_table_is_still_a_table(open_page):
    """On a phone each row is a card; a screen reader still hears rows with their headers."""
    page = open_page(TABLE, 360)
    table = page.get_by_role("table").first

    assert table.get_by_role("row").count() == table.get_by_role("rowheader").count() + 1
    assert 3 == table.get_by_role("columnheader").count()
    assert "block" == page.evaluate("getComputedStyle(document.querySelector('.hr-contact td')).display")


def test_without_scripts_everything_can_be_read(open_page):
    """The menu is there, a ruling opens, and no button stands there that does nothing."""
    page = open_page(SCENARIOS, 360, java_script_enabled=False)
    ruling = page.locator(".hr-scenario details").first

    assert page.locator("#menu summary").first.is_visible()
    assert not page.locator("[data-hr-print], [data-hr-menu], [data-hr-search], [data-hr-scheme-switch]").locator("visible=true").count()
    assert not ruling.locator(".hr-ruling").is_visible()
    ruling.locator("summary").click()

    assert ruling.locator(".hr-ruling").is_visible()


@pytest.mark.parametrize(("today", "shown"), [("2027-09-30T12:00:00", False), ("2027-10-01T12:00:00", True)])
def test_an_overdue_review_says_so(open_page, today, shown):
    """The default school's rules are due by 30 September 2027: that day is still in time."""
    page = open_page(POLICY)
    page.clock.set_fixed_time(today)
    page.reload()

    assert shown == page.locator(".hr-overdue", has_text="due for review").is_visible()
    assert shown == ("that day has passed" in page.evaluate("document.body.textContent"))  # which is what a reader view gathers


def test_on_paper_nothing_is_left_to_click_and_all_is_open(open_page):
    """No header, menu or buttons; folded rulings are open; each sheet says whose it is, and until when."""
    page = open_page(SCENARIOS, 1280)
    page.emulate_media(media="print")

    for gone in (".hr-help", ".hr-header", ".hr-menu", ".hr-footer", ".hr-contents", "[data-hr-print]"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".hr-scenario .hr-ruling").first.is_visible()
    foot = page.locator(".hr-print-foot").inner_text()

    assert "Alder Lane Primary School" in foot
    assert "30 September 2027" in foot


def test_a_policy_on_paper_names_its_version(open_page):
    """A sheet found in a drawer can be told from the one that the governors approved."""
    page = open_page(POLICY, 1280)
    version = page.locator(".hr-approval dd").first.inner_text()
    page.emulate_media(media="print")

    assert f"version {version}" in page.locator(".hr-print-foot").inner_text()


SHEETS = [f"guidance/{name}" for name in ("sheet-pupils", "sheet-parents", "sheet-staff", "sheet-office", "staff-summary")]


@pytest.mark.parametrize("sheet", [*SHEETS, "policies/visitor-agreement"])
def test_a_one_page_sheet_is_one_page(open_page, sheet):
    """What says that it fills one side of A4 does so when it is printed."""
    printed = open_page(f"{sheet}/", 1280).pdf(prefer_css_page_size=True)

    assert 1 == len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def test_a_table_s_head_is_never_alone_at_the_end_of_a_sheet(open_page):
    """Wherever the table comes to stand, its head goes with the first of its rows."""
    import pypdfium2

    page = open_page(TABLE, 1280)
    for lower in range(0, 200, 20):
        page.add_style_tag(content=f".hr-page-head {{ padding-bottom: {lower}px; }}")
        for sheet in pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)):
            lines = sheet.get_textpage().get_text_range().replace("\r\n", "\n").split("\n")
            foot = next(number for number, line in enumerate(lines) if line.startswith("Alder Lane Primary School ·"))

            assert not lines[foot - 1].endswith("What that means"), lower


def test_help_is_one_line_on_the_narrowest_screen(open_page):
    """999 and what else is wrong stand beside each other."""
    page = open_page("", 320)
    danger, wrong = (page.locator(part).bounding_box() for part in (".hr-help__danger", ".hr-help__wrong"))

    assert danger["x"] + danger["width"] <= wrong["x"]
    assert abs(danger["y"] - wrong["y"]) < 10


@pytest.mark.parametrize(("asked", "told"), [("", False), ("?version=00000000", True)])
def test_a_slip_for_another_version_says_so(open_page, asked, told):
    """Who comes by a slip's code is told if the rules have changed since, and nobody else has that in their page."""
    page = open_page(POLICY + asked)

    assert told == page.get_by_text("You came here from a slip for another version.").is_visible()
    assert told == ("from a slip for another version" in page.evaluate("document.body.textContent"))
