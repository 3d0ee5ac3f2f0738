# Our conditions are data, not code: what a text depends on is known before anything runs, can be listed, and can be
# tested for every answer. A condition on a value that each school has of its own (a name) can't even be written.
"""Conditions: typed statements about a school, such as `{nation: wales, former_pupils: [never, under-19]}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from houserules.problems import Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from houserules.strict_yaml import Document

GIVEN = "given"
Facts = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Test:
    """One key of a condition and the values that will do; for `given`, the values that must all be there."""

    key: str
    values: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Say whether the facts of a school satisfy this."""
        have = facts.get(self.key, frozenset())
        return have.issuperset(self.values) if self.key == GIVEN else not have.isdisjoint(self.values)

    def __str__(self) -> str:
        return f"{self.key} is {' or '.join(self.values)}" if self.key != GIVEN else f"{' and '.join(self.values)} given"


@dataclass(frozen=True)
class Condition:
    """Alternatives, of which one must hold; each is a set of tests, of which all must hold. None at all always holds."""

    alternatives: tuple[tuple[Test, ...], ...] = ((),)

    def holds(self, facts: Facts) -> bool:
        """Say whether the facts of a school satisfy this."""
        return any(all(test.holds(facts) for test in tests) for tests in self.alternatives)

    @property
    def always(self) -> bool:
        return any(not tests for tests in self.alternatives)

    @property
    def keys(self) -> frozenset[str]:
        """The keys on which this depends."""
        return frozenset(test.key for tests in self.alternatives for test in tests)

    def tests(self) -> Iterator[Test]:
        """Give every test that stands in this."""
        for tests in self.alternatives:
            yield from tests

    def __and__(self, other: Condition) -> Condition:
        """Give the condition that holds where both hold."""
        if self.always or other.always:
            return other if self.always else self
        return Condition(tuple((*ours, *theirs) for ours in self.alternatives for theirs in other.alternatives))

    def __str__(self) -> str:
        return " or ".join(" and ".join(str(test) for test in tests) or "always" for tests in self.alternatives)


ALWAYS = Condition()
Vocabulary = Mapping[str, frozenset[str]]


def read_condition(content: object, vocabulary: Vocabulary, document: Document, *keys: str | int) -> Condition:
    """Turn what stands under `when` into a Condition, checked against the vocabulary (key to its possible values).

    `document` and `keys` say where it stands. Raises Problems with every unknown name and value.
    """
    if content is None:
        return ALWAYS
    problems: list[Problem] = []
    several = content if isinstance(content, list) and content else [content]
    alternatives = tuple(
        _tests(part, vocabulary, document, (*keys, number) if several is content else keys, problems)
        for number, part in enumerate(several)
    )
    if problems:
        raise Problems(problems)
    return Condition(alternatives)


def _tests(part, vocabulary, document, keys, problems) -> tuple[Test, ...]:
    if not isinstance(part, dict) or not part:
        problems.append(Problem(document.place(*keys), "A condition is needed here.", fix="Write it as {key: value}."))
        return ()
    return tuple(
        Test(key, tuple(_values(key, values, vocabulary, document, (*keys, key), problems))) for key, values in part.items()
    )


def _values(key, values, vocabulary, document, keys, problems) -> Iterator[str]:
    place = document.place(*keys)
    if key not in vocabulary:
        what = f"'{key}' isn't something that a condition can ask."
        problems.append(Problem(document.name_place(*keys), what, fix=did_you_mean(key, vocabulary)))
        return
    possible = f"It can be {', '.join(sorted(vocabulary[key])[:12])}."
    if not values:
        problems.append(Problem(place, f"There is no value for '{key}'.", fix=possible))
    for value in (values if isinstance(values, list) else [values]) if values else ():
        if not isinstance(value, str):
            problems.append(Problem(place, f"A value of '{key}' is needed here.", fix=possible))
        elif value not in vocabulary[key]:
            problems.append(Problem(place, f"'{value}' isn't a value of '{key}'.", fix=did_you_mean(value, vocabulary[key]) or possible))
        else:
            yield value
