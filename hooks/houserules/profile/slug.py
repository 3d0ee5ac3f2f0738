"""The slug: the name of a school's folder, which becomes part of its site's address."""

from __future__ import annotations

import os
import re
from pathlib import Path

from houserules.problems import Place, Problem, Problems, shown

PROFILE = "school.yml"  # in the school's folder
_NEARLY = re.compile(r"school\.ya?ml(?:\.(?:txt|ya?ml))?", re.IGNORECASE)  # as an editor, or Windows, may call it
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


def find_nearly(folder: Path) -> str:
    """Give the name of a file that was meant to be a school's profile, such as school.yml.txt, or an empty text."""
    if os.path.lexists(folder / PROFILE):
        return ""
    return next((path.name for path in sorted(folder.iterdir()) if _NEARLY.fullmatch(path.name)), "")


def folder_of(path: Path) -> Path:
    """Give a school's folder for a path to it or to the profile in it, as somebody may type either."""
    return path.parent if path.name == PROFILE and path.is_file() else path


def slug_of(folder: Path) -> str:
    """Give the name of a school's folder: of a link that of the folder to which it leads, and on Windows as it is spelt there."""
    if os.name != "nt" and folder.name not in ("", "..") and not folder.is_symlink():
        return folder.name  # finding out where a path leads takes ten times as long, and a fleet has many folders
    return folder.resolve().name


def check_slug(folder: Path) -> str:
    """Give the name of a school's folder (which need not be there yet). Raises Problems if it can't be in an address."""
    slug = slug_of(folder)
    if not _SLUG.fullmatch(slug):
        why = "It becomes part of the site's address."
        fix = "Use small letters a to z, digits and hyphens, for example alder-lane-primary."
        raise Problems([Problem(Place(shown(folder)), f"'{slug}' can't be the name of a school's folder.", why, fix)])
    return slug
