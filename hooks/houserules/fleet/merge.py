# A left-over of an earlier run must never count as the last word on a school: the parts that are put together are those of one
# run, all of them and each once. Which they are is told by what stands in them, for times of files are lost when they are copied.
"""Put the reports of several runs together to one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from houserules.fleet.report import STATES, Report
from houserules.outputs.shard import read_shard
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.days import say_day

_KEYS = {"slug": str, "name": str, "state": str, "review_by": str, "problems": list, "notes": list}
_SAYS = ("where", "what", "why", "fix")


def read_report(path: Path) -> Report:
    """Read a report.json. Raises Problems where it isn't one."""
    try:
        content = json.loads(path.read_bytes())
        schools, compiled = content["schools"], content["compiled"]
        is_one = content["report"] == 1 and isinstance(schools, list) and all(map(_is_school, schools)) and _are_texts(compiled)
        if not is_one or len({school["slug"] for school in schools}) < len(schools):
            raise ValueError
        return Report(date.fromisoformat(content["day"]), tuple(schools), tuple(compiled), read_shard(content.get("part", "1/1")), str(content.get("run", "")))
    except OSError as error:
        raise Problems([Problem(Place(shown(path)), f"It can't be read: {error.strerror or error}.", fix="Check the name.")]) from None
    except (ValueError, KeyError, TypeError, RecursionError, Problems):
        what = "This isn't a report of 'houserules build', or it is damaged."
        raise Problems([Problem(Place(shown(path)), what, fix="Name the report.json that each run has written.")]) from None


def _is_school(found: object) -> bool:
    if not isinstance(found, dict) or any(not isinstance(found.get(key), kind) for key, kind in _KEYS.items()) or found["state"] not in STATES:
        return False
    date.fromisoformat(found["review_by"] or "2000-01-01")
    drafted = found["state"] != "draft" or (found["problems"] and _are_texts(found.get("missing")))
    return bool(drafted) and all(map(_is_problem, found["problems"])) and _are_texts(found["notes"])


def _is_problem(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(found.get(key), str) for key in _SAYS)


def _are_texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def merge_reports(reports: Mapping[str, Report]) -> Report:
    """Make one report of those of one run, which built the schools in parts; or of runs over different folders of schools.

    `reports` are by the names of their files. Raises Problems where one of them is of another run, comes twice or is missing.
    """
    found = list(reports.items())
    _, one = found[0]
    problems = _of_other_counts(found) or _of_other_runs(found) or [*_twice(found), *_missing(found)]
    if problems:
        raise Problems(problems)
    schools = {school["slug"]: school for _, report in found for school in report.schools}
    compiled = sorted({page for _, report in found for page in report.compiled})
    return Report(one.day, tuple(schools[slug] for slug in sorted(schools)), tuple(compiled), run=one.run if len({report.run for _, report in found}) == 1 else "")


_WHY = "What it says of a school may no longer be so."
_LEAVE_OUT = "Name only the reports of the last run, and delete what is left of earlier ones."
Named = Sequence[tuple[str, Report]]


def _of_other_counts(found: Named) -> list[Problem]:
    if len({report.part.count for _, report in found}) == 1:
        return []
    what = "This is the report of part {}, and others here are of a run that shared the schools out differently."
    whole = "This is the report of a run over all schools, and others here are of a part of them."
    return [Problem(Place(name), whole if report.part.whole else what.format(report.part.typed), _WHY, _LEAVE_OUT) for name, report in found]


def _of_other_runs(found: Named) -> list[Problem]:
    last = max(report.day for _, report in found)
    stale = [
        Problem(Place(name), f"This is a report of {say_day(report.day)}, and the last one is of {say_day(last)}.", _WHY, "Build this part again, or leave its report out.")
        for name, report in found
        if report.day < last
    ]
    if stale or found[0][1].part.whole or len({report.run for _, report in found}) == 1:
        return stale
    what = "These parts were not built of the same list of schools: one was added, renamed or taken away between them."
    return [Problem(Place(", ".join(name for name, _ in found)), what, _WHY, "Build all parts again.")]


def _twice(found: Named) -> Iterable[Problem]:
    seen: dict[str, str] = {}
    for name, report in found:
        parts = [f"part {report.part.typed}"] if not report.part.whole else []
        for said in [*parts, *(f"the school '{school['slug']}'" for school in report.schools)]:
            if other := seen.get(said):
                yield Problem(Place(name), f"This report is of {said}, and so is {other}.", "It can't be said which of them counts.", _LEAVE_OUT)
                break
            seen[said] = name


def _missing(found: Named) -> Iterable[Problem]:
    count = found[0][1].part.count
    there = {report.part.number for _, report in found}
    for number in range(1, count + 1):
        if number not in there:
            what = f"The report of part {number}/{count} isn't among these."
            yield Problem(Place("report.json"), what, "Its schools would be missing from the one report.", f"Build it with --shard {number}/{count}, and name its report too.")
