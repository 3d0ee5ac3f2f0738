"""Reports of the parts of one run come to one; what is left of another run never counts, and what is no report is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from houserules.commands.report import report as put_together
from houserules.fleet.build import Run
from houserules.fleet.merge import merge_reports, read_report
from houserules.fleet.report import Report, make_report, write_report
from houserules.fleet.work import Outcome
from houserules.outputs.shard import Shard
from houserules.problems import Place, Problem, Problems

TEMPLATES = Path(__file__).resolve().parents[2] / "overrides"
DAY, BEFORE = date(2026, 11, 22), date(2026, 11, 21)
WRONG = (Problem(Place("schools/elm/school.yml", 3, 1), "There is no nation 'englnd'."),)
ASH, BIRCH = Outcome("ash", True, name="Ash", review_by="2027-11-21"), Outcome("birch", True, same=True, name="Birch", review_by="2026-11-01")
ELM, FAULT = Outcome("elm", False, WRONG, name="Elm"), Outcome("elm", False, WRONG, fault="Traceback")
FIR = Outcome("fir", False, (Problem(Place("schools/fir/school.yml"), "A name is still to fill in.", unfilled="school.name"),))


def part(number: int, count: int, *outcomes: Outcome, day: date = DAY, schools: str = "all", rendered: tuple[str, ...] = ()) -> Report:
    return make_report(outcomes, Run(rendered, part=Shard(number, count), schools=schools), day)


def states(report: Report) -> dict[str, str]:
    return {school["slug"]: school["state"] for school in report.schools}


def refusal(**reports: Report) -> str:
    with pytest.raises(Problems) as raised:
        merge_reports(reports)
    return str(raised.value)


def test_merged():
    """The parts of a run are put together: each school once, all pages that were compiled."""
    merged = merge_reports({"b": part(2, 2, BIRCH, FIR, rendered=("b", "a")), "a": part(1, 2, ASH, ELM, rendered=("index", "a"))})

    assert make_report([ASH, BIRCH, ELM, FIR], Run(), DAY).schools == merged.schools
    assert (DAY, ("a", "b", "index"), "1/1", "all") == (merged.day, merged.compiled, merged.part.typed, merged.run)


def test_runs_over_different_folders():
    """An authority may keep its primary and its secondary schools apart, and read one report."""
    assert {"ash": "published", "elm": "failed"} == states(merge_reports({"a": part(1, 1, ASH, schools="a"), "b": part(1, 1, ELM, schools="b")}))


def test_left_over_of_another_count():
    """Yesterday there were three machines, today there are two: no part of the three is the last word on anything."""
    said = refusal(old=part(3, 3, ELM), one=part(1, 2, ASH), two=part(2, 2, BIRCH))

    assert "old: This is the report of part 3/3, and others here are of a run that shared the schools out differently." in said
    assert "over all schools" in refusal(old=part(1, 1, ELM), one=part(1, 2, ASH), two=part(2, 2, BIRCH))


def test_left_over_of_another_day():
    """A part that wasn't built again is named with its day."""
    assert "old: This is a report of 21 November 2026, and the last one is of 22 November 2026." in refusal(old=part(1, 2, ELM, day=BEFORE), new=part(2, 2, ASH))


def test_parts_of_other_schools():
    """A school was added between them: it may be in neither."""
    assert "one, two: These parts were not built of the same list of schools" in refusal(one=part(1, 2, ASH), two=part(2, 2, BIRCH, schools="more"))


def test_one_that_comes_twice():
    """It can't be said which of two reports counts, of a part or of a school."""
    assert "This report is of part 1/2, and so is one." in refusal(one=part(1, 2, ASH), other=part(1, 2, ASH), two=part(2, 2, BIRCH))
    assert "This report is of the school 'ash', and so is one." in refusal(one=part(1, 1, ASH), two=part(1, 1, BIRCH, ASH))


def test_one_that_is_missing():
    """Its schools would be in no list, and nobody would notice."""
    assert "The report of part 2/3 isn't among these." in refusal(one=part(1, 3, ASH), three=part(3, 3, BIRCH))


@pytest.mark.parametrize(("outcomes", "status"), [([ASH], 0), ([ASH, FIR], 1), ([ASH, ELM], 1), ([ASH, FAULT, FIR], 3)])
def test_it_says_what_it_did_and_ends_as_one_run_would(outcomes, status, tmp_path):
    write_report(part(1, 2, BIRCH), tmp_path / "1", TEMPLATES)
    write_report(part(2, 2, *outcomes), tmp_path / "2", TEMPLATES)
    said: list[str] = []

    assert status == put_together([tmp_path / "1" / "report.json", tmp_path / "2" / "report.json"], tmp_path / "all", TEMPLATES, said.append)
    failed = len(outcomes) - 1
    assert ["2 reports are put together."] == said[:1]
    assert f"2 of {2 + failed} published, 1 of them up to date already." + (f" {failed} not: the report says why." if failed else "") == said[1]
    assert ["1 overdue for review on 22 November 2026.", f"Report: {tmp_path / 'all' / 'report.html'}"] == said[2:]
    assert status == read_report(tmp_path / "all" / "report.json").status


def test_every_file_that_is_no_report_is_named(tmp_path):
    """Not only the first; and nothing is written."""
    (tmp_path / "a.json").write_text("5")
    with pytest.raises(Problems) as raised:
        put_together([tmp_path / "a.json", tmp_path / "b.json"], tmp_path / "all", TEMPLATES, str)

    assert 2 == len(raised.value.problems)
    assert not (tmp_path / "all").exists()


SCHOOL = {"slug": "a", "name": "A", "state": "failed", "review_by": "", "problems": [{"where": "a", "what": "b", "why": "", "fix": ""}], "notes": []}
GOOD = {"report": 1, "day": "2026-11-22", "part": "1/2", "run": "all", "counts": {}, "compiled": [], "schools": [SCHOOL]}
DAMAGED = [
    {"report": 2}, {"day": "today"}, {"day": 5}, {"part": "3/2"}, {"part": 1}, {"compiled": 5}, {"compiled": [5]}, {"schools": {"slug": "a"}}, {"schools": ["a"]},
    {"schools": [SCHOOL, SCHOOL]}, *({"schools": [{**SCHOOL, **change}]} for change in (
        {"state": "on fire"}, {"state": ["failed"]}, {"review_by": "soon"}, {"review_by": None}, {"slug": 5}, {"name": None}, {"problems": "all"}, {"problems": ["all"]},
        {"problems": [{"what": "b"}]}, {"notes": 5}, {"notes": [{}]}, {"state": "draft"}, {"state": "draft", "missing": 5}, {"state": "draft", "missing": ["x"], "problems": []},
    )),
]  # fmt: skip


@pytest.mark.parametrize("content", ["", "[]", "5", "{}", "\xff", "[" * 100_000, '{"schools": [{"slug": "a"}]}', *(json.dumps({**GOOD, **change}) for change in DAMAGED)])
def test_what_is_no_report(content, tmp_path):
    """A file that is something else, or damaged, is a problem with its name, and no fault of ours."""
    (tmp_path / "report.json").write_text(content, "latin-1")
    with pytest.raises(Problems, match="This isn't a report"):
        read_report(tmp_path / "report.json")


def test_a_report_that_is_not_there(tmp_path):
    """It says which, and the good one of the cases above is good."""
    with pytest.raises(Problems, match="nowhere.json"):
        read_report(tmp_path / "nowhere.json")
    (tmp_path / "report.json").write_text(json.dumps(GOOD))

    assert {"a": "failed"} == states(read_report(tmp_path / "report.json"))
