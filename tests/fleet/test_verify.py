"""Verify finds every difference between two folders, and chooses the same schools every time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.fleet.small import build_small, write_small_schools

from houserules.core import Core
from houserules.fleet.find import find_schools
from houserules.fleet.verify import choose_schools, compare_folders, verify_sites


@pytest.fixture
def two(tmp_path) -> tuple[Path, Path]:
    """Two folders with the same files."""
    for name in ("a.html", "b/c.html", "b/d.html"):
        (tmp_path / "plain" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "plain" / name).write_text(name)
    return tmp_path / "plain", shutil.copytree(tmp_path / "plain", tmp_path / "published")


def missing(folder: Path) -> None:
    shutil.rmtree(folder / "b")


def more(folder: Path) -> None:
    (folder / "b" / "e.html").touch()


def differing(folder: Path) -> None:
    (folder / "b" / "d.html").write_text("b/D.html")


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (lambda folder: None, ""), (missing, "2 file(s) are missing, such as b/c.html."), (more, "1 file(s) are there that shouldn't be, such as b/e.html."),
        (differing, "1 file(s) differ, such as b/d.html."),
    ],
)  # fmt: skip
def test_differences_are_named(act, expected, two):
    """In one sentence, with a file to look at."""
    plain, published = two
    act(published)

    assert expected == compare_folders(plain, published)


def test_chosen_are_published_ones(tmp_path):
    """Always the same for the same schools, in whatever order they come; a school without a site isn't among them."""
    folders = [tmp_path / "schools" / f"s{number}" for number in range(20)]
    for folder in folders[5:]:
        (tmp_path / "out" / folder.name).mkdir(parents=True)
    chosen = choose_schools(folders, tmp_path / "out", 4)

    assert 4 == len(chosen) == len(set(chosen))
    assert chosen == choose_schools(folders[::-1], tmp_path / "out", 4)
    assert set() == set(chosen) & set(folders[:5])
    assert chosen != choose_schools(folders[5:], tmp_path / "out", 20)[-4:]
    assert set(folders[5:]) == set(choose_schools(folders, tmp_path / "out", 99))


def test_sites_are_as_built_plainly(small, tmp_path):
    """A site put together from kept parts equals a plain build; one byte that was changed since is told."""
    schools, out = write_small_schools(tmp_path / "schools", ["ash", "birch"]), tmp_path / "out"
    assert all(outcome.published for outcome in build_small(schools, out, small).values())
    path = out / "birch" / "guidance" / "help" / "index.html"
    path.write_bytes(path.read_bytes() + b" ")
    found = dict(verify_sites(find_schools(schools), out, Core(small), 2, documents=False))

    assert {"ash": "", "birch": "1 file(s) differ, such as guidance/help/index.html."} == found
