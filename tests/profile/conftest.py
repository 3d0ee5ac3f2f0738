"""What the tests of profiles share: reading a school that a case describes, and naming places by the text at them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from houserules.core import Core
from houserules.problems import Problems
from houserules.profile.read import School, read_school

POLICIES = ("staff-acceptable-use", "parent-agreement", "official-accounts")


@pytest.fixture
def read(core: Core) -> Callable[[Path], School]:
    """Give a function that reads a school's folder as `houserules` does."""
    return lambda folder: read_school(folder, core.vocabulary, POLICIES)


@pytest.fixture
def problems_of(read, tmp_path, monkeypatch) -> Callable[[Path], list[str]]:
    """Give a function that reads a school's folder and gives the messages of its problems, none where it is in order."""
    monkeypatch.chdir(tmp_path)

    def messages(folder: Path) -> list[str]:
        try:
            read(folder)
        except Problems as found:
            return [str(problem) for problem in found.problems]
        return []

    return messages


@pytest.fixture
def at(tmp_path: Path) -> Callable[[list[str], Path], list[str]]:
    """Give a function that writes places for the texts that stand at them.

    `@[primry]` in a message stands for path, line and column of the only "primry" in the school's profile;
    `@[authorities/x/authority.yml|primry]` for those in another file.
    """

    def place(found: re.Match[str], folder: Path) -> str:
        name, _, text = found[1].rpartition("|")
        path = tmp_path / name if name else folder / "school.yml"
        whole = path.read_text("utf-8")
        assert whole.count(text) == 1, f"{text!r} stands {whole.count(text)} times in {path.name}"
        before = whole[: whole.index(text)]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return f"{path.relative_to(tmp_path).as_posix()}:{line}:{column}"

    return lambda messages, folder: [
        re.sub(r"@\[(.+?)\]", lambda found: place(found, folder), message, flags=re.DOTALL) for message in messages
    ]


@pytest.fixture
def write_case(school_folder, sample_text) -> Callable[[dict], Path]:
    """Give a function that writes the school of a case: the sample with `replace` (old text to new) and `append`, or `text`; `files`; `folder`."""

    def write(case: dict) -> Path:
        text = case.get("text", sample_text)
        for old, new in case.get("replace", {}).items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
            text = text.replace(old, new)
        return school_folder(text=text + case.get("append", ""), files=case.get("files"), name=case.get("folder", "marsh-street"))

    return write
