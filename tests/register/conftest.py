# `sample/extract.csv` is written as the register's own download is: its columns and their order, Windows-1252, a quote
# round every cell. Its schools are fictional, and most of what the register says of a school is left empty.
"""What the tests of the register share: a fictional extract, changed row by row, and an import of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from houserules.register.import_schools import Plan, import_schools
from houserules.register.outcome import Outcome
from houserules.register.source import Wanted, open_source

SAMPLE = Path(__file__).parent / "sample" / "extract.csv"
NUMBER = "URN"
Rows = list[dict[str, str]]


def read_sample() -> Rows:
    """Give the rows of the fictional extract."""
    return list(csv.DictReader(io.StringIO(SAMPLE.read_bytes().decode("cp1252"), newline="")))


def write_rows(path: Path, rows: Rows, encoding: str = "cp1252", delimiter: str = ",") -> Path:
    """Write rows as a CSV file with a quote round every cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.fixture
def extract(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes the extract with some rows changed: by number, columns to new values; None drops one.

    `only` keeps those rows alone.
    """

    def write(changes: Mapping[str, Mapping[str, str] | None] | None = None, only: tuple[str, ...] = ()) -> Path:
        changed = dict(changes or {})
        rows = [row for row in read_sample() if (not only or row[NUMBER] in only) and changed.get(row[NUMBER], {}) is not None]
        return write_rows(tmp_path / "extract.csv", [row | (changed.get(row[NUMBER]) or {}) for row in rows])

    return write


@pytest.fixture
def schools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of schools, which isn't there yet; its parent is the folder in which one stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "schools"


@pytest.fixture
def take(core, schools) -> Callable[..., list[Outcome]]:
    """Give a function that imports a file into the folder of schools and gives what became of each row."""

    def run(file: Path, authority: str = "", **wanted) -> list[Outcome]:
        plan = Plan(schools, core.vocabulary, core.school, Wanted(**wanted), authority)
        return list(import_schools(open_source(file, core.vocabulary), plan))

    return run


@pytest.fixture
def write_list(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that writes the text of a list as a file."""

    def write(text: str | bytes, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def authority(tmp_path: Path) -> Callable[[str], None]:
    """Give a function that writes the authority `fernshire`, beside the folder of schools."""

    def write(text: str) -> None:
        (tmp_path / "authorities" / "fernshire").mkdir(parents=True)
        (tmp_path / "authorities" / "fernshire" / "authority.yml").write_text(text, "utf-8")

    return write
