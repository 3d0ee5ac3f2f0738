# A tooltip alone can't be reached by finger or keyboard, so that a word which may need one is a link to its entry in the
# glossary, and what the entry says is the link's title. It is done when pages are composed, once for all schools.
# A policy's own text is never touched: what governors approve has no links that come and go with the glossary.
"""Explain: the first time that a term of the glossary stands in a section, it leads to its entry."""

from __future__ import annotations

import re
from collections.abc import Mapping

from houserules.clauses.models import Entry
from houserules.clauses.text import Block, Choice, Node, Nodes, Text

READERS = frozenset({"parents", "pupils", "governors"})  # whose pages are so explained
# What can't hold another link, or isn't prose: links and pictures, placeholders, attributes, code, HTML.
_KEPT = re.compile(r"!?\[[^\]]*\]\([^)]*\)|\{\{[^}]*\}\}|\{[^}]*\}|`[^`]*`|<[^>]*>")
_NOT_PROSE = re.compile(r"(?:#|\||>|<| {4}|\t)")


def find_terms(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Give the ids of the entries that are marked `tooltip`, by their term in small letters."""
    return {entry.term.casefold(): id for id, entry in entries.items() if entry.tooltip}


def explain_terms(nodes: Nodes, terms: Mapping[str, str]) -> Nodes:
    """Give the nodes with a link (`term:ID`) at the first place in each section where a term (or its plural) stands.

    In headings, tables, quotations and other links a term is left alone. Whether a term has stood in the section before
    is known only of what every school gets, so the cases of a choice are looked at each for itself.
    """
    if not terms:
        return nodes
    words = "|".join(sorted(map(re.escape, terms), key=len, reverse=True))
    return _nodes(nodes, terms, re.compile(rf"\b({words})s?\b(?!-)", re.IGNORECASE), set())


def _nodes(nodes: Nodes, terms: Mapping[str, str], pattern: re.Pattern[str], seen: set[str]) -> Nodes:
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Text):
            lines = [_line(line, terms, pattern, seen) for line in node.text.split("\n")]
            made.append(Text("\n".join(lines), node.place))
        elif isinstance(node, Choice):
            made.append(Choice(tuple((when, _nodes(inner, terms, pattern, set(seen))) for when, inner in node.cases), node.inline))
        elif isinstance(node, Block):
            made.append(Block(node.selector, _nodes(node.nodes, terms, pattern, seen)))
        else:
            made.append(node)
    return tuple(made)


def _line(line: str, terms: Mapping[str, str], pattern: re.Pattern[str], seen: set[str]) -> str:
    if line.startswith("#"):
        seen.clear()
    if _NOT_PROSE.match(line):
        return line

    def link(found: re.Match[str]) -> str:
        id = terms[found[1].casefold()]
        if id in seen:
            return found.group()
        seen.add(id)
        return f"[{found.group()}](term:{id})"

    parts, end = [], 0
    for kept in _KEPT.finditer(line):
        parts += [pattern.sub(link, line[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*parts, pattern.sub(link, line[end:])])
