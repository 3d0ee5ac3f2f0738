"""`houserules build`: sites of one school or many, staged, checked and put in place."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from houserules.fleet.build import Options, Run, build_fleet
from houserules.fleet.find import find_schools, refuse_inside_school
from houserules.fleet.report import HTML, Report, make_report, write_report
from houserules.fleet.work import Outcome
from houserules.problems import Problem, Problems, list_unfilled
from houserules.profile.days import say_day
from houserules.profile.slug import slug_of

if TYPE_CHECKING:
    from houserules.core import Core

_MOST_NAMED = 5
_GONE = (  # what became of schools that aren't in the folder any more, as it is said of one and of several
    ("left", "has left the folder of schools; --prune takes its site away", "have left the folder of schools; --prune takes their sites away"),
    ("removed", "has left, and its site was taken away", "have left, and their sites were taken away"),
)
_REDRAWN = 0.1  # seconds: drawing the bar for each of thousands of schools takes longer than writing them


def build(
    path: Path, out: Path, core: Core, options: Options | None = None, *, report: Path | None = None, today: date | None = None, verify: int = 0,
    index: str | None = None,
) -> int:  # fmt: skip
    """Build the school or schools at a path into a folder; give 0 if all are published, 1 if some aren't, 3 after a fault of ours.

    For a folder of schools a report is written, into `report` or beside `out`; it says who is overdue on the day `today`.
    With `verify`, that many of the sites are also built plainly and compared; with `index`, a page that links all the sites
    that stand in `out` is written there, and the text stands on it.
    Raises Problems if there is no school, or nothing can be published into the folder.
    """
    options, run = options or Options(), Run()
    folders = find_schools(path)
    for written in filter(None, (out, report)):
        refuse_inside_school(written)
    several = folders != [path if path.is_dir() else path.parent]
    say = partial(click.echo, err=True)
    wanted = sum(options.shard.has(slug_of(folder)) for folder in folders)
    with _bar(wanted) as (tell, pulse):
        options = replace(options, workers=replace(options.workers, pulse=pulse, say=say))
        outcomes = list(map(tell, build_fleet(folders, out, core, options, run=run, whole=path if several else None)))
    made = make_report(outcomes, run, today or date.today())
    _say_problems(say, outcomes)
    _say_places(say, out, outcomes)
    say_counts(say, made)
    unwritten = False
    if several:
        folder = report or (out if out.name else out.resolve()).parent / f"{out.resolve().name}-report"
        if not options.shard.whole and not report:
            folder = folder / str(options.shard)
        unwritten = not _write_report(say, made, folder, core.folder / "overrides")
    there = {outcome.slug for outcome in outcomes if outcome.published}
    published = [folder for folder in folders if slug_of(folder) in there]
    if index is not None:
        from houserules.outputs.school_index import write_school_index

        if page := write_school_index(core.folder / "overrides", out, note=index):
            say(f"All schools in the folder of sites: {page}")
    wrong = 0
    if verify:
        from houserules.fleet.verify import verify_sites

        for slug, difference in verify_sites(published, out, core, verify, documents=options.documents):
            wrong += bool(difference)
            say(f"{slug}: {difference or 'the same as when it is built plainly'}")
    faults = [outcome.fault for outcome in outcomes if outcome.fault]
    for fault in dict.fromkeys(faults):
        say(fault)
    return 3 if faults or wrong else 1 if unwritten or any(not outcome.published for outcome in outcomes) else 0


def _write_report(say: Callable[[str], object], report: Report, folder: Path, templates: Path) -> bool:
    """Write a report, and say where; or say why that can't be done: the rest that is asked for is done all the same."""
    try:
        write_report(report, folder, templates)
    except Problems as found:
        say(str(found.problems[0]))
        return False
    say(f"Report: {folder / HTML}")
    return True


