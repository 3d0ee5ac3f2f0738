# Nothing is built for this: the composed pages are walked with the schools as the bits of a number, so that all schools
# take one walk. A choice that falls the same way for all who get to it parts nobody, and is no choice for the reader.
# Whether it parts them is asked of all schools, also of those that have other words, so that what words share is cut up alike.
"""Variants: every text that exists, once, with the schools that get it and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from houserules.clauses.models import Page, Policy, Words
from houserules.clauses.text import Block, Choice, Nodes, Text, walk
from houserules.fleet.plain import Guards, PlainWords
from houserules.pages.compose import Composed
from houserules.profile.conditions import Condition
from houserules.profile.read import School

CORE, AUTHORITY, OWN = "core", "authority", "own"
LAYERS = (CORE, AUTHORITY, OWN)
_NEW = re.compile(r"^(?=#+ |<tr)", re.MULTILINE)  # where a text of its own begins
_HEADING = re.compile(r"(#+) +(.*)")
_SLOT = re.compile("\uf000(.)")


@dataclass(frozen=True)
class Stand:
    """Where a text stands: a page (its id) and its heading there, and for which schools and why it is there."""

    page: str
    heading: str
    when: str
    schools: int
    guards: Guards = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Part:
    """One of the alternatives within a text, with its schools and why they get it."""

    text: str
    when: str
    schools: int
    guards: Guards = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class Variant:
    """A text as it is read (with its alternatives), where it stands, and the schools that get it (as bits, by their order)."""

    pieces: tuple[str | tuple[Part, ...], ...]
    layer: str
    stands: tuple[Stand, ...]
    schools: int

    @property
    def parts(self) -> tuple[Part, ...]:
        """All alternatives within the text."""
        return tuple(part for piece in self.pieces if not isinstance(piece, str) for part in piece)

    @property
    def text(self) -> str:
        """The text with all its alternatives between brackets."""
        return "".join(piece if isinstance(piece, str) else f"[{' / '.join(part.text for part in piece)}]" for piece in self.pieces)

    def text_for(self, schools: int) -> str:
        """Give the text as some schools get it, which get the same of it."""
        pieces = (piece if isinstance(piece, str) else next((part.text for part in piece if part.schools & schools), "") for piece in self.pieces)
        return "".join(pieces).strip()


@dataclass(frozen=True)
class WordsInUse:
    """Words that some schools share (as bits), with their pages."""

    words: Words
    composed: Composed
    schools: int


@dataclass(frozen=True)
class Variants:
    """All texts of some schools, in the order in which they stand; and the pages' titles."""

    schools: tuple[School, ...]
    texts: tuple[Variant, ...]
    titles: Mapping[str, str]

    @property
    def everybody(self) -> int:
        return (1 << len(self.schools)) - 1

    def of_all(self, variant: Variant) -> bool:
        """Say whether every school gets a text."""
        return variant.schools == self.everybody

    def names(self, schools: int) -> list[str]:
        """Give the names of the schools that are the bits of a number."""
        return [school.values["school.name"] for number, school in enumerate(self.schools) if schools >> number & 1]


def find_variants(schools: Sequence[School], uses: Iterable[WordsInUse], core: Composed, plain: PlainWords, *, unused: bool = False) -> Variants:
    """Give every text of the words that some schools use; with `unused`, those too that none of them gets."""
    known: dict[str, Variant] = {}
    titles: dict[str, str] = {}
    layers: list[frozenset[str]] = [_texts_of(core)]
    bits = _Bits(schools)
    order: list[str] = []
    for use in sorted(uses, key=lambda use: _rank(use)):
        if _rank(use)[0] == 1:
            layers.append(_texts_of(use.composed))
        for page in _in_order(use.composed.pages.values()):
            titles.setdefault(page.id, plain.text(page.title, use.composed.targets))
            reader = _Reader(bits, plain, use, layers, page, unused)
            for variant in reader.read():
                before = known.get(variant.text)
                known[variant.text] = _merge(before, variant) if before else variant
                if before is None:
                    order.append(variant.text)
    return Variants(tuple(schools), tuple(known[text] for text in order), titles)


def _rank(use: WordsInUse) -> tuple[int, int]:
    """Give 0 for the core's words, 1 for an authority's, 2 for a school's own, so that each text is first met where it comes from."""
    layers = {page.layer for kind in (use.words.clauses, use.words.policies, use.words.prose, use.words.scenarios, use.words.answers) for page in kind.values()}
    return (2 if "school" in layers else 1 if "authority" in layers else 0), use.schools


def _texts_of(composed: Composed) -> frozenset[str]:
    return frozenset(node.text for nodes in composed.nodes.values() for node, _ in walk(nodes) if isinstance(node, Text))


def _in_order(pages: Iterable[Page]) -> list[Page]:
    """Give the first page, then the policies, then the others."""
    return sorted(pages, key=lambda page: (page.id != "index", not isinstance(page, Policy), page.id))


def _merge(one: Variant, other: Variant) -> Variant:
    stands = {(stand.page, stand.heading, stand.when): stand for stand in one.stands}
    for stand in other.stands:
        before = stands.get((stand.page, stand.heading, stand.when))
        stands[stand.page, stand.heading, stand.when] = replace(stand, schools=stand.schools | before.schools) if before else stand
    pieces = tuple(
        piece if isinstance(piece, str) else tuple(replace(part, schools=part.schools | more.schools) for part, more in zip(piece, others, strict=True))
        for piece, others in zip(one.pieces, other.pieces, strict=True)
    )
    return replace(one, stands=tuple(stands.values()), schools=one.schools | other.schools, pieces=pieces)


