"""What the tests of publishing share: a small site that shows whether it is whole, and folders to publish it into."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from houserules.outputs.exchange import Moves
from houserules.outputs.publish import Output, open_output
from houserules.problems import Problems

SLUG = "alder-lane-primary"
PLAIN = Moves(pauses=())
RENAMES = Moves(exchange=None, pauses=())
WAYS = pytest.mark.parametrize("moves", [PLAIN, RENAMES], ids=["as-this-system-can", "renames"])
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system doesn't fork.")
OURS = ("made-by-houserules", "lock", "staging", "sites", "replacing", "documents", "shared")


def write_site(folder: Path, name: str) -> None:
    for page in ("index.html", "guidance/boundaries/index.html", "assets/brand.css"):
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(f"{name}: {page}")


def read_site(folder: Path) -> str | None:
    """Give the name of the site in a folder, or None where there is none; fail where it isn't whole."""
    if not os.path.lexists(folder):
        return None
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    name = texts["index.html"].partition(":")[0]
    assert {page: f"{name}: {page}" for page in ("index.html", "guidance/boundaries/index.html", "assets/brand.css")} == texts
    return name


def publish_site(output: Output, name: str, slug: str = SLUG) -> None:
    write_site(output.stage(slug), name)
    output.publish(slug)


def left_over(folder: Path) -> list[str]:
    """Name what is in our own folder and shouldn't be there when nothing is under way."""
    ours = folder / ".houserules"
    strays = [path.name for path in ours.iterdir() if path.name not in OURS]
    return strays + [f"{part}/{path.name}" for part in ("staging", "replacing") for path in (ours / part).iterdir()]


def said(call: Callable[[], object]) -> str:
    """Give what the one problem says that a call raises; each has a place, and whole sentences."""
    with pytest.raises(Problems) as raised:
        call()
    (problem,) = raised.value.problems
    assert problem.place.path
    assert problem.what.endswith(".")
    assert problem.fix.endswith(".")
    assert not [word for word in ("Error", "Errno", "None", "Path(") if word in str(problem)]
    return str(problem)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def published(out: Path) -> Path:
    """A folder in which the site 'old' is published."""
    with open_output(out, PLAIN) as output:
        publish_site(output, "old")
    return out


def a_folder_made_by_hand(site: Path) -> None:
    site.mkdir()
    (site / "mine").touch()


def in_a_child(act: Callable[[], None]) -> int:
    """Do something in a forked process, and give its exit status: 0, 1 where it raised, 9 where it was killed."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:  # noqa: BLE001 - a fork of the test run must not go on as a second one
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
