"""Run a command in a process of its own, and say how long it took and how much memory it held; and what changed in a folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "DOCUMENTS": "no", "PYTHONUTF8": "1", "HOUSERULES_TRACEBACK": "1"}


@dataclass(frozen=True)
class Run:
    """One run: seconds on the clock from start to finish, and the most memory that the process (or one of its own) held, in MB."""

    seconds: float
    megabytes: float
    status: int = 0


class Failed(Exception):
    """A command that was to be measured didn't succeed."""


def run(command: Sequence[str | Path], cwd: Path | None = None, allowed: tuple[int, ...] = (0,), **environment: str) -> Run:
    """Run a command once. Raises Failed, with the end of what it said, if its status isn't one of those allowed."""
    with tempfile.NamedTemporaryFile("r+b") as said:
        asked = {"command": list(map(str, command)), "cwd": cwd and str(cwd), "env": {**os.environ, **QUIET, **environment}, "said": said.name}
        launcher = _start_launcher()
        launcher.stdin.write(json.dumps(asked) + "\n")
        launcher.stdin.flush()
        made = Run(**json.loads(launcher.stdout.readline()))
        if made.status not in allowed:
            lines = said.read().decode("utf-8", "replace").strip().splitlines()[-20:] or ["nothing was said"]
            raise Failed(f"status {made.status}: {lines[-1]}\n{' '.join(map(str, command))}\n" + "\n".join(lines))
    return made


@cache
def _start_launcher() -> subprocess.Popen:
    """Start what starts the commands: Linux counts as a new process's memory what the process held that started it, and ours grows."""
    return subprocess.Popen([sys.executable, "-S", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _launch() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        with open(asked["said"], "wb") as said:
            start = time.perf_counter()
            process = subprocess.Popen(asked["command"], cwd=asked["cwd"], env=asked["env"], stdin=subprocess.DEVNULL, stdout=said, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        held = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
        print(json.dumps({"seconds": seconds, "megabytes": held, "status": process.returncode}), flush=True)


def work_folder() -> tempfile.TemporaryDirectory[str]:
    """Give a folder to work in, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="houserules-", dir=memory if memory.is_dir() and os.access(memory, os.W_OK) else None)


def take_down(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Give the time of change and the hash of every file in a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).digest())
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def changed(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> list[str]:
    """Give the names of the files that came, went, were written again or hold other bytes."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def size(folder: Path) -> int:
    """Give the bytes of all files in a folder, each counted once however many names it has."""
    seen = {(status.st_dev, status.st_ino): status.st_size for path in folder.rglob("*") if path.is_file() for status in [path.stat()]}
    return sum(seen.values())


def room(folder: Path) -> int:
    """Give the bytes that are free where a folder lies."""
    return shutil.disk_usage(folder).free


if __name__ == "__main__":
    _launch()
