# What is in DIR/.houserules, beside the schools' folders and never inside one:
#   made-by-houserules   the mark: only a folder that has it, or an empty one, is ever published into
#   lock                 held by the run that publishes
#   sites/<slug>         the record: this site was published by us, so it may be replaced; written before the first rename
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
from houserules.outputs.journal import replace_folder, settle_folder
from houserules.outputs.lock import HeldElsewhere, Lock
from houserules.problems import Place, Problem, Problems, shown

OURS = ".houserules"
MARK = "made-by-houserules"
LOCK = "lock"
_PARTS = ("staging", "sites", "replacing")
_SENTENCE = "Houserules publishes sites into the folder above this one, and keeps here what it needs for that.\n"
# Put into a new folder by the system as soon as somebody looks at it.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Output:
    """The folder in which sites are published; locked while it is open. Made by `open_output`."""

    def __init__(self, folder: Path, name: str, lock: Lock, moves: Moves) -> None:
        self.folder, self._name, self._moves = folder, name, moves
        self._lock: Lock | None = lock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Throw away what was staged and not published, and let another run in."""
        if self._lock:
            try:
                with suppress(OSError):  # the next run tries again
                    self._tidy()
            finally:
                self._lock.release()
                self._lock = None

    def stage(self, slug: str) -> Path:
        """Give a new empty folder in which a site can be made.

        Raises Problems where a site of this name could not be published, or an earlier one can't be cleared away;
        OSError where the folder can't be made.
        """
        self._check(slug)
        staged, site, aside = self._places(slug)
        try:
            settle_folder(staged, site, aside, self._moves)
        except OSError as error:
            raise self._not_published(slug, error) from error
        if not self._moves.remove(staged):
            raise Problems([_in_use(f"{self._name}/{OURS}/staging/{slug}", "It is left from an earlier run and can't be deleted.")])
        staged.mkdir()
        return staged

    def publish(self, slug: str) -> None:
        """Put the staged site in its place and delete the one that was there.

        Raises Problems where that can't be done; the old site stands then, or is put back by the next run.
        """
        self._check(slug)
        staged, site, aside = self._places(slug)
        if not staged.is_dir():
            raise ValueError(f"nothing is staged for {slug!r}")
        try:
            if not os.path.lexists(site):
                self._record(slug).touch()
                self._moves.move(staged, site)
            elif not self._moves.swap(staged, site):
                replace_folder(staged, site, aside, self._moves)
        except OSError as error:
            raise self._not_published(slug, error) from error
        self._moves.remove(staged)

    def discard(self, slug: str) -> None:
        """Throw the staged site away; what stands of it in the folder of sites is left alone."""
        staged, _, aside = self._places(slug)
        if not os.path.lexists(aside):  # else the next run needs it to settle what was interrupted
            self._moves.remove(staged)

    def _places(self, slug: str) -> tuple[Path, Path, Path]:
        if self._lock is None:
            raise ValueError("the folder is closed")
        if not slug or slug.startswith(".") or Path(slug).name != slug:
            raise ValueError(f"{slug!r} can't be the name of a site")
        ours = self.folder / OURS
        return ours / "staging" / slug, self.folder / slug, ours / "replacing" / slug

    def _record(self, slug: str) -> Path:
        return self.folder / OURS / "sites" / slug

    def _check(self, slug: str) -> None:
        """Raise Problems where something stands in the site's place that we didn't put there."""
        site = self._places(slug)[1]
        if is_link(site):
            what = "This is a link to another folder, and a site can't be put in its place."
        elif os.path.lexists(site) and not (site.is_dir() and self._record(slug).is_file()):
            what = "Something stands here that Houserules didn't publish."
        else:
            return
        why = "It would be lost if the site were put in its place."
        raise Problems([Problem(Place(self._shown(slug)), what, why, "Move it somewhere else, or give it another name, and build again.")])

    def _shown(self, slug: str) -> str:
        return f"{self._name}/{slug}"

    def _not_published(self, slug: str, error: OSError) -> Problems:
        _, site, aside = self._places(slug)
        if os.path.lexists(site):
            why = "The site that was there before still stands."
        elif os.path.lexists(aside):
            why = f"The site that was there before is whole, in {self._name}/{OURS}/replacing/{slug}; the next build puts it or the new one in place."
        else:
            why = "There was no site before it."
        if isinstance(error, PermissionError):
            return Problems([_in_use(self._shown(slug), f"The new site couldn't be put in its place. {why}")])
        what = f"The new site couldn't be put in its place: {error.strerror or error}."
        return Problems([Problem(Place(self._shown(slug)), what, why, "Mend that and build again.")])

    def _tidy(self) -> None:
        """Complete or undo what was interrupted, delete what is staged, and forget the sites that somebody deleted."""
        staging, sites, replacing = (self.folder / OURS / part for part in _PARTS)
        for slug in _names(replacing):
            with suppress(OSError):  # said by `stage`, for this school alone
                settle_folder(*self._places(slug), self._moves)
        unsettled = _names(replacing)
        for slug in _names(staging) - unsettled:
            self._moves.remove(staging / slug)
        for slug in _names(sites) - unsettled - _names(self.folder):
            (sites / slug).unlink()


def open_output(folder: Path, moves: Moves | None = None) -> Output:
    """Open a folder to publish into, made if it isn't there, and settle what an interrupted run left in it.

    Raises Problems where it is a file, has something in it and lacks our mark, can't be written, or another run is at work.
    """
    name = shown(folder)
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
        lock = _lock(folder / OURS / LOCK, name)
    except OSError as error:
        raise _unwritable(name, error) from error
    output = Output(folder, name, lock, moves or Moves())
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
    found = _names(folder)
    ours = folder / OURS
    if is_link(ours) or (OURS in found and not ours.is_dir()):
        foreign = {OURS}
    else:  # a run that was killed before it wrote the mark leaves a folder with nothing but its lock
        inside = {f"{OURS}/{entry}" for entry in _names(ours)} if OURS in found else set()
        foreign = set() if (ours / MARK).is_file() else (found | inside) - {OURS, f"{OURS}/{LOCK}"}
    if foreign:
        what = f"This folder has something in it that Houserules didn't make: '{min(foreign)}'."
        why = "Houserules replaces what stands in its folder, and something of yours could be lost."
        raise _refused(name, what, why, "Give a new folder, or an empty one.")


def _names(folder: Path) -> set[str]:
    return set(os.listdir(folder)) - _LITTER


def _lock(path: Path, name: str) -> Lock:
    try:
        return Lock(path)
    except HeldElsewhere:
        why = "Two at once would get in each other's way."
        raise _refused(name, "Another run is publishing into this folder.", why, "Wait until it has finished, and build again.") from None


def _refused(name: str, what: str, why: str, fix: str) -> Problems:
    return Problems([Problem(Place(name), what, why, fix)])


def _unwritable(name: str, error: OSError) -> Problems:
    what = f"This folder can't be written: {error.strerror or error}."
    return _refused(name, what, "Nothing was published.", "Give a folder that you may change, on a disk with room.")


def _in_use(name: str, why: str) -> Problem:
    what = "A file in this folder is open in another program, or you may not change the folder."
    fix = "Close what uses this folder (an editor, a browser, a window of files, a command window that stands in it), and build again."
    return Problem(Place(name), what, why, fix)
