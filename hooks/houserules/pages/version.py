# A version is a hash of hashes: of each part of a policy that a school has, in order. So a part's hash is worked out
# once for each set of answers that it depends on, however many schools there are.
"""Versions: a policy's version is a short hash of its composed text with the placeholders open."""

from __future__ import annotations

import hashlib

from houserules.clauses.models import Clause, Policy, Words
from houserules.clauses.text import Block, Choice, Nodes, Show, Text, choose, walk
from houserules.profile.conditions import Facts, Test

LENGTH = 8


class VersionFinder:
    """Finds the versions of the policies in some words; keeps what it has worked out."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._keys: dict[str, tuple[str, ...]] = {}
        self._hashes: dict[tuple[str, tuple[frozenset[str], ...]], bytes] = {}

    def find(self, policy: Policy, facts: Facts) -> str:
        """Give the version of a policy for a school with these facts: eight hexadecimal digits.

        It covers the title, the short version, the section headings and each clause that applies, with its reason, its
        examples and the rulings that it shows; not the values (a new telephone number needs no new approval) and not the look.
        """
        whole = hashlib.sha256(self._hash(policy.id, policy.body, (policy.title,), facts))
        for section in policy.sections:
            there = [clause for id in section.clauses if (clause := self._words.clauses[id]).when.holds(facts)]
            if there:
                whole.update(_digest([section.title, section.intro]))
            for clause in there:
                whole.update(self._hash(f"clause:{clause.id}", clause.body, _fixed_lines(clause), facts))
        return whole.hexdigest()[:LENGTH]

    def _hash(self, name: str, nodes: Nodes, fixed: tuple[str, ...], facts: Facts) -> bytes:
        keys = self._keys.get(name)
        if keys is None:
            keys = self._keys[name] = tuple(sorted(self._depends(nodes)))
        key = (name, tuple(facts.get(fact, frozenset()) for fact in keys))
        if key not in self._hashes:
            self._hashes[key] = _digest([*fixed, *self._lines(choose(nodes, facts), facts)])
        return self._hashes[key]

    def _depends(self, nodes: Nodes) -> set[str]:
        return {test.key for test in self.tests(nodes)}

    def tests(self, nodes: Nodes) -> list[Test]:
        """Give every test of the facts on which the text of some nodes depends."""
        tests: list[Test] = []
        for node, _ in walk(nodes):
            if isinstance(node, Choice):
                tests += [test for condition, _ in node.cases for test in condition.tests()]
            elif isinstance(node, Show) and node.what == "ruling" and node.name in self._words.rulings:
                tests += [test for case in self._words.rulings[node.name].cases for test in case.when.tests()]
        return tests

    def _lines(self, nodes: Nodes, facts: Facts) -> list[str]:
        lines: list[str] = []
        for node in nodes:
            if isinstance(node, Block):
                lines += self._lines(node.nodes, facts)
            elif isinstance(node, Text):
                lines += [line.strip() for line in node.text.split("\n")]
            elif isinstance(node, Show):
                lines.append(f"::: {node.what} {node.name}")
                if node.what == "ruling" and node.name in self._words.rulings:
                    case = self._words.rulings[node.name].case(facts)
                    lines.append(f"{case.verdict}: {case.says}")
        return lines


def _fixed_lines(clause: Clause) -> tuple[str, ...]:
    return (clause.id, clause.title, clause.dropped, clause.reason, *clause.right, *clause.wrong)


def _digest(lines: list[str]) -> bytes:
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).digest()
