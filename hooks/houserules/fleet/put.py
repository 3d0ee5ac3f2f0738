# A new site is made beside the old one. What hasn't changed is linked from there and not written again: it keeps its date, so
# that whoever copies sites to a host copies only what is new; and what all sites have is written once and linked into each.
"""Put a site's files in a folder."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from houserules.fleet.write import SiteFiles
from houserules.outputs.exchange import LACKING
from houserules.outputs.manifest import MANIFEST

# Why a file can't be linked though it could be written: no links here, none across two disks, no more of this file, it is gone.
_NO_LINK = LACKING | {errno.EACCES, errno.EMLINK, errno.ENOENT, errno.EXDEV}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first date that an archive can hold: its bytes must not depend on the clock


def put_files(
    files: SiteFiles, assets: Mapping[str, bytes], folder: Path, old: Path, old_hashes: Mapping[str, str], shared: Path, *, recheck: bool = False
) -> None:
    """Put a site in an empty folder. Raises OSError where that can't be done.

    `old` is the published site with the hashes that its manifest says; `shared` the folder of what many sites have.
    What is there already is used if it is as long as it should be; with `recheck` only if every byte is right.
    """
    root, before = str(folder), str(old)
    made: set[str] = set()
    for name, content in files.own.items():
        path = _path(root, name, made)
        same = name != MANIFEST and old_hashes.get(name) == files.hashes[name] and not (recheck and _leads_elsewhere(old, name))
        if not (same and _linked(f"{before}/{name}", path, content, recheck=recheck)):
            _write(path, content)
    for name, found in files.shared.items():
        path, content = _path(root, name, made), assets[name]
        source = f"{shared}/{found}"
        if not _linked(source, path, content, recheck=recheck):
            if not _is_as(source, content, recheck=recheck):
                _put_whole(source, content)
            if not _linked(source, path, content):
                _write(path, content)


def _leads_elsewhere(site: Path, name: str) -> bool:
    """Say whether a folder on the way to a file is a link: what it leads to is somebody else's, though it be the same."""
    return (site / name).resolve() != site.resolve() / name


def _put_whole(path: str, content: bytes) -> None:
    """Write a file that others may be linking meanwhile: whole or not at all, and with nothing left where the disk is full."""
    part = f"{path}.{os.urandom(8).hex()}"
    try:
        _write(part, content)
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise


def put_archive(files: SiteFiles, assets: Mapping[str, bytes], path: Path, staged: Path) -> None:
    """Write a site's archive in one move, by way of a staged file; the same site gives the same bytes."""
    import zipfile  # takes 10 ms to load, and few runs want archives

    def entry(name: str) -> zipfile.ZipInfo:
        made = zipfile.ZipInfo(name, _LONG_AGO)
        made.external_attr, made.create_system = 0o100644 << 16, 3
        return made

    everything = {**files.own, **{name: assets[name] for name in files.shared}}
    with zipfile.ZipFile(staged, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(everything):
            archive.writestr(entry(f"{path.stem}/{name}"), everything[name], zipfile.ZIP_DEFLATED)
    os.replace(staged, path)


def is_archive_of_ours(path: Path) -> bool:
    """Say whether a file is the archive of a site: it has that site's manifest in it."""
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            return f"{path.stem}/{MANIFEST}" in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def _path(folder: str, name: str, made: set[str]) -> str:
    inner = name.rpartition("/")[0]
    if inner and inner not in made:
        _make_folder(folder, inner, made)
    return f"{folder}/{name}"


def _make_folder(folder: str, inner: str, made: set[str]) -> None:
    above = inner.rpartition("/")[0]
    if above and above not in made:
        _make_folder(folder, above, made)
    os.mkdir(f"{folder}/{inner}")
    made.add(inner)


def _linked(source: str, path: str, content: bytes, *, recheck: bool = False) -> bool:
    """Link a file if it is as it should be; say whether that was done. Some file systems have no links, or not so many of one file."""
    if not _is_as(source, content, recheck=recheck):
        return False
    try:
        os.link(source, path)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        return False
    return True


def _is_as(path: str, content: bytes, *, recheck: bool) -> bool:
    """Say whether a file is as long as it should be, and with `recheck` whether it is the same."""
    try:
        found = os.stat(path, follow_symlinks=False)
        return stat.S_ISREG(found.st_mode) and found.st_size == len(content) and (not recheck or Path(path).read_bytes() == content)
    except OSError:
        return False


def _write(path: str, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)
