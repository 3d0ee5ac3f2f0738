"""A site's files are put in a folder: linked where they can be, written where not, and the same bytes either way."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from houserules.fleet.put import put_archive, put_files
from houserules.fleet.write import SiteFiles

ASSETS = {"assets/frame.css": b"a { }", "favicon.svg": b"<svg/>"}
OWN = {"index.html": b"<p>One</p>", "guidance/a/index.html": b"<p>Two</p>", "manifest.json": b"{}"}


def files_of(own: Mapping[str, bytes] = OWN) -> SiteFiles:
    """The files of a site, as they are handed over."""
    shared = {name: hashlib.sha256(content).hexdigest() for name, content in ASSETS.items()}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in own.items() if name != "manifest.json"} | shared
    return SiteFiles(own, shared, hashes)


@pytest.fixture
def shared(tmp_path) -> Path:
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


def put(files: SiteFiles, folder: Path, shared: Path, old: Path | None = None, hashes: Mapping[str, str] | None = None, *, recheck: bool = False) -> Path:
    folder.mkdir()
    put_files(files, ASSETS, folder, old or folder / "nothing", hashes or {}, shared, recheck=recheck)
    return folder


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def inode(folder: Path, name: str) -> int:
    return (folder / name).stat().st_ino


@pytest.fixture(params=["links", "no links", "too many links"])
def way(request, monkeypatch) -> str:
    """File systems with links, without, and with room for no more of them."""
    real, made = os.link, []

    def link(*arguments, **named):
        if request.param == "no links" or len(made) >= 1:
            raise OSError(1 if request.param == "no links" else 31, "not here")
        made.append(real(*arguments, **named))

    if request.param != "links":
        monkeypatch.setattr(os, "link", link)
    return request.param


def test_everything_is_there(way, tmp_path, shared):
    """Every site is whole, whatever the file system can do."""
    first, second = (put(files_of(), tmp_path / name, shared) for name in ("ash", "birch"))

    assert {**OWN, **ASSETS} == content_of(first) == content_of(second)
    assert (way == "links") is (inode(first, "favicon.svg") == inode(second, "favicon.svg"))
    assert inode(first, "index.html") != inode(second, "index.html")
    assert set(files_of().shared.values()) == {path.name for path in shared.iterdir()}


def test_what_has_not_changed_keeps_its_date(tmp_path, shared):
    """Of the old site what is the same is linked; what differs and the manifest are written, and the old one stays as it was."""
    old = put(files_of(), tmp_path / "old", shared)
    for path in old.rglob("*.html"):
        os.utime(path, (time.time() - 1000,) * 2)
    before = content_of(old)
    new = put(files_of({**OWN, "index.html": b"<p>New</p>", "manifest.json": b"{ }"}), tmp_path / "new", shared, old, files_of().hashes)

    assert {**OWN, **ASSETS, "index.html": b"<p>New</p>", "manifest.json": b"{ }"} == content_of(new)
    assert before == content_of(old)
    assert [True, False, False] == [inode(old, name) == inode(new, name) for name in ("guidance/a/index.html", "index.html", "manifest.json")]
    assert (old / "guidance/a/index.html").stat().st_mtime == (new / "guidance/a/index.html").stat().st_mtime


def test_what_is_not_as_long_as_it_was_is_written_again(tmp_path, shared):
    """An old file that was cut short, and a shared one, aren't used; the shared one is mended."""
    old = put(files_of(), tmp_path / "old", shared)
    (old / "index.html").write_bytes(b"<p>")
    (shared / files_of().shared["favicon.svg"]).write_bytes(b"<")
    new = put(files_of(), tmp_path / "new", shared, old, files_of().hashes)

    assert {**OWN, **ASSETS} == content_of(new)
    assert {ASSETS[name]: name for name in ASSETS} == {path.read_bytes(): name for name, found in files_of().shared.items() for path in [shared / found]}


