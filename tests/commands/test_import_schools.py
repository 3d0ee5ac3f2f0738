"""`houserules import` says what became of every school in words for an office, and leaves by the right door."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from houserules.__main__ import _status, main
from houserules.commands.check import check

EXTRACT = Path(__file__).parents[1] / "register" / "sample" / "extract.csv"


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Give a function that runs the command in an empty folder, and gives its status and what was on the screen."""
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(EXTRACT, tmp_path / "extract.csv")

    def command(*arguments: str) -> tuple[int, str]:
        capfd.readouterr()
        status = _status(lambda: main.main([*arguments], prog_name="houserules", standalone_mode=False))
        captured = capfd.readouterr()
        return status, captured.out + captured.err

    return command


def test_first_time(run, tmp_path):
    """Counts last, what to do for each, and status 1 where a row is to be mended."""
    status, screen = run("import", "extract.csv", "--into", "schools")

    assert 1 == status
    assert "extract.csv, row 21 (Whitmoor School, 900120): The phase 'Upper' isn't one that Houserules knows." in screen
    assert "1 row left out: It is closed. (Row 6.)" in screen
    assert "Still to fill in, in each of the drafts: people.safeguarding_lead.phone or .email, review.owner, review.review_by.\n" in screen
    assert "schools/larkrise-preparatory-school: Still to fill in: school.phase.\n" in screen
    assert "25 rows: 17 new, 8 left out.\n" in screen
    assert "schools/school.schema.json is written beside it" in screen
    assert (tmp_path / "schools" / "school.schema.json").is_file()


def test_nothing_to_mend(run):
    """Status 0 where every school that is wanted has its draft, though none of them is complete."""
    status, screen = run("import", "extract.csv", "--into", "schools", "--trust", "7002")

    assert 0 == status
    assert "3 rows: 3 new." in screen
    assert "3 rows: 3 as before." in run("import", "extract.csv", "--into", "schools", "--trust", "7002")[1]


def test_the_report_does_not_take_the_place_of_the_list(run, tmp_path):
    run("import", "extract.csv", "--into", "schools")
    before = (tmp_path / "extract.csv").read_bytes()
    status, screen = run("import", "extract.csv", "--into", "schools", "--report", "extract.csv")

    assert 1 == status
    assert "This is the list that is imported." in screen
    assert before == (tmp_path / "extract.csv").read_bytes()


def test_second_time(run, tmp_path):
    """What changed, where the school's own stands, and what closed, each with the school's folder."""
    run("import", "extract.csv", "--into", "schools")
    profile = tmp_path / "schools" / "brook-vale-academy" / "school.yml"
    profile.write_text(profile.read_text("utf-8").replace('"01632960404"', "01632 960000"), "utf-8")
    content = (tmp_path / "extract.csv").read_bytes()
    for old, new in (
        (b"01632960404", b"01632 960999"),
        (b"Mill Race", b"Mill Road"),
        (b'"Quarry Lane Nursery School","","Local authority nursery school","","","1","Open"', b""),
    ):
        content = content.replace(old, new or old.replace(b"Open", b"Closed"))
    (tmp_path / "extract.csv").write_bytes(content)
    _, screen = run("import", "extract.csv", "--into", "schools")

    assert (
        "schools/brook-vale-academy: school.phone: the school says '01632 960000', the register says '01632 960999'. The school's own stands.\n"
        in screen
    )
    assert (
        "schools/mill-race-middle-school: school.name is now 'Mill Road Middle School', before it was 'Mill Race Middle School'.\n"
        in screen
    )
    assert "is now 'Mill Road, Fernbridge, Fernshire, FB5 5EF'" in screen
    assert "25 rows: 1 brought up to date, " in screen


def test_a_new_number(run, tmp_path):
    """Of a school that became an academy it is said which folder is new, why it is called so, and that the other is still there."""
    run("import", "extract.csv", "--into", "schools", "--la", "Fernshire")
    content = (tmp_path / "extract.csv").read_bytes()
    (tmp_path / "extract.csv").write_bytes(content.replace(b'"900104"', b'"900777"'))
    _, screen = run("import", "extract.csv", "--into", "schools", "--la", "Fernshire", "--report", "report.csv")

    said = "The folder 'brook-vale-academy' is that of a school of this name with the number 900104, so this one has its own number at the end."
    assert f"schools/brook-vale-academy-900777: {said} Both folders stay." in screen
    assert said in (tmp_path / "report.csv").read_text("utf-8")


def test_reports(run, tmp_path):
    """Both reports list every row; in the spreadsheet's, nothing that the register says is a formula."""
    run("import", "extract.csv", "--into", "schools", "--report", "report.json")
    run("import", "extract.csv", "--into", "others", "--report", "report.csv")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text("utf-8-sig"), newline="")))

    assert {"left out": 8, "new": 17} == report["counts"]
    assert [row["row"] for row in report["rows"]] == [int(row["row"]) for row in rows] == list(range(2, 27))
    assert [row["name"] for row in report["rows"]] == [row["name"].removeprefix("'") for row in rows]
    assert "=HYPERLINK" in report["rows"][18]["name"]
    assert not [cell for row in rows for cell in row.values() if re.match(r"[=+@-]", cell)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("extract.csv",), "Missing option '--into'"),
        (("no.csv", "--into", "schools"), "no.csv: This file isn't there."),
        (("extract.csv", "--into", "extract.csv"), "extract.csv: This is a file, and the folder of schools is needed."),
        (("extract.csv", "--into", "schools", "--la", "Fernshir"), "Did you mean 'Fernshire'?"),
        (("extract.csv", "--into", "schools", "--authority", "fernshire"), "--authority: There is no authority 'fernshire'"),
        (("extract.csv", "--into", "schools", "--report", "report.txt"), "report.txt: The report can be a .json or a .csv file."),
        (("extract.csv", "--into", "schools", "--report", "nowhere/report.csv"), "nowhere/report.csv: The report can't be written here."),
    ],
)
def test_mistakes(arguments, message, run, tmp_path):
    """A mistake is said in one line, leaves by status 1 (a command that is typed wrongly by 2), and nothing is written."""
    status, screen = run("import", *arguments)

    assert (2 if "Missing" in message else 1) == status
    assert message in screen
    assert "Traceback" not in screen
    assert ["extract.csv"] == [path.name for path in tmp_path.iterdir()]


def test_then_check(run, core, tmp_path):
    """`houserules check` says of a draft what is still to fill in, and nothing else."""
    run("import", "extract.csv", "--into", "schools", "--trust", "7002")
    lines: list[str] = []

    assert 1 == check([tmp_path / "schools"], core, lines.append)
    assert all("till to fill in" in line for line in lines[:-1])
    assert re.fullmatch(r"\d+ problems in 3 of 3 schools\.", lines[-1])


def test_help_needs_none_of_it():
    """Help is there at once: neither pydantic nor the register is loaded for it."""
    import subprocess
    import sys

    code = "import sys, houserules.__main__; print([name for name in ('pydantic', 'houserules.core', 'houserules.register') if name in sys.modules])"

    assert "[]" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
