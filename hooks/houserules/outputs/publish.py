# What is in DIR/.houserules, beside the schools' folders and never inside one:
#   made-by-houserules   the mark: only a folder that has it, or an empty one, is ever published into
#   lock                 held by the run that publishes
#   run                  of a run on a cluster: its mark, without which its workers put nothing in place
#   sites/<slug>         the record: this site was published by us, so it may be replaced; written before the first rename
#   homes/<hash>         the way to a folder of schools from which sites came (fleet/homes.py)
#   staging/<slug>       the site that is being made; after an exchange the old one, until it is deleted
#   replacing/<slug>     the old site while two renames are on their way: see journal.py
# All of it is on the same file system as the sites, because a folder can be moved in one step only within one.
"""Publish finished sites into a folder: each is the old one whole or the new one whole, at any moment."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from houserules.outputs.exchange import Moves, is_link
from houserules.outputs.journal import settle_folder
from houserules.outputs.lock import LOCK, HeldElsewhere, RunLock
from houserules.outputs.shard import Shard
from houserules.outputs.sites import OURS, RunMark, Sites, names_in
from houserules.problems import Place, Problem, Problems, shown

MARK = "made-by-houserules"
SHARED = "shared"
RUN = "run"
_PARTS = ("staging", "sites", "replacing", "documents", SHARED)
_SENTENCE = "Houserules publishes sites into the folder above this one, and keeps here what it needs for that.\n"

class Output(Sites):
    """The folder in which sites are published; locked while it is open. Made by `open_output`."""

    def __init__(self, folder: Path, name: str, lock: RunLock, moves: Moves, shard: Shard) -> None:
        super().__init__(folder, name, moves)
        self.shard = shard
        self._lock: RunLock | None = lock
        self._mark = RunMark(RUN if shard.whole else f"{RUN}.{shard}", os.urandom(16).hex())
        self.end_others()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def mark(self) -> RunMark:
        """Leave the mark of this run, for workers that may outlive it, and give it."""
        self._mark.write(self.folder / OURS)
        return self._mark

    def end_others(self) -> None:
        """Take the mark of any run away for whose schools this one has the lock: what is left of its workers puts nothing in place."""
        for path in (self.folder / OURS).glob(f"{RUN}*"):
            if self.shard.whole or path.name == self._mark.name or not path.name.endswith(f"-of-{self.shard.count}"):
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Throw away what was staged and not published, and let another run in."""
        if self._lock:
            try:
                with suppress(OSError):  # the next run tries again
                    self.end_others()
                    self._tidy()
            finally:
                self._lock.release()
                self._lock = None

    def _places(self, slug: str) -> tuple[Path, Path, Path]:
        if self._lock is None:
            raise ValueError("the folder is closed")
        return super()._places(slug)

    def _tidy(self) -> None:
        """Complete or undo what was interrupted, delete what is staged, and forget the sites that somebody deleted."""
        staging, sites, replacing = (self.folder / OURS / part for part in _PARTS[:3])
        for slug in filter(self.shard.has, names_in(replacing)):
            with suppress(OSError):  # said by `stage`, for this school alone
                settle_folder(*self._places(slug), self._moves)
        unsettled = names_in(replacing)
        for name in names_in(staging) - unsettled:
            if self.shard.has(name.partition(".")[0]):  # beside a site its archive and its record are made there
                self._moves.remove(staging / name)
        for slug in filter(self.shard.has, names_in(sites) - unsettled - names_in(self.folder)):
            (sites / slug).unlink()
        for name in names_in(self.folder / OURS / SHARED) if self.shard.whole else ():
            path = self.folder / OURS / SHARED / name
            with suppress(OSError):  # in use; the next run tries again
                if "." in name or path.stat().st_nlink == 1:  # it was being written when a run was killed, or no site has it any more
                    path.unlink()


def open_output(folder: Path, moves: Moves | None = None, shard: Shard | None = None) -> Output:
    """Open a folder to publish into, made if it isn't there, and settle what an interrupted run left in it.

    Raises Problems where it is a file, has something in it and lacks our mark, can't be written, or another run is at work.
    """
    name, shard = shown(folder), shard or Shard()
    try:
        if os.path.lexists(folder) and not folder.is_dir():
            what = "This is a file, and a folder is needed." if folder.exists() else "This is a link that leads nowhere."
            raise _refused(name, what, "", "Give the folder into which the sites shall go.")
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        _check_ours(folder, name)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(None, "you may not change it")
        (folder / OURS).mkdir(exist_ok=True)
        lock = _lock(folder / OURS, shard, name)
    except OSError as error:
        raise _unwritable(name, error) from error
    output = Output(folder, name, lock, moves or Moves(), shard)
    try:
        if not (folder / OURS / MARK).exists():
            (folder / OURS / MARK).write_text(_SENTENCE, "utf-8", newline="\n")
        for part in _PARTS:
            (folder / OURS / part).mkdir(exist_ok=True)
        output._tidy()
    except BaseException as error:
        output.close()
        if isinstance(error, OSError):
            raise _unwritable(name, error) from error
        raise
    return output


def _check_ours(folder: Path, name: str) -> None:
    # The contents are read before the mark is looked for: a run that begins beside us writes its mark first.
    found = names_in(folder)
    ours = folder / OURS
    if is_link(ours) or (OURS in found and not ours.is_dir()):
        foreign = {OURS}
    else:  # a run that was killed before it wrote the mark leaves a folder with nothing but its lock
        inside = {f"{OURS}/{entry}" for entry in names_in(ours)} if OURS in found else set()
        foreign = set() if (ours / MARK).is_file() else (found | inside) - {OURS}
        foreign = {name for name in foreign if not name.startswith(f"{OURS}/{LOCK}")}
    if foreign:
        what = f"This folder has something in it that Houserules didn't make: '{min(foreign)}'."
        why = "Houserules replaces what stands in its folder, and something of yours could be lost."
        raise _refused(name, what, why, "Give a new folder, or an empty one.")


def _lock(folder: Path, shard: Shard, name: str) -> RunLock:
    try:
        return RunLock(folder, shard)
    except HeldElsewhere:
        why = "Two at once would get in each other's way."
        raise _refused(name, "Another run is publishing into this folder.", why, "Wait until it has finished, and build again.") from None


def _refused(name: str, what: str, why: str, fix: str) -> Problems:
    return Problems([Problem(Place(name), what, why, fix)])


def _unwritable(name: str, error: OSError) -> Problems:
    what = f"This folder can't be written: {error.strerror or error}."
    return _refused(name, what, "Nothing was published.", "Give a folder that you may change, on a disk with room.")
