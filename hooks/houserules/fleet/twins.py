# A school that was begun as a copy of another keeps its number and its address until somebody changes them. Every profile is
# looked at in every run, those of schools that are up to date too, so it is looked at as bytes, and isn't read as YAML.
"""Twins: schools of one folder that give the same number, or the same address for their site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from houserules.problems import Place, Problem, shown
from houserules.profile.slug import PROFILE

_VALUE = rb"""[ \t]+%s:[ \t]+(?P<quote>["']?)(?P<value>[^\s"'#]+)(?P=quote)[ \t]*(?:[ \t]#.*)?\r?$"""
_NATION, _URN, _SITE = (re.compile(b"^" + _VALUE % name, re.MULTILINE) for name in (b"nation", b"urn", b"site_url"))


def find_marks(profile: bytes) -> tuple[str, ...]:
    """Give what no two schools have in common: the number in the register of the nation, and the address of the site."""
    nation, urn, site = (found["value"].decode("utf-8", "replace") if (found := name.search(profile)) else "" for name in (_NATION, _URN, _SITE))
    number = f"number {urn} in the register ({nation})" if urn and nation else ""
    address = f"address {site.rstrip('/').casefold()}/" if site else ""
    return tuple(filter(None, (number, address)))


def find_twins(marks: Mapping[Path, tuple[str, ...]]) -> dict[Path, tuple[Problem, ...]]:
    """Give for each folder that shares a mark with others what is to be said of it."""
    having: dict[str, list[Path]] = {}
    for folder, own in marks.items():
        for mark in own:
            having.setdefault(mark, []).append(folder)
    twins: dict[Path, tuple[Problem, ...]] = {}
    for mark, folders in having.items():
        for folder in folders if len(folders) > 1 else ():
            others = [shown(other) for other in folders if other != folder]
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            why = "One of them was probably copied from the other; a school would be published twice, or under another's address."
            problem = Problem(Place(shown(folder / PROFILE)), f"The {mark} is also that of {others[0]}{more}.", why, "Change it in the copy, or take one of them away.")
            twins[folder] = (*twins.get(folder, ()), problem)
    return twins
