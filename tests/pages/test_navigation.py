"""Navigation: what a school hasn't got isn't there, and what it adds is."""

from __future__ import annotations

from houserules.pages.navigation import choose_navigation
from houserules.pages.site import SitePage

ENTRIES = [
    "index.md",
    {"Parents": ["guidance/help.md", {"A name of its own": "policies/parents.md"}]},
    {"Staff": ["policies/staff.md", {"Advice": ["guidance/contact.md", "guidance/work.md"]}]},
]


def pages(*ids: str, layer: str = "core") -> dict[str, SitePage]:
    """Give pages with these ids."""
    return {id: SitePage(id, f"Title of {id}", id.rpartition("/")[2].title(), "", (), "", "", "", (), layer) for id in ids}


def test_everything_that_is_there():
    """An entry gets the page's short title, unless it has a name of its own."""
    all_pages = pages("index", "guidance/help", "policies/parents", "policies/staff", "guidance/contact", "guidance/work")

    assert [
        {"Index": "index.md"},
        {"Parents": [{"Help": "guidance/help.md"}, {"A name of its own": "policies/parents.md"}]},
        {"Staff": [{"Staff": "policies/staff.md"}, {"Advice": [{"Contact": "guidance/contact.md"}, {"Work": "guidance/work.md"}]}]},
    ] == choose_navigation(ENTRIES, all_pages)


def test_sections_without_pages_are_left_out():
    """A page that a school hasn't got leaves no entry, and a section without entries isn't there, however deep."""
    assert [{"Index": "index.md"}, {"Staff": [{"Staff": "policies/staff.md"}]}] == choose_navigation(
        ENTRIES, pages("index", "policies/staff")
    )
    assert [] == choose_navigation(ENTRIES, {})


def test_own_pages_come_last():
    """What an authority or a school adds stands in a section of its own; the core's pages without an entry don't."""
    there = pages("index") | pages("guidance/unlisted") | pages("guidance/ours", layer="authority") | pages("policies/mine", layer="school")

    assert [
        {"Index": "index.md"},
        {"Our own pages": [{"Ours": "guidance/ours.md"}, {"Mine": "policies/mine.md"}]},
    ] == choose_navigation(ENTRIES, there)


def test_page_that_replaces_another_stands_in_its_place():
    """A school's page in the place of the core's keeps its entry."""
    assert [{"Index": "index.md"}] == choose_navigation(ENTRIES, pages("index", layer="school"))
