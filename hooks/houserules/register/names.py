# A folder's name ends in the address of the school's site, so it must never change by itself. A name that only one school
# of the whole file has is taken as it is; a name that several have always gets the school's number, whichever of them are
# imported and in whatever order. Once a folder is there, its record says whose it is, and names are asked no more.
"""The names of schools' folders: from the school's name, with its number where others are called the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from houserules.register.entry import Entry

_LONGEST = 60  # of the 64 that a folder's name may have
_TAKEN = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})  # by Windows


def make_slug(name: str) -> str:
    """Give a name in small letters a to z, digits and hyphens; nothing, where it has none of these."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ").replace("\u00df", "ss").replace("\u00f8", "o"))
    plain = re.sub(r"['\u2018\u2019\u02bc`\u00b4]", "", plain).casefold()
    words = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _shorten(re.sub(r"[^a-z0-9]+", "-", words).strip("-"), _LONGEST)


def choose_slug(entry: Entry, shared: Collection[str]) -> str:
    """Give the name of a new school's folder; `shared` are the slugs that more than one school of the file would have.

    Gives nothing where the school can't be told from another of its name.
    """
    if entry.folder:
        return entry.folder
    slug, number = make_slug(entry.name), re.sub(r"[^a-z0-9]", "", entry.number.casefold())
    if slug and slug not in _TAKEN and slug not in shared:
        return slug
    return f"{_shorten(slug or 'school', _LONGEST - len(number) - 1)}-{number}" if number else ""


def _shorten(slug: str, most: int) -> str:
    if len(slug) <= most:
        return slug
    return slug[:most].rpartition("-")[0] or slug[:most]
