"""`houserules check`: everything that is wrong, at once, without starting MkDocs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from houserules.core import Core
from houserules.fleet.find import find_schools
from houserules.fleet.twins import find_marks, find_twins
from houserules.pages.approvals import find_doubtful_approvals
from houserules.problems import Problem, Problems
from houserules.profile.notes import find_notes
from houserules.profile.slug import PROFILE


def check(paths: Iterable[Path], core: Core, say: Callable[[str], object], today: date | None = None) -> int:
    """Say every problem and note of the schools at some paths on a day; give 1 if there is a problem, else 0."""
    folders: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            folders += find_schools(path)
        except Problems as found:
            problems += found.problems
    with_problems = 0
    marks: dict[Path, tuple[str, ...]] = {}
    notes: list[Problem] = []
    for folder in dict.fromkeys(folders):
        try:
            school = core.school(folder)
            marks[folder] = find_marks((folder / PROFILE).read_bytes())
            notes += find_notes(school, core.vocabulary)
            site = core.site(school)
            notes += (*site.notes, *find_doubtful_approvals(site, today or date.today()))
        except Problems as found:
            with_problems += 1
            problems += found.problems
    twins = find_twins({folder: marks[folder] for folder in _each_once(marks)})
    with_problems += len(twins.keys())
    problems += [problem for found in twins.values() for problem in found]
    for problem in sorted(set(problems)):
        say(str(problem))
    for note in sorted(set(notes)):
        say(f"{note} (A note{'' if note.fix else ': nothing has to be done'}.)")
    say(_summary(len(set(folders)), with_problems, len(set(problems))))
    return 1 if problems else 0


def _each_once(folders: Iterable[Path]) -> Iterable[Path]:
    """Give the folders without those that are another by another name."""
    return {folder.resolve(): folder for folder in folders}.values()


def _summary(schools: int, with_problems: int, problems: int) -> str:
    if not problems:
        return "No problems in 1 school." if schools == 1 else f"No problems in {schools} schools."
    found = "1 problem" if problems == 1 else f"{problems} problems"
    if not schools:
        return f"{found}; no school was checked."
    return f"{found} in {with_problems} of {schools} schools." if schools > 1 else f"{found} to mend."
