# We never write that the law says something unless a reference here says so. What a machine can see of that: words that
# claim it, and whether a source stands with them. Whether the source says it, a person has to read.
"""Rules about claims: what is said of the law has its source, and abbreviations are explained."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houserules.clauses.models import Words
from houserules.clauses.text import Nodes, Show, Text, walk
from houserules.pages.compose import Composed
from houserules.problems import Place, Problem
from houserules.profile.vocabulary import Vocabulary
from houserules.rules.wording import all_lines

# What claims that the law, or guidance with the force of law, says something: the source is a link in the same sentence.
_CLAIM = re.compile(
    r"\b[Tt]he law\]?(?:\([^)]*\))? (?:has )?(?:makes?|asks?(?:ed)?|lets?|requires?|allows?|forbids?|gives?|on \[)"
    r"|\b[Bb]y \[?law\b|\b[Ss]tatutory guidance\b\]?(?:\([^)]*\))? (?:says|names|counts|asks)"
    r"|\bagainst the law\]?(?:\([^)]*\))? (?:to|for)\b|\ba crime (?:to|of|by)\b|\b(?:must|has to|have to) have regard\b",
)
# What speaks of the law at all: the clause, page or scenario, or a clause that it cites, names a source.
_SPEAKS = re.compile(
    r"\b[Ss]tatutory\b|\b[Bb]y law\b|\b(?:the|in|a|data-protection) law\b(?! changes)|\b(?:il)?legal(?:ly)?\b"
    r"|\boffences?\b(?<!giving offence)|\b(?:is|be|seems to be|of) a crime\b"
)
_REFERENCE = "](reference:"


def claims_of_law_cite_it(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A sentence that says what the law or statutory guidance asks links to it."""
    for place, line in _body_lines(words):
        if (found := _CLAIM.search(line)) and _REFERENCE not in line:
            what = f"'{found.group()}' says what the law asks, and no reference stands with it."
            why = "We never write that the law says something unless a reference here says so."
            yield Problem(place, what, why, "Link to the reference.")


def what_speaks_of_law_has_sources(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A clause, page, scenario or answer that speaks of the law names its sources, shows them all, or cites a clause that has some."""
    for item, text, clauses in _items(words):
        if any(isinstance(node, Show) and node.what == "references" for nodes in _bodies(item) for node, _ in walk(nodes)):
            continue
        sourced = getattr(item, "sources", ()) or any(words.clauses[id].sources for id in clauses if id in words.clauses)
        if not sourced and _REFERENCE not in text and (found := _SPEAKS.search(text)):
            fix = "Name a reference under 'sources', or link to one."
            yield Problem(item.place, f"'{found.group()}' stands here, and no source is named.", fix=fix)


EVERYDAY = frozenset({"UK", "TV", "OK", "ID", "PC"})
_ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}|[A-Z]+&[A-Z]+)s?\b")
_CITED = re.compile(r"\[[^\]]*\]\((?:reference|helpline):[^)]*\)|\{\{[^}]*\}\}|\]\([^)]*\)|\{[#.][^}]*\}")


def abbreviations_are_explained(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every abbreviation in capitals is in the glossary, unless everybody knows it or its source is linked."""
    known = {name.casefold() for entry in words.glossary.values() for name in (entry.term, *entry.also)}
    known |= {word.casefold() for word in EVERYDAY}
    known |= {word.casefold() for line in words.helplines.values() for word in line.name.split()}
    known |= {found.group().casefold() for entry in words.glossary.values() for found in _ABBREVIATION.finditer(entry.term)}
    for place, _, line in all_lines(words):
        for found in _ABBREVIATION.finditer(_CITED.sub(" ", line)):
            if not {found.group().casefold(), found.group().casefold().removesuffix("s")} & known:
                fix = "Write it out, or add it to docs/glossary."
                yield Problem(place, f"'{found.group()}' isn't in the glossary.", "A reader may not know it.", fix)


RULES = (claims_of_law_cite_it, what_speaks_of_law_has_sources, abbreviations_are_explained)


def _body_lines(words: Words) -> Iterator[tuple[Place, str]]:
    for item in _everything(words):
        for nodes in _bodies(item):
            for node, _ in walk(nodes):
                if isinstance(node, Text) and node.place:
                    for number, line in enumerate(node.text.split("\n")):
                        yield Place(node.place.path, node.place.line + number, 1), line


def _items(words: Words) -> Iterator[tuple]:
    for item in _everything(words):
        text = "\n".join(node.text for nodes in _bodies(item) for node, _ in walk(nodes) if isinstance(node, Text))
        clauses = getattr(item, "clauses", ())
        yield item, "\n".join((text, getattr(item, "reason", ""))), clauses


def _everything(words: Words) -> Iterator:
    for kind in (words.clauses, words.policies, words.prose, words.scenarios, words.answers):
        yield from kind.values()


def _bodies(item) -> tuple[Nodes, ...]:
    return (item.body,) if hasattr(item, "body") else (item.situation, item.think, item.do)
