# The only module of the fleet that needs the engine, and it imports it when it must: a run in which every bundle is kept
# never loads MkDocs.
"""Compile: a bundle for some words; only pages that aren't kept are rendered again."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from houserules.clauses.models import Words
from houserules.fleet.bundle import Bundle, make_bundle
from houserules.fleet.cut import CutPage, cut_pages, file_of, find_numbers
from houserules.fleet.needs import find_needs
from houserules.fleet.store import Store
from houserules.outputs.search_words import read_search_words
from houserules.outputs.stamp import cut_text
from houserules.pages.alphabet import CODE
from houserules.pages.compose import Composed
from houserules.pages.everything import Everything, hold_everything
from houserules.pages.questions import hold_questions
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.vocabulary import Vocabulary

if TYPE_CHECKING:
    from houserules.core import Core

_CODE = re.compile(CODE)


@dataclass(frozen=True)
class Compiled:
    """A bundle, and the ids of the pages that had to be rendered for it."""

    bundle: Bundle
    rendered: tuple[str, ...]


def compile_words(words: Words, composed: Composed, core: Core, key: str, look: str, store: Store, *, documents: bool) -> Compiled:
    """Make the bundle of some words under a key; `look` is the hash of all that shapes a page besides its own words.

    Raises Problems where MkDocs warns of something: it can't be made into pages.
    """
    everything = hold_everything(composed, core.vocabulary)
    needs = tuple(find_needs(composed, everything.numbers.number))
    keys = _page_keys(everything, look, core.vocabulary)
    kept: dict[str, CutPage] = {id: found for id, key in keys.items() if isinstance(found := store.load("pages", key), CutPage)}
    # the forms of documents may span pages (a handbook), so with documents all pages are rendered
    wanted = set(keys) if documents else set(keys) - set(kept)
    folder = Path(tempfile.mkdtemp(prefix="houserules-"))
    try:
        others, choices, assets = _render(core, everything, folder, wanted, documents=documents)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for cut in cut_pages(everything, wanted):
        kept[cut.page.id] = cut
        store.save("pages", keys[cut.page.id], cut)
    search = read_search_words(core.docs / "search")
    bundle = make_bundle(
        key, (kept[id] for id in sorted(kept)), others, choices, assets, words, needs, hold_questions(words, composed.targets), search,
        tuple(everything.documents),
    )  # fmt: skip
    return Compiled(bundle, tuple(sorted(wanted)))


def _render(core: Core, everything: Everything, folder: Path, wanted: set[str], *, documents: bool):
    """Render the pages that are wanted, and the files that are no pages; give the latter, the choices in them, and the assets."""
    from houserules.engine import render_everything

    if warnings := render_everything(core, everything, folder, documents=documents, only=frozenset(wanted)):
        place = Place(shown(core.folder))
        raise Problems(Problem(place, f"The words can't be made into pages: {what}") for what in warnings)
    meanings, conditions = everything.alphabet.meanings(), everything.numbers.conditions()
    names = {file_of(id) for id in everything.pages}
    others = {name: cut_text(text, meanings) for name, text in everything.outputs.items() if name not in names}
    choices = {number: conditions[number] for cut in others.values() for number in find_numbers(cut)}
    if documents:  # they have choices of their own, such as whether a page stands in a handbook
        choices |= conditions
    assets = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return others, choices, assets


def _page_keys(everything: Everything, look: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Give the key of each page: the hash of everything that its rendering depends on."""
    letters = {code: f"<{path}|{form}>" for code, (path, form) in everything.alphabet.meanings().items()}
    frame = hashlib.sha256(look.encode())
    for id, page in sorted(everything.pages.items()):  # every page is in the navigation of every other
        frame.update(f"{id}\0{page.short_title}\0{page.layer}\0{everything.whens[id]!r}\n".encode())
    frame.update(repr(sorted(vocabulary.placeholders)).encode())
    return {id: _key(frame.hexdigest(), id, replace(page, markdown=_spelt(page.markdown, letters)), letters) for id, page in everything.pages.items()}


def _key(frame: str, id: str, page, letters: Mapping[str, str]) -> str:
    return hashlib.sha256(f"{frame}\0{id}\0{_spelt(repr(page), letters)}".encode()).hexdigest()[:40]


def _spelt(text: str, letters: Mapping[str, str]) -> str:
    """Write letters as what they stand for: which letter it is may change from run to run."""
    return _CODE.sub(lambda code: letters.get(code.group(), code.group()), text)
