# Decision record 3: a number is a value, put in last, because it depends on which clauses a school has.
"""The numbers of a policy's sections and clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from houserules.clauses.models import Policy, Words
    from houserules.profile.conditions import Facts


def section_number(policy: Policy, section: int) -> str:
    """Give the name of the placeholder for a section's number (`section` counts from 0)."""
    return f"number.{policy.name}.section-{section + 1}"


def clause_number(policy: Policy, clause: str) -> str:
    """Give the name of the placeholder for a clause's number in a policy."""
    return f"number.{policy.name}.{clause}"


def number_clauses(policy: Policy, words: Words, facts: Facts) -> Iterator[tuple[str, str]]:
    """Give the numbers of a policy's sections and clauses for a school with these facts, by placeholder."""
    section_count = 0
    for position, section in enumerate(policy.sections):
        there = [id for id in section.clauses if words.clauses[id].when.holds(facts)]
        if not there:
            continue
        section_count += 1
        yield section_number(policy, position), str(section_count)
        counted = [id for id in there if not words.clauses[id].dropped]
        for clause_count, id in enumerate(counted, 1):
            yield clause_number(policy, id), f"{section_count}.{clause_count}"
