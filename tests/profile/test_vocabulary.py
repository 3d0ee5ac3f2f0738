"""The vocabulary: what conditions may ask."""

from __future__ import annotations

import pytest

from houserules.profile.conditions import GIVEN
from houserules.profile.vocabulary import read_vocabulary


def test_conditions_ask_facts_answers_and_what_is_given(vocabulary):
    """A condition may ask nation, phase, stage, type, trust, every decision, and whether an optional value is given."""
    conditions = vocabulary.conditions

    assert {"nation", "phase", "stage", "type", "trust", GIVEN} | set(vocabulary.decisions) <= set(conditions)
    assert set(vocabulary.decisions["gaming"].answers) == conditions["gaming"]
    assert {"links.complaints", "accounts", "people.deputy_safeguarding_leads", "school.address"} <= conditions[GIVEN]


@pytest.mark.parametrize("path", ["school.name", "people.head.title", "terms.head", "review.review_by", "hours.reply"])
def test_what_is_always_there_cant_be_asked(path, vocabulary):
    """A guard round what every school has would be a mistake."""
    assert path not in vocabulary.conditions[GIVEN]


def test_every_fact_of_a_school_can_be_asked(school_folder, read, vocabulary):
    """A school has a fact for each key of a condition, with values that the vocabulary knows: none could never hold."""
    facts = read(school_folder()).facts
    states = set(vocabulary.states)

    assert set(vocabulary.conditions) - states == set(facts) - states
    for key, values in facts.items():
        if key == GIVEN:
            continue
        assert values <= vocabulary.conditions[key], key


def test_empty_core_has_an_empty_vocabulary(tmp_path):
    """Where there are no decisions, conditions can ask the facts alone."""
    vocabulary = read_vocabulary(tmp_path)

    assert {} == vocabulary.decisions
    assert {"nation", "phase", "stage", "type", "trust", GIVEN} == set(vocabulary.conditions)
