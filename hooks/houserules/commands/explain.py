"""`houserules explain`: for each clause of a policy, in or out, and because of what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from houserules.clauses.text import PLACEHOLDER, Choice, Nodes
from houserules.core import Core
from houserules.pages.numbers import clause_number, number_clauses
from houserules.problems import Place, Problem, Problems, did_you_mean, shown
from houserules.profile.conditions import GIVEN, Condition, Test
from houserules.profile.read import School


def explain(folder: Path, policy: str, core: Core, say: Callable[[str], object]) -> int:
    """Say of each clause whether a school has it, and which decision or fact settles that; give 0.

    Raises Problems if the school or the policy isn't there.
    """
    school = core.school(folder)
    words, _ = core.words_for(school)
    name = policy.removeprefix("policies/").removesuffix(".md")
    found = words.policies.get(name)
    if found is None:
        fix = did_you_mean(name, words.policies) or f"There are: {', '.join(words.policies)}."
        raise Problems([Problem(Place(shown(folder)), f"There is no policy '{policy}'.", fix=fix)])
    title = PLACEHOLDER.sub(lambda one: school.values.get(one["path"], one.group()), found.title)
    say(f"{title}, for {school.values['school.name']}")
    if not found.when.holds(school.facts):
        say(f"The whole policy is out: {because(found.when, school)}.")
        return 0
    numbers = dict(number_clauses(found, words, school.facts))
    for section in found.sections:
        say(f"\n{section.title}")
        for id in section.clauses:
            clause = words.clauses[id]
            there = clause.when.holds(school.facts)
            number = numbers.get(clause_number(found, id), "")
            reason = f"left out by the {clause.layer}: {clause.dropped}" if clause.dropped else because(clause.when, school)
            say(f"  {'in ' if there and not clause.dropped else 'out'} {number:>5}  {clause.title} ({id}): {reason}.")
            if there:
                for line in choices(clause.body, school):
                    say(f"                {line}")
    return 0


def because(condition: Condition, school: School) -> str:
    """Say in words why a condition holds or doesn't for a school, and where that was typed."""
    if condition.always:
        return "every school has it"
    holding = next((tests for tests in condition.alternatives if all(test.holds(school.facts) for test in tests)), None)
    if holding is not None:
        return "because " + " and ".join(_fact(test, school) for test in holding)
    failing = (next(test for test in tests if not test.holds(school.facts)) for tests in condition.alternatives)
    return "because " + " and ".join(dict.fromkeys(f"{_fact(test, school)}, and it would need {_wanted(test)}" for test in failing))


def choices(nodes: Nodes, school: School) -> Iterator[str]:
    """Say which blocks inside a clause a school has, and why."""
    for node in nodes:
        if not isinstance(node, Choice):
            continue
        for condition, inner in node.cases:
            if condition.holds(school.facts):
                yield f"a part is in {because(condition, school)}" if not condition.always else "its other part is in"
                yield from choices(inner, school)
                break


def _fact(test: Test, school: School) -> str:
    if test.key == GIVEN:
        missing = [path for path in test.values if path not in school.facts[GIVEN]]
        return f"{' and '.join(missing)} isn't filled in" if missing else f"{' and '.join(test.values)} is filled in"
    have = " and ".join(sorted(school.facts[test.key])) or "none"
    source = school.sources.get(test.key)
    return f"{test.key} is {have}" + (f" ({source})" if source else "")


def _wanted(test: Test) -> str:
    return "it to be" if test.key == GIVEN else " or ".join(test.values)
