"""The report of an import: every row with what became of it, as JSON for programs or CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable

from houserules.profile.edit import Value
from houserules.register.outcome import Outcome
from houserules.register.renew import Change

_CHANGES = {
    "changed": "brought up to date",
    "conflicts": "the school's own stands",
    "silent": "no longer in the register",
    "stuck": "write it yourself",
}
_HEADINGS = (
    "row", "number", "name", "what became of it", "folder", "why", "mistake", "still to fill in", "also wrong", *_CHANGES.values(), "not usable",
)  # fmt: skip


def write_json(file: str, outcomes: Iterable[Outcome]) -> str:
    """Give the report as JSON: the file, how many rows met which fate, and each row."""
    rows = list(outcomes)
    counts = dict(sorted(Counter(str(outcome.fate) for outcome in rows).items()))
    return json.dumps({"file": file, "counts": counts, "rows": [_as_json(row) for row in rows]}, ensure_ascii=False, indent=1) + "\n"


def write_csv(outcomes: Iterable[Outcome]) -> str:
    """Give the report as CSV, in which no cell is a formula whatever the register's cells say."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for outcome in outcomes:
        cells = [
            str(outcome.row),
            outcome.number,
            outcome.name,
            str(outcome.fate),
            outcome.folder,
            outcome.why,
            "yes" if outcome.mistake else "",
        ]
        cells += ["; ".join(outcome.lacks), " ".join(outcome.wrong)]
        cells += ["; ".join(map(describe, getattr(outcome, kind))) for kind in _CHANGES]
        writer.writerow([harmless(cell) for cell in [*cells, "; ".join(outcome.unusable)]])
    return text.getvalue()


def describe(change: Change) -> str:
    """Say what the school and the register say of a field."""
    return f"{change.field}: the school {_said(change.school)}, the register {_said(change.register)}"


def show_value(value: Value | None) -> str:
    """Give a value as it is shown: the lines of an address with commas between."""
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def harmless(cell: str) -> str:
    """Give a cell that a spreadsheet takes as text: what looks like a formula begins with an apostrophe."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _said(value: Value | None) -> str:
    return f"says '{show_value(value)}'" if value else "says nothing"


def _as_json(outcome: Outcome) -> dict[str, object]:
    always = {"row": outcome.row, "number": outcome.number, "name": outcome.name, "fate": str(outcome.fate), "folder": outcome.folder}
    found: dict[str, object] = {"why": outcome.why, "mistake": outcome.mistake}
    found |= {"still_to_fill_in": outcome.lacks, "wrong": outcome.wrong, "not_usable": outcome.unusable}
    for kind in _CHANGES:
        found[kind] = [{"field": one.field, "school": one.school, "register": one.register} for one in getattr(outcome, kind)]
    return always | {key: value for key, value in found.items() if value not in ("", (), [], False)}
