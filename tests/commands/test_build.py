"""`houserules build`: what is said on the terminal, and what it needn't load."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fleet.small import write_small_core, write_small_schools

from houserules.commands.build import _bar, _say_problems, build
from houserules.core import Core
from houserules.fleet.build import Options
from houserules.fleet.work import Outcome
from houserules.problems import Place, Problem

FULL = ("The disk is full.", "The last good one stands.", "Make room.")


def said_of(outcomes: list[Outcome]) -> list[str]:
    lines: list[str] = []
    _say_problems(lines.append, outcomes)
    return lines


@pytest.mark.parametrize(
    ("schools", "lines"),
    [
        (5, [f"school-{number}: {' '.join(FULL)}" for number in range(5)]),
        (6, [f"6 schools (school-0, school-1, school-2, school-3, school-4 and more; the report has all): {' '.join(FULL)}"]),
    ],
)
def test_what_is_wrong_with_many_is_said_once(schools, lines):
    """Three hundred lines of the same would hide what is wrong with one school alone."""
    alone = Outcome("ash", False, (Problem(Place("ash/school.yml"), "There is no name."),))
    outcomes = [Outcome(f"school-{number}", False, (Problem(Place(f"school-{number}"), *FULL),)) for number in range(schools)]

    assert [*lines, "ash/school.yml: There is no name."] == said_of([*outcomes, alone])


def test_a_line_is_always_named():
    """Six schools with the same slip have it on lines of their own; a line of the authority's text is one line for all."""
    own = [Outcome(f"school-{number}", False, (Problem(Place(f"school-{number}/school.yml", number + 1), "There is no name."),)) for number in range(6)]
    shared = [Outcome(f"school-{number}", False, (Problem(Place("authorities/a/terms/x.yml", 3), "There is no name."),)) for number in range(6)]

    assert [f"school-{number}/school.yml:{number + 1}: There is no name." for number in range(6)] == said_of(own)
    assert ["6 schools (school-0, school-1, school-2, school-3, school-4 and more; the report has all): authorities/a/terms/x.yml:3: There is no name."] == said_of(shared)


def test_a_report_that_can_not_be_written(tmp_path):
    """It is said as what it is, nothing else that was asked for is left undone, and the run doesn't end with 0."""
    core, schools = write_small_core(tmp_path / "core"), write_small_schools(tmp_path / "schools", ["ash", "birch"])
    (tmp_path / "file").touch()
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("click.echo", lambda text, err: said.append(text))
        status = build(schools, tmp_path / "out", Core(core), Options(documents=False), report=tmp_path / "file", index="")

    assert 1 == status
    assert "2 of 2 published." in said
    assert [f"{tmp_path / 'file'}: The report can't be written: File exists. What was published stays published. Make room, or name another folder for it."] == [
        line for line in said if "The report" in line
    ]
    assert (tmp_path / "out" / "index.html").is_file()


class Terminal(io.StringIO):
    """A screen on which somebody waits."""

    def isatty(self) -> bool:
        return True


def test_the_bar_moves_while_no_school_is_done(monkeypatch):
    """With documents the first schools are done after a minute: until then the clock beside the bar runs."""
    now, screen = [100.0], Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    for clock in ("time.monotonic", "rich.console.monotonic"):
        monkeypatch.setattr(clock, lambda: now[0])
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    drawn = []
    with _bar(2) as (tell, pulse):
        for _ in range(3):
            now[0] += 20
            pulse()
            drawn.append(screen.getvalue())
        tell(Outcome("ash", True))
        now[0] += 20
        tell(Outcome("birch", True))

    for text, clock in zip(drawn, ("0:00:20", "0:00:40", "0:01:00"), strict=True):
        assert clock in text
        assert "0/2" in text and "1/2" not in text
    assert "2/2" in screen.getvalue()


def test_no_bar_where_nobody_looks(monkeypatch):
    """What goes into a file, or a log of CI, has none."""
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with _bar(1) as (tell, pulse):
        pulse()
        assert Outcome("ash", True) == tell(Outcome("ash", True))

    assert "" == screen.getvalue()


def test_nothing_is_loaded_that_isnt_needed(tmp_path):
    """With the words compiled, no run needs MkDocs or what makes documents; where no profile has changed either, none needs pydantic."""
    core, schools = write_small_core(tmp_path / "core"), write_small_schools(tmp_path / "schools")
    code = (
        "import sys; from houserules.__main__ import main; status = main(['build', *sys.argv[1:]], standalone_mode=False);"
        "print(status, *(name for name in ('mkdocs', 'docx', 'typst', 'rich', 'pydantic') if name in sys.modules))"
    )
    environment = {**os.environ, "HOUSERULES_CORE": str(core), "HOUSERULES_CACHE": str(tmp_path / "kept")}

    def run(out: str) -> str:
        command = [sys.executable, "-c", code, schools, "--out", tmp_path / out, "-j", "1", "--no-documents"]
        return subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=True).stdout.strip()

    assert run("one").startswith("0 mkdocs")
    assert "0" == run("one")
    assert "0" == run("two")
    change = Path(schools / "ash" / "school.yml")
    change.write_text(change.read_text("utf-8").replace("01632 960400", "01632 960499"), "utf-8")
    assert "0 pydantic" == run("one")
