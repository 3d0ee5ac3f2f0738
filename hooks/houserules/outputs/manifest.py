"""The manifest: what a site holds, for programs and for whoever wants to check it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from houserules import __version__
from houserules.outputs.stamp import Meanings, cut_text, fill_text
from houserules.pages.site_page import SitePage
from houserules.pages.standing import PolicyStandings

if TYPE_CHECKING:
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

    values = {**school.values, **standings.values}
    described = {
        page.id: describe_page(
            page, fill_text(cut_text(page.title, meanings), values, school.lists, str), standings, json.dumps(clauses.get(page.id, ()))
        )
        for page in pages
    }
    head = describe_site(school.slug, values, school.authority.slug if school.authority else None, school.profile.review.review_by)
    return join_manifest(head, described, _json(references), hashes)


def describe_site(slug: str, values: Mapping[str, str], authority: str | None, review_by: date) -> dict[str, Any]:
    """Give what the manifest says of the whole site; a page that lists many sites (school_index.py) needs no more than this."""
    about = {"slug": slug, "name": values["school.name"], "authority": authority, "nation": values["school.nation"], "phase": values["school.phase"]}
    about |= {"ages": [int(values["school.ages.from"]), int(values["school.ages.to"])], "monogram": values["school.monogram"], "colour": values["brand.own"]}
    return {"manifest": 1, "core": __version__, "school": about, "review_by": review_by.isoformat()}


def describe_page(page: SitePage, title: str, standings: PolicyStandings, clauses: str) -> str:
    """Give what the manifest says of a page, as JSON; `clauses` is JSON already, the same for many schools."""
    described: dict[str, Any] = {"title": title, "audience": list(page.audience), "status": page.status}
    if not page.is_policy:
        return _json(described)
    described |= {"version": standings.versions[page.name], "standing": standings.standings[page.name]}
    return f'{_json(described)[:-1]}, "clauses": {clauses}}}'


def join_manifest(head: Mapping[str, Any], pages: Mapping[str, str], references: str, hashes: Mapping[str, str]) -> str:
    """Put the manifest together, a line for each page and each file; `pages` and `references` are JSON already."""
    lines = [f" {_json(name)}: {_json(value)}," for name, value in head.items()]
    lines.append(' "pages": {\n' + ",\n".join(f"  {_quote(id)}: {pages[id]}" for id in sorted(pages)) + "\n },")
    lines.append(f' "references": {references},')
    lines.append(' "files": {\n' + ",\n".join(f'  {_quote(name)}: "{hashes[name]}"' for name in sorted(hashes)) + "\n }")
    return "{\n" + "\n".join(lines) + "\n}\n"


@lru_cache(maxsize=4096)  # the schools of a fleet have the same files
def _quote(name: str) -> str:
    return _json(name)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def hash_files(folder: Path) -> dict[str, str]:
    """Give the SHA-256 of every file in a folder but the manifest, by name."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST
    }
