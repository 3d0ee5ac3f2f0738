# Two formulas that count letters and not syllables, so that they need no dictionary: the Automated Readability Index
# (Smith and Senter, 1967) and the Coleman-Liau index (1975). Each gives a grade of the United States; a child in grade
# n is n + 5 years old. Names, contact details and list marks are taken out first: they say nothing about the prose.
"""Reading age: how old somebody has to be to read a text with ease."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from houserules.clauses.models import Page
from houserules.clauses.text import Block, Nodes, Text, choose
from houserules.profile.conditions import Facts

FEWEST_WORDS = 100  # below this a page is pooled with others for the same readers
YOUNGEST = ("policies/pupil-agreement-eyfs-ks1", "policies/pupil-agreement-easy-read")
LIMITS = {"youngest": 8.0, "ks2": 10.0, "pupils and parents": 13.0, "staff": 16.0}

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_PLACEHOLDER = re.compile(r"\{\{[^}]*\}\}")
_ATTRIBUTES = re.compile(r"\{[:#.][^}]*\}")
_TAG = re.compile(r"<[^>]+>")
_LIST_MARK = re.compile(r"^\s*(?:[*-] (?:\[[ x]\] )?|\d+\. |> )+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBERS = re.compile(r"\b[\d ]{3,}\b|https?://\S+|\S+@\S+")


@dataclass(frozen=True)
class Counts:
    """What the formulas count."""

    letters: int = 0
    words: int = 0
    sentences: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.letters + other.letters, self.words + other.words, self.sentences + other.sentences)

    @property
    def reading_age(self) -> float:
        """The age in years: the mean of both grades, plus 5."""
        if not self.words or not self.sentences:
            return 0.0
        automated = 4.71 * self.letters / self.words + 0.5 * self.words / self.sentences - 21.43
        coleman_liau = 5.88 * self.letters / self.words - 29.6 * self.sentences / self.words - 15.8
        return (automated + coleman_liau) / 2 + 5


def count_text(text: str) -> Counts:
    """Count the letters, words and sentences of Markdown prose; headings and tables don't count."""
    return sum(map(_count_line, text.split("\n")), Counts())


@cache
def _count_line(line: str) -> Counts:
    """Count one line; the same line stands on the pages of many schools."""
    total = Counts()
    if re.match(r"\s*(?:#|\||/{3}|<)", line) or not line.strip():
        return total
    plain = _PLACEHOLDER.sub("", _ATTRIBUTES.sub("", _TAG.sub("", _LINK.sub(r"\1", _LIST_MARK.sub("", line)))))
    plain = _NUMBERS.sub(" ", plain.replace("*", ""))
    for sentence in re.split(r"(?<=[.?!:;])\s+", plain):
        words = _WORD.findall(sentence)
        if words:
            total += Counts(sum(sum(letter.isalpha() for letter in word) for word in words), len(words), 1)
    return total


def count_page(nodes: Nodes, facts: Facts) -> Counts:
    """Count what a page says to a school with these facts."""
    return count_text("\n".join(_texts(choose(nodes, facts))))


def _texts(nodes: Nodes):
    for node in nodes:
        if isinstance(node, Text):
            yield node.text
        elif isinstance(node, Block) and not node.selector.startswith(("p.hr-cites", "section.hr-sources", "section.hr-sign-off")):
            yield from _texts(node.nodes)


def readers_of(page: Page) -> str:
    """Give the group of readers whose limit holds for a page."""
    if page.id in YOUNGEST:
        return "youngest"
    if page.id.endswith("-ks2"):
        return "ks2"
    return "pupils and parents" if {"pupils", "parents"} & set(page.audience) else "staff"
