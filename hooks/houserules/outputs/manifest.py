"""The manifest: what a site holds, for programs and for whoever wants to check it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from houserules import __version__
from houserules.outputs.stamp import Meanings, cut_text, fill_text
from houserules.pages.site import SitePage
from houserules.pages.standing import PolicyStandings
from houserules.profile.read import School

MANIFEST = "manifest.json"


def make_manifest(
    school: School,
    pages: Iterable[SitePage],
    standings: PolicyStandings,
    clauses: Mapping[str, tuple[str, ...]],
    references: Mapping[str, Mapping[str, str]],
    meanings: Meanings,
    hashes: Mapping[str, str],
) -> str:
    """Give the text of manifest.json; `hashes` are the SHA-256 of every other file of the site, by name."""

    def describe(page: SitePage) -> dict[str, Any]:
        title = fill_text(cut_text(page.title, meanings), {**school.values, **standings.values}, school.lists, str)
        described: dict[str, Any] = {"title": title, "audience": list(page.audience), "status": page.status}
        if page.is_policy:
            described |= {"version": standings.versions[page.name], "standing": standings.standings[page.name], "clauses": list(clauses[page.id])}
        return described

    manifest = {
        "manifest": 1,
        "core": __version__,
        "school": {"slug": school.slug, "name": school.values["school.name"], "authority": school.authority.slug if school.authority else None},
        "review_by": school.profile.review.review_by.isoformat(),
        "pages": {page.id: describe(page) for page in sorted(pages, key=lambda page: page.id)},
        "references": references,
        "files": dict(sorted(hashes.items())),
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


def hash_files(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file in a folder but the manifest, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    }
