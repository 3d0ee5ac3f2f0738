# Python has no call that exchanges two folders, so we ask the C library: renameat2(2) on Linux (glibc 2.28), renamex_np(2)
# on macOS. Both are one move: whoever looks sees the old site or the new one, and so does whoever looks after a kill.
# A file system may lack it (NFS, many network and FAT disks, WSL's /mnt/c) and Windows has nothing like it: see journal.py.
# A kill of the program is covered. A power cut is covered only as far as the file system keeps its order: we don't flush
# every file to the disk, because flushing a small file takes longer than making it.
"""How folders are moved on this system: exchanged in one move where it can, renamed with patience where it can't."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HERE = -100  # AT_FDCWD: a relative path starts from the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux and RENAME_SWAP on macOS: the same number

# What a system says that hasn't got the exchange, or not for this file system. EPERM: some sandboxes answer so.
LACKING = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})

# On Windows a folder can't be renamed while a file in it is open; virus scanners open new files for a moment.
PATIENCE = (0.1, 0.2, 0.4, 0.8, 1.5) if os.name == "nt" else ()


def find_exchange(platform: str = sys.platform, library: Any = None) -> Callable[[Path, Path], None] | None:
    """Give the system's own exchange of two folders, or None where there is none.

    The function that is given raises OSError; one of LACKING where the file system hasn't got it.
    `library` stands in for the C library in tests.
    """
    names = {"linux": "renameat2", "darwin": "renamex_np"}
    if platform not in names:
        return None
    import ctypes  # takes 5 ms, and only a run that publishes needs it

    try:
        call = getattr(library or ctypes.CDLL(None, use_errno=True), names[platform])
    except (AttributeError, OSError):
        return None
    text, number, flags = ctypes.c_char_p, ctypes.c_int, ctypes.c_uint
    call.argtypes = [number, text, number, text, flags] if platform == "linux" else [text, text, flags]
    call.restype = number

    def exchange(one: Path, other: Path) -> None:
        first, second = os.fsencode(one), os.fsencode(other)
        failed = call(_HERE, first, _HERE, second, _EXCHANGE) if platform == "linux" else call(first, second, _EXCHANGE)
        if failed:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(one), None, str(other))

    return exchange


@dataclass(frozen=True)
class Moves:
    """What is done to folders, as values, so that a test can give other ones."""

    exchange: Callable[[Path, Path], None] | None = field(default_factory=find_exchange)
    rename: Callable[[Path, Path], None] = os.rename
    pauses: tuple[float, ...] = PATIENCE
    sleep: Callable[[float], None] = time.sleep

    def move(self, start: Path, goal: Path) -> None:
        """Rename a folder; where it is in use, try again after each pause. Raises OSError if it can't be done."""
        for pause in self.pauses:
            try:
                self.rename(start, goal)
            except PermissionError:
                self.sleep(pause)
            else:
                return
        self.rename(start, goal)

    def swap(self, one: Path, other: Path) -> bool:
        """Exchange two folders in one move; False where the system can't, and nothing was moved. Raises OSError."""
        if self.exchange is None:
            return False
        try:
            self.exchange(one, other)
        except OSError as error:
            if error.errno not in LACKING:
                raise
            return False
        return True

    def remove(self, path: Path) -> bool:
        """Delete a folder and all in it, or a link or file; False where something of it can't be deleted."""
        try:
            if path.is_dir() and not is_link(path):
                shutil.rmtree(path, **{"onexc" if sys.version_info >= (3, 12) else "onerror": _delete_protected})
            else:
                path.unlink(missing_ok=True)
        except OSError:
            return False
        return True


def is_link(path: Path) -> bool:
    """Say whether a path is a symbolic link or, on Windows, a junction."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _delete_protected(delete: Callable[[str], None], path: str, _: object) -> None:
    # Windows doesn't delete what is marked read-only, and a copied logo keeps its mark.
    protected = Path(path)
    if delete not in (os.unlink, os.rmdir) or is_link(protected):
        raise  # noqa: PLE0704 - rmtree calls this where the error is being handled
    protected.chmod(stat.S_IMODE(protected.stat().st_mode) | stat.S_IWRITE)
    delete(path)
