# What search finds is measured by benchmarks/search.py; here it is only asked whether it can be used.
"""Search: with a keyboard, on a phone, with a screen reader's tree, without a script, and what it fetches when."""

from __future__ import annotations

import pytest
from tests.browser.axe import run_axe

POLICY = "policies/staff-acceptable-use/"
FETCHED = ("search_index.json", "search-rank.js", "minisearch.js")


def ask(page, text):
    """Open search from the header, type and wait for the results: all at once, or a result may be replaced while it is clicked."""
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.keyboard.insert_text(text)
    page.locator(".hr-result").first.wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_it_opens_with_a_key_and_escape_gives_the_focus_back(open_page, width):
    """The field has the focus at once; closed, the button has it again."""
    page = open_page(POLICY, width)
    button = page.get_by_role("banner").get_by_role("button", name="Search")
    button.press("Enter")

    assert page.evaluate("document.activeElement.id") == "search-field"
    page.keyboard.press("Escape")

    assert not page.get_by_role("dialog").count()
    assert page.evaluate("document.activeElement.matches('[data-hr-search]')")


def test_the_box_on_the_first_page_asks(open_page):
    """What is typed there is looked for."""
    page = open_page("", 360)
    page.get_by_role("search", name="Our rules").get_by_role("textbox").fill("can sir folow me on insta")
    page.keyboard.press("Enter")
    page.locator(".hr-result").first.wait_for()

    assert "can sir folow me on insta" == page.locator("#search-field").input_value()
    assert page.locator("[data-hr-search-group=closest] .hr-result").count() in (1, 2, 3)


def test_a_result_shows_the_ruling_by_word(open_page):
    """And leads to the answer, from a page that lies deeper too."""
    page = open_page(POLICY, 1280)
    ask(page, "film the nativity")
    first = page.locator(".hr-result").filter(has=page.get_by_role("link", name="Can I film the nativity?")).first

    assert first.locator(".hr-verdict").inner_text() in ("Allowed", "Ask first", "Never")
    first.get_by_role("link", name="Can I film the nativity?").click()
    page.wait_for_url("**/guidance/answers-parents/#film-the-nativity")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("bullying", "being-bullied"),
        ("someone is being mean to me online", "being-bullied"),
        ("group chat nasty", "being-bullied"),
        ("my child is being bullied online", "child-is-bullied"),
    ],
)
def test_who_is_bullied_finds_help_first(open_page, text, answer):
    """Before what the word means, and before any rule."""
    page = open_page("", 360)
    ask(page, text)

    assert page.locator(".hr-result a").first.get_attribute("href").endswith(f"#{answer}")


def test_results_are_grouped_by_reader_and_counted_aloud(open_page):
    """The number is announced politely; each group has its heading and a list."""
    page = open_page("", 360)
    ask(page, "phone")
    shown = page.locator("[data-hr-search-group]:not([hidden])")

    assert f"{page.locator('.hr-result').count()} results" == page.get_by_role("dialog").get_by_role("status").inner_text()
    assert shown.count() > 2
    for group in shown.all():
        assert group.get_by_role("heading").count() == 1
        assert group.get_by_role("list").first.get_by_role("listitem").count()


def test_nothing_found_says_so(open_page):
    """And offers a way on; the help line stands above it."""
    page = open_page("", 360)
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.keyboard.type("qwxzqwxz")
    page.get_by_text("Nothing was found").wait_for()

    assert ["tel:999", "report-a-concern/"] == [
        link.get_attribute("href").removeprefix("guidance/") for link in page.locator(".hr-search__help a").all()
    ]


def test_tab_and_arrows_reach_each_result(open_page):
    """The arrows are a shortcut; Enter in the field leads to the first result."""
    page = open_page("", 1280)
    ask(page, "watch")
    page.keyboard.press("Enter")
    titles = page.locator(".hr-search__results a").all_inner_texts()

    assert titles[0] == page.evaluate("document.activeElement.innerText")
    page.keyboard.press("ArrowDown")

    assert titles[1] == page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Tab")

    assert titles[2] == page.evaluate("document.activeElement.innerText")


def test_a_result_on_this_very_page_closes_the_dialog(open_page):
    """Else the reader would look at what they have already found."""
    page = open_page("guidance/answers-parents/", 360)
    ask(page, "film the nativity")
    page.get_by_role("dialog").get_by_role("link", name="Can I film the nativity?").first.click()

    assert page.url.endswith("#film-the-nativity")
    assert not page.get_by_role("dialog").count()


def test_a_name_is_shown_as_text(open_page):
    """What is typed, and what the index holds, is never read as HTML."""
    page = open_page("", 360)
    ask(page, "<img src=x onerror=alert(1)> phone")

    assert 0 == page.locator(".hr-search img").count()


def test_nothing_is_fetched_before_the_first_search(open_page):
    """Ranking, engine and index are fetched once, when search is opened."""
    page = open_page("", 360)
    asked = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.reload()
    page.wait_for_load_state("networkidle")

    assert not set(FETCHED) & set(asked)
    ask(page, "phone")
    page.keyboard.press("Escape")
    ask(page, "photo")

    assert sorted(FETCHED) == sorted(name for name in asked if name in FETCHED)


def test_it_works_under_a_strict_policy(browser, address):
    """No inline script, no eval: the server's Content-Security-Policy is in force here, as for readers."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    ask(page, "phone")
    context.close()

    assert [] == said


def test_an_index_that_cannot_be_fetched_is_said(open_page):
    """And the next attempt tries again."""
    page = open_page("", 360)
    page.route("**/search_index.json", lambda route: route.abort())
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.get_by_text("Search can't be reached now").wait_for()
    page.unroute("**/search_index.json")
    page.keyboard.type("phone")
    page.locator(".hr-result").first.wait_for()


def test_without_a_script_no_box_is_shown_and_the_lists_are_named(open_page):
    """The first page leads to the lists of questions."""
    page = open_page("", 360, java_script_enabled=False)

    assert not page.locator("input, [data-hr-search]").locator("visible=true").count()
    assert page.get_by_role("link", name="for parents and carers").is_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways(open_page, width):
    """At a zoom of 400 % too."""
    page = open_page("", width)
    ask(page, "can my child's teacher follow her")

    assert page.evaluate("document.querySelector('.hr-search__results').scrollWidth <= document.querySelector('.hr-search__results').clientWidth")
    assert page.evaluate("document.querySelector('.hr-search').scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_with_results(open_page, scheme, width):
    """No violation of WCAG 2.0 to 2.2, A and AA, nor of axe's best practice, with results on the screen."""
    page = open_page("", width, scheme)
    ask(page, "friend")
    found = run_axe(page)

    assert ({}, {}) == (found.faults, found.open)
    judged = run_axe(page, ("color-contrast",), inside=".hr-result")
    assert "color-contrast" in judged.passed  # the results were there to be judged


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_anything_is_typed(open_page, scheme):
    """The open dialog, empty, over a policy."""
    page = open_page(POLICY, 360, scheme)
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    found = run_axe(page)

    assert ({}, {}) == (found.faults, found.open)
