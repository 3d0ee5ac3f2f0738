# Made from the finished pages, with the letters still open: what doesn't apply to a school isn't on its pages, so it
# can't be found. An entry is what a reader would be led to: a page, a heading, a clause, a scenario, a quick answer.
# Of its text it carries the first sentences, to be shown, and of the rest each word once, to be found: that is a third of
# the bytes, and how often a word comes in a clause of a hundred words says little.
"""The search index: one JSON file, fetched when somebody first searches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from houserules.outputs.stamp import Lists, Values, cut_text, fill_text
from houserules.pages.alphabet import EACH, IF, IF_NOT, LETTERS, Alphabet, drop_marks, encode_placeholders
from houserules.pages.site_page import SitePage

if TYPE_CHECKING:
    from houserules.outputs.search_words import SearchWords

INDEX = "search/search_index.json"
# What stands in these is not what a reader looks for: sources, forms to fill in, dates on which we checked.
_LEFT_OUT = frozenset({"hr-source", "hr-slip", "hr-lines", "hr-checked", "hr-number", "hr-label", "hr-hidden", "hr-only-narrow", "hr-asked"})
_SKIPPED_ANCHORS = frozenset({"where-this-comes-from"})
_KINDS = {"hr-answer": "answer", "hr-clause": "clause", "hr-scenario": "scenario", "hr-entry": "term", "hr-reference": "source"}
HEADINGS = frozenset({"h2", "h3", "h4"})
_ROLES = {"hr-also": "also", "hr-ruling": "says", "hr-contact-card": "cards", "hr-helpline": "cards", "hr-cites": "cited"}
REPEATED = frozenset({"clause", "scenario"})
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "source", "wbr"})
_VERDICT = re.compile(r"hr-verdict--([a-z-]+)")
_BEFORE_MARK = re.compile(r" ([.,;:?!])")
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
    cited: list[str] = field(default_factory=list)  # titles of the clauses on which it rests
    names: list[str] = field(default_factory=list)  # of people to turn to and of helplines

    @property
    def title(self) -> str:
        return _plain(self.titles)

    @property
    def text(self) -> str:
        return _plain(self.texts)


@dataclass(frozen=True)
class Found:
    """What is written of an entry, and what of it the whole index has to know."""

    where: str  # the page's id, and after "#" the part
    anchor: str
    kind: str
    written: str
    same: tuple[str, ...]


def make_search_index(pages: Mapping[str, SitePage], bodies: Mapping[str, str], words: SearchWords) -> str:
    """Give the index as JSON in which the places for values are still open; `bodies` holds each page's HTML by its id."""
    idle = frozenset(words.idle)
    found = {id: _find(bodies[id], id, page.title, page.description, page.audience, page.is_policy, idle) for id, page in sorted(pages.items())}
    homes = _homes(pages, found)
    here = [entry for id, entries in found.items() for entry in entries if homes.get((entry.kind, entry.anchor), id) == id]
    docs = [ask_for(entry, words.asked_as.get(entry.where)) for entry in here]
    same = "".join(f",{_json(entry.same)}" for entry in here if entry.same)
    before, after = write_words(words)
    return f'{{"docs":[{",".join(docs)}],"words":{before}{same if words.same else same[1:]}{after}}}'


def write_words(words: SearchWords) -> tuple[str, str]:
    """Give the words of search as JSON, in two halves: between them come the words that mean the same on a school's own pages."""
    more = {
        "near": [[list(near.typed), list(near.looks_for)] for near in words.near],
        "asked_by": {who: list(words) for who, words in words.asked_by.items()},
        "idle": list(words.idle),
    }
    return f'{{"same":{_json(words.same)[:-1]}', f"],{_json(more)[1:]}"


def ask_for(entry: Found, asked: tuple[str, ...] | None) -> str:
    """Give what is written of an entry, with how else people ask for it."""
    return f'{entry.written[:-1]},"asked":{_json("; ".join(asked))}}}' if asked else entry.written


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def stamp_search_index(text: str, alphabet: Alphabet, values: Values, lists: Lists) -> str:
    """Put the values in, as text that stands in a JSON string. Raises ValueError if a letter would be left."""
    text = encode_placeholders(text, alphabet, {})
    made = fill_text(cut_text(text, alphabet.meanings()), values, lists, lambda value: json.dumps(value, ensure_ascii=False)[1:-1])
    if left := _LEFT.search(made):
        raise ValueError(f"{INDEX}: U+{ord(left.group()):04X} is left at {made[max(0, left.start() - 60) : left.start() + 20]!r}")
    return made


def _homes(pages: Mapping[str, SitePage], found: Mapping[str, tuple[Found, ...]]) -> dict[tuple[str, str], str]:
    """Give for what stands on several pages the one under which it is found: the one for the fewest readers."""
    homes: dict[tuple[str, str], str] = {}
    for id in sorted(found, key=lambda id: (len(pages[id].audience), id)):
        for entry in found[id]:
            if entry.kind in REPEATED:
                homes.setdefault((entry.kind, entry.anchor), id)
    return homes


@lru_cache(maxsize=1024)  # the schools of a fleet share most of their pages
def _find(
    body: str, id: str, title: str, description: str, audience: tuple[str, ...], is_policy: bool, idle: frozenset[str]
) -> tuple[Found, ...]:
    return tuple(describe_entries(read_entries(body, title, description, "policy" if is_policy else "page"), id, audience, idle))


