"""Bad input: a clear message, nothing left behind, and the last good site still standing."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from tests.sites.conftest import ROOT, Built, build_with_houserules, build_with_mkdocs, run

from houserules.fleet import work
from houserules.fleet.build import Options, build_fleet

GOOD = (ROOT / "schools" / "oakhollow-special" / "school.yml").read_text("utf-8").replace("authority: fernshire\n", "")
GOOD = re.sub(r"^  approved:\n(?:    .*\n)+", "", GOOD, flags=re.MULTILINE)  # it approves policies of its own, which aren't copied


def missing(folder: Path) -> None:
    """No profile at all."""


def a_folder(folder: Path) -> None:
    (folder / "school.yml").mkdir()


def binary(folder: Path) -> None:
    (folder / "school.yml").write_bytes(bytes(range(256)) * 40)


def huge(folder: Path) -> None:
    with (folder / "school.yml").open("wb") as file:
        file.truncate(50 * 1024 * 1024)


def deep(folder: Path) -> None:
    (folder / "school.yml").write_text("a: " + "[" * 1000 + "]" * 1000)


def empty(folder: Path) -> None:
    (folder / "school.yml").write_text("")


def wrong_type(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD.replace("phase: special", "phase: [special]").replace("name: Oakhollow School", "name: {a: b}"))


def unknown_key(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD.replace("  phone: 01632 960400\n\npeople", "  phone: 01632 960400\n  twiter: x\n\npeople"))


def duplicate_key(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD + "\nreview:\n  owner: me\n")


def alias(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD.replace("nation: england", "nation: &n england") + "\nauthority: *n\n")


def tag(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD.replace("nation: england", "nation: !!python/object/apply:os.system [ls]"))


def link_out(folder: Path) -> None:
    (folder.parent.parent / "elsewhere.yml").write_text(GOOD)
    (folder / "school.yml").symlink_to(folder.parent.parent / "elsewhere.yml")


def html_in_a_clause(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD)
    (folder / "clauses" / "contact").mkdir(parents=True)
    (folder / "clauses" / "contact" / "tutoring.md").write_text("---\ntitle: T\nreason: R.\nsince: 2026-11-22\n---\nStaff must <script>alert(1)</script>.\n")


def unknown_placeholder(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD)
    (folder / "clauses" / "contact").mkdir(parents=True)
    (folder / "clauses" / "contact" / "tutoring.md").write_text("---\ntitle: T\nreason: R.\nsince: 2026-11-22\n---\nStaff must ask {{ school.nam }}.\n")


def dead_link(folder: Path) -> None:
    (folder / "school.yml").write_text(GOOD)
    (folder / "clauses" / "contact").mkdir(parents=True)
    text = "---\ntitle: T\nreason: R.\nsince: 2026-11-22\n---\nStaff must read [this](clause:contact/nothing-of-the-kind).\n"
    (folder / "clauses" / "contact" / "tutoring.md").write_text(text)


CASES = {
    missing: "This file isn't there.",
    a_folder: "This is a folder, and a file is needed here.",
    binary: "This file isn't plain text in UTF-8",
    huge: "This file is too large (51,200 kB; at most 256 kB).",
    deep: "This is nested more than 12 levels deep.",
    empty: "school is still to fill in.",
    wrong_type: "Here stands a group of entries, where one value is needed.",
    unknown_key: "'twiter' isn't a field here.",
    duplicate_key: "'review' stands here a second time",
    alias: "'*n' points at another part of the file",
    tag: "'tag:yaml.org,2002:python/object/apply:os.system' isn't allowed here.",
    link_out: "This is a link to a file outside the school's folder.",
    html_in_a_clause: "HTML can't be used here.",
    unknown_placeholder: "Did you mean 'school.name'?",
    dead_link: "A link leads to the clause 'contact/nothing-of-the-kind'.",
}


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_check_says_what_is_wrong(make, tmp_path):
    """`houserules check` names the fault in one line with its file, exits 1 and shows no traceback."""
    folder = tmp_path / "schools" / "bad"
    folder.mkdir(parents=True)
    make(folder)
    done = run("houserules", "check", folder)
    said = done.stdout + done.stderr

    assert 1 == done.returncode, said
    assert CASES[make] in said or (make is missing and "no school here" in said)
    assert "Traceback" not in said


@pytest.mark.parametrize("make", [binary, wrong_type, html_in_a_clause, dead_link], ids=lambda make: make.__name__)
def test_mkdocs_leaves_the_last_site_standing(make, tmp_path):
    """The hooks find every problem before MkDocs clears its folder."""
    folder = tmp_path / "schools" / "bad"
    folder.mkdir(parents=True)
    make(folder)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("the last good one")
    built = build_with_mkdocs(folder, tmp_path / "site")

    assert 1 == built.status
    assert CASES[make] in built.said
    assert "the last good one" == built.text("index.html")
    assert "Traceback" not in built.said


def test_one_bad_school_does_not_stop_the_others(tmp_path):
    """The good ones are published, the bad one's last site stands, the report says so, and the status is 1."""
    schools = tmp_path / "schools"
    shutil.copytree(ROOT / "schools" / "ysgol-bryn-eithin", schools / "good-one")
    (schools / "bad-one").mkdir()
    (schools / "bad-one" / "school.yml").write_text(GOOD)
    first = build_with_houserules(schools, tmp_path / "out")
    before = {name: content for name, content in first.files.items() if name.startswith("bad-one/")}
    wrong_type(schools / "bad-one")
    second = build_with_houserules(schools, tmp_path / "out")

    assert (0, 1) == (first.status, second.status), second.said
    assert before and before == {name: content for name, content in second.files.items() if name.startswith("bad-one/")}
    assert "1 of 2 published, 1 of them up to date already. 1 not: mend" in second.said
    assert CASES[wrong_type] in second.said


