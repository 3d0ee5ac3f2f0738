"""The documents of a school in a fleet: Word files and PDFs from the forms in a bundle."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from houserules.documents.fill import add_calendar, make_in_turn
from houserules.documents.typeset import find_typesetter
from houserules.documents.unchanged import Published, read_made_from, write_made_from
from houserules.fleet.check import find_core_of
from houserules.fleet.made import MadeDocuments
from houserules.fleet.setting import Setting
from houserules.fleet.write import Settled
from houserules.pages.site import references_of


def make_documents(setting: Setting, settled: Settled, forms: tuple, folder: Path) -> Generator[int, None, MadeDocuments]:
    """Make a school's documents, giving the number of each before it is made; a PDF that was published and would come out
    the same is taken from there."""
    core, slug = find_core_of(setting), settled.sheet.slug
    school = core.school(folder)
    words, _ = core.words_for(school)
    there = {page.page.id for page in settled.pages}
    wanted = ((number, form) for number, form in enumerate(forms) if not form.page or form.page in there)
    published = Published(setting.sites.folder / slug, read_made_from(setting.sites.documents_of(slug)))
    made = yield from make_in_turn(wanted, school, settled.values, find_typesetter(core.folder), settled.cases, published)
    add_calendar(made, school, references_of(words, school), core.docs)
    return MadeDocuments(made.files, made.values, tuple(made.notes), write_made_from(made.made_from))
