"""Generated schools are valid, and what was drawn is what is read."""

from __future__ import annotations

import random

import pytest
from benchmarks.schools import AWKWARD, LONGEST, PLAIN, Shares, draw_facts, pick_cover, write_school, write_schools

from houserules.profile.conditions import GIVEN


@pytest.fixture(scope="module")
def read(core, tmp_path_factory):
    """Eighty schools, as they are read; reading raises an error for a profile that isn't valid."""
    shares = Shares(awkward=0.4, awkward_schools=0.8, approved=0.3, logo=0.5)
    return [core.school(folder) for folder in write_schools(tmp_path_factory.mktemp("many"), 80, core, 3, shares)]


def test_all_kinds_occur(read):
    """Every nation, phase and type is there."""
    for key, count in (("nation", 4), ("phase", 8), ("type", 6)):
        assert count == len({value for school in read for value in school.facts[key]})


def test_values_are_awkward(read):
    """Most of the awkward values stand in some profile, and so does one that is as long as can be."""
    values = [value for school in read for value in (*school.values.values(), *(text for entries in school.lists.values() for entry in entries for text in entry.values()))]

    assert len([awkward for awkward in AWKWARD if any(awkward in value for value in values)]) > 0.8 * len(AWKWARD)
    assert any(len(value) >= LONGEST - 3 for value in values)


def test_switched_off_values_are_plain(core, tmp_path):
    """Without awkward values, none of a value's letters could be taken for markup."""
    read = [core.school(folder) for folder in write_schools(tmp_path / "plain", 20, core, 3, PLAIN)]

    assert [] == [value for school in read for path, value in school.values.items() if set(value) & set("<>&\"*`{}|\\") and not path.startswith("terms.")]


def test_drawn_facts_are_read_again(core, tmp_path):
    """What was drawn of a school (ages, answers, what is given) is what its profile says."""
    chance = random.Random(5)
    for number in range(30):
        facts = draw_facts(core.vocabulary, chance)
        found = core.school(write_school(tmp_path / f"school-{number}", facts, core, chance, Shares(logo=1))).facts

        assert {key: values for key, values in facts.items() if key != GIVEN} == {key: found[key] for key in facts if key != GIVEN}
        assert set() == facts[GIVEN] - found[GIVEN]


def test_the_same_seed_gives_the_same_schools(core, tmp_path):
    """A school depends on the seed and its number alone, however many are written."""
    few = [folder / "school.yml" for folder in write_schools(tmp_path / "few", 3, core, 9)]
    more = [folder / "school.yml" for folder in write_schools(tmp_path / "more", 5, core, 9)]

    assert [path.read_bytes() for path in few] == [path.read_bytes() for path in more[:3]]


def test_picked_schools_differ(core):
    """No school is picked that adds nothing."""
    chosen, met, there = pick_cover(core, candidates=40)

    assert met == there
    assert len(chosen) == len({tuple(sorted((key, tuple(sorted(values))) for key, values in facts.items())) for facts in chosen})
