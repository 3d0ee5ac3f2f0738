# For whoever looks first: at this project through its example schools, or at an authority's schools through one address.
# The folder into which sites are published may hold a page of somebody else's, so only our own is ever replaced.
"""One page that links the sites of many schools, each with a few pages to begin with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.brand import Shades, find_shades
from houserules.profile.read import School

INDEX, STYLE = "index.html", "schools.css"
TEMPLATES = {STYLE: "school-index-style.html", INDEX: "school-index.html"}  # the page last: it names the other
MARK = "Houserules, a page of schools"


@dataclass(frozen=True)
class Listed:
    """A school as the page shows it, with the addresses of the pages that its site has."""

    slug: str
    name: str
    phase: str
    nation: str
    ages: tuple[int, int]
    monogram: str
    shades: Shades
    logo: str
    pages: frozenset[str]


def list_school(school: School, out: Path) -> Listed | None:
    """Give what the page says of a school whose site lies in a folder; None if it has no site there."""
    site, profile = out / school.slug, school.profile.school
    if not (site / INDEX).is_file():
        return None
    logo = school.values.get("brand.logo_file", "")
    return Listed(
        school.slug,
        school.values["school.name"],
        profile.phase.value,
        profile.nation.value,
        (profile.ages.from_, profile.ages.to),
        school.values["school.monogram"],
        find_shades(school.profile.brand.colour),
        f"assets/{logo}" if logo and (site / "assets" / logo).is_file() else "",
        frozenset(path.parent.relative_to(site).as_posix() + "/" for path in site.glob(f"*/*/{INDEX}")),
    )


def write_school_index(templates: Path, schools: Iterable[School], out: Path, *, note: str = "") -> Path:
    """Write the page of some schools, and its style sheet, into the folder that holds their sites; give its path.

    Schools without a site there are left out; the others stand in the order of their names. `templates` is the theme's
    folder; all the words are in its template. `note` is one more sentence for the top. Raises Problems if the folder has such a file that isn't ours, or
    none of the schools has a site in it.
    """
    _refuse_foreign(out / INDEX, out / STYLE)
    listed = sorted((found for school in schools if (found := list_school(school, out))), key=lambda school: (school.name, school.slug))
    if not listed:
        what = "There is no school's site in this folder."
        raise Problems([Problem(Place(shown(out)), what, "So a page that links them would be empty.", "Build the schools first.")])
    for name, text in render_index(templates, listed, note).items():
        beside = out / f".{name}.new"
        beside.write_bytes(text.encode("utf-8"))
        os.replace(beside, out / name)
    return out / INDEX


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