@dataclass
class _Bits:
    """Gives for a condition the schools for which it holds."""

    schools: Sequence[School]
    _known: dict[Condition, int] = field(default_factory=dict)

    def of(self, condition: Condition) -> int:
        if condition not in self._known:
            self._known[condition] = sum(1 << number for number, school in enumerate(self.schools) if condition.holds(school.facts))
        return self._known[condition]


@dataclass
class _Reader:
    """Reads a page from top to bottom; what stands together for the same schools is one text, headings and rows begin new ones."""

    bits: _Bits
    plain: PlainWords
    use: WordsInUse
    layers: Sequence[frozenset[str]]
    page: Page
    unused: bool
    heading: str = ""
    _raw: list[str] = field(default_factory=list)
    _slots: list[tuple[Part, ...]] = field(default_factory=list)
    _layer: int = 0

    def read(self) -> Iterator[Variant]:
        everybody, there = (1 << len(self.bits.schools)) - 1, self.bits.of(self.page.when)
        guards: Guards = () if there == everybody else ((self.page.when, True),)
        titles = (self.page.title, self.page.description)
        self._raw.append("# " + "\n\n".join(titles) + "\n\n")
        self._layer = LAYERS.index(OWN if self.page.layer == "school" else self.page.layer)
        yield from self._flush(there, guards)
        yield from self._nodes(self.use.composed.nodes[self.page.id], there, guards)
        yield from self._flush(there, guards)

    def _nodes(self, nodes: Nodes, schools: int, guards: Guards) -> Iterator[Variant]:
        for node in nodes:
            if isinstance(node, Text):
                self._add(node.text)
            elif isinstance(node, Block):
                self._raw.append("\n\n")
                yield from self._nodes(node.nodes, schools, guards)
                self._raw.append("\n\n")
            elif isinstance(node, Choice):
                cases = self._cases(node, schools)
                if len(cases) == 1 and cases[0][1] == schools and (not self.unused or node.cases[0][0].always):
                    yield from self._nodes(cases[0][2], schools, guards)  # it parts nobody
                elif cases and node.inline:
                    self._raw.append(self._slot(cases))
                elif cases:
                    yield from self._flush(schools, guards)
                    for more, some, inner in cases:
                        yield from self._nodes(inner, some, (*guards, *more))
                        yield from self._flush(some, (*guards, *more))

    def _cases(self, choice: Choice, schools: int) -> list[tuple[Guards, int, Nodes]]:
        """Give the cases that some of the schools get: why, which, and what."""
        found: list[tuple[Guards, int, Nodes]] = []
        before: Guards = ()
        left = schools
        for condition, inner in choice.cases:
            some = left & self.bits.of(condition)
            own: Guards = () if condition.always else ((condition, True),)
            if some or self.unused:
                found.append(((*before, *own) if condition.always else own, some, inner))
            if left & ~some or self.unused:
                before = (*before, *((each, False) for each, _ in own))
            left &= ~some
        return found

    def _add(self, text: str) -> None:
        self._raw.append(text)
        if self._layer < 2 and text not in self.layers[0]:
            self._layer = 1 if any(text in layer for layer in self.layers[1:]) else 2

    def _slot(self, cases: list[tuple[Guards, int, Nodes]]) -> str:
        made = tuple(Part(self._inline(inner, some), self.plain.guards(guards), some & self.use.schools, guards) for guards, some, inner in cases)
        made = tuple(part for part in made if part.text and (part.schools or self.unused))
        if not made:
            return ""
        self._slots.append(made)
        return f"\uf000{chr(0xF100 + len(self._slots) - 1)}"

    def _inline(self, nodes: Nodes, schools: int) -> str:
        """Give the text of an alternative within a line; what parts its schools again is given with a stroke between."""
        made: list[str] = []
        for node in nodes:
            if isinstance(node, Text):
                self._add(node.text)
                self._raw.pop()
                made.append(node.text)
            elif isinstance(node, Block):
                made.append(f" {self._inline(node.nodes, schools)} ")
            elif isinstance(node, Choice):
                cases = [self._inline(inner, some) for _, some, inner in self._cases(node, schools)]
                made.append(cases[0] if len(cases) == 1 else f"[{' / '.join(cases)}]" if cases else "")
        return self.plain.text("".join(made), self.use.composed.targets)

    def _flush(self, schools: int, guards: Guards) -> Iterator[Variant]:
        """Give what was read so far, for these schools."""
        raw, slots, layer = "".join(self._raw), self._slots, LAYERS[self._layer]
        self._raw, self._slots, self._layer = [], [], 0
        schools &= self.use.schools
        for piece in _NEW.split(raw) if raw.strip() else ():
            text = self.plain.text(piece, self.use.composed.targets)
            if heading := _HEADING.match(text):
                self.heading = heading[2] if len(heading[1]) > 1 else ""
            split = _SLOT.split(text)
            pieces = tuple(slots[ord(part) - 0xF100] if number % 2 else part for number, part in enumerate(split) if part)
            stand = Stand(self.page.id, self.heading, self.plain.guards(guards), schools, guards)
            variant = Variant(pieces, layer, (stand,), schools)
            if (schools or self.unused) and re.search(r"\w", variant.text):
                yield variant
