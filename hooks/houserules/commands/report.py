"""`houserules report`: one report of those of several runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from houserules.commands.build import say_counts
from houserules.fleet.merge import merge_reports, read_report
from houserules.fleet.report import HTML, write_report
from houserules.problems import Problems, shown


def report(paths: Sequence[Path], out: Path, templates: Path, say: Callable[[str], object]) -> int:
    """Write the one report into a folder, say what is in it, and give the status with which one run would have ended.

    Raises Problems where the reports aren't those of one run, or can't be read or written.
    """
    found, problems = {}, []
    for path in dict.fromkeys(paths):
        try:
            found[shown(path)] = read_report(path)
        except Problems as wrong:
            problems += wrong.problems
    if problems:
        raise Problems(problems)
    merged = merge_reports(found)
    write_report(merged, out, templates)
    say(f"{len(found)} {'reports are' if len(found) > 1 else 'report is'} put together.")
    say_counts(say, merged, "the report says why")
    say(f"Report: {out / HTML}")
    return merged.status
