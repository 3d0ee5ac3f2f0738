# The system itself lets go of these locks when the program dies, however it dies: there is nothing to clean up after a
# kill, and no process number to compare. flock (not lockf), because it belongs to the opened file: a second opening in
# the same process is refused too. Workers that were forked hold it with us, so that a next run can't begin while an
# orphan still writes; letting go is therefore said, and not left to closing the file.
"""A lock on a file, which one run holds and no other."""

from __future__ import annotations

import os
import time
from pathlib import Path

from houserules.outputs.shard import Shard

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


LOCK = "lock"
_WAITS = (0.01, 0.03, 0.1)  # seconds


class HeldElsewhere(Exception):
    """Another run holds the lock."""


class Lock:
    """A lock that is held from its making until `release`."""

    def __init__(self, path: Path) -> None:
        """Take the lock without waiting. Raises HeldElsewhere; OSError where the file can't be written or locked."""
        self._file = path.open("ab")  # closed, and so let go of, with the lock itself if Ctrl-C comes just now
        try:
            _take(self._file.fileno())
        except (BlockingIOError, PermissionError):
            self._file.close()
            raise HeldElsewhere from None
        except OSError:
            self._file.close()
            raise

    def release(self) -> None:
        """Let go of the lock. The file stays: deleting it would let two runs hold two files of one name."""
        with self._file as file:
            _let_go(file.fileno())


class RunLock:
    """What a run holds while it publishes into a folder: a lock of its own, that goes with no other run's.

    Runs that each build a part of the schools (a shard) may work at the same time, if they share them out alike.
    """

    def __init__(self, folder: Path, shard: Shard) -> None:
        """Take the lock without waiting. Raises HeldElsewhere; OSError where a file can't be written or locked."""
        own = folder / (LOCK if shard.whole else f"{LOCK}.{shard}")
        self._lock = Lock(own)  # one's own first: of two runs that begin at once, one at least sees the other
        try:
            for other in folder.glob(f"{LOCK}*"):
                if other != own and (shard.whole or not other.name.endswith(f"-of-{shard.count}")):
                    _refuse_held(other)
        except BaseException:
            self._lock.release()
            raise

    def release(self) -> None:
        """Let go of the lock."""
        self._lock.release()


def _refuse_held(path: Path) -> None:
    """Raise HeldElsewhere if a run holds a lock; one that only looks, as we do, lets go of it in a moment."""
    for wait in _WAITS:
        try:
            Lock(path).release()
        except HeldElsewhere:
            time.sleep(wait)
        else:
            return
    Lock(path).release()


def _take(file: int) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        import msvcrt

        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)


def _let_go(file: int) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_UN)
    else:
        import msvcrt

        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
