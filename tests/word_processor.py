# openxml-audit knows the standard's rules; only a word processor shows what somebody who opens the file gets: whether it
# opens, which numbers stand before the clauses, how many sheets it takes. LibreOffice is the one that runs everywhere.
# Where there is none the tests skip with one sentence; CI, which sets CI=true, may not skip them.
"""LibreOffice, which turns Word files into PDFs for the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

NAMES = ("soffice", "libreoffice")
PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.com")
SENTENCE = "LibreOffice isn't here: install it (Debian's libreoffice-writer), or put its soffice on the PATH."


class WordProcessor:
    """Opens Word files as somebody would, and gives what they see.

    `program` is LibreOffice's; `folder` is a folder of the tests' own, in which its settings stand, too, so that a
    LibreOffice that is open on the same machine isn't disturbed.
    """

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder, self.runs = program, folder, 0

    def open(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Give a PDF for each Word file, by its name; what can't be opened has none. One start for all of them."""
        self.runs += 1
        given, made = self.folder / f"{self.runs}-word", self.folder / f"{self.runs}-pdf"
        given.mkdir()
        names = {f"{number}": name for number, name in enumerate(files)}
        for number, name in names.items():
            (given / f"{number}.docx").write_bytes(files[name])
        settings = (self.folder / "settings").as_uri()
        command = [self.program, f"-env:UserInstallation={settings}", "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(made)]
        done = subprocess.run(
            [*command, *(f"{given / number}.docx" for number in names)], capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        return {name: path.read_bytes() for number, name in names.items() if (path := made / f"{number}.pdf").is_file()}


def find_word_processor(folder: Path) -> WordProcessor:
    """Give LibreOffice, or skip; in CI fail."""
    for name in (*NAMES, *PLACES):
        if found := shutil.which(name):
            return WordProcessor(found, folder)
    if os.environ.get("CI") == "true":
        pytest.fail(SENTENCE)
    pytest.skip(SENTENCE)
