"""Navigation: the entries of mkdocs.yml that a school has, and what its own layers add."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from houserules.pages.site_page import SitePage

OWN = "Our own pages"  # short, for the menu of a screen that is 1,280 wide has eight others beside it


def choose_navigation(entries: list[Any], pages: Mapping[str, SitePage]) -> list[Any]:
    """Give MkDocs' `nav` for some pages: entries of others are left out, and so are sections without pages.

    Pages that stand in no entry (an authority's or a school's own) come last, in a section of their own.
    """
    chosen = _choose(entries, pages)
    known = set(_paths(entries))
    own = [page for page in pages.values() if page.src_uri not in known and page.layer != "core"]
    if own:
        chosen.append({OWN: [{page.short_title: page.src_uri} for page in own]})
    return chosen


def _choose(entries: list[Any], pages: Mapping[str, SitePage]) -> list[Any]:
    chosen: list[Any] = []
    for entry in entries:
        if isinstance(entry, str):
            if page := pages.get(entry.removesuffix(".md")):
                chosen.append({page.short_title: entry})
            continue
        for title, inner in entry.items():
            if isinstance(inner, list):
                if kept := _choose(inner, pages):
                    chosen.append({title: kept})
            elif inner.removesuffix(".md") in pages:
                chosen.append({title: inner})
    return chosen


def _paths(entries: list[Any]):
    for entry in entries:
        if isinstance(entry, str):
            yield entry
            continue
        for inner in entry.values():
            if isinstance(inner, list):
                yield from _paths(inner)
            else:
                yield inner
