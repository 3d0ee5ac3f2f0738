# Where many schools' pages are rendered at once, the search index must not be made from each school's whole pages: that
# would be the product of all answers again. A page is split where a new entry begins; what lies between two such places
# depends on few answers, and is read once for each combination of them that occurs.
#
# A new entry begins at a heading in which every school's page has it. It also begins at a choice, wherever that stands, if
# whatever it gives begins with a heading, and if nothing is said after it until the next such place: what is said there
# would belong to the choice's entry in some schools, and to the one before it in others.
"""Split a page with all its cases into parts, each of which gives its own entries of the search index."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from houserules.outputs.search_index import HEADINGS, EntryReader, Found, describe_entries
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, MARK_END
from houserules.pages.site_page import SitePage

Opened = tuple[tuple[str, str, str], ...]
Way = tuple[tuple[int, int], ...]  # the choices within which something stands, each with its case
_MARK = re.compile(f"{CHOICE}(?P<digits>[{DIGITS}]+){MARK_END}|(?P<case>{CASE})|(?P<end>{CHOICE_END})")


@dataclass(frozen=True)
class BodyPart:
    """A part of a page's HTML, the elements that are open where it begins (None for the page's beginning), and where it stands."""

    html: str
    opened: Opened | None
    way: Way = ()


@dataclass
class _Choice:
    """A choice: where it begins and ends, and of each case what comes in it: headings, texts and choices."""

    start: int
    way: Way
    opened: Opened
    plain: bool  # whether it stands outside a ruling that is an entry of its own
    end: int = 0
    cases: list[list[_Choice | str]] = field(default_factory=lambda: [[]])


def split_body(html: str) -> tuple[BodyPart, ...]:
    """Split a page's HTML, in which marks part the cases of choices, where an entry begins."""
    splitter = _Splitter(html)
    splitter.feed(html)
    splitter.close()
    starts: dict[int, tuple[Opened | None, Way]] = {start: (opened, ()) for start, opened in splitter.headings}
    known = sorted({*starts, len(html)})
    for choice in sorted(splitter.choices, key=lambda choice: -choice.start):
        following = known[bisect_right(known, choice.end - 1)]
        if choice.plain and all(map(_begins_with_heading, choice.cases)) and not splitter.says_between(choice.end, following):
            starts[choice.start] = (choice.opened, choice.way)
            known = sorted({*known, choice.start})
    order = [(0, (None, ())), *sorted(starts.items())]
    ends = [start for start, _ in order[1:]] + [len(html)]
    return tuple(BodyPart(_balance(html[start:end]), *where) for (start, where), end in zip(order, ends, strict=True))


def _begins_with_heading(items: list[_Choice | str]) -> bool:
    """Say whether nothing is said in a case before its first heading, whatever is chosen in it."""
    for item in items:
        if item == "heading":
            return True
        if item == "text" or (isinstance(item, _Choice) and not all(map(_begins_with_heading, item.cases))):
            return False
    return True


def _balance(html: str) -> str:
    """Close the choices that a part leaves open, and end it where one ends that it didn't open: nothing more is said in it."""
    depth = 0
    for mark in _MARK.finditer(html):
        if mark["digits"]:
            depth += 1
        elif not depth:
            return html[: mark.start()]
        elif mark["end"]:
            depth -= 1
    return html + CHOICE_END * depth


def find_part_entries(html: str, opened: Opened | None, page: SitePage, idle: frozenset[str]) -> Iterator[Found]:
    """Give the entries of a part of a page, once its cases are chosen."""
    reader = EntryReader(page.title, page.description, "policy" if page.is_policy else "page")
    if opened is not None:
        reader.open = list(opened)
        reader.entries = []
    reader.feed(html)
    reader.close()
    yield from describe_entries(reader.entries, page.id, page.audience, idle)


class _Splitter(EntryReader):
    def __init__(self, html: str) -> None:
        super().__init__("", "", "page")
        self.html = html
        self.headings: list[tuple[int, Opened]] = []  # those that every school's page has
        self.choices: list[_Choice] = []
        self._within: list[_Choice] = []
        self._numbers: list[int] = []
        self._texts: list[int] = []
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def says_between(self, start: int, end: int) -> bool:
        """Say whether there is any text between two places."""
        found = bisect_right(self._texts, start - 1)
        return found < len(self._texts) and self._texts[found] < end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS and dict(attrs).get("id"):
            if self._within:
                self._within[-1].cases[-1].append("heading")
            elif not self.above:
                self.headings.append((self._here(), tuple(self.open)))
        super().handle_starttag(tag, attrs)

    def handle_data(self, text: str) -> None:
        start = self._here()
        stop = self.html.find("<", start)
        raw, position = self.html[start : stop if stop >= 0 else len(self.html)], 0
        for mark in _MARK.finditer(raw):
            self._text(raw[position : mark.start()], start + position)
            self._mark(mark, start)
            position = mark.end()
        self._text(raw[position:], start + position)
        super().handle_data(text)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _text(self, text: str, at: int) -> None:
        if text.strip() and not (self.open and self.open[-1][1] == "skipped"):
            self._texts.append(at)
            if self._within:
                self._within[-1].cases[-1].append("text")

    def _mark(self, mark: re.Match[str], start: int) -> None:
        if mark["digits"]:
            number = int("".join(str(DIGITS.index(digit)) for digit in mark["digits"]))
            way = (*self._within[-1].way, (self._numbers[-1], len(self._within[-1].cases) - 1)) if self._within else ()
            choice = _Choice(start + mark.start(), way, tuple(self.open), not self.above)
            self.choices.append(choice)
            if self._within:
                self._within[-1].cases[-1].append(choice)
            self._within.append(choice)
            self._numbers.append(number)
        elif mark["case"]:
            self._within[-1].cases.append([])
        else:
            self._within.pop().end = start + mark.end()
            self._numbers.pop()
