"""Records: what each published site was made from, kept beside the sites and never in one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

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


def read_hashes(site: Path) -> dict[str, str]:
    """Give the hashes that a site's own manifest says its files have; none where there is no manifest that can be read."""
    try:
        files = json.loads((site / MANIFEST).read_bytes())["files"]
    except (OSError, ValueError, TypeError, KeyError):
        return {}
    return files if isinstance(files, dict) else {}


def find_changed(site: Path, record: Record, archive: Path) -> Iterator[str]:
    """Give the files of a published site, and its archive, that aren't as we wrote them: changed, gone, or put there by somebody."""
    if record.archive and archive.is_file() and hashlib.sha256(archive.read_bytes()).hexdigest() != record.archive:
        yield archive.name
    try:
        if hashlib.sha256((site / MANIFEST).read_bytes()).hexdigest() != record.manifest:
            yield MANIFEST
            return
    except OSError:
        yield MANIFEST
        return
    hashes = read_hashes(site)
    there = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    for name in sorted({*hashes, *there} - {MANIFEST}):
        if name not in there or name not in hashes or hashlib.sha256(there[name].read_bytes()).hexdigest() != hashes[name]:
            yield name
