# Plan, compile, write, publish: each step is done for all schools before the next begins, so that every problem is known
# before anything is built. What is done for one school is in check.py and work.py.
"""Build many schools' sites: rendered once, written for each; one school's fault stays that school's."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from houserules.fleet.alone import build_alone, may_be_alone
from houserules.fleet.check import SAME, WANTED, Checked, check_known, check_schools
from houserules.fleet.homes import is_gone, remember_home
from houserules.fleet.passing import passing_folder
from houserules.fleet.records import read_record, write_record
from houserules.fleet.setting import SECONDS, Setting, make_setting
from houserules.fleet.store import Store, open_store
from houserules.fleet.twins import find_twins
from houserules.fleet.work import (
    STANDS,
    TOGETHER,
    CompiledWords,
    Outcome,
    compile_bundle,
    compile_bundles,
    has_bundle,
    remember_indexes,
    write_schools,
)
from houserules.fleet.workers import Workers
from houserules.outputs.publish import Output, open_output
from houserules.outputs.shard import Shard
from houserules.outputs.sites import OURS
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.slug import slug_of

if TYPE_CHECKING:
    from houserules.core import Core


@dataclass(frozen=True)
class Options:
    """How a fleet is built."""

    strict: bool = False  # nothing, unless every school is free of problems
    documents: bool = True
    recheck: bool = False  # look whether published files are still as they were written
    archives: bool = False  # an archive (zip) of each site beside it
    prune: bool = False  # take away the sites of schools that have left
    workers: Workers = field(default_factory=Workers)
    shard: Shard = field(default_factory=Shard)
    seconds: int = SECONDS  # for one school


@dataclass
class Run:
    """What a run has to tell when it is over, besides what became of each school."""

    rendered: tuple[str, ...] = ()  # the pages that were compiled again
    left: tuple[str, ...] = ()  # sites whose schools aren't in the folder any more
    removed: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)  # of those, as their profiles said
    part: Shard = field(default_factory=Shard)
    schools: str = ""  # the hash of the names of all folders of schools, of which this may have been a part


def build_fleet(
    folders: Iterable[Path], out: Path, core: Core, options: Options | None = None, *, run: Run | None = None, whole: Path | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Build and publish the schools in some folders into another; give what became of each, one by one.

    `whole` is the folder of schools if those are all that are in it: then sites of schools that have left it are noticed.
    `run` is filled in meanwhile. All profiles are checked before anything is built.
    Raises Problems if nothing can be published into the folder at all.
    """
    options, run = options or Options(), run or Run()
    everything = list(folders)
    wanted = [folder for folder in everything if options.shard.has(slug_of(folder))]
    run.part, run.schools = options.shard, hashlib.sha256("\0".join(sorted(map(slug_of, everything))).encode(errors="surrogatepass")).hexdigest()[:16]
    with ExitStack() as stack:
        store = open_store()
        if store.folder is None:  # workers share what is compiled by way of files
            store = Store(stack.enter_context(passing_folder()))
        output = stack.enter_context(open_output(out, shard=options.shard))
        home = whole or (everything[0].resolve().parent if everything else out)
        setting = make_setting(
            core.folder, out, store, home, documents=options.documents, recheck=options.recheck, archives=options.archives, seconds=options.seconds,
            mark=output.mark() if options.workers.scheduler else None,
        )  # fmt: skip
        remember_home(output.folder / OURS, setting.home, home)
        # a worker is worth its start where profiles, or whole sites, have to be read
        known = {folder: check_known(setting, folder) for folder in wanted}
        unknown = [folder for folder in wanted if known[folder] is None]
        known |= {folder: _settle(folder, found) for folder, found in options.workers.run(check_schools, setting, unknown)}
        checked = [found for found in known.values() if found]
        for outcome in _build(_tell_apart(sorted(checked, key=lambda school: school.slug)), setting, options, run):
            yield outcome.in_truth(output)
        remember_indexes(setting)
        if whole:
            before = {school.came_from for school in checked if school.came_from and is_gone(output.folder / OURS, school.came_from, whole)}
            _look_after_left(output, setting, {slug_of(folder) for folder in everything}, before, whole, options, run)
        store.tidy()


def _settle(folder: Path, found: Checked | None) -> Checked:
    if found:
        return found
    problem = Problem(Place(shown(folder)), "Reading it took too long or too much memory, and was stopped.", STANDS, "Look for what is very large in it.")
    return Checked(slug_of(folder), folder, "wrong", problems=(problem,))


def _tell_apart(checked: Sequence[Checked]) -> list[Checked]:
    """Two folders of one name (a link, and what it leads to) would be published in one place: say so, and build neither."""
    count = Counter(school.slug for school in checked)
    what, why = "Another folder here has the same name or is the same folder.", "Their sites would stand in one place."
    told = [
        replace(school, problems=(Problem(Place(shown(school.folder)), what, why, "Take one of them away."),)) if count[school.slug] > 1 else school
        for school in checked
    ]
    twins = find_twins({school.folder: school.marks for school in told if not school.problems})
    return [replace(school, problems=twins[school.folder]) if school.folder in twins else school for school in told]


