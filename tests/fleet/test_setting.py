"""What is in a folder is known by every byte that can be read from it; too much, or what can't be read, is a problem."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from houserules.fleet import setting as module
from houserules.fleet.setting import read_contents

LINKS = pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for those who may.")


@pytest.fixture
def folder(tmp_path) -> Path:
    """A school's folder with a profile, a clause and a text file."""
    folder = tmp_path / "ash"
    (folder / "clauses" / "contact").mkdir(parents=True)
    (folder / "guidance").mkdir()
    for name in ("school.yml", "notes.txt", "clauses/contact/a.md"):
        (folder / name).write_text(name)
    return folder


def content(folder: Path) -> None:
    (folder / "school.yml").write_text("other")


def content_of_one_length_and_date(folder: Path) -> None:
    path = folder / "school.yml"
    found = path.stat()
    path.write_text("School.yml")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def name(folder: Path) -> None:
    (folder / "notes.txt").rename(folder / "notes.md")


def gone(folder: Path) -> None:
    (folder / "notes.txt").unlink()


def place(folder: Path) -> None:
    (folder / "notes.txt").rename(folder / "guidance" / "notes.txt")


def own_word(folder: Path) -> None:
    (folder / "clauses" / "contact" / "a.md").write_text("other")


def link(folder: Path) -> None:
    (folder / "crest.png").symlink_to("notes.txt")


def linked_word(folder: Path) -> None:
    (folder / "clauses" / "b.md").symlink_to("../notes.txt")


def linked_folder(folder: Path) -> None:
    (folder / "policies").symlink_to("clauses")


def nothing(folder: Path) -> None:
    os.utime(folder / "school.yml")


def hidden(folder: Path) -> None:
    (folder / ".DS_Store").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x")


def empty_folder(folder: Path) -> None:
    (folder / "policies").mkdir()


@pytest.mark.parametrize(
    ("change", "whole", "words"),
    [
        (content, True, False), (content_of_one_length_and_date, True, False), (name, True, False), (gone, True, False), (place, True, True),
        (own_word, True, True), (nothing, False, False), (hidden, False, False), (empty_folder, False, False),
        pytest.param(link, True, False, marks=LINKS), pytest.param(linked_word, True, True, marks=LINKS), pytest.param(linked_folder, True, True, marks=LINKS),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_every_change_is_noticed(change, whole, words, folder):
    """Whatever its site could be made from otherwise is another hash; its own words have one besides."""
    before = read_contents(folder)
    change(folder)
    after = read_contents(folder)

    assert (whole, words) == (before.hash != after.hash, before.words != after.words)
    assert () == after.problems


@LINKS
def test_what_a_link_leads_to_is_read(folder, tmp_path):
    """A text of its own may be a link within the folder: it is the school's own word, and a change of it is a change."""
    (folder / "clauses" / "contact" / "a.md").unlink()
    assert read_contents(folder).words == ""
    linked_word(folder)
    before = read_contents(folder)
    (folder / "notes.txt").write_text("other")
    after = read_contents(folder)

    assert before.words != ""
    assert before.words != after.words


def test_too_many_files(folder, monkeypatch):
    """A folder in which something else has got is told, and isn't read to its end."""
    monkeypatch.setattr(module, "MOST_FILES", 20)
    for number in range(30):
        (folder / f"{number}.jpg").touch()
    (problem,) = read_contents(folder).problems

    assert "more than 20 files" in problem.what
    assert "ash" in problem.place.path
    assert problem.fix


def test_too_many_folders(folder, monkeypatch):
    """Folders count too: no walk through ten thousand of them, and none is silently left out."""
    monkeypatch.setattr(module, "MOST_FILES", 20)
    for number in range(30):
        (folder / "clauses" / str(number)).mkdir()

    assert read_contents(folder).problems


def test_too_much(folder, monkeypatch):
    """A file that is too large isn't read at all."""
    monkeypatch.setattr(module, "MOST_BYTES", 1024 * 1024)
    with (folder / "film.mp4").open("wb") as file:
        file.truncate(10**12)
    (problem,) = read_contents(folder).problems

    assert "or 1 MB" in problem.what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="This system has no pipes with a name.")
def test_a_pipe_is_not_waited_for(folder):
    """What never comes to an end isn't read."""
    os.mkfifo(folder / "pipe")

    assert read_contents(folder).hash


def test_a_folder_that_can_not_be_read_is_no_empty_folder(folder, monkeypatch):
    """Else a school's own words would be missing from its site, and nobody told."""
    real = os.scandir

    def scandir(path):
        if str(path).endswith("contact"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(PermissionError):
        read_contents(folder)
