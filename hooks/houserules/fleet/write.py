"""Write: one school's whole site into a folder, from what was compiled."""

from __future__ import annotations

import hashlib
from pathlib import Path

from houserules.clauses.models import Words
from houserules.documents.calendar import NAME, make_calendar
from houserules.documents.fill import Made, make_files
from houserules.documents.typeset import Typesetter
from houserules.fleet.assemble import assemble_bodies, assemble_files, make_filler
from houserules.fleet.compile import Compiled
from houserules.outputs.manifest import MANIFEST, make_manifest
from houserules.outputs.search_index import INDEX, make_search_index, stamp_search_index
from houserules.outputs.search_words import SearchWords
from houserules.pages.site import clauses_of, references_of
from houserules.pages.standing import find_standings
from houserules.pages.version import VersionFinder
from houserules.problems import Problem
from houserules.profile.placeholders import logo_name
from houserules.profile.read import School


class SchoolWriter:
    """Writes the sites of the schools that share some words."""

    def __init__(self, compiled: Compiled, words: Words, search_words: SearchWords, typesetter: Typesetter) -> None:
        self._compiled, self._words, self._search_words, self._typesetter = compiled, words, search_words, typesetter
        self._versions = VersionFinder(words)

    def write(self, school: School, folder: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """Write a school's site into an empty folder; give the ids of its pages, and what
        could not be made of its documents. Raises OSError if it can't be written."""
        compiled, words = self._compiled, self._words
        standings = find_standings(school, words, words.policies.values(), self._versions)
        values, facts = {**school.values, **standings.values}, {**school.facts, **standings.facts}
        filler = make_filler(compiled, facts, values, school.lists)
        bodies = assemble_bodies(filler, school)
        pages = {id: compiled.pages[id] for id in bodies}
        policies = [words.policies[page.name] for page in pages.values() if page.is_policy]
        clauses, references = clauses_of(policies, words, school.facts), references_of(words, school)
        made = Made()
        if compiled.documents:
            made = make_files((forms for forms in compiled.documents if forms.page in pages), school, values, self._typesetter, filler.cases)
            made.files[NAME] = make_calendar(school, references)
            values |= made.values
            filler = make_filler(compiled, facts, values, school.lists)
        files = {**compiled.assets, **dict(assemble_files(filler, school)), **made.files}
        if school.profile.brand.logo:
            files[f"assets/{logo_name(school.profile.brand.logo)}"] = (school.folder / school.profile.brand.logo).read_bytes()
        index = make_search_index(pages, bodies, self._search_words)
        files[INDEX] = stamp_search_index(index, compiled.alphabet, values, school.lists).encode()
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        files[MANIFEST] = make_manifest(
            school, pages.values(), standings, clauses, references, compiled.alphabet.meanings(), hashes
        ).encode()
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return tuple(pages), tuple(made.notes)
