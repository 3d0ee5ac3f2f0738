# A file is read again where its size or its times have changed, or where it was changed so shortly before it was last read that
# a second change would not show in its times. What is asked then is its content: a file that was only touched has not changed.
"""Watch: hashes of files and folders, for whoever asks again and again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

_SETTLED = 2 * 10**9  # nanoseconds; some file systems write times to two seconds
_MOST_LINKED = 2_000  # files: an authority's folder may be a link, and so may, by mistake, be one to a whole disk
_SKIPPED = ("__pycache__", "node_modules")


@dataclass
class Watch:
    """Knows the hashes of the files that were asked for."""

    _known: dict[str, tuple[tuple[int, int, int], int, str]] = field(default_factory=dict)

    def file(self, path: Path | str) -> str:
        """Give the hash of a file; of one that isn't there or can't be read, a text that says so."""
        name = os.fspath(path)
        try:
            return self._hash(name, os.stat(name))
        except OSError as error:
            return f"not read: {error.errno}"

    def folder(self, *folders: Path) -> str:
        """Give the hash of all files under some folders, by name and content."""
        whole = hashlib.sha256()
        for folder in folders:
            for name, digest in self._under(os.fspath(folder)):
                whole.update(f"{name}\0{digest}\n".encode("utf-8", "surrogateescape"))
        return whole.hexdigest()[:40]

    def _under(self, folder: str, *, linked: bool = False) -> Iterator[tuple[str, str]]:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            yield folder, f"not read: {error.errno}"
            return
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _SKIPPED or entry.name.endswith("~"):
                continue
            try:
                if not entry.is_dir():
                    yield entry.path, self._hash(entry.path, entry.stat())
                elif not entry.is_symlink():
                    yield from self._under(entry.path, linked=linked)
                elif not linked:  # one link deep, so that none leads round in a ring
                    yield from islice(self._under(entry.path, linked=True), _MOST_LINKED)
            except OSError as error:
                yield entry.path, f"not read: {error.errno}"

    def _hash(self, path: str, about: os.stat_result) -> str:
        signature = (about.st_size, about.st_mtime_ns, about.st_ctime_ns)
        known = self._known.get(path)
        if known and known[0] == signature and known[1] - about.st_mtime_ns > _SETTLED:
            return known[2]
        now = time.time_ns()
        digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        self._known[path] = (signature, now, digest)
        return digest
