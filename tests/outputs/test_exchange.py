"""Moving folders: the system's exchange, patience with folders in use, and deleting."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from houserules.outputs.exchange import LACKING, Moves, find_exchange, is_link


class Call:
    """Stands in for a function of the C library: takes notes, and answers with an error number."""

    def __init__(self, code: int = 0) -> None:
        self.code, self.asked = code, []

    def __call__(self, *given: object) -> int:
        self.asked.append(given)
        ctypes.set_errno(self.code)
        return -1 if self.code else 0


def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    return one, other


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="This system has no exchange.")
def test_the_system_exchanges_two_folders(tmp_path: Path):
    """Where the system has the exchange, each folder stands in the other's place."""
    one, other = two_folders(tmp_path)

    assert Moves().swap(one, other) is True
    assert ["other", "one"] == [(folder / "name").read_text() for folder in (one, other)]


@pytest.mark.parametrize(
    ("platform", "function", "asked"),
    [
        ("linux", "renameat2", (-100, b"/one", -100, "/ö".encode(), 2)),
        ("darwin", "renamex_np", (b"/one", "/ö".encode(), 2)),
    ],
)
def test_what_each_system_is_asked(platform: str, function: str, asked: tuple):
    """The exchange is asked for in each system's own way, with the paths as bytes."""
    call = Call()
    exchange = find_exchange(platform, SimpleNamespace(**{function: call}))
    exchange(Path("/one"), Path("/ö"))

    assert [asked] == call.asked


@pytest.mark.parametrize(("platform", "library"), [("win32", None), ("linux", SimpleNamespace()), ("darwin", SimpleNamespace())])
def test_systems_without_the_exchange(platform: str, library: object):
    """Where there is no exchange, or the C library is too old for it, none is given."""
    assert find_exchange(platform, library) is None


@pytest.mark.parametrize("code", sorted(LACKING), ids=lambda code: errno.errorcode[code])
def test_a_file_system_without_the_exchange_is_no_error(tmp_path: Path, code: int):
    """A file system that lacks the exchange moves nothing and says so, so that renames are used."""
    one, other = two_folders(tmp_path)
    moves = Moves(exchange=find_exchange("linux", SimpleNamespace(renameat2=Call(code))))

    assert moves.swap(one, other) is False


@pytest.mark.parametrize("code", [errno.EACCES, errno.EBUSY, errno.EROFS, errno.EIO, errno.ENOENT], ids=lambda code: errno.errorcode[code])
def test_a_failed_exchange_is_an_error(code: int):
    """What is not a lack of the exchange itself is raised, with both paths."""
    moves = Moves(exchange=find_exchange("linux", SimpleNamespace(renameat2=Call(code))))

    with pytest.raises(OSError) as raised:
        moves.swap(Path("one"), Path("other"))
    assert (code, "one", "other") == (raised.value.errno, raised.value.filename, raised.value.filename2)


@pytest.mark.parametrize(
    ("times_in_use", "moved", "slept"), [(0, True, []), (2, True, [1, 2]), (3, True, [1, 2, 3]), (4, False, [1, 2, 3])]
)
def test_a_folder_in_use_is_tried_again(tmp_path: Path, times_in_use: int, moved: bool, slept: list[int]):
    """A rename that is refused is tried again after each pause, and not for ever."""
    one, goal, pauses, refused = tmp_path / "one", tmp_path / "goal", [], [PermissionError(errno.EACCES, "in use")] * times_in_use
    one.mkdir()

    def rename(start: Path, end: Path) -> None:
        if refused:
            raise refused.pop()
        os.rename(start, end)

    moves = Moves(rename=rename, pauses=(1, 2, 3), sleep=pauses.append)
    if moved:
        moves.move(one, goal)
    else:
        with pytest.raises(PermissionError):
            moves.move(one, goal)

    assert (moved, slept) == (goal.is_dir(), pauses)


def test_other_errors_are_not_tried_again(tmp_path: Path):
    """Patience is for folders in use only."""
    pauses: list[float] = []

    with pytest.raises(FileNotFoundError):
        Moves(pauses=(1, 2), sleep=pauses.append).move(tmp_path / "nothing", tmp_path / "goal")
    assert [] == pauses


@pytest.mark.parametrize("kind", ["nothing", "file", "folder", "link"])
def test_remove_deletes_what_stands_there_and_nothing_else(tmp_path: Path, kind: str):
    """A folder, a file or a link goes; what a link leads to stays."""
    kept, path = tmp_path / "kept", tmp_path / "path"
    (kept / "inside").mkdir(parents=True)
    if kind == "file":
        path.touch()
    elif kind == "folder":
        (path / "deep").mkdir(parents=True)
        (path / "deep" / "file").touch()
        (path / "link").symlink_to(kept, target_is_directory=True)
    elif kind == "link":
        path.symlink_to(kept, target_is_directory=True)

    assert Moves().remove(path) is True
    assert (False, True) == (os.path.lexists(path), (kept / "inside").is_dir())


def test_remove_says_when_it_can_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What can't be deleted is told, not raised."""

    def refuse(path: object, **_: object) -> None:
        raise PermissionError(errno.EACCES, "in use", str(path))

    monkeypatch.setattr(shutil, "rmtree", refuse)

    assert Moves().remove(tmp_path) is False


def test_a_file_marked_read_only_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Windows refuses to delete a file that is marked read-only: the mark is taken off first."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "logo.png").touch()
    (folder / "logo.png").chmod(stat.S_IREAD)
    real = os.unlink

    def unlink(path: str, *, dir_fd: int | None = None) -> None:
        if not os.stat(path, dir_fd=dir_fd).st_mode & stat.S_IWRITE:
            raise PermissionError(errno.EACCES, "read-only", path)
        real(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", unlink)

    assert Moves().remove(folder) is True
    assert not folder.exists()


def test_no_permission_is_changed_behind_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Taking off the mark stops at a link: what it leads to isn't ours."""
    kept, folder = tmp_path / "kept", tmp_path / "folder"
    kept.touch()
    kept.chmod(stat.S_IREAD)
    folder.mkdir()
    (folder / "link").symlink_to(kept)

    def refuse(path: str, **_: object) -> None:
        raise PermissionError(errno.EACCES, "in use", path)

    monkeypatch.setattr(os, "unlink", refuse)

    assert Moves().remove(folder) is False
    assert stat.S_IREAD == stat.S_IMODE(kept.stat().st_mode)


def test_is_link(tmp_path: Path):
    """A link is one, wherever it leads; a folder, a file and nothing are none."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "folder", target_is_directory=True)
    (tmp_path / "broken").symlink_to(tmp_path / "gone")

    assert ["broken", "link"] == [name for name in ("broken", "file", "folder", "gone", "link") if is_link(tmp_path / name)]
