"""Rules about decisions: every answer changes what is published, and every source that is named is there."""

from __future__ import annotations

from collections.abc import Iterator

from houserules.clauses.models import Words
from houserules.clauses.text import Choice, walk
from houserules.pages.compose import Composed
from houserules.problems import Place, Problem, did_you_mean
from houserules.profile.conditions import Condition
from houserules.profile.vocabulary import Vocabulary


def answers_change_something(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """No two answers to a decision give the same pages: each is told apart by some condition in them."""
    used = list(_conditions(composed))
    for id, decision in vocabulary.decisions.items():
        place = Place(f"docs/decisions/{id}.yml", 1)
        seen: dict[tuple[bool, ...], str] = {}
        asking = [tests for condition in used for tests in condition.alternatives if any(test.key == id for test in tests)]
        for answer in decision.answers:
            pattern = tuple(all(answer in test.values for test in tests if test.key == id) for tests in asking)
            if pattern in seen:
                yield Problem(place, f"The answers '{seen[pattern]}' and '{answer}' publish the same pages.", fix="Write what differs, or drop one.")
            seen[pattern] = answer


def sources_are_there(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every source that a decision, clause, page or scenario names is a reference."""
    named = [(Place(f"docs/decisions/{id}.yml", 1), decision.sources) for id, decision in vocabulary.decisions.items()]
    named += [(item.place, item.sources) for kind in (words.clauses, words.policies, words.prose, words.scenarios) for item in kind.values()]
    for place, sources in named:
        for source in sources:
            if source not in words.references:
                yield Problem(place, f"There is no reference '{source}'.", fix=did_you_mean(source, words.references))


def clauses_are_there(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every clause that a ruling, scenario or answer names is there."""
    for kind in (words.rulings, words.scenarios, words.answers):
        for item in kind.values():
            for id in item.clauses:
                if id not in words.clauses:
                    yield Problem(item.place, f"There is no clause '{id}'.", fix=did_you_mean(id, words.clauses))


RULES = (answers_change_something, sources_are_there, clauses_are_there)


def _conditions(composed: Composed) -> Iterator[Condition]:
    for id, nodes in composed.nodes.items():
        yield composed.pages[id].when
        for node, _ in walk(nodes):
            if isinstance(node, Choice):
                yield from (condition for condition, _ in node.cases)
