"""The process ends at once, with its status, and with all that it had to say."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.sites.conftest import ROOT

COMMAND = [sys.executable, "-m", "houserules"]


@pytest.mark.parametrize(("arguments", "status", "end"), [(["--help"], 0, "variants"), (["schema"], 0, "\n}\n"), (["check", "schools/nowhere"], 1, "no school was checked.\n")])
def test_all_is_said(arguments, status, end):
    """What goes into a file or another program is whole, to its last line."""
    done = subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)

    assert status == done.returncode, done.stderr
    assert end in done.stdout[-400:]
    assert "" == done.stderr


def test_nobody_listens():
    """Another program that has read enough (`| head`) makes no fuss."""
    process = subprocess.Popen([*COMMAND, "schema"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.close()
    said = process.stderr.read()
    process.wait(60)

    assert "Traceback" not in said
    assert "Exception ignored" not in said