def _build(checked: Sequence[Checked], setting: Setting, options: Options, run: Run) -> Iterator[Outcome]:
    wrong = [school for school in checked if school.problems]
    for school in wrong:
        yield Outcome(school.slug, False, school.problems, fault=school.fault)
    rest = [school for school in checked if not school.problems]
    for school in rest:
        if school.state == SAME:
            yield Outcome(school.slug, True, same=True, name=school.name, review_by=school.review_by, notes=school.notes)
    if wrong and options.strict:
        yield from (_hold(school, wrong) for school in rest if school.state == WANTED)
        return
    groups: dict[str, list[Checked]] = {}
    for school in rest:
        if school.state == WANTED:
            groups.setdefault(school.words, []).append(school)
    ready: list[Checked] = []
    if len(checked) == 1 and groups and may_be_alone(setting, rest[0]) and not has_bundle(setting, rest[0].words):
        yield build_alone(setting, rest[0])
        return
    for key, group in groups.items():
        if has_bundle(setting, key):
            ready += group
            continue
        compiled = _compile(group[0], setting, options, run)
        if compiled.problems:
            told = Outcome("", False, compiled.problems, fault=compiled.fault)
            yield from (replace(told, slug=school.slug, name=school.name, review_by=school.review_by) for school in group)
        else:
            ready += group
    together = {"size": TOGETHER, "together": True} if setting.documents else {}
    for school, outcome in options.workers.run(write_schools, setting, ready, **together):
        yield outcome or _stopped(school, options)


def _hold(school: Checked, wrong: Sequence[Checked]) -> Outcome:
    names = ", ".join(other.slug for other in wrong[:3]) + (" and more" if len(wrong) > 3 else "")
    others = "another school has problems" if len(wrong) == 1 else f"{len(wrong)} other schools have problems"
    what = f"Nothing is wrong with this school. It was held back, because {others} ({names}) and --strict was asked for."
    problem = Problem(Place(shown(school.folder)), what, STANDS, "Mend the others, or build without --strict.")
    return Outcome(school.slug, False, (problem,), name=school.name, review_by=school.review_by, held=True)


def _compile(school: Checked, setting: Setting, options: Options, run: Run) -> CompiledWords:
    """Compile the words of a school (and of those that share them); give what became of them, with problems if that can't be done."""
    if not school.has_own_words and not options.workers.scheduler:
        made = compile_bundle(setting, school)
    else:  # a school's own words may be such that MkDocs never comes back
        ((_, made),) = options.workers.run(compile_bundles, setting, [school], apart=True)
    if made is None:
        stopped = _stopped(school, options, "Its own words were what took so long: look for very long lines, lists or tables.")
        return CompiledWords(school.words, problems=stopped.problems)
    run.rendered = tuple(sorted({*run.rendered, *made.rendered}))
    if not made.problems and not has_bundle(setting, school.words):
        what = "What was compiled could not be kept."
        place, fix = Place(shown(setting.store.folder or Path())), "Make room on the disk, or name another folder with HOUSERULES_CACHE."
        return CompiledWords(school.words, problems=(Problem(place, what, STANDS, fix),))
    return made


def _stopped(school: Checked, options: Options, fix: str = "Build it alone to see whether that was chance.") -> Outcome:
    what = f"The process that made the site ended before it had finished: it took longer than {options.seconds} seconds or too much memory, or somebody stopped it."
    problem = Problem(Place(shown(school.folder)), what, STANDS, fix)
    return Outcome(school.slug, False, (problem,), name=school.name, review_by=school.review_by)


def _look_after_left(output: Output, setting: Setting, slugs: set[str], before: set[str], whole: Path, options: Options, run: Run) -> None:
    """Find the sites of schools that have left the folder; take them away if that is asked, and not even a folder is left there.

    `before` are the hashes of folders that were this one, before it was moved or renamed.
    """
    gone, removed = [], []
    for slug in output.published():
        record = read_record(output.record_of(slug))
        if slug in slugs or not options.shard.has(slug) or not record or record.home not in {setting.home, *before}:
            continue
        if record.home != setting.home:  # it left while the folder was moved: from now on it is one of those that left this one
            with suppress(OSError):  # the next run tells it again
                write_record(output.record_of(slug), replace(record, home=setting.home))
        gone.append(slug)
        run.names[slug] = record.name
        with suppress(Problems, OSError):  # it is still there, and told as such
            if options.prune and not os.path.lexists(whole / slug) and output.withdraw(slug):
                removed.append(slug)
                if record.archive:
                    setting.archive_of(slug).unlink(missing_ok=True)
    run.removed, run.left = tuple(removed), tuple(slug for slug in gone if slug not in removed)
