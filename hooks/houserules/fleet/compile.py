# The only module of the fleet that needs the engine, and it imports it when it must: a run in which every bundle is kept
# never loads MkDocs.
"""Compile: a bundle for some words; only pages that aren't kept are rendered again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from houserules.clauses.models import Words
from houserules.fleet.bundle import Bundle, make_bundle
from houserules.fleet.cut import CutPage, cut_pages, file_of, find_numbers
from houserules.fleet.hold import Holder
from houserules.fleet.passing import passing_folder
from houserules.fleet.store import Store
from houserules.outputs.search_words import read_search_words
from houserules.outputs.stamp import cut_text
from houserules.pages.compose import Composed
from houserules.pages.everything import Everything
from houserules.pages.questions import hold_questions
from houserules.problems import Place, Problem, Problems, shown

if TYPE_CHECKING:
    from houserules.core import Core


@dataclass(frozen=True)
class Compiled:
    """A bundle, and the ids of the pages that had to be rendered for it."""

    bundle: Bundle
    rendered: tuple[str, ...]


def compile_words(
    words: Words, composed: Composed, core: Core, key: str, look: str, store: Store, *, documents: bool, holder: Holder | None = None
) -> Compiled:  # fmt: skip
    """Make the bundle of some words under a key; `look` is the hash of all that shapes a page besides its own words.

    `holder` is for whoever compiles again and again: it knows the pages that are as they were.
    Raises Problems where MkDocs warns of something: it can't be made into pages.
    """
    search = read_search_words(core.docs / "search")
    idle = frozenset(search.idle)  # what is found on a page depends on them
    everything, needs, keys = (holder or Holder(core.vocabulary)).hold(composed, f"{look} {sorted(idle)}")
    kept: dict[str, CutPage] = {id: found for id, key in keys.items() if isinstance(found := store.load("pages", key), CutPage)}
    # the forms of documents may span pages (a handbook), so with documents all pages are rendered
    wanted = set(keys) if documents else set(keys) - set(kept)
    with passing_folder() as folder:
        others, choices, assets = _render(core, everything, folder, wanted, documents=documents)
    for cut in cut_pages(everything, wanted, idle):
        kept[cut.page.id] = cut
        store.save("pages", keys[cut.page.id], cut)
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
