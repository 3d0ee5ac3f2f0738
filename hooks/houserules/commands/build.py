"""`houserules build`: sites of one school or many, staged, checked and put in place."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from houserules.core import Core
from houserules.fleet.build import Outcome, build_fleet
from houserules.fleet.find import find_schools


def build(path: Path, out: Path, core: Core, *, strict: bool = False, documents: bool = True) -> int:
    """Build the school or schools at a path into a folder; give 0 if all are published, 1 if some aren't.

    Raises Problems if there is no school, or nothing can be published into the folder.
    """
    folders = find_schools(path)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Building", total=len(folders))
        outcomes: list[Outcome] = []
        for outcome in build_fleet(folders, out, core, strict=strict, documents=documents):
            outcomes.append(outcome)
            progress.update(task, advance=1, description=outcome.slug)
    for outcome in outcomes:
        for problem in outcome.problems:
            console.print(str(problem), markup=False)
    published = [outcome for outcome in outcomes if outcome.published]
    for outcome in published if len(published) <= 5 else ():
        console.print(f"Published: {out / outcome.slug}", markup=False)
    failed = len(outcomes) - len(published)
    console.print(f"{len(published)} of {len(outcomes)} published." + (f" {failed} not: mend the problems above and build again." if failed else ""))
    return 1 if failed else 0
