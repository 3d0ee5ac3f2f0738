# For whoever looks first: at this project through its example schools, or at an authority's schools through one address.
# The folder into which sites are published may hold a page of somebody else's, so only our own is ever replaced. What is listed
# is what stands there, whatever run made it: a run may have built one part of the schools, and of another an older site stands.
"""One page that links the sites of many schools, each with a few pages to begin with."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from houserules.outputs.manifest import MANIFEST
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.brand import Shades, find_shades
from houserules.profile.values import LOGO

INDEX, STYLE = "index.html", "schools.css"
TEMPLATES = {STYLE: "school-index-style.html", INDEX: "school-index.html"}  # the page last: it names the other
ICON = "assets/favicon.svg"  # ours, which every site has: a browser that is told of none asks for one that isn't there
MARK = "Houserules, a page of schools"


@dataclass(frozen=True)
class Listed:
    """A school as the page shows it, with the addresses of the pages that its site has; without a phase, where its manifest doesn't say it yet."""

    slug: str
    name: str
    phase: str
    nation: str
    ages: tuple[int, int]
    monogram: str
    shades: Shades
    logo: str
    icon: str
    pages: frozenset[str]


def list_schools(out: Path) -> Iterator[Listed]:
    """Give the schools whose sites stand in a folder, in the order of their names, as their own manifests describe them."""
    found = (_list_school(folder) for folder in out.iterdir() if not folder.name.startswith(".")) if out.is_dir() else ()
    yield from sorted((school for school in found if school), key=lambda school: (school.name, school.slug))


def _list_school(site: Path) -> Listed | None:
    """Give what the page says of a school; None where the folder is none of our sites."""
    if not (site / MANIFEST).is_file():
        return None
    try:
        manifest = json.loads((site / MANIFEST).read_bytes())
        about: dict[str, Any] = manifest["school"]
        files = frozenset(manifest["files"])
        if manifest["manifest"] != 1 or about["slug"] != site.name or not (site / INDEX).is_file():
            return None
        first, last = about.get("ages", (0, 0))
        logo = f"assets/{LOGO}"
        return Listed(
            site.name, about["name"], about.get("phase", ""), about.get("nation", ""), (first, last), about.get("monogram", about["name"][:1]),
            find_shades(about.get("colour")), logo if logo in files else "", ICON if ICON in files else "", frozenset(name.removesuffix(INDEX) for name in files if name.endswith(f"/{INDEX}")),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_school_index(templates: Path, out: Path, *, note: str = "") -> Path | None:
    """Write the page of the schools whose sites stand in a folder, and its style sheet, into that folder; give its path.

    Where there is no site, what stands of the page is taken away, and None given. `templates` is the theme's folder; all the words
    are in its template. `note` is one more sentence for the top. Raises Problems if the folder has such a file that isn't ours.
    """
    _refuse_foreign(out / INDEX, out / STYLE)
    listed: list[Listed] | None = None
    while listed != (now := list(list_schools(out))):  # what another run has published meanwhile, and perhaps listed, isn't lost
        listed = now
        for name, text in render_index(templates, listed, note).items() if listed else ():
            beside = out / f".{name}.{os.urandom(4).hex()}"
            beside.write_bytes(text.encode("utf-8"))
            os.replace(beside, out / name)
    if not listed:
        for name in reversed(TEMPLATES):
            (out / name).unlink(missing_ok=True)
    return out / INDEX if listed else None


def render_index(templates: Path, listed: Iterable[Listed], note: str = "") -> dict[str, str]:
    """Give the text of the style sheet and of the page, by name."""
    schools = list(listed)
    pages = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return {name: pages.get_template(template).render(schools=schools, note=note, mark=MARK, style=STYLE) for name, template in TEMPLATES.items()}


def _refuse_foreign(*paths: Path) -> None:
    problems = []
    for path in paths:
        if path.is_symlink() or (path.exists() and not path.is_file()) or (path.is_file() and MARK.encode() not in path.read_bytes()):
            what = "This file is already there, and Houserules didn't make it."
            problems.append(Problem(Place(shown(path)), what, "It would be lost.", "Move it away, or leave the page of schools out."))
    if problems:
        raise Problems(problems)