def describe_entries(entries: Iterable[Entry], id: str, audience: tuple[str, ...], idle: frozenset[str]) -> Iterator[Found]:
    """Give what is written of a page's entries; `idle` are words that say nothing."""
    for entry in entries:
        if entry.anchor in _SKIPPED_ANCHORS:
            continue
        also = _plain(entry.also).removeprefix("Also: ").removesuffix(".")
        written = _json(_describe(entry, id, audience, idle))
        where = f"{id}#{entry.anchor}" if entry.anchor else id
        yield Found(where, entry.anchor, entry.kind, written, (entry.title, *also.split(", ")) if also else ())


def _describe(entry: Entry, id: str, audience: tuple[str, ...], idle: frozenset[str]) -> dict[str, Any]:
    address = "" if id == "index" else f"{id}/"
    described: dict[str, Any] = {"location": address + (f"#{entry.anchor}" if entry.anchor else ""), "title": entry.title, "kind": entry.kind}
    if not entry.anchor:
        described["for"] = list(audience)
    if entry.verdict:
        described |= {"ruling": entry.verdict, "says": _plain(entry.says)}
    described["names"] = _plain(entry.names)
    described["text"], described["words"] = _shorten(entry.text, _plain(entry.cited), idle, 0 if entry.verdict else SHOWN)
    return {name: value for name, value in described.items() if value or name in ("location", "text")}


def _shorten(text: str, more: str, idle: frozenset[str], most: int) -> tuple[str, str]:
    """Give what is shown of a text, and the other words in it and in `more`; a text in which a list is repeated stays whole."""
    if any(mark in text for mark in (EACH, IF, IF_NOT)):
        return text, ""
    sentences, shown = _SENTENCE.split(text), 0
    while sentences[shown:] and len(" ".join(sentences[:shown])) < most:
        shown += 1
    first, rest = " ".join(sentences[:shown]), " ".join(sentences[shown:])
    words = set(_WORD.findall(f"{rest} {more}".casefold())) - set(_WORD.findall(first.casefold())) - idle
    return first, " ".join(sorted(word for word in words if not (word.endswith("s") and word[:-1] in words)))


def read_entries(body: str, title: str, description: str, kind: str = "page") -> Iterator[Entry]:
    """Give the entries of a page: the page itself with what stands before its first heading, then each part of it."""
    reader = EntryReader(title, description, kind)
    reader.feed(body)
    reader.close()
    for entry in reader.entries:
        if entry.anchor not in _SKIPPED_ANCHORS:
            yield entry


class EntryReader(HTMLParser):
    """Walks through a page's HTML; text goes to the entry under whose heading it stands.

    Each open element has a role, which what stands in it takes over: it says to which part of the entry its text belongs.
    """

    def __init__(self, title: str, description: str, kind: str) -> None:
        super().__init__(convert_charrefs=True)
        self.here = Entry("", kind, [title], [description, " "])
        self.entries = [self.here]
        self.above: list[tuple[int, Entry]] = []  # how deep a row or a card began, and the entry in which it stands
        self.open: list[tuple[str, str, str]] = []  # tag, role, kind of the section
        self.heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._put(" ")
            return
        given = dict(attrs)
        name, id = given.get("class") or "", given.get("id") or ""
        _, role, kind = self.open[-1] if self.open else ("", "texts", "part")
        classes = name.split()
        for one in classes:
            kind = _KINDS.get(one, kind)
        if id and (tag in HEADINGS or tag == "tr" or "hr-ruling" in classes):
            role = self._begin(tag, id, kind)
        elif role != "skipped":
            role = self._role(tag, classes, role)
        if found := _VERDICT.search(name):
            self.here.verdict = self.here.verdict or found[1]
        self.open.append((tag, role, kind))

    def _begin(self, tag: str, id: str, kind: str) -> str:
        if tag in HEADINGS:
            self.here = Entry(id, kind)
        else:  # a ruling of its own: afterwards the text goes on where it was
            self.above.append((len(self.open), self.here))
            self.here = Entry(id, "ruling", [f"{self.heading}: "] if tag == "tr" else [])
        self.entries.append(self.here)
        return "titles" if tag in HEADINGS else "says"

    def _role(self, tag: str, classes: list[str], role: str) -> str:
        if tag in ("summary", "thead") or not _LEFT_OUT.isdisjoint(classes) or "hr-verdict" in classes:
            return "skipped"
        if self.here.kind == "ruling" and (tag == "th" or "hr-ruling__question" in classes):
            return "titles"
        if tag == "strong" and role == "cards":
            return "names"
        return next((_ROLES[one] for one in classes if one in _ROLES), role)

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.heading = self.here.title
        if any(name == tag for name, _, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        if self.above and len(self.open) <= self.above[-1][0]:
            _, self.here = self.above.pop()
        self._put(" ")

    def handle_data(self, text: str) -> None:
        self._put(text)

    def _put(self, text: str) -> None:
        role = self.open[-1][1] if self.open else "texts"
        match role:
            case "skipped":
                return
            case "names":
                self.here.names += [text, " "]
                self.here.texts.append(text)
            case "cards":
                self.here.texts.append(text)
            case _:
                getattr(self.here, role).append(text)


def _plain(texts: list[str]) -> str:
    text = drop_marks("".join(texts))
    return _BEFORE_MARK.sub(r"\1", " ".join(text.split()))
