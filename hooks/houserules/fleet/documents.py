"""The documents of a school in a fleet: Word files and PDFs from the forms in a bundle."""

from __future__ import annotations

from pathlib import Path

from houserules.documents.calendar import NAME, make_calendar, read_calendar_words
from houserules.documents.fill import make_files
from houserules.documents.typeset import find_typesetter
from houserules.fleet.check import find_core_of
from houserules.fleet.setting import Setting
from houserules.fleet.write import Settled
from houserules.pages.site import references_of
from houserules.problems import Problem


def make_documents(setting: Setting, settled: Settled, forms: tuple, folder: Path) -> tuple[dict[str, bytes], dict[str, str], tuple[Problem, ...]]:
    """Make a school's documents; give the files, the values that its pages show of them, and what could not be made."""
    core = find_core_of(setting)
    school = core.school(folder)
    words, _ = core.words_for(school)
    there = {page.page.id for page in settled.pages}
    wanted = (form for form in forms if not form.page or form.page in there)
    made = make_files(wanted, school, settled.values, find_typesetter(core.folder), settled.cases)
    made.files[NAME] = make_calendar(school, references_of(words, school), read_calendar_words(core.docs))
    return made.files, made.values, tuple(made.notes)
