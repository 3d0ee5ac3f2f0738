"""The lock: one run at a time, and never one that nobody holds any more."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from houserules.outputs import lock as module
from houserules.outputs.lock import LOCK, HeldElsewhere, Lock, RunLock
from houserules.outputs.shard import Shard

HOLD = """
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from houserules.outputs.lock import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
input()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_a_second_lock_is_refused_until_the_first_is_let_go(path: Path):
    """Even within one process only one can hold it."""
    first = Lock(path)
    with pytest.raises(HeldElsewhere):
        Lock(path)
    first.release()

    Lock(path).release()


def test_a_killed_process_holds_nothing(path: Path):
    """The system lets go of a killed run's lock: the next run needs nobody to delete a file."""
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HeldElsewhere):
            Lock(path)
        other.kill()
        other.wait()

    Lock(path).release()


def test_parts_that_begin_at_once_do_not_take_each_other_for_a_whole_run(tmp_path: Path):
    """Both look at the lock of a whole run, which is left from an earlier one and held by nobody."""
    Lock(tmp_path / LOCK).release()
    start = threading.Barrier(2)

    def begin(number: int) -> list[str]:
        refused = []
        for _ in range(300):
            start.wait(30)
            try:
                RunLock(tmp_path, Shard(number, 2)).release()
            except HeldElsewhere:
                refused.append(f"{number}/2")
        return refused

    with ThreadPoolExecutor(2) as pool:
        assert [[], []] == list(pool.map(begin, (1, 2)))


def test_a_part_is_refused_while_a_whole_run_is_at_work(tmp_path: Path):
    """And a whole run while a part is."""
    whole = RunLock(tmp_path, Shard())
    with pytest.raises(HeldElsewhere):
        RunLock(tmp_path, Shard(1, 2))
    whole.release()
    part = RunLock(tmp_path, Shard(1, 2))
    with pytest.raises(HeldElsewhere):
        RunLock(tmp_path, Shard())
    part.release()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="This system doesn't fork.")
def test_letting_go_holds_for_forked_workers_too(path: Path):
    """A worker that outlives the run doesn't keep the lock once the run has let it go."""
    lock = Lock(path)
    reading, writing = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    lock.release()
    try:
        Lock(path).release()
    finally:
        os.close(writing)
        os.waitpid(worker, 0)


@pytest.mark.parametrize(("code", "raised"), [(errno.EAGAIN, HeldElsewhere), (errno.EACCES, HeldElsewhere), (errno.ENOLCK, OSError)])
def test_what_the_system_answers(path: Path, monkeypatch: pytest.MonkeyPatch, code: int, raised: type[Exception]):
    """Held by another run is one thing, a disk that can't lock another; neither keeps the file."""

    def refuse(file: int, how: int) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as refusing:
        refusing.setattr(module, "fcntl", SimpleNamespace(flock=refuse, LOCK_EX=2, LOCK_NB=4, LOCK_UN=8))
        with pytest.raises(raised):
            Lock(path)

    Lock(path).release()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_lock_that_nobody_keeps_is_let_go(path: Path):
    """Ctrl-C between taking the lock and keeping it leaves nothing held."""
    Lock(path)

    Lock(path).release()


def test_windows_locks_and_unlocks_the_same_byte(path: Path, monkeypatch: pytest.MonkeyPatch):
    """On Windows the first byte of the file is locked without waiting, and unlocked again."""
    asked: list[tuple[int, int, int]] = []

    def locking(file: int, how: int, size: int) -> None:
        asked.append((how, os.lseek(file, 0, os.SEEK_CUR), size))

    monkeypatch.setattr(module, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2, LK_UNLCK=0))
    Lock(path).release()

    assert [(2, 0, 1), (0, 0, 1)] == asked