@contextmanager
def _bar(count: int) -> Iterator[tuple[Callable[[Outcome], Outcome], Callable[[], None]]]:
    """Show on a terminal how many of the schools are done, and that work goes on: give what passes an outcome on, and what
    is to be called meanwhile."""
    if not sys.stderr.isatty():
        yield (lambda outcome: outcome), (lambda: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    spinner = SpinnerColumn("line")  # of signs that every terminal has
    columns = (spinner, TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(), TextColumn("left"))
    # no refreshing by a thread of its own: workers are forked meanwhile
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task, drawn = progress.add_task("Building", total=count), 0.0

        def pulse() -> None:
            nonlocal drawn
            if (now := time.monotonic()) - drawn > _REDRAWN:
                drawn = now
                progress.refresh()

        def tell(outcome: Outcome) -> Outcome:
            progress.update(task, advance=1, description=outcome.slug)
            pulse()
            return outcome

        yield tell, pulse


def _say_problems(say: Callable[[str], object], outcomes: list[Outcome]) -> None:
    """Say what is wrong with each school; a draft that only wants filling in takes one line if there are many.

    What is the same for many (a line of an authority's text, a full disk) is said once; what each has on a line of its own is not.
    """
    drafts = [outcome for outcome in outcomes if not outcome.published and list_unfilled(outcome.problems)]
    having: dict[str, dict[str, None]] = {}  # by what is said, the schools of which it is said
    for outcome in outcomes:
        for problem in outcome.problems:
            having.setdefault(_said_of_all(problem), {})[outcome.slug] = None
    told: set[str] = set()
    for outcome in outcomes:
        if outcome in drafts and len(drafts) > _MOST_NAMED:
            continue
        for problem in outcome.problems:
            text = _said_of_all(problem)
            if len(having[text]) <= _MOST_NAMED:
                say(str(problem))
            elif text not in told:
                told.add(text)
                slugs = list(having[text])
                say(f"{len(slugs)} schools ({', '.join(slugs[:_MOST_NAMED])} and more; the report has all): {text}")
        for note in outcome.notes if not outcome.same else ():
            say(f"{outcome.slug}: {note}")
    for outcome in drafts if len(drafts) > _MOST_NAMED else ():
        missing = list_unfilled(outcome.problems)
        say(f"{outcome.slug}: still to fill in: {', '.join(missing[:4])}{' and more' if len(missing) > 4 else ''}.")


def _said_of_all(problem: Problem) -> str:
    """Give what can be said of many schools at once: the place is part of it where it is a line, which somebody has to find."""
    return str(problem) if problem.place.line else " ".join(filter(None, (problem.what, problem.why, problem.fix)))


def _say_places(say: Callable[[str], object], out: Path, outcomes: list[Outcome]) -> None:
    published = [outcome for outcome in outcomes if outcome.published]
    for outcome in published if len(published) <= _MOST_NAMED else ():
        say(f"{'Up to date' if outcome.same else 'Published'}: {out / outcome.slug}")


def say_counts(say: Callable[[str], object], report: Report, fix: str = "mend the problems above and build again") -> None:
    """Say in a few lines how many schools are published, have left, and are overdue; `fix` is what to do about the others."""
    counts = report.counts
    published, failed, held = counts["published"] + counts["unchanged"], counts["failed"] + counts["draft"], counts["held"]
    already = f", {counts['unchanged']} of them up to date already" if counts["unchanged"] else ""
    said = [f"{published} of {published + failed + held} published{already}.", f"{failed} not: {fix}." if failed else "", f"{held} held back by --strict." if held else ""]
    say(" ".join(filter(None, said)))
    for state, one, many in _GONE:
        if slugs := [school["slug"] for school in report.having(state)]:
            said = one if len(slugs) == 1 else many
            say(f"{len(slugs)} {said}: {', '.join(slugs[:_MOST_NAMED])}{' and more' if len(slugs) > _MOST_NAMED else ''}.")
    if overdue := report.overdue:
        say(f"{len(overdue)} overdue for review on {say_day(report.day)}.")
