"""`houserules import`: draft profiles from a register or list, kept up to date; and what was done, on the screen."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from houserules.commands.new import put_schema
from houserules.core import Core
from houserules.problems import Place, Problem, Problems, as_typed, shown
from houserules.register.import_schools import Plan, import_schools
from houserules.register.outcome import Fate, Outcome
from houserules.register.report import describe, show_value, write_csv, write_json
from houserules.register.source import Wanted, open_source

_MOST_LINES = 20  # of each sort on the screen; the report has all
_WRITERS: dict[str, Callable[[str, list[Outcome]], str]] = {
    ".json": write_json,
    ".csv": lambda file, outcomes: "\ufeff" + write_csv(outcomes),  # the mark by which Excel knows UTF-8
}


def import_from(file: Path, into: Path, wanted: Wanted, core: Core, *, authority: str = "", report: Path | None = None) -> int:
    """Write and renew the profiles of the schools in a file; give 1 if somebody should mend something, else 0.

    Raises Problems if nothing can be done at all: nothing is written then.
    """
    if report:
        _check_report(report, file)
    console = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
    source = open_source(file, core.vocabulary)
    plan = Plan(into, core.vocabulary, core.school, wanted, authority)
    with Progress(
        TextColumn("Reading"), BarColumn(), TaskProgressColumn(), console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=2 * source.table.size)
        outcomes = list(import_schools(source, plan, lambda read: bar.update(task, completed=read)))
    for line in _describe(outcomes, file, into):
        console.print(line, markup=False)
    if any(outcome.known for outcome in outcomes):
        put_schema(into / "school", core, lambda line: console.print(line, markup=False))
    if report:
        _write_report(report, _WRITERS[report.suffix.lower()](shown(file), outcomes))
        console.print(f"{shown(report)} lists every row.", markup=False)
    return 1 if any(outcome.mistake for outcome in outcomes) else 0


def _describe(outcomes: list[Outcome], file: Path, into: Path) -> Iterator[str]:
    def named(outcome: Outcome) -> str:
        return (
            shown(into / outcome.folder)
            if outcome.known or outcome.fate is Fate.CLOSED
            else f"{shown(file)}, row {outcome.row}{_who(outcome)}"
        )

    yield from _few(
        [
            f"{named(one)}: {_changed(change.field, show_value(change.school), show_value(change.register))}"
            for one in outcomes
            for change in one.changed
        ]
    )
    yield from _few([f"{named(one)}: {describe(change)}. The school's own stands." for one in outcomes for change in one.conflicts])
    yield from _few(
        [f"{named(one)}: {change.field} is no longer in the register. It was left as it is." for one in outcomes for change in one.silent]
    )
    yield from _few([f"{named(one)}: {describe(change)}. Write it into school.yml yourself." for one in outcomes for change in one.stuck])
    yield from _few([f"{named(one)}: {one.why}" for one in outcomes if one.fate is Fate.CLOSED])
    yield from _few([f"{named(one)}: {one.why}" for one in outcomes if one.fate is Fate.NEW and one.why])
    fresh = [one for one in outcomes if one.fate in (Fate.NEW, Fate.UPDATED)]
    yield from _few([f"{named(one)}: What stands in the file can't be used, for {what}" for one in fresh for what in one.unusable])
    yield from _few([f"{named(one)}: {one.why}" for one in outcomes if one.fate is Fate.LEFT_OUT and one.mistake])
    for why, rows in _by_reason([one for one in outcomes if one.fate is Fate.LEFT_OUT and not one.mistake]).items():
        some = ", ".join(map(str, rows[:5])) + (" and others" if len(rows) > 5 else "")
        yield f"{_count(len(rows), 'row')} left out: {why} ({'Row' if len(rows) == 1 else 'Rows'} {some}.)"
    yield from _lacking([one for one in outcomes if one.known], into)
    counts = [(fate, sum(one.fate is fate for one in outcomes)) for fate in Fate]
    said = {
        Fate.NEW: "new", Fate.UPDATED: "brought up to date", Fate.UNCHANGED: "as before", Fate.LEFT_OUT: "left out",
        Fate.CLOSED: "closed since",
    }  # fmt: skip
    yield (
        f"{_count(len(outcomes), 'row')}: "
        + (", ".join(f"{count} {said[fate]}" for fate, count in counts if count) or "none is wanted")
        + "."
    )


def _lacking(known: list[Outcome], into: Path) -> Iterator[str]:
    drafts = [one for one in known if one.lacks or one.wrong]
    if not drafts:
        if known:
            yield f"{_count(len(known), 'profile')} complete: 'houserules build {as_typed(into)} --out public' publishes them."
        return
    common = [field for field in drafts[0].lacks if all(field in one.lacks for one in drafts)]
    if common:
        of = "each of the drafts" if len(drafts) > 1 else "the draft"
        yield f"Still to fill in, in {of}: {', '.join(common)}."
    more = [(one, [field for field in one.lacks if field not in common], one.wrong) for one in drafts]
    yield from _few(
        [
            f"{shown(into / one.folder)}: " + " ".join(filter(None, (f"Still to fill in: {', '.join(own)}." if own else "", *wrong)))
            for one, own, wrong in more
            if own or wrong
        ]
    )
    done = len(known) - len(drafts)
    yield f"{_count(len(drafts), 'draft')}, {done} complete. A draft isn't published; 'houserules check {as_typed(into)}' says what each lacks."


def _few(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"... and {len(lines) - _MOST_LINES} more like these; --report lists them all."


def _by_reason(outcomes: list[Outcome]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for outcome in outcomes:
        found.setdefault(re.sub(r" \(since [^)]*\)", "", outcome.why), []).append(outcome.row)
    return found


def _who(outcome: Outcome) -> str:
    who = ", ".join(filter(None, (outcome.name, outcome.number)))
    return f" ({who})" if who else ""


def _changed(field: str, before: str, after: str) -> str:
    return f"{field} is now '{after}'{f', before it was {chr(39)}{before}{chr(39)}' if before else ''}."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _check_report(path: Path, file: Path) -> None:
    place = Place(shown(path))
    if path.suffix.lower() not in _WRITERS:
        raise Problems([Problem(place, "The report can be a .json or a .csv file.", fix="Give it one of these endings.")])
    if path.exists() and file.exists() and path.samefile(file):
        raise Problems([Problem(place, "This is the list that is imported.", "The report would take its place.", "Give the report another name.")])
    if path.is_dir() or not path.resolve().parent.is_dir():
        raise Problems([Problem(place, "The report can't be written here.", fix="Name a file in a folder that is there.")])


def _write_report(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Problems(
            [Problem(Place(shown(path)), f"The report can't be written: {error.strerror or error}. The import itself is done.")]
        ) from None
