"""`houserules build`: sites of one school or many, staged, checked and put in place."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from houserules.fleet.build import Options, Run, build_fleet
from houserules.fleet.find import find_schools
from houserules.fleet.limits import SELDOM
from houserules.fleet.report import HTML, Report, make_report, say_day, write_report
from houserules.fleet.work import Outcome
from houserules.problems import list_unfilled

if TYPE_CHECKING:
    from houserules.core import Core

_MOST_NAMED = 5


def build(
    path: Path, out: Path, core: Core, options: Options | None = None, *, report: Path | None = None, today: date | None = None, verify: int = 0,
    index: str | None = None,
) -> int:  # fmt: skip
    """Build the school or schools at a path into a folder; give 0 if all are published, 1 if some aren't, 3 after a fault of ours.

    For a folder of schools a report is written, into `report` or beside `out`; it says who is overdue on the day `today`.
    With `verify`, that many of the sites are also built plainly and compared; with `index`, a page that links all sites
    is written into `out`, and the text stands on it.
    Raises Problems if there is no school, or nothing can be published into the folder.
    """
    options, run = options or Options(), Run()
    gc.set_threshold(*SELDOM)
    folders = find_schools(path)
    several = folders != [path if path.is_dir() else path.parent]
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    outcomes: list[Outcome] = []
    wanted = [folder for folder in folders if options.shard.has(folder.resolve().name)]
    # no refreshing by a thread of its own: workers are forked meanwhile
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal, auto_refresh=False) as progress:
        task = progress.add_task("Building", total=len(wanted))
        for outcome in build_fleet(folders, out, core, options, run=run, whole=path if several else None):
            outcomes.append(outcome)
            if not progress.disable:
                progress.update(task, advance=1, description=outcome.slug, refresh=True)
    made = make_report(outcomes, run, today or date.today())
    _say_problems(console, outcomes)
    _say_counts(console, out, outcomes, made)
    if several:
        folder = report or out.parent / f"{out.resolve().name}-report"
        if not options.shard.whole and not report:
            folder = folder / str(options.shard)
        write_report(made, folder, core.folder / "overrides")
        console.print(f"Report: {folder / HTML}", markup=False)
    there = {outcome.slug for outcome in outcomes if outcome.published}
    published = [folder for folder in folders if folder.resolve().name in there]
    if index is not None and published:
        from houserules.outputs.school_index import write_school_index

        schools = (core.school(folder) for folder in published)
        console.print(f"All of them: {write_school_index(core.folder / 'overrides', schools, out, note=index)}", markup=False)
    wrong = 0
    if verify:
        from houserules.fleet.verify import verify_sites

        for slug, difference in verify_sites(published, out, core, verify, documents=options.documents):
            wrong += bool(difference)
            console.print(f"{slug}: {difference or 'the same as when it is built plainly'}", markup=False)
    faults = [outcome.fault for outcome in outcomes if outcome.fault]
    for fault in dict.fromkeys(faults):
        console.print(fault, markup=False)
    return 3 if faults or wrong else 1 if any(not outcome.published for outcome in outcomes) else 0


def _say_problems(console: Console, outcomes: list[Outcome]) -> None:
    """Say what is wrong with each school; a draft that only wants filling in takes one line if there are many."""
    drafts = [outcome for outcome in outcomes if not outcome.published and list_unfilled(outcome.problems)]
    for outcome in outcomes:
        if outcome in drafts and len(drafts) > _MOST_NAMED:
            continue
        for problem in outcome.problems:
            console.print(str(problem), markup=False)
        for note in outcome.notes if not outcome.same else ():
            console.print(f"{outcome.slug}: {note}", markup=False)
    for outcome in drafts if len(drafts) > _MOST_NAMED else ():
        missing = list_unfilled(outcome.problems)
        console.print(f"{outcome.slug}: still to fill in: {', '.join(missing[:4])}{' and more' if len(missing) > 4 else ''}.", markup=False)


def _say_counts(console: Console, out: Path, outcomes: list[Outcome], report: Report) -> None:
    published = [outcome for outcome in outcomes if outcome.published]
    for outcome in published if len(published) <= _MOST_NAMED else ():
        console.print(f"{'Up to date' if outcome.same else 'Published'}: {out / outcome.slug}", markup=False)
    same, failed = sum(outcome.same for outcome in published), len(outcomes) - len(published)
    already = f", {same} of them up to date already" if same else ""
    console.print(f"{len(published)} of {len(outcomes)} published{already}." + (f" {failed} not: mend the problems above and build again." if failed else ""))
    for state, said in (("left", "have left the folder of schools; --prune takes their sites away"), ("removed", "have left, and their sites were taken away")):
        if slugs := [school["slug"] for school in report.having(state)]:
            console.print(f"{len(slugs)} {said}: {', '.join(slugs[:_MOST_NAMED])}{' and more' if len(slugs) > _MOST_NAMED else ''}.", markup=False)
    if overdue := report.overdue:
        console.print(f"{len(overdue)} overdue for review on {say_day(report.day)}.", markup=False)
