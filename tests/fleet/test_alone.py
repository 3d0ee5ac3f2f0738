"""The first site of a single school is built plainly; from the second on its words are compiled. The bytes are the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

import pytest
from tests.fleet.small import build_small, write_small_schools

from houserules.fleet import alone
from houserules.fleet.alone import may_be_alone
from houserules.fleet.build import Run
from houserules.fleet.check import check_school


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A store in which nothing is yet, and a process that holds no words ready, whatever other tests compiled in it."""
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr("houserules.fleet.work._writers", OrderedDict())


@pytest.fixture
def built_alone(monkeypatch) -> list[str]:
    """Collect the schools that are built plainly."""
    found: list[str] = []
    real = alone.build_alone
    monkeypatch.setattr("houserules.fleet.build.build_alone", lambda setting, school: found.append(school.slug) or real(setting, school))
    return found


def files_of(site):
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def test_first_is_plain_and_later_ones_are_compiled(small, tmp_path, kept, built_alone):
    """The same school in a second folder is compiled, equal in every byte; and a site that is up to date isn't touched."""
    schools = write_small_schools(tmp_path / "schools", ("ash",))
    first, second, third = Run(), Run(), Run()

    assert build_small(schools, tmp_path / "one", small, first)["ash"].published
    assert build_small(schools, tmp_path / "two", small, second)["ash"].published
    assert build_small(schools, tmp_path / "one", small, third)["ash"].same

    assert ["ash"] == built_alone
    assert ((), ()) == (first.rendered, third.rendered)
    assert second.rendered
    assert files_of(tmp_path / "one" / "ash") == files_of(tmp_path / "two" / "ash")


def test_several_schools_are_compiled(small, tmp_path, kept, built_alone):
    """What is rendered once serves them all."""
    build_small(write_small_schools(tmp_path / "schools", ("ash", "birch")), tmp_path / "out", small)

    assert [] == built_alone


def test_not_with_documents(setting, tmp_path):
    """What could not be made of them has to be told, and only the fleet's own way does that."""
    school = write_small_schools(tmp_path / "schools", ("ash",)) / "ash"
    plain = setting()

    assert may_be_alone(plain, check_school(plain, school))
    assert not may_be_alone(replace(plain, documents=True), check_school(plain, school))
