"""The slug: the name of a school's folder, which becomes part of its site's address."""

from __future__ import annotations

import re
from pathlib import Path

from houserules.problems import Place, Problem, Problems, shown

PROFILE = "school.yml"  # in the school's folder
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


def check_slug(folder: Path) -> str:
    """Give the name of a school's folder (which need not be there yet). Raises Problems if it can't be in an address."""
    slug = folder.resolve().name
    if not _SLUG.fullmatch(slug):
        why = "It becomes part of the site's address."
        fix = "Use small letters a to z, digits and hyphens, for example alder-lane-primary."
        raise Problems([Problem(Place(shown(folder)), f"'{slug}' can't be the name of a school's folder.", why, fix)])
    return slug
