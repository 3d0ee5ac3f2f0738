# The inner loop of a fleet: everything here is done for every school. Nothing in it reads Markdown, HTML or YAML.
"""Write: a school's whole site from a bundle, with its cases looked up and its values put in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from houserules.fleet.bundle import Bundle, BundlePage
from houserules.fleet.index import IndexWriter
from houserules.fleet.needs import Need
from houserules.fleet.policies import PolicyBook
from houserules.fleet.sheet import Sheet
from houserules.outputs.brand import write_brand_css
from houserules.outputs.manifest import MANIFEST, describe_page, describe_site, join_manifest
from houserules.outputs.search_index import INDEX
from houserules.outputs.segments import fill_segments
from houserules.outputs.stamp import Lists, Part, Values, escape_html, fill_text, write_value
from houserules.pages.alphabet import Form
from houserules.pages.questions import LIST, list_questions
from houserules.pages.standing import PolicyStandings, compare_standings
from houserules.profile.conditions import GIVEN, Facts

_PLAIN = re.compile(r"[^&<>\"']*")


class Dangling(Exception):
    """Links of a school lead to what it hasn't got; the needs say which."""

    def __init__(self, needs: list[Need]) -> None:
        super().__init__(needs)
        self.needs = needs


@dataclass(frozen=True)
class Settled:
    """A school with its cases looked up: what it has of the pages and policies, and the values that go in."""

    sheet: Sheet
    facts: Facts
    values: Values
    lists: Lists
    standings: PolicyStandings
    clauses: Mapping[str, str]  # of each policy's page, as JSON
    cases: Mapping[int, int] = field(default_factory=dict)  # of each choice, by number, the case that the school gets, or -1
    there: Sequence[bool] = ()  # which of the bundle's pages the school has
    pages: tuple[BundlePage, ...] = ()  # those


@dataclass(frozen=True)
class SiteFiles:
    """The files of a site: those of its own by name, and by name the hashes of those that all have."""

    own: Mapping[str, bytes]
    shared: Mapping[str, str]
    hashes: Mapping[str, str]  # of all, the manifest left out