def test_recheck_trusts_nothing(tmp_path, shared):
    """Files that were changed without becoming longer, the one that all sites share among them, are written anew."""
    old = put(files_of(), tmp_path / "old", shared)
    (old / "index.html").write_bytes(b"<p>0ne</p>")
    (old / "favicon.svg").write_bytes(b"<SVG/>")  # with a link, the shared one and all other sites'
    new = put(files_of(), tmp_path / "new", shared, old, files_of().hashes, recheck=True)

    assert {**OWN, **ASSETS} == content_of(new)
    assert {**OWN, **ASSETS} == content_of(put(files_of(), tmp_path / "third", shared))
    assert inode(old, "guidance/a/index.html") == inode(new, "guidance/a/index.html")


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for those who may.")
def test_a_link_in_the_place_of_an_old_file_is_not_used(tmp_path, shared):
    """What somebody put there isn't what we wrote."""
    old = put(files_of(), tmp_path / "old", shared)
    (tmp_path / "elsewhere").write_bytes(b"<p>0ne</p>")
    (old / "index.html").unlink()
    (old / "index.html").symlink_to(tmp_path / "elsewhere")
    new = put(files_of(), tmp_path / "new", shared, old, files_of().hashes)

    assert OWN["index.html"] == (new / "index.html").read_bytes()
    assert not (new / "index.html").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for those who may.")
def test_recheck_takes_nothing_from_where_a_linked_folder_leads(tmp_path, shared):
    """Somebody put a link in the place of a folder: what changes there later must not change the site."""
    old = put(files_of(), tmp_path / "old", shared)
    (old / "guidance").rename(tmp_path / "elsewhere")
    (old / "guidance").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    new = put(files_of(), tmp_path / "new", shared, old, files_of().hashes, recheck=True)

    assert {**OWN, **ASSETS} == content_of(new)
    assert inode(new, "guidance/a/index.html") != inode(tmp_path / "elsewhere", "a/index.html")
    assert inode(new, "index.html") == inode(old, "index.html")


def test_a_site_stands_alone_when_it_is_moved(tmp_path, shared):
    """A copy elsewhere is whole, and an edit of it changes nothing here."""
    here = put(files_of(), tmp_path / "here", shared)
    there = shutil.copytree(here, tmp_path / "there")
    (there / "favicon.svg").write_bytes(b"other")

    assert ASSETS["favicon.svg"] == (here / "favicon.svg").read_bytes()


def test_archives_are_the_same_bytes(tmp_path, monkeypatch):
    """Whenever and wherever it is made, in whatever order the files come; it holds one folder with the site."""
    first, second = tmp_path / "ash.zip", tmp_path / "later" / "ash.zip"
    second.parent.mkdir()
    put_archive(files_of(), ASSETS, first, tmp_path / "staged")
    monkeypatch.setattr(time, "time", lambda: 4e9)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    put_archive(files_of(dict(reversed(OWN.items()))), dict(reversed(ASSETS.items())), second, tmp_path / "staged")

    assert first.read_bytes() == second.read_bytes()
    assert not (tmp_path / "staged").exists()
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert {f"ash/{name}": content for name, content in {**OWN, **ASSETS}.items()} == {name: archive.read(name) for name in archive.namelist()}


def test_an_old_archive_stands_until_the_new_one_is_whole(tmp_path, monkeypatch):
    """Where the disk fills up in the middle, the last good archive is still there."""
    path = tmp_path / "ash.zip"
    put_archive(files_of(), ASSETS, path, tmp_path / "staged")
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space"):
        put_archive(files_of({**OWN, "index.html": b"new"}), ASSETS, path, tmp_path / "staged")

    assert before == path.read_bytes()


def test_full_disk_leaves_nothing_among_what_all_have(shared, tmp_path, monkeypatch):
    """A file that could be written only in part doesn't stay among those that all sites link to."""
    real = os.write

    def full(file, content):
        if bytes(content) == ASSETS["favicon.svg"]:
            real(file, content[:2])
            raise OSError(28, "No space left on device")
        return real(file, content)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        put(files_of(), tmp_path / "site", shared)

    assert [hashlib.sha256(ASSETS["assets/frame.css"]).hexdigest()] == [path.name for path in shared.iterdir()]
