"""Replacing a folder by renames: every way in which it can be interrupted, and what the next run makes of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from houserules.outputs.exchange import Moves
from houserules.outputs.journal import replace_folder, settle_folder

PLACES = ("staged", "site", "aside")


def lay_out(tmp_path: Path, **standing: str) -> tuple[Path, Path, Path]:
    for place, name in standing.items():
        (tmp_path / place).mkdir()
        (tmp_path / place / "name").write_text(name)
    return tuple(tmp_path / place for place in PLACES)


def look(tmp_path: Path) -> dict[str, str]:
    return {place: (tmp_path / place / "name").read_text() for place in PLACES if (tmp_path / place).exists()}


def refusing(*which: int) -> Moves:
    """Give moves whose renames fail at these places in the order (from 1)."""
    count = 0

    def rename(start: Path, goal: Path) -> None:
        nonlocal count
        count += 1
        if count in which:
            raise PermissionError(errno.EACCES, "in use", str(start))
        os.rename(start, goal)

    return Moves(exchange=None, rename=rename, pauses=())


def test_the_two_folders_change_places(tmp_path: Path):
    """When nothing goes wrong, the new one stands in the old one's place and the old one is staged, as after an exchange."""
    replace_folder(*lay_out(tmp_path, staged="new", site="old"), Moves(pauses=()))

    assert {"staged": "old", "site": "new"} == look(tmp_path)


@pytest.mark.parametrize(
    ("refused", "left"),
    [
        ((1,), {"staged": "new", "site": "old"}),
        ((2,), {"staged": "new", "site": "old"}),
        ((2, 3), {"staged": "new", "aside": "old"}),
    ],
)
def test_a_rename_that_fails_is_undone(tmp_path: Path, refused: tuple[int, ...], left: dict[str, str]):
    """The old folder is put back where that can be done, and else left aside, whole."""
    with pytest.raises(PermissionError):
        replace_folder(*lay_out(tmp_path, staged="new", site="old"), refusing(*refused))

    assert left == look(tmp_path)


def test_the_last_rename_is_not_what_counts(tmp_path: Path):
    """When only the old folder can't be taken away, the new one stands and nothing is raised."""
    replace_folder(*lay_out(tmp_path, staged="new", site="old"), refusing(3))

    assert {"site": "new", "aside": "old"} == look(tmp_path)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (1, {"staged": "new", "site": "old"}, {"staged": "new", "site": "old"}),
        (2, {"staged": "new", "site": "old"}, {"site": "new", "aside": "old"}),
        (3, {"site": "new", "aside": "old"}, {"staged": "old", "site": "new"}),
    ],
)
def test_ctrl_c_at_each_rename(tmp_path: Path, when: str, step: int, before: dict[str, str], after: dict[str, str]):
    """Ctrl-C just before or just after a rename leaves a whole site in its place at once, with no next run needed."""
    count = 0

    def rename(start: Path, goal: Path) -> None:
        nonlocal count
        count += 1
        if count == step and when == "before":
            raise KeyboardInterrupt
        os.rename(start, goal)
        if count == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_folder(*lay_out(tmp_path, staged="new", site="old"), Moves(rename=rename, pauses=()))

    assert (before if when == "before" else after) == look(tmp_path)


def test_ctrl_c_where_the_old_folder_can_not_be_put_back(tmp_path: Path):
    """Ctrl-C stays Ctrl-C, and both folders stay whole."""
    count = 0

    def rename(start: Path, goal: Path) -> None:
        nonlocal count
        count += 1
        if count > 1:
            raise KeyboardInterrupt if count == 2 else PermissionError(errno.EACCES, "in use")
        os.rename(start, goal)

    with pytest.raises(KeyboardInterrupt):
        replace_folder(*lay_out(tmp_path, staged="new", site="old"), Moves(rename=rename, pauses=()))

    assert {"staged": "new", "aside": "old"} == look(tmp_path)


SETTLED = [
    ({"staged": "new", "site": "old"}, (), {"staged": "new", "site": "old"}),
    ({"staged": "new", "aside": "old"}, (), {"staged": "old", "site": "new"}),
    ({"staged": "new", "aside": "old"}, (1,), {"staged": "new", "site": "old"}),
    ({"aside": "old"}, (), {"site": "old"}),
    ({"site": "new", "aside": "old"}, (), {"staged": "old", "site": "new"}),
    ({"staged": "left", "site": "new", "aside": "old"}, (), {"staged": "old", "site": "new"}),
]


@pytest.mark.parametrize(("found", "refused", "left"), SETTLED)
def test_an_interrupted_replacement_is_completed_or_undone(tmp_path: Path, found: dict, refused: tuple[int, ...], left: dict):
    """Whatever an interrupted run left, a whole site stands afterwards and nothing is aside."""
    settle_folder(*lay_out(tmp_path, **found), refusing(*refused))

    assert left == look(tmp_path)


def test_settling_twice_changes_nothing_more(tmp_path: Path):
    """A settling that was itself interrupted can be done again."""
    places = lay_out(tmp_path, staged="new", aside="old")
    settle_folder(*places, Moves(pauses=()))
    settle_folder(*places, Moves(pauses=()))

    assert {"staged": "old", "site": "new"} == look(tmp_path)


def test_what_can_neither_be_completed_nor_undone_is_kept(tmp_path: Path):
    """When both folders are in use, an error is raised and both are left whole for a later run."""
    with pytest.raises(PermissionError):
        settle_folder(*lay_out(tmp_path, staged="new", aside="old"), refusing(1, 2))

    assert {"staged": "new", "aside": "old"} == look(tmp_path)
