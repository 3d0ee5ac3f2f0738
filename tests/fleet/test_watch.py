"""Watch: a folder's hash changes with its content, and with nothing else."""

from __future__ import annotations

import os

import pytest

from houserules.fleet.watch import Watch

LINKS = pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for those who may.")


@pytest.fixture
def folder(tmp_path):
    """A folder of two files."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "one.md").write_text("one", "utf-8")
    (tmp_path / "two.md").write_text("two", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "two.md").write_text("owt", "utf-8"),
        lambda folder: (folder / "two.md").write_text("two and more", "utf-8"),
        lambda folder: (folder / "three.md").write_text("", "utf-8"),
        lambda folder: (folder / "two.md").unlink(),
        lambda folder: (folder / "two.md").rename(folder / "inner" / "two.md"),
    ],
    ids=["same length", "longer", "new", "gone", "moved"],
)
def test_a_change_is_seen(folder, change):
    """A change of content or of a name gives another hash."""
    watch = Watch()
    before = watch.folder(folder)
    change(folder)

    assert before != watch.folder(folder)


def test_a_second_change_within_one_tick_of_the_clock_is_seen(folder):
    """Where a file's times are the same after a change, its content is looked at all the same."""
    watch, path = Watch(), folder / "two.md"
    about = path.stat()
    before = watch.folder(folder)
    path.write_text("owt", "utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))

    assert before != watch.folder(folder)


def test_what_is_only_touched_has_not_changed(folder):
    """Times alone, hidden files and an editor's leavings change nothing; content that comes back gives the hash it had."""
    watch, path = Watch(), folder / "two.md"
    before = watch.folder(folder)
    os.utime(path, ns=(1, 1))
    (folder / ".two.md.swp").write_text("x", "utf-8")
    (folder / "two.md~").write_text("x", "utf-8")

    assert before == watch.folder(folder)
    path.write_text("owt", "utf-8")
    assert before != watch.folder(folder)
    path.write_text("two", "utf-8")
    assert before == watch.folder(folder)


def test_a_settled_file_is_not_read_again(folder, monkeypatch):
    """A file whose times lie back is read once."""
    watch, path = Watch(), folder / "two.md"
    os.utime(path, ns=(10**18, 10**18))
    first = watch.file(path)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: pytest.fail(f"{path} was read again"))

    assert first == watch.file(path)


def test_what_is_not_there_is_no_fault(tmp_path):
    """A folder or a file that isn't there has a hash too, which changes when it comes."""
    watch = Watch()
    before = watch.folder(tmp_path / "later"), watch.file(tmp_path / "later" / "one.md")
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "one.md").write_text("one", "utf-8")

    assert before[0] != watch.folder(tmp_path / "later")
    assert before[1] != watch.file(tmp_path / "later" / "one.md")


@LINKS
def test_what_a_link_leads_to_is_watched(folder, tmp_path_factory):
    """An authority's folder may be kept elsewhere, with a link among the others."""
    watch, shared = Watch(), tmp_path_factory.mktemp("shared")
    (shared / "texts").mkdir()
    (shared / "texts" / "authority.yml").write_text("before", "utf-8")
    (folder / "fern").symlink_to(shared, target_is_directory=True)
    before = watch.folder(folder)
    (shared / "texts" / "authority.yml").write_text("now", "utf-8")

    assert before != watch.folder(folder)


@LINKS
def test_a_link_in_a_ring_comes_to_an_end(folder, tmp_path_factory, monkeypatch):
    """A folder that is linked into itself is looked at once more, and a link to very much is not followed to its end."""
    watch, disk = Watch(), tmp_path_factory.mktemp("disk")
    (folder / "inner" / "ring").symlink_to(folder, target_is_directory=True)
    assert 2 * 2 == len(list(watch._under(str(folder))))
    for number in range(20):
        (disk / f"{number}.md").touch()
    (folder / "disk").symlink_to(disk, target_is_directory=True)
    monkeypatch.setattr("houserules.fleet.watch._MOST_LINKED", 5)

    assert 2 + 2 + 5 == len(list(watch._under(str(folder))))
