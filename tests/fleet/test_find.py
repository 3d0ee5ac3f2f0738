"""Whatever somebody names, the schools that they mean are found, or it is said what to name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from houserules.core import find_core
from houserules.fleet.find import find_schools, refuse_inside_school
from houserules.problems import Problems
from houserules.profile.read import read_school
from houserules.profile.vocabulary import read_vocabulary

LINKS = pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for those who may.")


@pytest.fixture
def schools(tmp_path) -> Path:
    """A folder with two schools, and with what else may stand there."""
    for name in ("birch", "ash", ".git", "notes"):
        (tmp_path / "schools" / name).mkdir(parents=True)
    for name in ("birch", "ash", ".git"):
        (tmp_path / "schools" / name / "school.yml").touch()
    (tmp_path / "schools" / "list.csv").touch()
    return tmp_path / "schools"


def names(path: Path) -> list[str]:
    return [folder.name for folder in find_schools(path)]


@pytest.mark.parametrize(("path", "expected"), [(".", ["ash", "birch"]), ("ash", ["ash"]), ("ash/school.yml", ["ash"])])
def test_found(schools, path, expected):
    """In order of name; hidden folders and those without a profile aren't schools."""
    assert expected == names(schools / path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("nowhere", "There is no such folder."), ("nowhere/school.yml", "There is no such folder."), ("list.csv", "This is a file"), ("notes", "no folder in it holds a school.yml")],
)
def test_said_what_to_name(schools, path, expected):
    """One problem, with what to do."""
    with pytest.raises(Problems) as raised:
        find_schools(schools / path)
    (problem,) = raised.value.problems

    assert expected in problem.what
    assert problem.fix


@LINKS
def test_links(schools):
    """A link to a school is one, and a profile that is a link that leads nowhere is found, so that it can be told."""
    (schools / "cedar").symlink_to("ash")
    (schools / "notes" / "school.yml").symlink_to("nothing.yml")
    (schools / "dead").symlink_to("nowhere")

    assert ["ash", "birch", "cedar", "notes"] == names(schools)
    assert ["notes"] == names(schools / "notes")


def test_what_can_not_be_looked_into_is_not_passed_over(schools, monkeypatch):
    """It may be a school: it must neither stop the others nor be taken for one that has left."""
    real = Path.lstat

    def lstat(path: Path):
        if path.parent.name == "notes":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "lstat", lstat)

    assert ["ash", "birch", "notes"] == names(schools)


@pytest.mark.parametrize("name", ["school.yaml", "school.yml.txt", "School.YAML"])
def test_a_misnamed_profile_is_told(schools, name):
    """The school isn't passed over in silence, and its name for the file is said."""
    (schools / "notes" / name).touch()
    assert ["ash", "birch", "notes"] == names(schools)
    with pytest.raises(Problems, match=r"Rename it to school\.yml"):
        read_school(schools / "notes", read_vocabulary(find_core() / "docs"), (), ())


def test_a_profile_among_schools_is_told(schools):
    (schools / "school.yml").touch()
    with pytest.raises(Problems, match="among the folders of schools"):
        find_schools(schools)


@pytest.mark.parametrize("inside", ["ash", "ash/public", "ash/guidance/public", "link/public"])
def test_nothing_is_written_inside_a_school(inside, tmp_path):
    """Its site would be part of what it is made from, also by way of a link."""
    (tmp_path / "schools" / "ash").mkdir(parents=True)
    (tmp_path / "schools" / "ash" / "school.yml").touch()
    (tmp_path / "schools" / "link").symlink_to(tmp_path / "schools" / "ash", target_is_directory=True)
    with pytest.raises(Problems, match="inside a school's own folder"):
        refuse_inside_school(tmp_path / "schools" / inside)

    refuse_inside_school(tmp_path / "public")
    refuse_inside_school(tmp_path / "schools" / "public")
