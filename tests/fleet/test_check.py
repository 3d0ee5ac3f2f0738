"""A school is known by all that its site is made from, and by nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.fleet.small import write_small_core, write_small_school

from houserules.fleet import check as module
from houserules.fleet.check import SAME, WANTED, WRONG, check_school
from houserules.fleet.records import Record, write_record
from houserules.fleet.setting import make_setting
from houserules.fleet.store import Store

OWN = "---\ntitle: Ours\ndescription: Ours.\naudience: [parents]\n---\nOurs.\n"


@pytest.fixture
def school(tmp_path) -> Path:
    """A school, beside an authority that isn't its own."""
    (tmp_path / "authorities" / "fern").mkdir(parents=True)
    (tmp_path / "authorities" / "fern" / "authority.yml").write_text("name: Fern\n")
    return write_small_school(tmp_path / "schools" / "ash")


def test_wanted(school, setting):
    """With its name and the day of its review, for the report."""
    found = check_school(setting(), school)

    assert (WANTED, "ash", "Marsh Street Primary School", "2027-09-30", False) == (found.state, found.slug, found.name, found.review_by, found.has_own_words)


@pytest.fixture
def standing(school, setting):
    """Its published site, as far as it is looked at, with its record."""
    made = setting()
    site = made.out / "ash"
    for folder in (site, made.out / ".houserules" / "sites", made.out / ".houserules" / "staging"):
        folder.mkdir(parents=True)
    (site / "manifest.json").write_bytes(b"{}")
    found = check_school(made, school)
    record = Record(found.inputs, "Ash", "2027-01-01", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", made.home, "", ("A note.",))
    write_record(made.sites.record_of("ash"), record)
    return made, record


def test_same(school, standing):
    """What the report says of it is in its record: nothing is read twice."""
    found = check_school(standing[0], school)

    assert (SAME, "Ash", "2027-01-01", ("A note.",)) == (found.state, found.name, found.review_by, found.notes)


def gone(made, record) -> None:
    (made.out / "ash" / "manifest.json").unlink()


def another(made, record) -> None:
    (made.out / "ash" / "manifest.json").write_bytes(b"{ }")


def no_record(made, record) -> None:
    made.sites.record_of("ash").unlink()


def other_inputs(made, record) -> None:
    write_record(made.sites.record_of("ash"), replace(record, inputs="x"))


def a_pipe(made, record) -> None:
    """Which would never come to an end."""
    gone(made, record)
    os.mkfifo(made.out / "ash" / "manifest.json") if hasattr(os, "mkfifo") else None


@pytest.mark.parametrize("act", [gone, another, no_record, other_inputs, a_pipe], ids=lambda act: act.__name__)
def test_not_the_same(act, school, standing):
    """Where there is any doubt it is made again."""
    act(*standing)

    assert WANTED == check_school(standing[0], school).state


def test_with_documents_it_is_another(school, standing, small, tmp_path):
    """Nor is a site without an archive, where archives are asked for."""
    with_documents = make_setting(small, tmp_path / "out", Store(None), tmp_path / "schools", documents=True)

    assert WANTED == check_school(with_documents, school).state
    assert WANTED == check_school(replace(standing[0], archives=True), school).state


@pytest.mark.parametrize(
    ("written", "fern", "moss"),
    [
        ("", False, False), ("# our authority\n", True, True), ("authority: fern\n", True, False), ("authority:   'fern'  # ours\r\n", True, False),
        ('authority: "fern"\n', True, False), ('authority: "fe\\x72n"\n', True, True), ('"authority": fern\n', True, True), ("authority : fern\n", True, True),
        ('"auth\\x6frity": fern\n', True, True), ("authority: fern\nauthority: moss\n", True, True),
    ],
)  # fmt: skip
def test_the_folder_above(written, fern, moss, school, setting, tmp_path):
    """Only what is in the folder of its authority matters; where it can't be told at a glance which that is, any of them."""
    (tmp_path / "authorities" / "moss").mkdir()
    (tmp_path / "authorities" / "moss" / "authority.yml").write_text("name: Moss\n")
    (school / "school.yml").open("a", newline="").write(written)
    seen = []
    for name in ("", "fern", "moss"):
        if name:
            (tmp_path / "authorities" / name / "authority.yml").write_text("name: Another\n")
        seen.append(module._read_above(setting(), school, (school / "school.yml").read_bytes()).hash)

    assert (fern, moss) == (seen[0] != seen[1], seen[1] != seen[2])


def test_own_words_are_its_own(school, setting, tmp_path):
    """Two schools without own words share theirs; two with the same don't, for what is said of them names their place."""
    made = setting()
    other = write_small_school(tmp_path / "schools" / "birch")
    assert check_school(made, school).words == check_school(made, other).words
    for folder in (school, other):
        (folder / "guidance").mkdir()
        (folder / "guidance" / "ours.md").write_text(OWN)
    found = [check_school(made, folder) for folder in (school, other)]

    assert all(one.has_own_words for one in found)
    assert found[0].words != found[1].words


def test_wrong(school, setting):
    """Every problem of its profile, and what stands where it isn't read."""
    (school / "texts").mkdir()
    (school / "texts" / "a.md").touch()
    assert [WRONG, "This file can't be used here."] == [(found := check_school(setting(), school)).state, found.problems[0].what]
    text = (school / "school.yml").read_text("utf-8")
    (school / "school.yml").write_text(text.replace("england", "englnd").replace("2027-09-30", "soon"), "utf-8")

    assert 2 <= len(check_school(setting(), school).problems)


def test_a_fault_of_ours_is_this_school_s(school, setting, monkeypatch):
    """It is told with what went wrong, and isn't raised: there are other schools."""
    monkeypatch.setattr(module, "find_sheet", lambda *_: 1 / 0)
    found = check_school(setting(), school)

    assert (WRONG, True) == (found.state, "ZeroDivisionError" in found.fault)


def test_the_core_is_read_again_when_it_has_changed(tmp_path):
    """In a process that lives long (a worker of a cluster, a preview), whether words or templates are other ones."""
    core = write_small_core(tmp_path / "core")

    def found():
        return module.find_core_of(make_setting(core, tmp_path / "out", Store(None), tmp_path, documents=False))

    first = found()
    assert first is found()
    (core / "docs" / "guidance" / "help.md").open("a").write("\n")
    second = found()
    (core / "overrides" / "blocks" / "new.html").write_text("x")

    assert first is not second is not found()
