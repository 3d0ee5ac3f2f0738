# A record says by a hash from which folder of schools its site came, so that two folders can be published into one. Where a folder
# of schools lies is kept once for all of them, as seen from the sites: both may be moved together, and then nothing has changed.
"""Homes: the folders of schools from which sites came, and which of them are there no more."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_HOMES = "homes"


def remember_home(ours: Path, home: str, schools: Path) -> None:
    """Keep where a folder of schools lies, by its hash; that this can't be done is no reason to stop."""
    path = ours / _HOMES / home
    with suppress(OSError, ValueError):  # on Windows there is no way from one drive to another
        way = os.fsencode(os.path.relpath(schools.resolve(), ours.resolve()))
        if not path.is_file() or path.read_bytes() != way:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(way)


def is_gone(ours: Path, home: str, schools: Path) -> bool:
    """Say whether an earlier folder of schools is there no more, or is the one of now under its earlier name; False where that isn't known."""
    try:
        before = Path(os.path.normpath(ours.resolve() / os.fsdecode((ours / _HOMES / home).read_bytes())))
        return not os.path.lexists(before) or before.resolve() == schools.resolve()
    except (OSError, ValueError):
        return False
