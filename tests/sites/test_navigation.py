"""The navigation: every page of ours stands in it once, and nothing in it is missing."""

from __future__ import annotations

import yaml
from tests.sites.conftest import ROOT


def paths(entries) -> list[str]:
    """Give the files named in a `nav`."""
    found: list[str] = []
    for entry in entries:
        if isinstance(entry, str):
            found.append(entry)
        else:
            found += [path for inner in entry.values() for path in (paths(inner) if isinstance(inner, list) else [inner])]
    return found


def test_every_page_stands_in_the_navigation_once(core):
    """mkdocs.yml names each page of the core exactly once."""
    named = paths(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"])

    assert sorted(f"{id}.md" for id in core.composed.pages) == sorted(named)
