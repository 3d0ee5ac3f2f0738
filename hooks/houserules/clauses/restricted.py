# A school gives data and restricted Markdown, never code. The source is looked at before anything renders it (some
# texts of a few kilobytes take Markdown minutes), and it is refused, not cleaned: what a school wrote is either
# printed as it was written or the school is told why not.
"""What an authority or a school may write: Markdown without HTML, attributes, pictures or code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houserules.problems import Place, Problem

MOST_BYTES = 32 * 1024
MOST_LINE = 2_000
MOST_BRACKETS = 200  # Markdown looks for the end of each, through the whole paragraph

# What a line may begin with before the thing itself: spaces, quotes, bullets, numbers and boxes, in any order.
_BEFORE = r"^(?:[ >]|[*+-] |\d+[.)] |\[[ xX]\] )*"
_REFUSED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"<(?=[A-Za-z/!?])|<(?=[^<> ]+@)"), "HTML can't be used here.", "Write it in Markdown; for the sign itself, write 'less than'."),
    (re.compile(r"&(?:#|[A-Za-z][A-Za-z0-9]*;)"), "HTML codes can't be used here.", "Type the character itself."),
    (re.compile(r"\\u[0-9A-Fa-f]{4}"), "Codes for characters can't be used here.", "Type the character itself."),
    (re.compile(r"!\["), "Pictures can't be used here.", "Describe it in words, or link to a page of your website."),
    (re.compile(r"(?<!\{)\{(?!\{)|(?<!\})\}(?!\})|\{{3}|\}{3}|\}\}[ ]*\{(?!\{)"),
     "Braces can't be used here, except for a placeholder such as {{ school.name }}.", "Remove the braces."),
    (re.compile(_BEFORE + r"(?:!{3}|\?{3}|={3} |-+8<-+)|/{3}|\[TOC\]"), "This kind of block can't be used here.",
     "Use headings, paragraphs, lists, links and tables."),
    (re.compile(r"\]:"), "Link definitions can't be used here.", "Put the address in the link: [words](https://...)."),
    (re.compile(r"`{3,}|~{3,}"), "Blocks of code can't be used here.", "Write it as ordinary text."),
    (re.compile(r"\t"), "Tabs can't be used here.", "Use spaces."),
    (re.compile(r"\]\((?! *(?:https?://|mailto:|clause:|policy:|scenario:|answer:|ruling:|page:|reference:|helpline:|#|\{\{))"),
     "This link leads nowhere that it may.", "It should begin with https://, mailto:, page:, policy: or clause:."),
    (re.compile(r"([*_`\[\]()>~^=!#+|\\-])\1{11,}(?<!-{12})"), "The same sign stands here too many times.", "Remove what isn't needed."),
    (re.compile(r"^ *(?:(?:> ?|[*+-] |\d+[.)] ) *){4}|^(?: {4}){4}"), "This is nested too deeply.", "Use at most three levels."),
)


def find_unrestricted(text: str, name: str, first_line: int) -> Iterator[Problem]:
    """Give everything in a text of an authority or a school that isn't restricted Markdown."""
    if len(text.encode()) > MOST_BYTES:
        what = f"This text is too long ({len(text.encode()) // 1024} kB; at most {MOST_BYTES // 1024} kB)."
        yield Problem(Place(name, first_line), what, fix="Split it into several files.")
        return
    if text.count("[") > MOST_BRACKETS:
        what = f"There are {text.count('[')} square brackets in this text; at most {MOST_BRACKETS}."
        yield Problem(Place(name, first_line), what, fix="Split it into several files.")
        return
    for number, line in enumerate(text.split("\n"), first_line):
        if len(line) > MOST_LINE:
            fix = "Write one sentence a line."
            yield Problem(Place(name, number, 1), f"This line is {len(line)} characters long; at most {MOST_LINE}.", fix=fix)
            continue
        for pattern, what, fix in _REFUSED:
            if found := pattern.search(line):
                yield Problem(Place(name, number, found.start() + 1), what, "A school's text is plain Markdown.", fix)
