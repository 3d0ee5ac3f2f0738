# What was begun and not finished would be published as it stands: a heading with nothing beneath, a rule that its
# school meant to leave out, or one that it meant to keep.
"""What a file of words leaves unsaid: a reason for dropping a clause, or its text."""

from __future__ import annotations

from collections.abc import Iterator

from houserules.clauses.text import Nodes, Show, Text, walk
from houserules.problems import Place, Problem
from houserules.profile.kinds import is_unfilled
from houserules.strict_yaml import Document

_NO_REASON = ("yes", "no", "y", "n", "true", "false", "on", "off", "1", "0")
_REASON = "write the reason on the same line, for example 'dropped: our code of conduct says this in full.'"


def find_unreasoned(dropped: str, document: Document) -> Iterator[Problem]:
    """Give what is wrong where a clause is to be dropped, or may be, and no reason is given."""
    content = document.content if isinstance(document.content, dict) else {}
    if "dropped" not in content:
        return
    if not dropped:
        why = "The clause would not be left out: what stands in this file would be published in its place."
        yield Problem(document.name_place("dropped"), "There is no reason after 'dropped:'.", why, f"To leave the clause out, {_REASON} To keep it, delete this line.")
    elif dropped.lower() in _NO_REASON or is_unfilled(dropped):
        why = f"The clause would be left out, and the page would give '{dropped}' as the reason."
        fix = f"To leave the clause out, {_REASON} To keep it, delete this line."
        yield Problem(document.place("dropped"), f"'{dropped}' isn't a reason for dropping a clause.", why, fix)


def find_unprinted(nodes: Nodes) -> Iterator[Problem]:
    """Give a problem where a clause that is dropped has words all the same."""
    place = next((node.place for node, _ in walk(nodes) if isinstance(node, (Text, Show)) and node.place), None)
    if place:
        fix = "Delete the line 'dropped' to publish these words, or delete the words to leave the clause out."
        yield Problem(place, "There are words here, and the clause is left out by 'dropped'.", "They would not be published.", fix)


def find_empty(nodes: Nodes, place: Place, where: str) -> Iterator[Problem]:
    """Give a problem where a text has nothing in it that could be published; `where` says in which part of the file."""
    if not any(isinstance(node, (Text, Show)) for node, _ in walk(nodes)):
        yield Problem(place, f"There is no text {where}.", "It would be published with nothing in it.", "Write the text there, or take the file away.")
