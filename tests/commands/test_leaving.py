"""The process ends at once, with its status, and with all that it had to say."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.sites.conftest import ROOT

from houserules.__main__ import _status, main

COMMAND = [sys.executable, "-m", "houserules"]


@pytest.mark.parametrize(("arguments", "status", "end"), [(["--help"], 0, "variants"), (["schema"], 0, "\n}\n"), (["check", "schools/nowhere"], 1, "no school was checked.\n")])
def test_all_is_said(arguments, status, end):
    """What goes into a file or another program is whole, to its last line."""
    done = subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    assert status == done.returncode, done.stderr
    assert end in done.stdout[-400:]
    assert "" == done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "Missing argument 'PATH'"), (["build", "schools", "--out", "x", "-j", "0"], "0 is not in the range"),
        (["build", "schools", "--out", "x", "--shard", "5/4"], "'5/4' isn't a part of the schools. Write for example 2/4"),
        (["build", "--out", "x", "--index", "schools", "more"], "unexpected extra argument (more)"),
        (["templates", "--out", "x", "--school", "a", "--authority", "b"], "Name a school or an authority"),
        (["variants", "schools", "--all", "--differs", "a", "b"], "can't stand beside it"),
    ],
)  # fmt: skip
def test_a_command_that_is_typed_wrongly(arguments, said, capfd):
    """It ends with 2, as every command does, so that a script can tell it from a school with a mistake."""
    assert 2 == _status(lambda: main.main(arguments, prog_name="houserules", standalone_mode=False))
    assert said in capfd.readouterr().err


def test_the_index_takes_no_path(monkeypatch):
    """`--index` has no value, so what stands after it is what it looks like; its sentence has an option of its own."""
    seen = []
    monkeypatch.setattr("houserules.commands.build.build", lambda path, *_, index, **more: seen.append((str(path), index)) or 0)
    for arguments in (["--index", "schools"], ["--index-note", "Ours.", "schools"], ["schools"]):
        main.main(["build", "--out", "x", *arguments], prog_name="houserules", standalone_mode=False)

    assert [("schools", ""), ("schools", "Ours."), ("schools", None)] == seen


def test_nobody_listens():
    """Another program that has read enough (`| head`) makes no fuss."""
    process = subprocess.Popen([*COMMAND, "schema"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.close()
    said = process.stderr.read()
    process.wait(60)

    assert "Traceback" not in said
    assert "Exception ignored" not in said
