# Reading a thousand files of words takes longer than anything else that we do for one school, and they seldom change.
# What was made of them is kept in the user's cache folder, under a name that is the hash of everything it was made from:
# every file of the layers, the block templates, this package's own source and the version of Python. It can't be stale;
# if it is damaged, its own hash says so, and it is made again. Times of files are never looked at.
"""Keep what was worked out from some files, and know it again by their content."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from platformdirs import user_cache_path

T = TypeVar("T")
_MOST_KEPT = 12
_READ = (".py", ".md", ".yml", ".html")


def keep(made_from: Iterable[Path], make: Callable[[], T]) -> T:
    """Give what `make` makes, or what it made before from the same content of the same files and folders.

    HOUSERULES_CACHE names another folder to keep it in; `no` keeps nothing.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    roots = list(made_from)
    where = f"{os.getcwd()}\0{roots}".encode()  # places are named from where somebody stands
    before = hash_files_under(roots, where)
    path = folder / f"{before}.pickle"
    found = load_kept(path)
    if found is not None:
        return found[0]
    made = make()
    if hash_files_under(roots, where) == before:  # or it was made of files that were changed meanwhile
        save_kept(path, made)
        _forget_old(folder)
    return made


def cache_folder() -> Path | None:
    """Give the folder in which things are kept, or None where nothing is to be kept."""
    asked = os.environ.get("HOUSERULES_CACHE", "")
    return None if asked == "no" else Path(asked) if asked else user_cache_path("houserules", appauthor=False)


def hash_files_under(roots: Iterable[Path], more: bytes = b"", *, every: bool = False) -> str:
    """Give a hash of the files under some folders (words, templates and code; `every` file, if asked), of this package's own source,
    of the version of Python, and of whatever more."""
    whole = hashlib.sha256(hash_own_source() + more)
    for root in roots:
        _hash_files(whole, root, every=every)
    return whole.hexdigest()[:40]


@cache
def hash_own_source() -> bytes:
    """Give the hash of this package's own source, as it was when this process first asked."""
    whole = hashlib.sha256(sys.version.encode() + b"\0")
    _hash_files(whole, Path(__file__).parent)
    return whole.digest()


def _hash_files(whole: Any, root: Path, *, every: bool = False) -> None:
    start = len(str(root))
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in ("shipped", "__pycache__"))
        for name in sorted(names if every else (name for name in names if name.endswith(_READ))):
            path = f"{folder}{os.sep}{name}"
            if not os.path.isfile(path):  # a pipe would never come to an end; a link may lead nowhere
                whole.update(f"{folder[start:]}\0{name}\0no file\0".encode())
                continue
            with open(path, "rb") as file:
                content = file.read()
            whole.update(f"{folder[start:]}\0{name}\0{len(content)}\0".encode() + content)


def load_kept(path: Path) -> tuple | None:
    """Give what is kept, in a tuple; None if there is nothing, or it is damaged."""
    try:
        content = path.read_bytes()
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            return None
        was_on = gc.isenabled()
        gc.disable()  # looking for rubbish among new objects would take six times as long as making them
        try:
            return (pickle.loads(content[32:]),)
        finally:
            if was_on:
                gc.enable()
    except (OSError, pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError):
        return None


def save_kept(path: Path, made: object) -> None:
    """Keep something; that it can't be kept is no reason to stop. A folder that got into its place is put right."""
    new = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        content = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as file:
            new = file.name
            file.write(hashlib.sha256(content).digest() + content)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        os.replace(new, path)
    except OSError:
        with suppress(OSError):  # what was written of it would only fill the disk
            os.unlink(new)


def _forget_old(folder: Path) -> None:
    with suppress(OSError):
        old = sorted(folder.glob("*.pickle"), key=lambda kept: kept.stat().st_mtime, reverse=True)[_MOST_KEPT:]
        for kept in old:
            kept.unlink(missing_ok=True)
