"""What must hold of every page of the default school's site, seen on a phone."""

from __future__ import annotations

import gzip

POLICY_PAGE = "policies/staff-acceptable-use/"
MOST = 120_000  # bytes, all files of a first visit as gzip -9 makes them, before a logo of at most 20,000
LOGO = 20_000


def test_all_pages_are_visited(visits, site_folder):
    """A site of which no page is visited would pass everything below."""
    written = {path.parent.relative_to(site_folder).as_posix() + "/" for path in site_folder.rglob("index.html")} - {"./"}

    assert {"", "404.html", *written} == {visit.path for visit in visits}
    assert len(visits) > 20


def test_no_page_asks_another_host(visits):
    """The reader's browser talks to nobody else (design.md, 8)."""
    assert {} == {visit.path: visit.foreign for visit in visits if visit.foreign}


def test_nothing_is_missing(visits):
    """Every style sheet, script and picture that a page names is there."""
    assert {} == {visit.path: visit.missing for visit in visits if visit.missing}


def test_no_script_is_refused_and_none_fails(visits):
    """The server allows scripts from the site's own files only; the browser would complain of any other."""
    assert {} == {visit.path: visit.complaints for visit in visits if visit.complaints}


def test_no_page_scrolls_sideways(visits):
    """At 360 pixels, and at 320, which is a zoom of 400 % on a small desk screen (WCAG 2.2, 1.4.10)."""
    too_wide = {(visit.path, width): wide for visit in visits for width, wide in visit.widths.items() if wide > width}

    assert {} == too_wide


def test_help_is_on_every_page_and_999_comes_first(visits):
    """Something is wrong: one tap away, whatever page a reader is on."""
    for visit in visits:
        danger, wrong = visit.help_links

        assert "tel:999" == danger, visit.path
        assert wrong.endswith("guidance/report-a-concern/"), visit.path


def test_first_visit_is_small(visits, address, site_folder):
    """A parent on a slow phone waits for at most 120 kB."""
    policy = next(visit for visit in visits if visit.path == POLICY_PAGE)
    sizes = {url: packed_size(site_folder, url.removeprefix(address)) for url in policy.files}

    assert len(sizes) > 5
    assert sum(sizes.values()) <= MOST - LOGO, sizes


def test_search_index_waits_for_the_first_search(visits):
    """Nobody pays for search who doesn't search."""
    policy = next(visit for visit in visits if visit.path == POLICY_PAGE)

    assert [] == [url for url in policy.files if "search_index" in url]


def packed_size(folder, path):
    """Give the size of a published file as gzip -9 makes it."""
    return len(gzip.compress((folder / (path + "index.html" if path.endswith("/") else path)).read_bytes(), 9))
