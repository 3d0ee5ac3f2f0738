# A page's text with all its cases is written anew only where its nodes are others than before: for a run of `build` that is every
# page once, for a preview the few that an edit is in. Letters and numbers are kept too, for they stand in what was written.
"""Hold: all pages with all their cases, what their links need, and what their rendering depends on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from houserules.clauses.models import Page
from houserules.clauses.text import Nodes
from houserules.fleet.needs import Need, find_needs
from houserules.pages.alphabet import CODE, Alphabet
from houserules.pages.compose import Composed
from houserules.pages.everything import Everything, Numbers
from houserules.pages.site import write_all_cases
from houserules.pages.site_page import SitePage
from houserules.profile.vocabulary import Vocabulary

_CODE = re.compile(CODE)
_MOST = 1_000  # pages, in every version that was saved meanwhile


@dataclass(frozen=True)
class _Held:
    page: Page
    nodes: Nodes
    site_page: SitePage
    needs: tuple[Need, ...]
    spelt: str


@dataclass
class Holder:
    """Holds pages for some vocabulary; of pages that it has held before, nothing is written again."""

    vocabulary: Vocabulary
    _alphabet: Alphabet = field(init=False)
    _numbers: Numbers = field(default_factory=Numbers)
    _targets: object = None
    _held: dict[tuple[str, int], _Held] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._alphabet = Alphabet.of(self.vocabulary.placeholders)

    def hold(self, composed: Composed, look: str) -> tuple[Everything, tuple[Need, ...], dict[str, str]]:
        """Give everything for the engine, all needs, and the key of each page: the hash of all that its rendering depends on."""
        if self._targets is not composed.targets or len(self._held) > _MOST:
            self._held.clear()
            self._targets = composed.targets
        new = {id: page for id, page in composed.pages.items() if not self._has(id, page, composed.nodes[id])}
        part = Composed(new, {id: composed.nodes[id] for id in new}, composed.targets)
        written = write_all_cases(part, self.vocabulary, self._alphabet, self._numbers.number)
        needs: dict[str, list[Need]] = {id: [] for id in new}
        for need in find_needs(part, self._numbers.number):
            needs[need.page].append(need)
        letters = {code: f"<{path}|{form}>" for code, (path, form) in self._alphabet.meanings().items()}
        for id, page in new.items():
            nodes = composed.nodes[id]
            self._held[id, id_of(nodes)] = _Held(page, nodes, written[id], tuple(needs[id]), _spell(written[id], letters))
        held = {id: self._held[id, id_of(nodes)] for id, nodes in composed.nodes.items()}
        pages = {id: found.site_page for id, found in held.items()}
        everything = Everything(pages, {id: page.when for id, page in composed.pages.items()}, self._alphabet, self._numbers)
        frame = _frame(everything, look, self.vocabulary)
        keys = {id: hashlib.sha256(f"{frame}\0{id}\0{found.spelt}".encode()).hexdigest()[:40] for id, found in held.items()}
        return everything, tuple(need for found in held.values() for need in found.needs), keys

    def _has(self, id: str, page: Page, nodes: Nodes) -> bool:
        held = self._held.get((id, id_of(nodes)))
        return held is not None and held.nodes is nodes and held.page is page


id_of = id  # of an object; in what stands above, `id` is a page's


def _frame(everything: Everything, look: str, vocabulary: Vocabulary) -> str:
    """Give the hash of what all pages depend on."""
    frame = hashlib.sha256(look.encode())
    for id, page in sorted(everything.pages.items()):  # every page is in the navigation of every other
        frame.update(f"{id}\0{page.short_title}\0{page.layer}\0{everything.whens[id]!r}\n".encode())
    frame.update(repr(sorted(vocabulary.placeholders)).encode())
    return frame.hexdigest()


def _spell(page: SitePage, letters: Mapping[str, str]) -> str:
    """Write a page with its letters as what they stand for: which letter it is may change from run to run."""
    return _spelt(repr(replace(page, markdown=_spelt(page.markdown, letters))), letters)


def _spelt(text: str, letters: Mapping[str, str]) -> str:
    return _CODE.sub(lambda code: letters.get(code.group(), code.group()), text)
