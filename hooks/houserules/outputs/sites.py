# Whoever works here holds no lock of its own: the run does, for all its workers. What is in the folder says publish.py.
# The workers of a cluster may outlive their run: if it is killed they go on, and the lock is free. So each of their sites is
# made in a folder that nobody else writes into, and put in place only while the mark of their run still stands.
"""The sites in a folder: staged, put in place, taken away."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from houserules.outputs.exchange import Moves, is_link
from houserules.outputs.journal import replace_folder, settle_folder
from houserules.problems import Place, Problem, Problems

OURS = ".houserules"
# Put into a new folder by the system as soon as somebody looks at it.
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Sites:
    """The sites in a folder, for the run that publishes into it or for one of its workers; `run` names a run on a cluster, and
    the mark that it left."""

    def __init__(self, folder: Path, name: str, moves: Moves | None = None, run: RunMark | None = None) -> None:
        self.folder, self.name, self._moves, self._run = folder, name, moves or Moves(), run
        self._records = folder / OURS / "sites"
        self._apart: dict[str, Path] = {}  # where a worker of a cluster makes a site

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
            raise Problems([_in_use(f"{self.name}/{OURS}/staging/{slug}", "It is left from an earlier run and can't be deleted.")])
        if self._run:
            staged = self._apart[slug] = staged.with_name(f"{slug}.{os.urandom(8).hex()}")
        staged.mkdir()
        return staged

    def publish(self, slug: str) -> None:
        """Put the staged site in its place and delete the one that was there.

        Raises Problems where that can't be done; the old site stands then, or is put back by the next run.
        """
        self._check(slug)
        staged, site, aside = self._places(slug)
        if self._run:
            staged = self._apart.pop(slug, staged)
            if not self._run.stands(self.folder / OURS):
                self._moves.remove(staged)
                raise Problems([_superseded(self._shown(slug))])
        if not staged.is_dir():
            raise ValueError(f"nothing is staged for {slug!r}")
        try:
            if not os.path.lexists(site):
                self.record_of(slug).touch()
                self._moves.move(staged, site)
            elif not self._moves.swap(staged, site):
                named = self._places(slug)[0]  # where the next run looks for it
                if staged != named:
                    self._moves.move(staged, named)
                    staged = named
                replace_folder(staged, site, aside, self._moves)
        except OSError as error:
            raise self._not_published(slug, error) from error
        self._moves.remove(staged)

    def discard(self, slug: str) -> None:
        """Throw the staged site away; what stands of it in the folder of sites is left alone."""
        staged, _, aside = self._places(slug)
        if apart := self._apart.pop(slug, None):
            self._moves.remove(apart)
        elif not os.path.lexists(aside):  # else the next run needs it to settle what was interrupted
            self._moves.remove(staged)

    def withdraw(self, slug: str) -> bool:
        """Take a site that we published away, and delete it; False where something of it is in use and could not be moved.

        Raises Problems where what stands there isn't ours.
        """
        self._check(slug)
        staged, site, _ = self._places(slug)
        if not self._moves.remove(staged):
            return False
        try:
            if os.path.lexists(site):
                self._moves.move(site, staged)
        except OSError:
            return False
        self.record_of(slug).unlink(missing_ok=True)
        self.documents_of(slug).unlink(missing_ok=True)
        self._moves.remove(staged)
        return True

    def published(self) -> list[str]:
        """Give the names of the sites that were published here and still stand."""
        return sorted(slug for slug in names_in(self.folder / OURS / "sites") if (self.folder / slug).is_dir())

    def documents_of(self, slug: str) -> Path:
        """Give the file that says what a site's documents were made from."""
        return self.folder / OURS / "documents" / slug

    def record_of(self, slug: str) -> Path:
        """Give the file of a site's record."""
        return self._records / slug

    def _places(self, slug: str) -> tuple[Path, Path, Path]:
        if not slug or slug.startswith(".") or os.path.basename(slug) != slug:
            raise ValueError(f"{slug!r} can't be the name of a site")
        ours = self.folder / OURS
        return ours / "staging" / slug, self.folder / slug, ours / "replacing" / slug

    def _check(self, slug: str) -> None:
        """Raise Problems where something stands in the site's place that we didn't put there."""
        site = self._places(slug)[1]
        if is_link(site):
            what = "This is a link to another folder, and a site can't be put in its place."
        elif os.path.lexists(site) and not (site.is_dir() and self.record_of(slug).is_file()):
            what = "Something stands here that Houserules didn't publish."
        else:
            return
        why = "It would be lost if the site were put in its place."
        raise Problems([Problem(Place(self._shown(slug)), what, why, "Move it somewhere else, or give it another name, and build again.")])

    def _shown(self, slug: str) -> str:
        return f"{self.name}/{slug}"

    def _not_published(self, slug: str, error: OSError) -> Problems:
        _, site, aside = self._places(slug)
        if os.path.lexists(site):
            why = "The site that was there before still stands."
        elif os.path.lexists(aside):
            why = f"The site that was there before is whole, in {self.name}/{OURS}/replacing/{slug}; the next build puts it or the new one in place."
        else:
            why = "There was no site before it."
        if isinstance(error, PermissionError):
            return Problems([_in_use(self._shown(slug), f"The new site couldn't be put in its place. {why}")])
        what = f"The new site couldn't be put in its place: {error.strerror or error}."
        return Problems([Problem(Place(self._shown(slug)), what, why, "Mend that and build again.")])


@dataclass(frozen=True)
class RunMark:
    """The mark of a run: a file that the next run takes away or replaces."""

    name: str
    token: str

    def write(self, ours: Path) -> None:
        """Leave the mark in our own folder beside the sites."""
        (ours / self.name).write_text(self.token, "utf-8")

    def stands(self, ours: Path) -> bool:
        """Say whether no other run has begun since."""
        try:
            return (ours / self.name).read_text("utf-8") == self.token
        except (OSError, ValueError):
            return False


def names_in(folder: Path) -> set[str]:
    """Give the names of what is in a folder, without what systems put there by themselves."""
    return set(os.listdir(folder)) - _LITTER


def _superseded(name: str) -> Problem:
    what = "Another run has begun to publish into this folder, so this one left the site alone."
    return Problem(Place(name), what, "The later run knows the newer words.", "Look at the report of that run.")


def _in_use(name: str, why: str) -> Problem:
    what = "A file in this folder is open in another program, or you may not change the folder."
    fix = "Close what uses this folder (an editor, a browser, a window of files, a command window that stands in it), and build again."
    return Problem(Place(name), what, why, fix)
