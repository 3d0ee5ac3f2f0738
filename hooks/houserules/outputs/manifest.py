"""The manifest: what a site holds, for programs and for whoever wants to check it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from houserules import __version__
from houserules.outputs.stamp import cut_text, fill_text
from houserules.pages.site import Site, SitePage


def make_manifest(site: Site, folder: Path) -> str:
    """Give the text of manifest.json for a site whose other files stand in a folder."""
    values, meanings, lists = site.values, site.alphabet.meanings(), site.school.lists

    def plain(text: str) -> str:
        return fill_text(cut_text(text, meanings), values, lists, str)

    def describe(page: SitePage) -> dict[str, Any]:
        described: dict[str, Any] = {"title": plain(page.title), "audience": list(page.audience), "status": page.status}
        if page.is_policy:
            described |= {"version": page.version, "standing": page.standing, "clauses": list(page.clauses)}
        return described

    manifest = {
        "manifest": 1,
        "core": __version__,
        "school": {"slug": site.school.slug, "name": values["school.name"], "authority": site.school.authority.slug if site.school.authority else None},
        "review_by": site.school.profile.review.review_by.isoformat(),
        "pages": {id: describe(page) for id, page in sorted(site.pages.items())},
        "references": site.references,
        "files": {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path != folder / "manifest.json"
        },
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
