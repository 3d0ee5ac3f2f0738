# Whoever is killed can't tidy up, and what is compiled is large. So each of these folders is held by a lock, of which the system
# lets go when the process dies; and the next one that is made takes those away that nobody holds any more.
"""Folders for what a run needs only while it lasts."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from houserules.outputs.lock import HeldElsewhere, Lock

_PREFIX, _HELD = "houserules-", ".held-by-houserules"
_MOMENT = 60  # seconds, in which a folder that was just made gets its lock


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Give a new, empty folder, which is gone afterwards; those that killed runs left behind are taken away first."""
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = None
    try:
        lock = Lock(folder / _HELD)
        inside = folder / "inside"
        inside.mkdir()
        yield inside
    finally:
        if lock:
            lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Take away what nobody holds; only what this user made, and what is known for one of ours by its lock."""
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError, HeldElsewhere):
            about = (folder / _HELD).lstat()
            if folder.is_symlink() or time.time() - about.st_mtime < _MOMENT or (hasattr(os, "getuid") and about.st_uid != os.getuid()):
                continue
            Lock(folder / _HELD).release()
            shutil.rmtree(folder, ignore_errors=True)
