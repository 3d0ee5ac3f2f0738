# What a worker needs to write sites, and nothing else: no MkDocs, no Markdown, no words as trees. It is loaded in some ten
# milliseconds, from a file that is named by the hash of everything it was made from (store.py).
"""A bundle: everything that the schools which share some words have in common, ready to be put together."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from houserules.fleet.cut import CutPage, CutPart
from houserules.fleet.needs import Need
from houserules.outputs.search_index import write_words
from houserules.outputs.segments import Segment, make_segments
from houserules.outputs.stamp import Cases, Cut, Hole, Part
from houserules.pages.alphabet import Form
from houserules.pages.questions import Question
from houserules.pages.site_page import SitePage
from houserules.profile.conditions import GIVEN, Condition

if TYPE_CHECKING:
    from houserules.clauses.models import Words
    from houserules.outputs.search_words import SearchWords

Text = tuple[Segment, ...]


@dataclass(frozen=True)
class BundlePage:
    """A page: where it is there, its file and title, and the parts of its body that give entries of the search index."""

    page: SitePage
    file: str
    when: int  # the number of a condition
    title: Text
    html: Text
    parts: tuple[CutPart, ...]
    letters: Mapping[str, tuple[str, Form]]


@dataclass(frozen=True)
class BundlePolicy:
    """A policy: where it is there, what it depends on, and its clauses."""

    name: str
    when: int
    page: str
    depends: tuple[str, ...]  # the facts that its text depends on
    given: frozenset[str]  # of the fact `given`, what it depends on


@dataclass(frozen=True)
class BundleSearch:
    """The words of search: in two halves as they are written, whether there are any that mean the same, how else pages are asked for, idle ones."""

    halves: tuple[str, str]
    has_same: bool
    asked_as: Mapping[str, tuple[str, ...]]
    idle: frozenset[str]


@dataclass(frozen=True)
class Bundle:
    """What schools share. Pieces of texts are bytes, the numbers of holes, and choices."""

    key: str
    pages: tuple[BundlePage, ...]  # in order of their ids
    others: Mapping[str, Text]  # files that are no pages: the one for what isn't found, the sitemap
    assets: Mapping[str, bytes]
    holes: tuple[Hole | Part, ...]
    conditions: tuple[Condition, ...]
    choices: Mapping[int, tuple[int, ...]]  # for each choice, the conditions of its cases
    needs: tuple[Need, ...]
    search: BundleSearch
    questions: Mapping[str, Question]
    common_questions: tuple[str, ...]
    references: tuple[tuple[int, str], ...]  # in order of their ids: the condition, and what the manifest says of it
    policies: tuple[BundlePolicy, ...]
    words: bytes  # the policies, clauses and rulings, pickled: only needed for answers that no school had before
    documents: bytes = b""  # the forms of Word files and PDFs, pickled: only needed where documents are made
    loaded: dict = field(default_factory=dict, compare=False, repr=False)

    def __getstate__(self) -> dict:
        return {**self.__dict__, "loaded": {}}

    def load(self, name: str):
        """Give what is kept pickled under one of our own names."""
        if name not in self.loaded:
            content: bytes = getattr(self, name)
            self.loaded[name] = pickle.loads(content) if content else ()
        return self.loaded[name]


@dataclass
class _Tables:
    """Numbers holes and conditions while a bundle is made."""

    holes: dict[Hole | Part, int] = field(default_factory=dict)
    conditions: dict[Condition, int] = field(default_factory=dict)

    def condition(self, condition: Condition) -> int:
        return self.conditions.setdefault(condition, len(self.conditions))

    def text(self, cut: Cut) -> Text:
        return make_segments(self._pieces(cut))

    def _pieces(self, cut: Cut) -> Iterable[object]:
        for piece in cut:
            if isinstance(piece, str):
                if piece:
                    yield piece.encode()
            elif isinstance(piece, Cases):
                yield (piece.number, *(tuple(self._pieces(case)) for case in piece.cases))
            else:
                yield self.holes.setdefault(piece, len(self.holes))


def make_bundle(
    key: str, pages: Iterable[CutPage], others: Mapping[str, Cut], choices: Mapping[int, tuple[Condition, ...]], assets: Mapping[str, bytes],
    words: Words, needs: Iterable[Need], questions: Mapping[str, Question], search: SearchWords, documents: tuple = (),
) -> Bundle:  # fmt: skip
    """Put a bundle together from its pages, each cut up on its own."""
    tables, every = _Tables(), dict(choices)
    made = []
    for cut in pages:
        every |= cut.choices
        made.append(BundlePage(cut.page, cut.file, tables.condition(cut.when), tables.text(cut.title), tables.text(cut.html), cut.parts, cut.letters))
    rest = {name: tables.text(cut) for name, cut in others.items()}
    numbered = {number: tuple(map(tables.condition, conditions)) for number, conditions in sorted(every.items())}
    policies = tuple(_policy(policy, words, tables) for policy in words.policies.values())
    references = _references(words, tables)
    found = BundleSearch(write_words(search), bool(search.same), dict(search.asked_as), frozenset(search.idle))
    slim = replace(words, prose={}, scenarios={}, answers={}, references={}, helplines={}, glossary={})
    return Bundle(
        key, tuple(made), rest, dict(assets), tuple(tables.holes), tuple(tables.conditions), numbered, tuple(needs), found, dict(questions),
        words.common_questions, references, policies, _pickled(slim), _pickled(documents) if documents else b"",
    )  # fmt: skip


def _pickled(content: object) -> bytes:
    return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)


def _policy(policy, words: Words, tables: _Tables) -> BundlePolicy:
    from houserules.pages.version import VersionFinder  # only this needs the words as they were read

    finder = VersionFinder(words)
    clauses = [words.clauses[id] for section in policy.sections for id in section.clauses]
    tests = [test for clause in clauses for test in clause.when.tests()]
    for nodes in (policy.body, *(clause.body for clause in clauses)):
        tests += finder.tests(nodes)
    depends = tuple(sorted({test.key for test in tests}))
    given = frozenset(value for test in tests if test.key == GIVEN for value in test.values)
    return BundlePolicy(policy.name, tables.condition(policy.when), policy.id, depends, given)


def _references(words: Words, tables: _Tables) -> tuple[tuple[int, str], ...]:
    from houserules.pages.site import describe_reference  # only compiling needs these
    from houserules.pages.targets import where_it_holds

    return tuple(
        (tables.condition(where_it_holds(one)), f"{json.dumps(id)}: {json.dumps(describe_reference(one), ensure_ascii=False)}")
        for id, one in sorted(words.references.items())
    )
