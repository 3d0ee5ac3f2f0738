# Everything here is named by the hash of what it was made from, so it can't be stale; and begins with the hash of its own
# bytes, so that what is damaged is noticed, and made again. Times of files only tell what was not used for long.
"""The store: what was compiled, kept between runs in the user's cache folder."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from houserules.kept import cache_folder, hash_files_under, load_kept, save_kept

MOST = 600 * 1024 * 1024  # bytes; what was not used for longest goes first
_LIBRARIES = ("mkdocs", "properdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "pillow", "resvg-py")
_FOR_DOCUMENTS = ("python-docx", "typst", "zxing-cpp")


@dataclass(frozen=True)
class Store:
    """A folder with what was compiled; without one (None) nothing is kept."""

    folder: Path | None

    def load(self, kind: str, key: str) -> object | None:
        """Give what is kept under a key; None where there is nothing or it is damaged."""
        path = self._path(kind, key)
        found = load_kept(path) if path else None
        if found is None or path is None:
            return None
        with suppress(OSError):
            os.utime(path)
        return found[0]

    def save(self, kind: str, key: str, made: object) -> None:
        """Keep something; that it can't be kept is no reason to stop."""
        if path := self._path(kind, key):
            save_kept(path, made)

    def tidy(self) -> None:
        """Delete what was not used for longest, if there is too much."""
        if self.folder is None or not self.folder.is_dir():
            return
        with suppress(OSError):
            found = [(entry.stat(), entry.path) for kind in os.scandir(self.folder) if kind.is_dir() for entry in os.scandir(kind) if entry.is_file()]
            for about, path in found:
                if path.endswith(".new") and about.st_mtime < time.time() - 3600:  # of a run that was killed
                    Path(path).unlink(missing_ok=True)
            whole = [(about, path) for about, path in found if path.endswith(".pickle")]
            left = sum(about.st_size for about, _ in whole) - MOST
            for about, path in sorted(whole, key=lambda entry: entry[0].st_mtime) if left > 0 else ():
                if left <= 0 or about.st_mtime > time.time() - 60:
                    break
                Path(path).unlink(missing_ok=True)
                left -= about.st_size

    def _path(self, kind: str, key: str) -> Path | None:
        return self.folder / kind / f"{key}.pickle" if self.folder else None


def open_store() -> Store:
    """Give the store in the user's cache folder, or in the one that HOUSERULES_CACHE names; with `no`, one that keeps nothing."""
    folder = cache_folder()
    return Store(folder / "fleet" if folder else None)


def find_look(core: Path, *, documents: bool) -> str:
    """Give the hash of all that shapes a page besides its own words: settings, theme, our own source, the libraries."""
    libraries = _installed({*_LIBRARIES, *(_FOR_DOCUMENTS if documents else ())})
    folders = [core / "overrides", *([core / "fonts"] if documents else [])]
    return hash_files_under(folders, f"{libraries} {documents}".encode() + (core / "mkdocs.yml").read_bytes(), every=True)


def find_words(core: Path) -> str:
    """Give the hash of the core's own words."""
    return hash_files_under([core / "docs"], b"", every=False)


def _installed(libraries: set[str]) -> list[str]:
    """Give the libraries that are installed, with their versions: by the names of the folders that say so, which takes no time."""
    wanted = {name.replace("-", "_") for name in libraries}
    found = {
        entry.lower()
        for folder in sys.path
        if os.path.isdir(folder)
        for entry in os.listdir(folder)
        if entry.endswith(".dist-info") and entry.partition("-")[0].lower().replace(".", "_") in wanted
    }
    return sorted(found)
