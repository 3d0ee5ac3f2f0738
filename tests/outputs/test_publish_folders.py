"""The folder to publish into: which are taken, which are refused, and one run at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.outputs.conftest import (
    FORKS,
    PLAIN,
    SLUG,
    in_a_child,
    left_over,
    publish_site,
    read_site,
    said,
)

from houserules.outputs.publish import open_output


def a_file(out: Path) -> None:
    out.write_text("mine")


def a_link_to_nothing(out: Path) -> None:
    out.symlink_to(out.parent / "gone")


def a_folder_of_photos(out: Path) -> None:
    (out / "photos").mkdir(parents=True)


def a_folder_with_a_file(out: Path) -> None:
    out.mkdir()
    (out / "letter.docx").touch()


def a_hidden_folder_only(out: Path) -> None:
    (out / ".git").mkdir(parents=True)


def a_mark_that_is_a_folder(out: Path) -> None:
    (out / ".houserules" / "made-by-houserules").mkdir(parents=True)
    (out / "photos").mkdir()


def a_houserules_that_is_a_file(out: Path) -> None:
    out.mkdir()
    (out / ".houserules").touch()


def a_houserules_that_is_a_link(out: Path) -> None:
    other = out.parent / "other"
    with open_output(other):
        out.mkdir()
        (out / ".houserules").symlink_to(other / ".houserules", target_is_directory=True)


def somebody_elses_houserules(out: Path) -> None:
    (out / ".houserules" / "notes").mkdir(parents=True)


@pytest.mark.parametrize(
    ("lay_out", "expected"),
    [
        (a_file, "This is a file"),
        (a_link_to_nothing, "leads nowhere"),
        (a_folder_of_photos, "'photos'"),
        (a_folder_with_a_file, "'letter.docx'"),
        (a_hidden_folder_only, "'.git'"),
        (a_mark_that_is_a_folder, "'.houserules/made-by-houserules'"),
        (a_houserules_that_is_a_file, "'.houserules'"),
        (a_houserules_that_is_a_link, "'.houserules'"),
        (somebody_elses_houserules, "'.houserules/notes'"),
    ],
)
def test_a_foreign_folder_is_refused_and_left_as_it_is(out: Path, lay_out: Callable[[Path], None], expected: str):
    """Nothing is written into, and nothing deleted from, a folder that isn't ours."""
    lay_out(out)
    before = sorted(out.parent.rglob("*"))

    assert expected in said(lambda: open_output(out))
    assert before == sorted(out.parent.rglob("*"))


def nothing(out: Path) -> None:
    pass


def an_empty_folder(out: Path) -> None:
    out.mkdir()


def what_a_system_puts_there(out: Path) -> None:
    out.mkdir()
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (out / name).touch()


def a_link_to_a_folder(out: Path) -> None:
    (out.parent / "real").mkdir()
    out.symlink_to("real", target_is_directory=True)


def a_run_killed_at_its_very_start(out: Path) -> None:
    (out / ".houserules").mkdir(parents=True)
    (out / ".houserules" / "lock").touch()


@pytest.mark.parametrize(
    "lay_out", [nothing, an_empty_folder, what_a_system_puts_there, a_link_to_a_folder, a_run_killed_at_its_very_start]
)
def test_folders_that_are_taken(out: Path, lay_out: Callable[[Path], None]):
    """A new folder, an empty one, a link to one, and one in which a run had only just begun."""
    lay_out(out)
    for name in ("first", "second"):
        with open_output(out, PLAIN) as output:
            publish_site(output, name)

    assert "second" == read_site(out / SLUG)


