# What is typed is checked line by line in `wording`. But a reader sees more: the nation's words where placeholders stood,
# titles where links had no text, rulings and blocks. Faults such as "the the sixth form" show only there.
"""Seen: a page as the readers of some school see it, and what they would stumble over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from houserules.clauses.text import PLACEHOLDER
from houserules.pages.compose import Composed
from houserules.pages.targets import LINK

STANDS_IN = "Marsh Street"  # for a value that each school has of its own: a name, which begins with a capital anywhere


def see_line(line: str, composed: Composed, terms: Mapping[str, str]) -> str:
    """Give a line of a composed page with a nation's words (`terms`) in it, and titles where links have no text."""

    def title(found: re.Match[str]) -> str:
        target = composed.targets.get((found["kind"], found["id"]))
        return found["text"] or (target.title if target else "")

    def value(found: re.Match[str]) -> str:
        kind, _, name = found["path"].partition(".")
        word = terms[name] if kind == "terms" else "1" if kind == "number" else STANDS_IN
        return word[:1].upper() + word[1:] if found["form"] == "capital" else word

    seen = PLACEHOLDER.sub(value, LINK.sub(title, line))
    return re.sub(r"\{[#.:][^}]*\}", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", seen))


_DOUBLED = re.compile(r"\b(the|an?|to|of|in|is|and|or|for|that|with|who|at|on|by|be|it|we|you|must|may|should)\s+\1\b", re.IGNORECASE)
_ARTICLES = (
    (re.compile(r"\b[Aa] (?=[aeiou])(?!(?:uni[^nm]|one\b|once\b|use|usual|eu))\w+"), "an"),
    (re.compile(r"\b[Aa]n (?=[^aeiou\W])(?!hour|honest|heir|[A-Z])\w+"), "a"),
)
_MARKS = re.compile(r"^(?:\s|>|[*-] (?:\[[ x]\] )?|\d+\. |\*\*|\"|“|'|<[^>]*>)*")
_NOT_PROSE = re.compile(r"\s*(?:#|\||/{3}|:::|<(?!span))")
_AFTER_STOP = re.compile(r"(?<!\.)[.?!] [a-z]\w*")
_SENTENCE = re.compile(r"[.?!][\"”*]*$")
_SMALL = re.compile(r"[a-z][\w-]*(?![\w.])")  # not the name of a website
_SPACES = re.compile(r"\S  +\S|\s[,.;:?!](?:\s|$)")


def find_slips(line: str) -> Iterator[str]:
    """Give what is doubled in a line, an article that doesn't fit, and a sentence that begins without a capital."""
    for found in (*_DOUBLED.finditer(line), *_SPACES.finditer(line), *_AFTER_STOP.finditer(line)):
        yield f"'{found.group()}'"
    for pattern, right in _ARTICLES:
        yield from (f"'{found.group()}' needs '{right}'" for found in pattern.finditer(line))
    words = _MARKS.sub("", line)
    if not _NOT_PROSE.match(line) and _SENTENCE.search(words) and _SMALL.match(words):
        yield "it begins without a capital"


_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)|[?!]\.(?!\.)")
_HEADING_ID = re.compile(r"\{#([\w-]+)")
_BLOCK_ID = re.compile(r" html \| [\w.-]*#([\w-]+)")


def find_faults(text: str) -> Iterator[str]:
    """Give what a reader would stumble over in a page's Markdown."""
    if not len(PLACEHOLDER.findall(text)) == text.count("{{") == text.count("}}"):
        yield "braces are left"
    if ".." in text or "?." in text or "!." in text:
        yield from (f"two full stops: '{text[max(0, found.start() - 30) : found.end()]}'" for found in _STOPS.finditer(text))
    ids = Counter([*_HEADING_ID.findall(text), *_BLOCK_ID.findall(text)])
    yield from (f"the anchor '{id}' stands twice" for id, count in ids.items() if count > 1)
    heading = block = ""
    for line in [*filter(str.strip, text.split("\n")), "# the end"]:
        if line.startswith("///"):
            if block and line == block.partition(" ")[0]:
                yield f"the block '{block.rpartition(' ')[2]}' is empty"
            block = line if " html | " in line else ""
            continue
        block = ""
        if line.startswith("#"):
            if heading and _depth(line) <= _depth(heading):
                yield f"nothing stands under '{heading}'"
            heading = line
            continue
        heading = ""
        if line.startswith(":::"):
            yield f"'{line}' is left"
        if line.strip() in ("*", "-"):
            yield "an empty entry in a list"


def _depth(heading: str) -> int:
    """Give the level of a heading."""
    return len(heading) - len(heading.lstrip("#"))
