"""What a run needs only while it lasts is gone when it is over, and what a killed one left goes with the next."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from houserules.fleet.passing import passing_folder

ENDLESS = "from houserules.fleet.passing import passing_folder\nimport time\nwith passing_folder() as folder:\n (folder / 'large').touch()\n print(folder, flush=True)\n time.sleep(60)\n"


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """The system's folder for such things."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def other(place):
    """Another run that holds a folder, made some time ago, and the folder."""
    process = subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True)
    folder = Path(process.stdout.readline().strip())
    long_ago(folder.parent)
    yield process, folder
    process.kill()
    process.communicate(timeout=20)


def long_ago(folder: Path) -> None:
    for path in (*folder.iterdir(), folder):
        os.utime(path, (time.time() - 3600,) * 2)


def test_gone_afterwards(place):
    """Also where something goes wrong inside."""
    with pytest.raises(ValueError, match="wrong"), passing_folder() as folder:
        assert [] == list(folder.iterdir())
        (folder / "file").touch()
        raise ValueError("wrong")

    assert [] == list(place.iterdir())


def test_what_a_killed_run_left(place, other):
    """As long as it is at work its folder stays; once it is killed, the next takes that away."""
    process, folder = other
    with passing_folder():
        assert (folder / "large").exists()
    process.kill()
    process.wait(20)
    with passing_folder():
        assert not folder.parent.exists()
    assert [] == list(place.iterdir())


def test_what_is_not_known_for_ours_stays(place):
    """A folder that only has such a name, one that was just made, and what a link leads to."""
    for name in ("houserules-notes", "houserules-new", "elsewhere"):
        (place / name).mkdir()
        (place / name / "file").touch()
    for name in ("houserules-new", "elsewhere"):
        (place / name / ".held-by-houserules").touch()
    if os.name != "nt":
        (place / "houserules-link").symlink_to(place / "elsewhere", target_is_directory=True)
    long_ago(place / "houserules-notes")
    long_ago(place / "elsewhere")
    before = {path for path in place.rglob("*")}
    with passing_folder():
        pass

    assert before == {path for path in place.rglob("*")}
