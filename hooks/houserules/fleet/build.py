"""Build many schools' sites: rendered once, written for each; one school's fault stays that school's."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from houserules.clauses.models import Words
from houserules.core import Core
from houserules.documents.typeset import find_typesetter
from houserules.engine import render_everything
from houserules.fleet.compile import compile_everything
from houserules.fleet.write import SchoolWriter
from houserules.outputs.check_site import check_site
from houserules.outputs.publish import Output, open_output
from houserules.outputs.search_words import read_search_words
from houserules.pages.compose import Composed
from houserules.pages.everything import hold_everything
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.read import School


@dataclass(frozen=True)
class Outcome:
    """What became of one school: published, or not and why."""

    slug: str
    published: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A school that can be built, with the words that it uses; or why it can't be."""

    slug: str
    school: School | None = None
    words: Words | None = None
    composed: Composed | None = None
    problems: tuple[Problem, ...] = ()


def build_fleet(folders: Iterable[Path], out: Path, core: Core, *, strict: bool = False, documents: bool = True) -> Iterator[Outcome]:
    """Build and publish the schools in some folders into another; give what became of each, one by one.

    All profiles and words are checked before anything is built; with `strict`, nothing is built unless all are free of
    problems. Without `documents`, no Word files and PDFs are made, and no page offers them.
    Raises Problems if nothing can be published into the folder at all.
    """
    plans = [plan_school(folder, core) for folder in folders]
    held_back = strict and any(plan.problems for plan in plans)
    with open_output(out) as output:
        for plan in plans:
            if plan.problems:
                yield Outcome(plan.slug, False, plan.problems)
            elif held_back:
                what = "It wasn't built, because another school has problems and --strict was asked for."
                yield Outcome(plan.slug, False, (Problem(Place(plan.slug), what),))
        if not held_back:
            for group in _by_words(plan for plan in plans if not plan.problems):
                yield from _build_group(group, output, core, documents)


def plan_school(folder: Path, core: Core) -> Plan:
    """Read and check a school and the words that it uses."""
    slug = folder.resolve().name
    try:
        school = core.school(folder)
        core.site(school)  # finds every link of the school's own words that leads nowhere
        words, composed = core.words_for(school)
    except Problems as found:
        return Plan(slug, problems=found.problems)
    return Plan(slug, school, words, composed)


def _by_words(plans: Iterable[Plan]) -> list[list[Plan]]:
    """Put schools that use the same words together."""
    groups: dict[int, list[Plan]] = {}
    for plan in plans:
        groups.setdefault(id(plan.words), []).append(plan)
    return list(groups.values())


def _build_group(group: list[Plan], output: Output, core: Core, documents: bool) -> Iterator[Outcome]:
    writer, warnings = _compile(group[0], core, documents)
    for plan in group:
        assert plan.school is not None
        if warnings:
            place = Place(shown(plan.school.folder))
            why = "The last good one stands."
            yield Outcome(plan.slug, False, tuple(Problem(place, f"The words can't be made into pages: {what}", why) for what in warnings))
        else:
            yield _publish(plan.school, writer, output)


def _compile(plan: Plan, core: Core, documents: bool) -> tuple[SchoolWriter, list[str]]:
    """Render everything once for the schools that use some words; give what writes their sites, and MkDocs' warnings."""
    assert plan.words is not None
    assert plan.composed is not None
    everything = hold_everything(plan.composed, core.vocabulary)
    folder = Path(tempfile.mkdtemp(prefix="houserules-"))
    try:
        warnings = render_everything(core, everything, folder, documents=documents)
        assets = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    search_words = read_search_words(core.docs / "search")
    return SchoolWriter(compile_everything(everything, assets), plan.words, search_words, find_typesetter(core.folder)), warnings


def _publish(school: School, writer: SchoolWriter, output: Output) -> Outcome:
    slug, place = school.slug, Place(shown(school.folder))
    try:
        staged = output.stage(slug)
        pages, notes = writer.write(school, staged)
        if found := list(check_site(staged, pages)):
            problems = tuple(Problem(place, f"The site that was made isn't whole: {what}.", "The last good one stands.") for what in found)
            output.discard(slug)
            return Outcome(slug, False, problems)
        output.publish(slug)
    except Problems as found:
        return Outcome(slug, False, found.problems)
    except OSError as error:
        output.discard(slug)
        what = f"The site could not be written: {error.strerror or error}."
        return Outcome(slug, False, (Problem(place, what, "The last good one stands.", "Make room or mend the folder, and build again."),))
    return Outcome(slug, True, notes)