def test_all_problems_at_once(tmp_path):
    """Three mistakes in three places are three lines, each with its place."""
    folder = tmp_path / "schools" / "bad"
    folder.mkdir(parents=True)
    text = GOOD.replace("nation: england", "nation: englnd").replace("review_by: 2027-01-31", "review_by: 31/01/2027")
    (folder / "school.yml").write_text(text.replace("former_pupils: never", "former_pupils: nevr"))
    said = run("houserules", "check", folder).stdout

    assert 3 == said.count("school.yml:")
    assert all(f"Did you mean '{word}'?" in said for word in ("england", "2027-01-31", "never"))


def test_foreign_folder_is_refused(tmp_path):
    """A folder that Houserules didn't make is not touched."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    built = build_with_houserules(ROOT / "schools" / "oakhollow-special", tmp_path / "mine")

    assert 1 == built.status
    assert {"thesis.txt": b"years of work"} == built.files
    assert "Traceback" not in built.said


@pytest.fixture
def standing(core, tmp_path) -> Path:
    """The folder of a school whose site was published, and whose telephone number has changed since."""
    folder = shutil.copytree(ROOT / "schools" / "oakhollow-special", tmp_path / "schools" / "oakhollow-special")
    (folder / "school.yml").write_text(GOOD, "utf-8")
    assert [True] == [outcome.published for outcome in build_fleet([folder], tmp_path / "out", core, Options(documents=False))]
    (folder / "school.yml").write_text(GOOD.replace("01632 960400", "01632 960999"), "utf-8")
    return folder


def site_of(folder: Path) -> dict[str, bytes]:
    """Give the files of the site that stands."""
    return Built(folder.parent.parent / "out" / folder.name, 0, "").files


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_full_disk_leaves_the_last_site(core, standing, tmp_path, monkeypatch):
    """Where the disk is full, the last good site stands and the message says so."""
    before = site_of(standing)

    def full(*_, **__) -> None:
        with open("/dev/full", "wb") as file:
            file.write(b"x" * 100_000)

    monkeypatch.setattr(work, "put_files", full)
    (outcome,) = build_fleet([standing], tmp_path / "out", core, Options(documents=False))

    assert not outcome.published
    assert "No space left on device" in outcome.problems[0].what
    assert before == site_of(standing)


def test_interrupt_leaves_the_last_site(core, standing, tmp_path, monkeypatch):
    """Ctrl-C in the middle of a build leaves the last good site, and the next run finishes the work."""
    before, real = site_of(standing), work.put_files

    def interrupted(*arguments, **named):
        real(*arguments, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(work, "put_files", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(build_fleet([standing], tmp_path / "out", core, Options(documents=False)))
    assert before == site_of(standing)
    monkeypatch.undo()

    assert [True] == [outcome.published for outcome in build_fleet([standing], tmp_path / "out", core, Options(documents=False))]
    assert b"01632 960999" in site_of(standing)["index.html"]
    assert [] == list((tmp_path / "out" / ".houserules" / "staging").iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows reads the console's page differently")
def test_a_console_that_shows_no_accents_is_no_fault(tmp_path):
    """A message with letters that the console can't show is shown with codes, not with a traceback."""
    folder = tmp_path / "schools" / "bad"
    folder.mkdir(parents=True)
    (folder / "school.yml").write_text(GOOD.replace("nation: england", "nation: “éngland”"), "utf-8")
    done = run("houserules", "check", folder, PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")

    assert 1 == done.returncode
    assert "Traceback" not in done.stdout + done.stderr
