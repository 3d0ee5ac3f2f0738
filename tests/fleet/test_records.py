"""A record says what a site was made from; one that can't be used is none, and what somebody did to a site is found."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from houserules.fleet.records import Record, find_changed, read_hashes, read_record, write_record

RECORD = Record("in", "Ash “School”", "2027-01-31", "m", "home", "z", ("A note.",))


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def place(tmp_path) -> Path:
    """Where a record is kept, beside the folder by way of which it is written."""
    for part in ("sites", "staging"):
        (tmp_path / "ours" / part).mkdir(parents=True)
    return tmp_path / "ours" / "sites" / "ash"


def test_read_as_written(place):
    """Every field comes back, and nothing is left on the way."""
    write_record(place, RECORD)

    assert RECORD == read_record(place)
    assert [] == list((place.parent.parent / "staging").iterdir())


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"5", b"null", b'"text"', b"\xff\xfe", b'{"inputs": "in"}',
        json.dumps({**RECORD.__dict__, "more": 1}).encode(), json.dumps({**RECORD.__dict__, "notes": 1}).encode(),
    ],
)  # fmt: skip
def test_a_record_that_can_not_be_used_is_none(place, content):
    """Cut short, of another version or written by somebody: the site is made again."""
    place.write_bytes(content)

    assert read_record(place) is None


def test_no_record(place):
    """Where there is none, there is none; nor where a folder stands."""
    assert read_record(place) is None
    place.mkdir()

    assert read_record(place) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"files": 3}', b"\x00"])
def test_a_manifest_that_can_not_be_read_has_no_hashes(tmp_path, content):
    """Then nothing of the old site is used."""
    (tmp_path / "manifest.json").write_bytes(content)

    assert {} == read_hashes(tmp_path)


@pytest.fixture
def site(tmp_path) -> tuple[Path, Record]:
    """A published site with its archive, and its record."""
    folder, archive = tmp_path / "ash", tmp_path / "ash.zip"
    for name in ("index.html", "guidance/a/index.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    files = {name: sha(name.encode()) for name in ("index.html", "guidance/a/index.html")}
    manifest = json.dumps({"files": files}).encode()
    (folder / "manifest.json").write_bytes(manifest)
    archive.write_bytes(b"PK")
    return folder, replace(RECORD, manifest=sha(manifest), archive=sha(b"PK"))


def nothing(folder: Path) -> None:
    (folder / "index.html").touch()


def changed(folder: Path) -> None:
    (folder / "index.html").write_text("INDEX.html")


def deleted(folder: Path) -> None:
    (folder / "guidance" / "a" / "index.html").unlink()


def added(folder: Path) -> None:
    (folder / "more.html").touch()


def manifest_changed(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"files": {}}')


def manifest_deleted(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def archive_changed(folder: Path) -> None:
    folder.with_suffix(".zip").write_bytes(b"KP")


def archive_deleted(folder: Path) -> None:
    """Whether one is wanted is another question."""
    folder.with_suffix(".zip").unlink()


def put_in_a_link(folder: Path) -> None:
    """To a file with the same content, which somebody may change at any time."""
    (folder / "index.html").rename(folder.parent / "own.html")
    (folder / "index.html").symlink_to(folder.parent / "own.html")


def put_in_a_link_that_leads_nowhere(folder: Path) -> None:
    (folder / "more.html").symlink_to(folder / "nowhere")


def put_in_a_link_to_a_folder(folder: Path) -> None:
    (folder / "more").symlink_to(folder.parent, target_is_directory=True)


def folder_became_a_link(folder: Path) -> None:
    (folder / "guidance").rename(folder.parent / "guidance")
    (folder / "guidance").symlink_to(folder.parent / "guidance", target_is_directory=True)


def put_in_a_pipe(folder: Path) -> None:
    """Whoever read it would wait for ever."""
    os.mkfifo(folder / "more.html")


def file_became_a_pipe(folder: Path) -> None:
    (folder / "index.html").unlink()
    os.mkfifo(folder / "index.html")


def put_in_empty_folders(folder: Path) -> None:
    (folder / "guidance" / "b" / "c").mkdir(parents=True)


def file_became_a_folder(folder: Path) -> None:
    (folder / "index.html").unlink()
    (folder / "index.html").mkdir()


def manifest_became_a_link(folder: Path) -> None:
    (folder / "manifest.json").rename(folder.parent / "manifest.json")
    (folder / "manifest.json").symlink_to(folder.parent / "manifest.json")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files, and links only for some.")
@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (put_in_a_link, ["index.html"]), (put_in_a_link_that_leads_nowhere, ["more.html"]), (put_in_a_link_to_a_folder, ["more"]),
        (folder_became_a_link, ["guidance", "guidance/a/index.html"]), (put_in_a_pipe, ["more.html"]), (file_became_a_pipe, ["index.html"]),
        (put_in_empty_folders, ["guidance/b/", "guidance/b/c/"]), (file_became_a_folder, ["index.html", "index.html/"]),
        (manifest_became_a_link, ["manifest.json"]),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_what_is_no_file_is_found_too(act, expected, site):
    """A host that copies the site would publish what a link leads to, or stop at a pipe."""
    folder, record = site
    act(folder)

    assert expected == list(find_changed(folder, record, folder.with_suffix(".zip")))


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (nothing, []), (changed, ["index.html"]), (deleted, ["guidance/a/index.html"]), (added, ["more.html"]), (manifest_changed, ["manifest.json"]),
        (manifest_deleted, ["manifest.json"]), (archive_changed, ["ash.zip"]), (archive_deleted, []),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_what_somebody_did_is_found(act, expected, site):
    """Changed, gone and added files are named; dates are of no matter."""
    folder, record = site
    act(folder)

    assert expected == list(find_changed(folder, record, folder.with_suffix(".zip")))
