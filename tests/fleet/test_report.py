"""The report says what became of each school, who is overdue on the day, and can be put together from parts."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from houserules.fleet.build import Run
from houserules.fleet.merge import read_report
from houserules.fleet.report import STATES, make_report, write_report
from houserules.fleet.work import Outcome
from houserules.problems import Place, Problem, Problems

TEMPLATES = Path(__file__).resolve().parents[2] / "overrides"
DAY = date(2026, 11, 22)
WRONG = Problem(Place("schools/elm/school.yml", 3, 1), "There is no nation 'englnd'.", "It decides the law.", "Did you mean 'england'?")
LACKS = Problem(Place("schools/fir/school.yml"), "people.head.name is still to fill in.", unfilled="people.head.name")
NOTE = Problem(Place("schools/ash"), "A logo was too wide.")

ASH = Outcome("ash", True, (NOTE,), name="Ash <School>", review_by="2026-11-21", notes=("It was made again.",))
BIRCH = Outcome("birch", True, same=True, name="Birch", review_by="2026-11-22")
ELM = Outcome("elm", False, (WRONG, LACKS), name="Elm", review_by="2025-01-01")
FIR = Outcome("fir", False, (LACKS,))
FAULT = Outcome("gorse", False, (Problem(Place("schools/gorse"), "It is our fault."),), name="Gorse", fault="Traceback")
RUN = Run(("index",), left=("hazel",), removed=("ivy",))


def states(report) -> dict[str, str]:
    return {school["slug"]: school["state"] for school in report.schools}


def test_states():
    """A draft only wants filling in; a school with anything else wrong has failed, whatever it also lacks."""
    expected = {"ash": "published", "birch": "unchanged", "elm": "failed", "fir": "draft", "gorse": "failed", "hazel": "left", "ivy": "removed"}
    report = make_report([FIR, ELM, ASH, FAULT, BIRCH], RUN, DAY)

    assert expected == states(report)
    assert list(expected) == [school["slug"] for school in report.schools]
    assert {"failed": 2, "draft": 1, "held": 0, "published": 1, "unchanged": 1, "left": 1, "removed": 1} == report.counts


def test_held_back(tmp_path):
    """A good school that --strict held back has not failed, and the page says that nothing is wrong with it."""
    held = Outcome("oak", False, (Problem(Place("schools/oak"), "Nothing is wrong with this school."),), name="Oak", held=True)
    report = make_report([held, ELM], Run(), DAY)
    page = page_of([held], Run(), tmp_path)

    assert ({"oak": "held", "elm": "failed"}, 1) == (states(report), report.status)
    assert "Not published: held back" in page.headings
    assert "Not published: something is wrong" not in page.headings


def test_what_is_said_of_each():
    """Problems stand with those that weren't published, notes with those that were, and what a draft lacks is named."""
    ash, elm, fir = make_report([ASH, ELM, FIR], Run(), DAY).schools

    assert ([], ["It was made again.", "schools/ash: A logo was too wide."]) == (ash["problems"], ash["notes"])
    assert {"where": "schools/elm/school.yml:3:1", "what": WRONG.what, "why": WRONG.why, "fix": WRONG.fix} in elm["problems"]
    assert ("missing" in elm, ["people.head.name"]) == (False, fir["missing"])


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 1, 1), []), (date(2025, 1, 2), ["elm"]), (date(2026, 11, 22), ["elm", "ash"]), (date(2026, 11, 23), ["elm", "ash", "birch"])],
)
def test_overdue_on_the_day(day, expected):
    """Who was due before the day, the longest overdue first; also a school whose build failed, but none that has left."""
    left = Outcome("hazel", True, name="Hazel", review_by="2020-01-01")
    report = make_report([BIRCH, ASH, ELM], Run(), day)
    gone = make_report([left], Run(), day)
    assert ["hazel"] == [school["slug"] for school in gone.overdue]

    assert expected == [school["slug"] for school in report.overdue]
    assert expected == [school["slug"] for school in make_report([BIRCH, ASH, ELM], Run(left=("hazel",)), day).overdue]


def test_read_as_written(tmp_path):
    """What a program reads is what was written."""
    report = make_report([ASH, BIRCH, ELM, FIR], RUN, DAY)
    write_report(report, tmp_path / "report", TEMPLATES)

    assert report == read_report(tmp_path / "report" / "report.json")
    assert report.counts == json.loads((tmp_path / "report" / "report.json").read_text("utf-8"))["counts"]


