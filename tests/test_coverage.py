"""contributing/coverage.yml: what the words must cover, and the files that do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from houserules.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "contributing" / "coverage.yml"


def rows() -> list[dict]:
    """Give the rows of the list."""
    return read_yaml(PATH, "contributing/coverage.yml").content["rows"]


def test_every_row_has_an_answer_that_is_there():
    """Each row names at least one file, and every file that it names is there."""
    missing = [(row["id"], name) for row in rows() for name in row.get("answered_by") or ["nothing"] if not (ROOT / name).is_file()]

    assert [] == missing


def test_rows_are_whole():
    """Ids are unique, and each row says where it comes from and what it asks."""
    counts = Counter(row["id"] for row in rows())

    assert [] == [id for id, count in counts.items() if count > 1]
    assert all(row["from"] and row["asks"] for row in rows())
    assert {"2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "practice"} == {row["from"] for row in rows()}
    assert 79 <= len(rows())
