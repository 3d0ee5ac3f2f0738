# Made from the finished pages, with the letters still open: what doesn't apply to a school isn't on its pages, so it
# can't be found. An entry is what a reader would be led to: a page, a heading, a clause, a scenario, a quick answer.
# Of its text it carries the first sentences, to be shown, and of the rest each word once, to be found: that is a third of
# the bytes, and how often a word comes in a clause of a hundred words says little.
"""The search index: one JSON file, fetched when somebody first searches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from houserules.outputs.search_words import SearchWords
from houserules.outputs.stamp import Lists, Values, cut_text, fill_text
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, EACH, IF, IF_NOT, LETTERS, MARK_END, Alphabet, encode_placeholders
from houserules.pages.site import SitePage

INDEX = "search/search_index.json"
# What stands in these is not what a reader looks for: citations, forms to fill in, dates on which we checked.
_LEFT_OUT = frozenset({"hr-cites", "hr-source", "hr-slip", "hr-lines", "hr-checked", "hr-number", "hr-label", "hr-hidden", "hr-only-narrow"})
_SKIPPED_ANCHORS = frozenset({"where-this-comes-from"})
_KINDS = {"hr-answer": "answer", "hr-clause": "clause", "hr-scenario": "scenario", "hr-entry": "term", "hr-reference": "source"}
_CARDS = frozenset({"hr-contact-card", "hr-helpline"})
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "source", "wbr"})
_VERDICT = re.compile(r"hr-verdict--([a-z-]+)")
_SETTLED = re.compile(f"{CHOICE}[{DIGITS}]*{MARK_END}|{CASE}|{CHOICE_END}")
_SENTENCE = re.compile(r"(?<=[.?!]) ")
_WORD = re.compile(rf"[\w{LETTERS}]+(?:['’][\w]+)?")
SHOWN = 1  # characters of text after which no further sentence is shown
_LEFT = re.compile(f"[{LETTERS}\ue000-\uf8ff]")


@dataclass
class Entry:
    """What search can find: a page or a part of one."""

    anchor: str
    kind: str
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    verdict: str = ""
    says: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of people to turn to and of helplines

    @property
    def title(self) -> str:
        return _plain(self.titles)

    @property
    def text(self) -> str:
        return _plain(self.texts)


def make_search_index(pages: Mapping[str, SitePage], bodies: Mapping[str, str], words: SearchWords) -> str:
    """Give the index as JSON in which the places for values are still open; `bodies` holds each page's HTML by its id."""
    read = {id: list(read_entries(bodies[id], page)) for id, page in sorted(pages.items())}
    homes = _homes(pages, read)
    docs: list[dict[str, Any]] = []
    same = [list(group) for group in words.same]
    for id, entries in read.items():
        for entry in entries:
            if entry.kind == "clause" and homes[entry.anchor] != id:
                continue
            docs.append(_describe(entry, pages[id], frozenset(words.idle)))
            if entry.also:
                same.append([entry.title, *_plain(entry.also).removeprefix("Also: ").removesuffix(".").split(", ")])
    index = {
        "docs": docs,
        "words": {
            "same": same,
            "near": [[list(near.typed), list(near.looks_for)] for near in words.near],
            "asked_by": {who: list(words) for who, words in words.asked_by.items()},
            "idle": list(words.idle),
        },
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def stamp_search_index(text: str, alphabet: Alphabet, values: Values, lists: Lists) -> str:
    """Put the values in, as text that stands in a JSON string. Raises ValueError if a letter would be left."""
    text = encode_placeholders(text, alphabet, {})
    made = fill_text(cut_text(text, alphabet.meanings()), values, lists, lambda value: json.dumps(value, ensure_ascii=False)[1:-1])
    if left := _LEFT.search(made):
        raise ValueError(f"{INDEX}: U+{ord(left.group()):04X} is left at {made[max(0, left.start() - 60) : left.start() + 20]!r}")
    return made


def _homes(pages: Mapping[str, SitePage], read: Mapping[str, list[Entry]]) -> dict[str, str]:
    """Give for each clause's anchor the page under which it is found: of several, the one for the fewest readers."""
    homes: dict[str, str] = {}
    for id in sorted(read, key=lambda id: (len(pages[id].audience), id)):
        for entry in read[id]:
            if entry.kind == "clause":
                homes.setdefault(entry.anchor, id)
    return homes


def _describe(entry: Entry, page: SitePage, idle: frozenset[str]) -> dict[str, Any]:
    address = "" if page.id == "index" else f"{page.id}/"
    described: dict[str, Any] = {"location": address + (f"#{entry.anchor}" if entry.anchor else ""), "title": entry.title, "kind": entry.kind}
    if not entry.anchor:
        described["for"] = list(page.audience)
    if entry.verdict:
        described |= {"ruling": entry.verdict, "says": _plain(entry.says)}
    described["names"] = _plain(entry.names)
    described["text"], described["words"] = _shorten(entry.text, idle, 0 if entry.verdict else SHOWN)
    return {name: value for name, value in described.items() if value or name in ("location", "text")}


def _shorten(text: str, idle: frozenset[str], most: int) -> tuple[str, str]:
    """Give what is shown of a text, and the other words in it; a text in which a list is repeated stays whole."""
    if any(mark in text for mark in (EACH, IF, IF_NOT)):
        return text, ""
    sentences, shown = _SENTENCE.split(text), 0
    while sentences[shown:] and len(" ".join(sentences[:shown])) < most:
        shown += 1
    first = " ".join(sentences[:shown])
    seen = {word.casefold() for word in _WORD.findall(first)} | idle
    rest = {word.casefold() for word in _WORD.findall(" ".join(sentences[shown:]))} - seen
    return first, " ".join(sorted(rest))


def read_entries(body: str, page: SitePage) -> Iterator[Entry]:
    """Give the entries of a page: the page itself with what stands before its first heading, then each part of it."""
    reader = _Reader(page)
    reader.feed(body)
    reader.close()
    for entry in reader.entries:
        if entry.anchor not in _SKIPPED_ANCHORS:
            yield entry


class _Reader(HTMLParser):
    """Walks through a page's HTML; text goes to the entry under whose heading it stands."""

    def __init__(self, page: SitePage) -> None:
        super().__init__(convert_charrefs=True)
        first = Entry("", "policy" if page.is_policy else "page", [page.title], [page.description, " "])
        self.entries = [first]
        self.here = first
        self.above: list[tuple[int, Entry]] = []  # how deep a row or a card began, and the entry in which it stands
        self.open: list[tuple[str, frozenset[str], str]] = []  # tag, classes, id
        self.heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._put(" ")
            return
        given = {name: value or "" for name, value in attrs}
        classes, id = frozenset(given.get("class", "").split()), given.get("id", "")
        self.open.append((tag, classes, id))
        if id and (tag in ("h2", "h3", "h4", "tr") or "hr-ruling" in classes):
            self._begin(tag, id)
        if found := _VERDICT.search(given.get("class", "")):
            self.here.verdict = self.here.verdict or found[1]

    def _begin(self, tag: str, id: str) -> None:
        kinds = [_KINDS[name] for _, classes, _ in self.open for name in classes if name in _KINDS]
        if tag in ("tr", "div"):
            self.above.append((len(self.open), self.here))
            self.here = Entry(id, "ruling", [f"{self.heading}: "] if tag == "tr" else [])
        else:
            self.here = Entry(id, kinds[-1] if kinds else "part")
        self.entries.append(self.here)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "h3"):
            self.heading = self.here.title
        if any(name == tag for name, _, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        if self.above and len(self.open) < self.above[-1][0]:
            _, self.here = self.above.pop()
        self._put(" ")

    def handle_data(self, text: str) -> None:
        self._put(text)

    def _put(self, text: str) -> None:
        tags = {tag for tag, _, _ in self.open}
        classes = frozenset().union(*(classes for _, classes, _ in self.open))
        entry = self.here
        if classes & _LEFT_OUT or "summary" in tags or "thead" in tags:
            return
        if entry.anchor and any(id == entry.anchor and tag in ("h2", "h3", "h4") for tag, _, id in self.open):
            entry.titles.append(text)
        elif "hr-verdict" in classes:
            return
        elif entry.kind == "ruling" and ("hr-ruling__question" in classes or any(name == "th" for name in tags)):
            entry.titles.append(text)
        elif "hr-also" in classes:
            entry.also.append(text)
        elif "hr-ruling" in classes or entry.kind == "ruling":
            entry.says.append(text)
        else:
            entry.texts.append(text)
            if classes & _CARDS and "strong" in tags:
                entry.names.append(text + " ")


def _plain(texts: list[str]) -> str:
    text = _SETTLED.sub("", "".join(texts))
    return re.sub(r"\s+([.,;:?!])", r"\1", re.sub(r"\s+", " ", text)).strip()
