"""Stages of education follow from the ages."""

from __future__ import annotations

import pytest

from houserules.profile.fields import Nation
from houserules.profile.stages import STAGE_NAMES, STAGES, find_stages


@pytest.mark.parametrize(
    ("youngest", "oldest", "stages"),
    [
        (3, 11, "eyfs ks1 ks2"),
        (4, 11, "eyfs ks1 ks2"),
        (5, 11, "ks1 ks2"),
        (4, 7, "eyfs ks1"),
        (7, 11, "ks2"),
        (11, 16, "ks3 ks4"),
        (11, 18, "ks3 ks4 ks5"),
        (9, 13, "ks2 ks3"),
        (2, 4, "eyfs"),
        (16, 19, "ks5"),
        (3, 19, "eyfs ks1 ks2 ks3 ks4 ks5"),
        (11, 14, "ks3"),
        (19, 25, ""),
        (0, 25, "eyfs ks1 ks2 ks3 ks4 ks5"),
    ],
)
def test_stages_of_some_ages(youngest, oldest, stages):
    """A stage counts where a school has pupils for a year of it; ages say when a pupil comes and when one leaves."""
    assert set(stages.split()) == find_stages(youngest, oldest)


@pytest.mark.parametrize(
    ("nation", "phase", "youngest", "oldest", "stages"),
    [
        ("scotland", "primary", 5, 12, "ks1 ks2"),
        ("scotland", "primary", 3, 12, "eyfs ks1 ks2"),
        ("scotland", "primary", 3, 13, "eyfs ks1 ks2 ks3"),
        ("scotland", "secondary", 11, 18, "ks3 ks4 ks5"),
        ("scotland", "secondary", 12, 18, "ks3 ks4 ks5"),
        ("scotland", "all-through", 3, 12, "eyfs ks1 ks2 ks3"),
        ("england", "primary", 4, 12, "eyfs ks1 ks2 ks3"),
        ("england", "primary", 3, 13, "eyfs ks1 ks2 ks3"),
        ("northern-ireland", "primary", 4, 11, "eyfs ks1 ks2"),
    ],
)
def test_primary_school_in_scotland_ends_at_12(nation, phase, youngest, oldest, stages):
    """P7 belongs to the primary school, and its pupils don't get what was written for secondary pupils."""
    assert set(stages.split()) == find_stages(youngest, oldest, nation, phase)


def test_stages_follow_one_another():
    """Each stage begins where the one before it ends, so that no age falls between them."""
    spans = list(STAGES.values())

    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


@pytest.mark.parametrize("nation", Nation)
def test_every_stage_has_a_name(nation):
    """Every nation has a name for each stage, and no two are alike."""
    assert list(STAGES) == list(STAGE_NAMES[nation])
    assert len(STAGES) == len(set(STAGE_NAMES[nation].values()))
