"""The setting of a run: where things are, and the hashes of what all schools depend on. It travels to every worker."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from houserules.clauses.layers import REPLACEABLE
from houserules.core import VOCABULARY
from houserules.fleet.store import Store, find_look, find_words
from houserules.kept import hash_files_under
from houserules.outputs.sites import OURS, RunMark, Sites
from houserules.problems import Place, Problem, shown
from houserules.profile.slug import PROFILE

MOST_FILES, MOST_BYTES = 2_000, 60 * 1024 * 1024  # in a school's folder; logos may have 20 MB
SECONDS = 120  # for one school
MEMORY = 4 * 1024**3  # bytes for a worker


@dataclass(frozen=True)
class Setting:
    """A run."""

    core: Path
    out: Path
    out_name: str
    home: str  # the hash of the folder of schools
    store: Store
    look: str
    words: str
    vocabulary: str
    documents: bool = True
    recheck: bool = False
    archives: bool = False
    seconds: int = SECONDS
    started: int = 0  # tells one run from another within a process
    mark: RunMark | None = None  # of a run on a cluster

    @property
    def sites(self) -> Sites:
        """The sites in the folder into which the run publishes; the run holds the lock."""
        return _sites_in(self.out, self.out_name, self.mark)

    @property
    def shared(self) -> Path:
        """The folder of what many sites have."""
        return self.out / OURS / "shared"

    def archive_of(self, slug: str) -> Path:
        """Give the file of a site's archive."""
        return self.out / f"{slug}.zip"


@lru_cache(maxsize=4)
def _sites_in(folder: Path, name: str, mark: RunMark | None) -> Sites:
    return Sites(folder, name, run=mark)


def make_setting(core: Path, out: Path, store: Store, schools: Path, **options) -> Setting:
    """Give the setting of a run that begins."""
    home = hashlib.sha256(os.fsencode(schools.resolve())).hexdigest()[:16]
    look = find_look(core, documents=options.get("documents", True))
    return Setting(core, out.resolve(), shown(out), home, store, look, find_words(core), find_vocabulary(core), started=time.monotonic_ns(), **options)


def find_vocabulary(core: Path) -> str:
    """Give the hash of what profiles are checked by."""
    names = [path.relative_to(core).as_posix() for kind in ("policies", "answers") for path in sorted((core / "docs" / kind).rglob("*.md"))]
    return hash_files_under([core / "docs" / kind for kind in VOCABULARY], "\n".join(names).encode())


@dataclass(frozen=True)
class Contents:
    """What is in a school's or an authority's folder: the hash of all of it, and of its own words alone (empty: it has none)."""

    hash: str
    words: str
    problems: tuple[Problem, ...] = ()
    profile: bytes = b""  # what stands in school.yml, if that is a file


def read_contents(folder: Path) -> Contents:
    """Read the files of a folder for their hashes; a folder that is too large is a problem."""
    whole, words = hashlib.sha256(), hashlib.sha256()
    has_words, count, total, profile = False, 0, 0, b""
    for name, path in _files(folder):
        count += 1
        own = name.partition("/")[0] in REPLACEABLE
        if is_link := os.path.islink(path):
            entry = _bytes(f"{name}\0link\0{os.readlink(path)}\n")
            whole.update(entry)
            if own:
                words.update(entry)
        found = os.stat(path) if os.path.exists(path) else os.lstat(path)
        total += found.st_size if stat.S_ISREG(found.st_mode) else 0
        if count > MOST_FILES or total > MOST_BYTES:
            what = f"There are more than {MOST_FILES} files or {MOST_BYTES // 1024**2} MB in this folder."
            why = "A school has a profile, a logo and a few texts, so something else must have got in here; building would take too long."
            return Contents("", "", (Problem(Place(shown(folder)), what, why, "Move what doesn't belong here, and build again."),))
        if not stat.S_ISREG(found.st_mode):  # a folder; or a pipe, which would never come to an end
            continue
        with open(path, "rb", buffering=0) as file:
            content = file.read()
        if name == PROFILE and not is_link:
            profile = content
        entry = _bytes(f"{name}\0{len(content)}\0")
        whole.update(entry + content)
        if own and "/" in name:
            has_words = True
            words.update(entry + content)
    return Contents(whole.hexdigest(), words.hexdigest() if has_words else "", profile=profile)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Give what is in a folder, with the folders in it, which count too. Raises OSError where one of them can't be read."""
    start = len(str(folder)) + 1
    for where, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*folders, *names]):
            if not name.startswith("."):
                path = f"{where}{os.sep}{name}"
                yield path[start:].replace(os.sep, "/"), path


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")  # names of files need not be text


def _raise(error: OSError) -> None:
    raise error