def test_a_folder_stays_the_same_while_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where a path starts from, or a link leads to, may change in the meantime."""
    monkeypatch.chdir(tmp_path)
    with open_output(Path("out")) as output:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        publish_site(output, "first")

    assert "first" == read_site(tmp_path / "out" / SLUG)


def test_litter_in_our_own_folder_is_left_alone(published: Path):
    """What a system writes wherever somebody looks is not taken for a site."""
    litter = [published / ".houserules" / part / ".DS_Store" for part in ("staging", "sites", "replacing")]
    for path in litter:
        path.touch()
    with open_output(published):
        pass

    assert [True] * 3 == [path.is_file() for path in litter]


def test_folders_above_are_made(tmp_path: Path):
    """`--out` may name a folder in a folder that isn't there yet."""
    with open_output(tmp_path / "a" / "b") as output:
        publish_site(output, "first")

    assert "first" == read_site(tmp_path / "a" / "b" / SLUG)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC], ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize(("where", "act"), [(os, "mkdir"), (os, "listdir"), (Path, "open")])
def test_a_folder_that_can_not_be_written(out: Path, monkeypatch: pytest.MonkeyPatch, where: object, act: str, code: int):
    """Whatever the system refuses first, it is said in one sentence, and the lock isn't kept."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as refusing:
        refusing.setattr(where, act, refuse)

        assert f"can't be written: {os.strerror(code)}." in said(lambda: open_output(out))
    open_output(out).close()


@pytest.mark.parametrize("part", ["made-by-houserules", "staging", "sites"])
def test_a_disk_that_fills_up_while_the_folder_is_made(out: Path, monkeypatch: pytest.MonkeyPatch, part: str):
    """The next run takes up the folder where this one left it."""

    def fill(act: Callable) -> Callable:
        def refuse(path: Path, *rest: object, **more: object) -> object:
            if Path(path).name == part:
                raise OSError(errno.ENOSPC, "No space left on device")
            return act(path, *rest, **more)

        return refuse

    with monkeypatch.context() as full:
        full.setattr(Path, "mkdir", fill(Path.mkdir))
        full.setattr(Path, "write_text", fill(Path.write_text))

        assert "No space left" in said(lambda: open_output(out))
    with open_output(out) as output:
        publish_site(output, "new")


def test_a_folder_that_became_read_only(published: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of ours that may no longer be changed is refused before anything is built."""
    monkeypatch.setattr(os, "access", lambda path, how: False)

    assert "you may not change it" in said(lambda: open_output(published))
    assert "old" == read_site(published / SLUG)


@FORKS
def test_a_read_only_folder_for_real():
    """The same without pretending: as somebody who isn't allowed to write there."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        folder.mkdir()
        for path, mode in ((Path(place), 0o755), (folder, 0o555)):
            path.chmod(mode)

        def refused() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            assert "can't be written" in said(lambda: open_output(folder))
            assert "can't be written" in said(lambda: open_output(folder / "inner"))

        assert 0 == in_a_child(refused)
        assert [] == list(folder.iterdir())


HOLD = """
import sys
from pathlib import Path
from houserules.outputs.publish import open_output
from houserules.problems import Problems
try:
    with open_output(Path(sys.argv[1])) as output:
        output.stage("alder-lane-primary").joinpath("half").touch()
        print("open", flush=True)
        input()
except Problems as found:
    print(found.problems[0].what, flush=True)
"""


def start_run(folder: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_runs_into_one_folder(published: Path):
    """The second run says so and stops, and touches nothing of the first one's; after a kill the next one gets in."""
    with start_run(published) as other:
        assert "open\n" == other.stdout.readline()
        assert "Another run is publishing into this folder." in said(lambda: open_output(published))
        assert (published / ".houserules" / "staging" / SLUG / "half").exists()
        other.kill()
        other.wait()
    with open_output(published) as output:
        assert ("old", []) == (read_site(published / SLUG), left_over(published))
        publish_site(output, "new")


def test_several_runs_begin_a_new_folder_at_once(out: Path):
    """Exactly one gets the folder; each other is told that another run is at work, and not that the folder is foreign."""
    runs = [start_run(out) for _ in range(5)]
    answers = [run.stdout.readline() for run in runs]
    for run in runs:
        run.communicate("\n")

    assert ["Another run is publishing into this folder.\n"] * 4 + ["open\n"] == sorted(answers)


def test_a_second_opening_in_one_process(out: Path):
    """Not even one process opens a folder twice."""
    with open_output(out):
        assert "Another run" in said(lambda: open_output(out))
