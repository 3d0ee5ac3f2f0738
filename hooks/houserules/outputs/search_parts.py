# Where many schools' pages are rendered at once, the search index must not be made from each school's whole pages: that
# would be the product of all answers again. A page is split where, in every school, a new entry begins; what lies
# between two such places depends on few answers, and is read once for each combination of them that occurs.
"""Split a page with all its cases into parts, each of which gives its own entries of the search index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from houserules.outputs.search_index import HEADINGS, EntryReader, Found, describe_entries
from houserules.pages.alphabet import CHOICE, CHOICE_END
from houserules.pages.site_page import SitePage

Opened = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class BodyPart:
    """A part of a page's HTML, and the elements that are open where it begins (None for the page's beginning)."""

    html: str
    opened: Opened | None


def split_body(html: str) -> tuple[BodyPart, ...]:
    """Split a page's HTML, in which marks part the cases of choices, where an entry begins in every school."""
    splitter = _Splitter(html)
    splitter.feed(html)
    splitter.close()
    starts: list[tuple[int, Opened | None]] = [(0, None), *splitter.starts]
    ends = [start for start, _ in splitter.starts] + [len(html)]
    return tuple(BodyPart(html[start:end], opened) for (start, opened), end in zip(starts, ends, strict=True))


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
        self.starts: list[tuple[int, Opened]] = []
        self._depth = 0  # of choices within which the reader stands
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS and dict(attrs).get("id") and not self._depth and not self.above:
            line, column = self.getpos()
            self.starts.append((self._lines[line - 1] + column, tuple(self.open)))
        super().handle_starttag(tag, attrs)

    def handle_data(self, text: str) -> None:
        self._depth += text.count(CHOICE) - text.count(CHOICE_END)
        super().handle_data(text)