def test_same_run_same_bytes(tmp_path):
    """Nothing in it depends on the order in which workers finished, or on the hour."""
    for name, outcomes in (("one", [ASH, ELM]), ("other", [ELM, ASH])):
        write_report(make_report(outcomes, RUN, DAY), tmp_path / name, TEMPLATES)

    for name in ("report.json", "report.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


class Reader(HTMLParser):
    """Reads a page's headings and text, and whatever it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.text, self.fetched = "", []
        self._in, self._heading = "", False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._in = tag
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")
            self._heading = True
        self.fetched += [tag for name, _ in attrs if name in ("src", "href")] + ([tag] if tag in ("script", "link", "img") else [])

    def handle_endtag(self, tag):
        self._in = ""
        self._heading = self._heading and tag not in ("h1", "h2", "h3")

    def handle_data(self, data):
        if self._heading:
            self.headings[-1] += data
        self.text += f"{data} " if self._in != "style" else ""


def page_of(outcomes, run, tmp_path) -> Reader:
    write_report(make_report(outcomes, run, DAY), tmp_path, TEMPLATES)
    return Reader((tmp_path / "report.html").read_text("utf-8"))


def test_page_for_an_office(tmp_path):
    """Counts first, then failures by school with what to do, then who is overdue; it fetches nothing, and a name is only text."""
    page = page_of([ASH, BIRCH, ELM, FIR, FAULT], RUN, tmp_path)
    text = " ".join(page.text.split())

    assert page.headings[0] == "Report of 22 November 2026"
    assert ["Elm elm", "Gorse gorse"] == page.headings[2:4]
    order = ["not published, because something is wrong", "Did you mean 'england'?", "people.head.name", "Overdue for review", "Ash <School>"]
    assert sorted(order, key=text.index) == order
    assert all(said in text for said in ("1 January 2025", "schools/elm/school.yml:3:1", "hazel", "ivy", "--prune", "It was made again."))
    assert [] == page.fetched


def test_page_says_nothing_of_what_is_not_the_case(tmp_path):
    """With every school up to date there is no heading for anything else."""
    page = page_of([BIRCH], Run(), tmp_path)

    assert ["Report of 22 November 2026", "Published"] == page.headings
    assert "0 overdue for review" in " ".join(page.text.split())


def test_names_of_files_need_not_be_text(tmp_path):
    """A file whose name isn't UTF-8 is named in a problem, and the report is written all the same."""
    odd = Outcome("elm", False, (Problem(Place("schools/elm/caf\udce9.md"), "This file can't be used here."),))
    page_of([odd], Run(), tmp_path)

    assert "caf\\udce9.md" in (tmp_path / "report.html").read_text("utf-8")
    assert "schools/elm/caf\udce9.md" == read_report(tmp_path / "report.json").schools[0]["problems"][0]["where"]


def test_a_folder_that_can_not_be_written(tmp_path):
    """That the report can't be written is said, and nothing of sites that may not be published."""
    (tmp_path / "file").touch()
    with pytest.raises(Problems) as raised:
        write_report(make_report([ASH], Run(), DAY), tmp_path / "file", TEMPLATES)

    assert "The report can't be written: File exists. What was published stays published." in str(raised.value)


def test_a_disk_that_fills_up(tmp_path, monkeypatch):
    """The report of the last run is whole, and nothing is left beside it."""
    write_report(make_report([ASH], Run(), DAY), tmp_path, TEMPLATES)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(old, new):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("houserules.fleet.report.os.replace", full)
    with pytest.raises(Problems, match="No space left on device"):
        write_report(make_report([ELM], Run(), DAY), tmp_path, TEMPLATES)

    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_every_state_is_told(tmp_path):
    """The page has words for each state that there is."""
    text = (TEMPLATES / "fleet-report.html").read_text("utf-8")

    assert all(f'"{state}": "' in text for state in STATES)


def test_a_damaged_template_is_made_again(tmp_path, monkeypatch):
    """What is kept is code that Python runs as it stands, so it is never run unless it is whole."""
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "cache"))
    report = make_report([ASH, ELM], RUN, DAY)
    write_report(report, tmp_path / "a", TEMPLATES)
    kept = list((tmp_path / "cache").rglob("*.pickle"))
    assert kept
    for path in kept:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
    write_report(report, tmp_path / "b", TEMPLATES)
    write_report(report, tmp_path / "c", TEMPLATES)  # by what was kept anew

    pages = {(tmp_path / run / "report.html").read_bytes() for run in "abc"}
    assert 1 == len(pages)
