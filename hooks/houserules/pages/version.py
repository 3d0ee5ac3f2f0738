"""Versions: a policy's version is a short hash of its composed text with the placeholders open."""

from __future__ import annotations

import hashlib

from houserules.clauses.models import Policy, Words
from houserules.clauses.text import Block, Nodes, Show, Text, choose
from houserules.profile.conditions import Facts

LENGTH = 8


def find_version(policy: Policy, words: Words, facts: Facts) -> str:
    """Give the version of a policy for a school with these facts: eight hexadecimal digits.

    It covers title, short version, section headings and the text of each clause that applies, with what each clause
    shows of a ruling; not the values (a new telephone number needs no new approval) and not the look.
    """
    lines = [policy.title, *_lines(choose(policy.body, facts), words, facts)]
    for section in policy.sections:
        there = [words.clauses[id] for id in section.clauses if words.clauses[id].when.holds(facts)]
        if not there:
            continue
        lines += ["## " + section.title, section.intro]
        for clause in there:
            lines += ["### " + clause.title, clause.id, clause.dropped, clause.reason, *clause.right, *clause.wrong]
            lines += _lines(choose(clause.body, facts), words, facts)
    text = "\n".join(line for line in lines if line)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _lines(nodes: Nodes, words: Words, facts: Facts) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        if isinstance(node, Block):
            lines += _lines(node.nodes, words, facts)
        elif isinstance(node, Text):
            lines += [line.strip() for line in node.text.split("\n")]
        elif isinstance(node, Show):
            lines.append(f"::: {node.what} {node.name}")
            if node.what == "ruling" and node.name in words.rulings:
                case = words.rulings[node.name].case(facts)
                lines.append(f"{case.verdict}: {case.says}")
    return lines
