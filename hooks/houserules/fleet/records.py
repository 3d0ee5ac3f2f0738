"""Records: what each published site was made from, kept beside the sites and never in one."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from houserules.outputs.exchange import is_link
from houserules.outputs.manifest import MANIFEST

_KEYS = {"inputs", "name", "review_by", "manifest", "home", "archive", "notes"}


@dataclass(frozen=True)
class Record:
    """A published site: the hash of everything it was made from and of its manifest; what a report says of it without looking again."""

    inputs: str
    name: str
    review_by: str
    manifest: str
    home: str  # the hash of the folder of schools from which it came
    archive: str = ""  # the hash of its archive, if there is one
    notes: tuple[str, ...] = ()


def read_record(path: Path) -> Record | None:
    """Give a record; None where there is none, or none that can be used."""
    try:
        content = json.loads(path.read_bytes())
        return Record(**{**content, "notes": tuple(content["notes"])}) if set(content) == _KEYS else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_record(path: Path, record: Record) -> None:
    """Write a record in one move."""
    write_text(path, json.dumps(asdict(record), ensure_ascii=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a file of ours beside the sites in one move."""
    new = path.parent.parent / "staging" / f"{path.name}.{path.parent.name}.{os.urandom(4).hex()}"
    new.write_text(text, "utf-8", newline="\n")
    os.replace(new, path)


def read_manifest(site: Path) -> bytes:
    """Give a site's manifest. Raises OSError where it can't be read; a pipe in its place would never come to an end."""
    if not (path := site / MANIFEST).is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return path.read_bytes()


def read_hashes(site: Path) -> dict[str, str]:
    """Give the hashes that a site's own manifest says its files have; none where there is no manifest that can be read."""
    try:
        files = json.loads(read_manifest(site))["files"]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return files if isinstance(files, dict) else {}


def find_changed(site: Path, record: Record, archive: Path) -> Iterator[str]:
    """Give the files of a published site, and its archive, that aren't as we wrote them: changed, gone, or put there by somebody.

    A link or a pipe is none of our files, whatever it leads to; a folder is ours only if a file of ours is in it.
    """
    if record.archive and archive.is_file() and hashlib.sha256(archive.read_bytes()).hexdigest() != record.archive:
        yield archive.name
    if not _is_file_with(site / MANIFEST, record.manifest):
        yield MANIFEST
        return
    hashes = {name: found for name, found in read_hashes(site).items() if name != MANIFEST}
    ours = {f"{folder.as_posix()}/" for name in hashes for folder in PurePosixPath(name).parents}
    there = dict(_walk(site))
    yield from sorted(
        name for name in {*hashes, *there} - {MANIFEST} - ours if name not in there or name not in hashes or not _is_file_with(there[name], hashes[name])
    )


def _walk(site: Path) -> Iterator[tuple[str, Path]]:
    """Give all that is in a site by its name; a folder's name ends in a slash, unless it is a link to one."""
    for where, folders, names in os.walk(site):
        for name in [*folders, *names]:
            path = Path(where, name)
            inner = path.relative_to(site).as_posix()
            yield (f"{inner}/" if name in folders and not is_link(path) else inner), path


def _is_file_with(path: Path, expected: str) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode) and hashlib.sha256(path.read_bytes()).hexdigest() == expected
    except OSError:
        return False
