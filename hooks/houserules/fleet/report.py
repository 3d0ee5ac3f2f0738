# A report is data first: the page and the summary are made from it, and the reports of several runs (shards) put together
# make one. It holds the day on which it was made, because it says who is overdue on that day; nothing else depends on a clock.
"""The report of a run: what became of each school, for programs and for somebody in an office."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from houserules.fleet.build import Run
from houserules.fleet.work import Outcome
from houserules.kept import cache_folder, load_kept, save_kept
from houserules.outputs.shard import Shard
from houserules.problems import Place, Problem, Problems, list_unfilled, shown
from houserules.profile.days import say_day

JSON, HTML = "report.json", "report.html"
TEMPLATE = "fleet-report.html"
# In the order in which they are told.
STATES = ("failed", "draft", "held", "published", "unchanged", "left", "removed")


@dataclass(frozen=True)
class Report:
    """What became of each school, by the day of a run."""

    day: date
    schools: tuple[Mapping[str, Any], ...]  # by slug: slug, name, state, review_by, problems, notes; of some: missing, fault
    compiled: tuple[str, ...] = ()  # the pages that were rendered again
    part: Shard = field(default_factory=Shard)  # of the schools
    run: str = ""  # the hash of the list of all schools, whichever part of them was built

    @property
    def status(self) -> int:
        """The status with which the run ended: 0 if all are published, 1 if some aren't, 3 after a fault of ours."""
        if any(school.get("fault") for school in self.schools):
            return 3
        return 1 if any(school["state"] in ("failed", "draft", "held") for school in self.schools) else 0

    @property
    def counts(self) -> dict[str, int]:
        """How many schools are in each state."""
        found = Counter(school["state"] for school in self.schools)
        return {state: found[state] for state in STATES}

    @property
    def overdue(self) -> list[Mapping[str, Any]]:
        """The schools whose rules were due for review before the day, the longest overdue first."""
        there = (school for school in self.schools if school["review_by"] and school["state"] not in ("left", "removed"))
        return sorted((school for school in there if date.fromisoformat(school["review_by"]) < self.day), key=lambda school: (school["review_by"], school["slug"]))

    def having(self, state: str) -> list[Mapping[str, Any]]:
        """The schools in a state."""
        return [school for school in self.schools if school["state"] == state]


def make_report(outcomes: Iterable[Outcome], run: Run, day: date) -> Report:
    """Make the report of a run."""
    schools = [_describe(outcome) for outcome in outcomes]
    for state, slugs in (("left", run.left), ("removed", run.removed)):
        schools += [{"slug": slug, "name": run.names.get(slug, ""), "state": state, "review_by": "", "problems": [], "notes": []} for slug in slugs]
    return Report(day, tuple(sorted(schools, key=lambda school: school["slug"])), run.rendered, run.part, run.schools)


def _describe(outcome: Outcome) -> dict[str, Any]:
    problems = [] if outcome.published else [_problem(problem) for problem in outcome.problems]
    notes = [*outcome.notes, *(str(problem) for problem in outcome.problems)] if outcome.published else list(outcome.notes)
    unfilled = list_unfilled(outcome.problems) if not outcome.published and outcome.problems else ()
    unpublished = "held" if outcome.held else "draft" if unfilled else "failed"
    state = "unchanged" if outcome.same else "published" if outcome.published else unpublished
    described = {"slug": outcome.slug, "name": outcome.name, "state": state, "review_by": outcome.review_by, "problems": problems, "notes": notes}
    return described | ({"missing": list(unfilled)} if unfilled else {}) | ({"fault": True} if outcome.fault else {})


def _problem(problem: Problem) -> dict[str, str]:
    return {"where": str(problem.place), "what": problem.what, "why": problem.why, "fix": problem.fix}


def write_report(report: Report, folder: Path, templates: Path) -> None:
    """Write report.json and report.html into a folder. Raises Problems where that can't be done."""
    about = {"report": 1, "day": report.day.isoformat(), "part": report.part.typed, "run": report.run, "counts": report.counts}
    content = {**about, "compiled": list(report.compiled), "schools": list(report.schools)}
    texts = {JSON: json.dumps(content, ensure_ascii=False, indent=1) + "\n", HTML: _write_page(report, templates)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            _write_whole(folder / name, text)
    except OSError as error:
        what = f"The report can't be written: {error.strerror or error}."
        raise Problems([Problem(Place(shown(folder)), what, "What was published stays published.", "Make room, or name another folder for it.")]) from None


def _write_whole(path: Path, text: str) -> None:
    """Write a file in one move: on a full disk the one of the last run stays as it was."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_text(text, "utf-8", "backslashreplace", "\n")  # names of files need not be text, and problems name files
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def _write_page(report: Report, templates: Path) -> str:
    from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined  # takes a while to load
    from jinja2.bccache import Bucket

    folder = cache_folder()

    class Compiled(BytecodeCache):
        """The compiled template, with the hash of its bytes: Jinja's own cache would run one that is damaged."""

        def load_bytecode(self, bucket: Bucket) -> None:
            if folder and (kept := load_kept(folder / "templates" / f"{bucket.key}.pickle")):
                bucket.bytecode_from_string(kept[0])

        def dump_bytecode(self, bucket: Bucket) -> None:
            if folder:
                save_kept(folder / "templates" / f"{bucket.key}.pickle", bucket.bytecode_to_string())

    environment = Environment(
        loader=FileSystemLoader(templates), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, bytecode_cache=Compiled()
    )
    environment.filters["day"] = lambda value: say_day(date.fromisoformat(value) if isinstance(value, str) else value)
    return environment.get_template(TEMPLATE).render(report=report)
