"""Situations: the schools that there could be, as facts, for rules that must hold for all of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, product

from houserules.clauses.text import Guards
from houserules.profile.conditions import GIVEN, Facts
from houserules.profile.contradictions import PHASE_AGES
from houserules.profile.fields import Phase
from houserules.profile.stages import find_stages
from houserules.profile.vocabulary import Vocabulary

_ENGLISH_ONLY = ("academy", "free-school")


@cache
def possible_stages(phase: str | None = None) -> tuple[frozenset[str], ...]:
    """Give every set of stages that a school (of a phase) can have."""
    spans = [PHASE_AGES[Phase(phase)]] if phase else list(PHASE_AGES.values())
    found = {
        find_stages(youngest, oldest)
        for low, high in spans
        for youngest in range(low, high)
        for oldest in range(youngest + 1, high + 1)
    }
    return tuple(sorted((stages for stages in found if stages), key=sorted))


def list_situations(guards: Iterable[Guards], vocabulary: Vocabulary) -> Iterator[Facts]:
    """Give every combination of facts that matters to some guards: the product of the values of the keys in them."""
    tests = [test for group in guards for condition, _ in group for test in condition.tests()]
    keys = sorted({test.key for test in tests} - {GIVEN, "audience"})
    paths = sorted({path for test in tests if test.key == GIVEN for path in test.values})
    spaces = [_space(key, vocabulary) for key in keys]
    for chosen in product(*spaces):
        facts = dict(zip(keys, chosen, strict=True))
        if not _possible(facts):
            continue
        for count in range(len(paths) + 1):
            for given in combinations(paths, count):
                yield {**facts, GIVEN: frozenset(given)}


def _space(key: str, vocabulary: Vocabulary) -> tuple[frozenset[str], ...]:
    if key == "stage":
        return possible_stages()
    return tuple(frozenset({value}) for value in sorted(vocabulary.conditions[key]))


def _possible(facts: Mapping[str, frozenset[str]]) -> bool:
    phase = next(iter(facts.get("phase", ())), None)
    if phase and "stage" in facts and facts["stage"] not in possible_stages(phase):
        return False
    school_type, nation = next(iter(facts.get("type", ())), None), next(iter(facts.get("nation", ("england",))))
    return not (school_type in _ENGLISH_ONLY and nation != "england")


def hold(guards: Guards, facts: Facts) -> bool:
    """Say whether everything that must hold does, and nothing that must not."""
    return all(condition.holds(facts) is wanted for condition, wanted in guards)


def cover_pairs(vocabulary: Vocabulary, seed: int = 1) -> list[Facts]:
    """Give situations in which every possible pair of values (nation, phase, stages, type, trust, answers) occurs.

    Greedy: each situation is the best of some random ones. Optional values are all there, all missing, or half there.
    """
    chance = random.Random(seed)
    decisions = {id: tuple(decision.answers) for id, decision in vocabulary.decisions.items()}
    simple = {"nation": ("england", "wales", "scotland", "northern-ireland"), "trust": ("yes", "no"), **decisions}
    simple |= {id: state.states for id, state in vocabulary.states.items()}
    simple |= {"phase": tuple(sorted(Phase)), "type": tuple(sorted(vocabulary.conditions["type"]))}
    keys = sorted(simple)
    missing = {
        (one, first, other, second)
        for one, other in combinations(keys, 2)
        for first, second in product(simple[one], simple[other])
        if not _clash(one, first, other, second)
    }
    found: list[dict[str, str]] = []
    while missing:
        best = max((_draw(simple, missing, chance) for _ in range(12)), key=lambda drawn: len(_pairs(drawn, keys) & missing))
        covered = _pairs(best, keys) & missing
        missing -= covered
        found.append(best)
    optional = sorted(path for path in vocabulary.conditions[GIVEN])
    return [_facts(values, number, optional, chance) for number, values in enumerate(found)]


def _clash(one: str, first: str, other: str, second: str) -> bool:
    values = {one: first, other: second}
    return values.get("type") in _ENGLISH_ONLY and values.get("nation", "england") != "england"


def _draw(simple, missing, chance: random.Random) -> dict[str, str]:
    drawn = {key: chance.choice(values) for key, values in simple.items()}
    one, first, other, second = min(missing)
    drawn |= {one: first, other: second}
    if drawn["type"] in _ENGLISH_ONLY and drawn["nation"] != "england":
        drawn["nation" if "nation" not in (one, other) else "type"] = "england" if "nation" not in (one, other) else "maintained"
    return drawn


def _pairs(drawn: Mapping[str, str], keys: list[str]) -> set[tuple[str, str, str, str]]:
    return {(one, drawn[one], other, drawn[other]) for one, other in combinations(keys, 2)}


def _facts(values: Mapping[str, str], number: int, optional: list[str], chance: random.Random) -> Facts:
    stages = possible_stages(values["phase"])
    given = {0: optional, 1: []}.get(number % 3, [path for path in optional if chance.random() < 0.5])
    facts = {key: frozenset({value}) for key, value in values.items()}
    return {**facts, "stage": stages[number % len(stages)], GIVEN: frozenset(given)}
