# The tests of the core prove for every school there could be that no link of its words leads nowhere. An authority's or a
# school's own words aren't in those tests: for them it is looked at here, for each school, in what its pages were made of.
"""Needs: which links can only stand where a school has what they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from houserules.clauses.text import Block, Choice, Nodes, Text
from houserules.pages.targets import LINK
from houserules.problems import Place, Problem
from houserules.profile.conditions import GIVEN, Condition, Test

if TYPE_CHECKING:
    from houserules.pages.compose import Composed

_NEVER = Condition(())


@dataclass(frozen=True)
class Need:
    """A link on a page, the choices within which it stands (number and case), and the condition under which it leads somewhere."""

    page: str
    place: Place
    way: tuple[tuple[int, int], ...]
    target: Condition
    kind: str
    name: str

    def tell(self) -> Problem:
        """Tell somebody whose school hasn't got what the link leads to."""
        return Problem(self.place, f"A link leads to the {self.kind} '{self.name}'.", "This school hasn't got it.", "Put the link under the same condition.")


def find_needs(composed: Composed, number: Callable[[Choice], int]) -> Iterator[Need]:
    """Give every link whose target isn't there in all schools that have the link, as far as can be told from the conditions alone."""
    for id, page in composed.pages.items():
        known: set[tuple] = set()
        for way, conditions, text in _texts(composed.nodes[id], number, (), (page.when,)):
            for found in LINK.finditer(text):
                target = composed.targets.get((found["kind"], found["id"]))
                when = target.when if target else _NEVER
                if when.always or _implied(when, conditions):
                    continue
                key = (way, when) if target else (way, found["kind"], found["id"])
                if key not in known:
                    known.add(key)
                    yield Need(id, page.place, way, when, found["kind"], found["id"])


def _texts(nodes: Nodes, number, way, conditions) -> Iterator[tuple[tuple, tuple[Condition, ...], str]]:
    for node in nodes:
        if isinstance(node, Text):
            if "](" in node.text:
                yield way, conditions, node.text
        elif isinstance(node, Block):
            yield from _texts(node.nodes, number, way, conditions)
        elif isinstance(node, Choice):
            own = number(node)
            for case, (condition, inner) in enumerate(node.cases):
                yield from _texts(inner, number, (*way, (own, case)), (*conditions, condition))


def _implied(when: Condition, conditions: tuple[Condition, ...]) -> bool:
    """Say whether a condition holds wherever some others hold, as far as can be seen at a glance."""
    surely = [tests for condition in conditions for tests in condition.alternatives if len(condition.alternatives) == 1]
    have = [test for tests in surely for test in tests]
    return when in conditions or any(all(any(_at_least(own, test) for own in have) for test in tests) for tests in when.alternatives)


def _at_least(own: Test, test: Test) -> bool:
    """Say whether one test holds wherever another does."""
    own_values, values = set(own.values), set(test.values)
    return own.key == test.key and (own_values >= values if test.key == GIVEN else own_values <= values)
