"""For a dozen generated schools that together meet every case there is, the fleet's folder equals that of a plain build."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from benchmarks.identity import build_plainly, find_differences
from benchmarks.schools import Cover, Shares, pick_cover, write_school
from tests.sites.conftest import Built, build_with_houserules

MOST = 14  # more would cost a minute; if the words need more, look whether the picker can do better
SHARES = Shares(awkward=0.3, awkward_schools=0.7, approved=1, logo=1)


@pytest.fixture(scope="module")
def dozen(core):
    """The facts of the dozen, the cases that they meet, and all that any school can meet."""
    return pick_cover(core)


@pytest.fixture(scope="module")
def schools(dozen, core, tmp_path_factory) -> list[Path]:
    """Their folders."""
    folder, chance = tmp_path_factory.mktemp("dozen") / "schools", random.Random(12)
    return [write_school(folder / f"school-{number:02}", facts, core, chance, SHARES) for number, facts in enumerate(dozen[0])]


@pytest.fixture(scope="module")
def published(schools, tmp_path_factory) -> Built:
    """Their sites, built together by `houserules build`."""
    return build_with_houserules(schools[0].parent, tmp_path_factory.mktemp("published") / "public")


def test_dozen_meets_every_case(dozen, schools, core):
    """No case of a choice, page or value that any of some hundred schools meets is met by none of the dozen, as they are read."""
    _, met, there = dozen
    cover = Cover(core)
    read = frozenset().union(*(cover.met(core.school(folder).facts) for folder in schools))

    assert there == met
    assert set() == there - read
    assert len(schools) <= MOST


def test_dozen_has_each_standing(schools, core):
    """Among them are policies that are approved, that have changed since, and that never were approved."""
    standings = {standing.value for folder in schools for standing in core.site(core.school(folder)).standings.standings.values()}

    assert {"approved", "changed", "draft"} == standings


def test_dozen_is_published(schools, published):
    """All of them are published."""
    assert 0 == published.status, published.said
    assert f"{len(schools)} of {len(schools)} published." in published.said


def test_same_bytes_as_a_plain_build(schools, published, core, tmp_path):
    """Whole folders are equal, the names of all files and every byte in them, and MkDocs warns of nothing."""
    found = {}
    for school in schools:
        warnings = build_plainly(school, tmp_path / school.name, core.folder, documents=False)
        if different := [*warnings, *find_differences(published.folder / school.name, tmp_path / school.name)]:
            found[school.name] = different[:3]

    assert {} == found