@dataclass
class SiteWriter:
    """Makes the sites of the schools that share a bundle."""

    bundle: Bundle
    _described: dict[tuple[str, bytes], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bundle = self.bundle
        self._policies, self.index = PolicyBook(bundle), IndexWriter(bundle)
        self._asset_hashes = {name: hashlib.sha256(content).hexdigest() for name, content in bundle.assets.items()}
        self._in_titles = frozenset(hole for page in bundle.pages for segment in page.title for hole in segment.holes())
        self._tests = [
            tuple(tuple((test.key, test.key == GIVEN, frozenset(test.values)) for test in tests) for tests in condition.alternatives)
            for condition in bundle.conditions
        ]

    def settle(self, sheet: Sheet) -> Settled:
        """Look up the cases of every choice for a school. Raises Dangling where a link would lead to what it hasn't got."""
        bundle, facts = self.bundle, sheet.facts
        numbered = {policy: self._policies.find(policy, facts) for policy in bundle.policies if bundle.conditions[policy.when].holds(facts)}
        standings = compare_standings(
            {policy.name: found.numbers for policy, found in numbered.items()},
            {policy.name: found.version for policy, found in numbered.items()},
            sheet.approvals,
        )
        chosen = (*sheet.common_questions, *bundle.common_questions)
        lists = {**sheet.lists, LIST: list_questions(chosen, bundle.questions, facts, sheet.values)}
        clauses = {policy.page: found.clauses for policy, found in numbered.items()}
        settled = Settled(sheet, {**facts, **standings.facts}, {**sheet.values, **standings.values}, lists, standings, clauses)
        return self.add_values(settled, {})

    def add_values(self, settled: Settled, values: Values) -> Settled:
        """Give a settled school with more values (of what was made meanwhile); that there is a value is a fact too."""
        bundle = self.bundle
        values = {**settled.values, **values}
        facts = {**settled.facts, GIVEN: settled.facts[GIVEN] | frozenset(values)}
        holds = [_holds(alternatives, facts) for alternatives in self._tests]
        cases = {number: _first(conditions, holds) for number, conditions in bundle.choices.items()}
        there = [holds[page.when] for page in bundle.pages]
        pages = tuple(page for page, is_there in zip(bundle.pages, there, strict=True) if is_there)
        ids = {page.page.id for page in pages}
        dangling = [
            need
            for need in bundle.needs
            if need.page in ids and not need.target.holds(facts) and all(cases[number] == case for number, case in need.way)
        ]
        if dangling:
            raise Dangling(dangling)
        return replace(settled, facts=facts, values=values, cases=cases, there=there, pages=pages)

    def make(self, settled: Settled, more: Mapping[str, bytes]) -> SiteFiles:
        """Make all files of a school's site; `more` are files that were made elsewhere (its logo, its documents)."""
        own = {**more, "assets/brand.css": write_brand_css(settled.sheet.colour).encode()}
        values = self._fill_holes(settled)
        for page in settled.pages:
            own[page.file] = fill_segments(page.html, settled.cases, values)
        for name, text in self.bundle.others.items():
            own[name] = fill_segments(text, settled.cases, values)
        own[INDEX] = self.index.make(settled.there, settled.cases, settled.values, settled.lists)
        shared = {name: found for name, found in self._asset_hashes.items() if name not in own}
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in own.items()} | shared
        own[MANIFEST] = self._manifest(settled, hashes)
        return SiteFiles(own, shared, hashes)

    def make_page(self, settled: Settled, page: BundlePage) -> bytes:
        """Make one page of a school."""
        return fill_segments(page.html, settled.cases, self._fill_holes(settled))

    def _fill_holes(self, settled: Settled) -> list[bytes | None]:
        """Give the value of each hole as it is written in HTML; None where the school hasn't got it."""
        values, lists = settled.values, settled.lists
        made: list[bytes | None] = []
        for hole in self.bundle.holes:
            if isinstance(hole, Part):
                made.append(fill_text((hole,), values, lists, escape_html).encode())
            else:
                value = values.get(hole.path)
                made.append(None if value is None else _escape(value if hole.form == Form.PLAIN else write_value(value, hole.form)))
        return made

    def _manifest(self, settled: Settled, hashes: Mapping[str, str]) -> bytes:
        sheet = settled.sheet
        head = describe_site(sheet.slug, sheet.values, sheet.authority, sheet.review_by)
        plain = {number: write_value(settled.values[(hole := self.bundle.holes[number]).path], hole.form).encode() for number in self._in_titles}
        pages = {page.page.id: self._describe(page, fill_segments(page.title, settled.cases, plain), settled) for page in settled.pages}
        references = ", ".join(said for when, said in self.bundle.references if _holds(self._tests[when], settled.facts))
        return join_manifest(head, pages, f"{{{references}}}", hashes).encode()

    def _describe(self, page: BundlePage, title: bytes, settled: Settled) -> str:
        if page.page.is_policy:
            return describe_page(page.page, title.decode(), settled.standings, settled.clauses[page.page.id])
        key = (page.page.id, title)
        if key not in self._described:
            if len(self._described) > 20 * len(self.bundle.pages):  # titles that hold a value
                self._described.clear()
            self._described[key] = describe_page(page.page, title.decode(), settled.standings, "")
        return self._described[key]


def _holds(alternatives: tuple, facts: Facts) -> bool:
    """Say whether a condition holds (as Condition.holds does, which is asked some hundred times for each school)."""
    for tests in alternatives:
        for key, is_given, values in tests:
            have = facts.get(key)
            if have is None or (not have.issuperset(values) if is_given else have.isdisjoint(values)):
                break
        else:
            return True
    return False


def _first(conditions: tuple[int, ...], holds: Sequence[bool]) -> int:
    for case, condition in enumerate(conditions):
        if holds[condition]:
            return case
    return -1


def _escape(value: str) -> bytes:
    return (value if _PLAIN.fullmatch(value) else escape_html(value)).encode()
