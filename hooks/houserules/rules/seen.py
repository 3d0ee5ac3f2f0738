# What is typed is checked line by line in `wording`. But a reader sees more: the nation's words where placeholders stood,
# titles where links had no text, rulings and blocks. Faults such as "the the sixth form" show only there.
"""Seen: a page as the readers of some school see it, and what they would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houserules.clauses.placeholders import PLACEHOLDER
from houserules.clauses.text import choose
from houserules.pages.blocks import write_markdown
from houserules.pages.compose import Composed
from houserules.pages.targets import LINK
from houserules.profile.conditions import Facts
from houserules.profile.vocabulary import Vocabulary

STANDS_IN = "Marsh Street"  # for a value that each school has of its own: a name, which begins with a capital anywhere


def see_page(id: str, composed: Composed, facts: Facts, vocabulary: Vocabulary) -> str:
    """Give a page's title, description and text with the nation's words in it, and titles where links have no text."""
    page = composed.pages[id]
    text = write_markdown(choose(composed.nodes[id], facts))
    return see_text(f"# {page.title}\n\n{page.description}\n\n{text}", composed, facts, vocabulary)


def see_text(text: str, composed: Composed, facts: Facts, vocabulary: Vocabulary) -> str:
    """Give a text with the nation's words in it, and titles where links have no text."""

    def title(found: re.Match[str]) -> str:
        target = composed.targets.get((found["kind"], found["id"]))
        return found["text"] or (target.title if target else "")

    def value(found: re.Match[str]) -> str:
        path, form = found["path"], found["form"]
        if path.startswith("number."):
            return "1"
        term = vocabulary.terms.get(path.removeprefix("terms."))
        word = term.word(facts) if term and path.startswith("terms.") else STANDS_IN
        return word[:1].upper() + word[1:] if form == "capital" else word

    text = PLACEHOLDER.sub(value, LINK.sub(title, text))
    return re.sub(r"\{[#.:][^}]*\}", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text))


_DOUBLED = re.compile(r"\b(the|an?|to|of|in|is|and|or|for|that|with|who|at|on|by|be|it|we|you|must|may|should)\s+\1\b", re.IGNORECASE)
_ARTICLES = (
    (re.compile(r"\b[Aa] (?=[aeiou])(?!(?:uni[^nm]|one\b|once\b|use|usual|eu))\w+"), "an"),
    (re.compile(r"\b[Aa]n (?=[^aeiou\W])(?!hour|honest|heir|[A-Z])\w+"), "a"),
)
_MARKS = re.compile(r"^(?:\s|>|[*-] (?:\[[ x]\] )?|\d+\. |\*\*|\"|“|'|<[^>]*>)*")
_NOT_PROSE = re.compile(r"\s*(?:#|\||/{3}|:::|<(?!span))")
_AFTER_STOP = re.compile(r"(?<!\.)[.?!] [a-z]\w*")
_SPACES = re.compile(r"\S  +\S|\s[,.;:?!](?:\s|$)")


def find_slips(text: str) -> Iterator[str]:
    """Give what is doubled, an article that doesn't fit, and sentences that begin without a capital, in a page's text."""
    for line in text.split("\n"):
        for found in (*_DOUBLED.finditer(line), *_SPACES.finditer(line), *_AFTER_STOP.finditer(line)):
            yield f"'{found.group()}' in: {line.strip()}"
        for pattern, right in _ARTICLES:
            yield from (f"'{found.group()}' needs '{right}' in: {line.strip()}" for found in pattern.finditer(line))
        if _NOT_PROSE.match(line):
            continue
        words = _MARKS.sub("", line)
        is_sentence = re.search(r"[.?!][\"”*]*$", words)
        if is_sentence and words[:1].islower():
            yield f"it begins without a capital: {line.strip()}"
