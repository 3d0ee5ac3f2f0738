"""Publishing, killed or interrupted at any moment: a school's folder is the old site whole or the new one whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.outputs.conftest import (
    FORKS,
    RENAMES,
    SLUG,
    WAYS,
    in_a_child,
    left_over,
    publish_site,
    read_site,
)

from houserules.outputs import exchange, journal, publish
from houserules.outputs.exchange import Moves
from houserules.outputs.publish import open_output

KILL = """
import os, sys
from pathlib import Path
from houserules.outputs.exchange import Moves
from houserules.outputs.publish import open_output
folder, step, when = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
count = 0
def rename(start, goal):
    global count
    count += 1
    if (count, when) == (step, "before"):
        os._exit(9)
    os.rename(start, goal)
    if (count, when) == (step, "after"):
        os._exit(9)
with open_output(folder, Moves(exchange=None, rename=rename, pauses=())) as output:
    staged = output.stage("alder-lane-primary")
    for page in ("index.html", "guidance/boundaries/index.html", "assets/brand.css"):
        (staged / page).parent.mkdir(parents=True, exist_ok=True)
        (staged / page).write_text(f"new: {page}")
    output.publish("alder-lane-primary")
"""


@pytest.mark.parametrize(
    ("step", "when", "at_once", "settled"),
    [
        (1, "before", "old", "old"),
        (1, "after", None, "new"),
        (2, "before", None, "new"),
        (2, "after", "new", "new"),
        (3, "before", "new", "new"),
        (3, "after", "new", "new"),
    ],
)
def test_killed_at_each_rename(published: Path, step: int, when: str, at_once: str | None, settled: str):
    """What stands at once after the kill, and what the next run makes of it before it does anything else."""
    assert 9 == subprocess.run([sys.executable, "-c", KILL, published, str(step), when], check=False).returncode
    assert at_once == read_site(published / SLUG)

    with open_output(published, RENAMES) as output:
        assert (settled, []) == (read_site(published / SLUG), left_over(published))
        publish_site(output, "newer")
    assert "newer" == read_site(published / SLUG)


def stop_at_line(number: int, stop: Callable[[], None]) -> Callable:
    """Give a trace function that stops at the nth line which is carried out in our three modules."""
    modules = {module.__file__ for module in (exchange, journal, publish)}
    count = 0

    def trace(frame, event: str, _: object) -> Callable | None:
        nonlocal count
        if frame.f_code.co_filename not in modules:
            return None
        if event == "line":
            count += 1
            if count == number:
                stop()
        return trace

    return trace


def run_to_line(folder: Path, moves: Moves, name: str, number: int, stop: Callable[[], None]) -> None:
    """Open a folder, publish a site into it and close it, and stop at the nth line of that."""
    before = sys.gettrace()
    sys.settrace(stop_at_line(number, stop))
    try:
        with open_output(folder, moves) as output:
            publish_site(output, name)
    finally:
        sys.settrace(before)


def interrupt() -> None:
    sys.settrace(None)
    raise KeyboardInterrupt


@FORKS
@WAYS
def test_the_first_publication_killed_at_every_line(tmp_path: Path, moves: Moves):
    """Killed anywhere, a first site is whole or not there, and the next run publishes into the folder."""
    standing: list[str | None] = []
    for number in range(1, 1000):
        folder = tmp_path / str(number)
        status = in_a_child(lambda: run_to_line(folder, moves, "new", number, lambda: os._exit(9)))  # noqa: B023 - called at once
        standing.append(read_site(folder / SLUG))
        with open_output(folder, moves) as output:
            assert [] == left_over(folder), number
            output.stage(SLUG)
        if status == 0:
            break
        assert 9 == status, number

    assert 50 < number < 999
    assert {None, "new"} == set(standing)


@FORKS
@WAYS
def test_a_later_publication_killed_at_every_line(published: Path, moves: Moves):
    """Killed anywhere, a whole site stands (with renames: or none for a moment), and the next run settles the rest."""
    standing: set[str] = set()
    old = "old"
    for number in range(1, 1000):
        new = str(number)
        status = in_a_child(lambda: run_to_line(published, moves, new, number, lambda: os._exit(9)))  # noqa: B023 - called at once
        names = {None: "none", old: "old", new: "new"}
        standing.add(names[read_site(published / SLUG)])
        open_output(published, moves).close()
        assert ([], True) == (left_over(published), read_site(published / SLUG) in (old, new)), number
        old = read_site(published / SLUG)
        if status == 0:
            break
        assert 9 == status, number

    assert 50 < number < 999
    assert ({"none", "old", "new"} if moves is RENAMES else {"old", "new"}) == standing


@WAYS
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_ctrl_c_at_every_line(tmp_path: Path, moves: Moves, first: bool):
    """Interrupted anywhere, a whole site stands at once (or none yet), and the next run publishes as if nothing had been."""
    standing: set[str] = set()
    for number in range(1, 1000):
        folder = tmp_path / (str(number) if first else "out")
        old, new = read_site(folder / SLUG), str(number)
        try:
            run_to_line(folder, moves, new, number, interrupt)
            if old or first:
                break
        except KeyboardInterrupt:
            standing.add({old: "old", new: "new"}[read_site(folder / SLUG)])
        with open_output(folder, moves) as output:
            publish_site(output, f"{number} again")
        assert (f"{number} again", []) == (read_site(folder / SLUG), left_over(folder)), number

    assert 50 < number < 999
    assert {"old", "new"} == standing


def test_ctrl_c_while_the_old_site_is_deleted(published: Path, monkeypatch: pytest.MonkeyPatch):
    """The new site is in place by then; what is left of the old one goes when the folder is closed."""
    with monkeypatch.context() as interrupted:
        real = Moves.remove

        def stop(moves: Moves, path: Path) -> bool:
            if not (path / "index.html").exists():
                return real(moves, path)
            (path / "index.html").unlink()
            raise KeyboardInterrupt

        interrupted.setattr(Moves, "remove", stop)
        with pytest.raises(KeyboardInterrupt), open_output(published) as output:
            publish_site(output, "new")

    assert ("new", []) == (read_site(published / SLUG), left_over(published))
