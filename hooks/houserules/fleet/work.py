# What workers do: functions of values, which may run in any process on any machine that sees the same files, in any order, and
# again if a worker dies. They never raise for one school's fault: what became of each is in what they give.
"""Work: compile the words of a school, and write and publish sites."""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from heapq import heappop, heappush
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from houserules.fleet.bundle import Bundle
from houserules.fleet.check import Checked, find_core_of, find_sheet, refuse_changed
from houserules.fleet.index import Remembered
from houserules.fleet.limits import limited
from houserules.fleet.made import MadeDocuments
from houserules.fleet.put import is_archive_of_ours, put_archive, put_files
from houserules.fleet.records import Record, read_hashes, read_record, write_record, write_text
from houserules.fleet.setting import Setting
from houserules.fleet.sheet import Sheet
from houserules.fleet.workers import Pulse
from houserules.fleet.write import Dangling, Settled, SiteFiles, SiteWriter
from houserules.outputs.manifest import MANIFEST
from houserules.outputs.sites import Sites
from houserules.problems import Place, Problem, Problems, shown

STANDS = "The last good one stands."
NONE_STANDS = "There is no site of this school yet."
M = TypeVar("M")
TOGETHER = 10  # schools of which each document is made in succession: Typst remembers what the last ten documents had
_MOST_WRITERS = 3
_writers: OrderedDict[str, SiteWriter] = OrderedDict()  # by the key of their bundle, in each worker
_seen: set[str] = set()  # bundles of which a whole site was looked at, in this process or an earlier one


@dataclass(frozen=True)
class Outcome:
    """What became of one school: published, left as it was because it is up to date, or not published and why."""

    slug: str
    published: bool
    problems: tuple[Problem, ...] = ()
    same: bool = False
    name: str = ""
    review_by: str = ""
    notes: tuple[str, ...] = ()
    fault: str = ""  # of ours: what went wrong, for whoever mends it
    held: bool = False  # nothing is wrong with it, but others have problems and --strict was asked for

    def in_truth(self, sites: Sites) -> Outcome:
        """Give this with what is said of a last good site, as it is: there may never have been one."""
        if not any(problem.why == STANDS for problem in self.problems) or (sites.folder / self.slug).is_dir():
            return self
        return replace(self, problems=tuple(replace(problem, why=NONE_STANDS) if problem.why == STANDS else problem for problem in self.problems))


@dataclass(frozen=True)
class CompiledWords:
    """What became of some words: the pages that were rendered, or why they can't be made into pages."""

    key: str
    rendered: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    fault: str = ""  # of ours


def compile_bundle(setting: Setting, checked: Checked) -> CompiledWords:
    """Make and keep the bundle of the words that a school uses; nothing is raised, for others use other words."""
    from houserules.fleet.compile import compile_words

    try:
        core = find_core_of(setting)
        with limited(setting.seconds):
            words, composed = core.words_for(core.school(checked.folder))
            made = compile_words(words, composed, core, checked.words, setting.look, setting.store, documents=setting.documents)
            refuse_changed(setting, checked.folder, words=checked.words)
    except Problems as found:
        return CompiledWords(checked.words, problems=found.problems)
    except OSError as error:
        what = f"The words could not be read or made into pages: {error.strerror or error}."
        return CompiledWords(checked.words, problems=(Problem(_place(checked), what, STANDS, "Make room or mend the folder, and build again."),))
    except Exception:  # noqa: BLE001 - whatever it is, the schools with other words are still to be published
        what = "The words could not be made into pages, because of a fault in Houserules."
        return CompiledWords(checked.words, (), (Problem(_place(checked), what, STANDS, "Please report it."),), traceback.format_exc())
    setting.store.save("bundles", checked.words, made.bundle)
    return CompiledWords(checked.words, made.rendered)


def compile_bundles(setting: Setting, schools: Iterable[Checked]) -> list[CompiledWords]:
    """Make and keep the bundles of the words that some schools use."""
    return [compile_bundle(setting, checked) for checked in schools]


def has_bundle(setting: Setting, key: str) -> bool:
    """Say whether a bundle is kept and whole; it is then ready in this process, and in those that are forked from it."""
    if key in _writers:
        return True
    bundle = setting.store.load("bundles", key)
    if not isinstance(bundle, Bundle):
        return False
    while len(_writers) >= _MOST_WRITERS:
        _writers.popitem(last=False)
    _writers[key] = writer = SiteWriter(bundle)
    if isinstance(remembered := setting.store.load("indexes", key), Remembered):
        writer.index.recall(remembered)
    return True


def remember_indexes(setting: Setting) -> None:
    """Keep what this process has read to make search indexes, for the next run."""
    for key, writer in _writers.items():
        if writer.index.has_learned:
            setting.store.save("indexes", key, writer.index.remember())


def write_schools(setting: Setting, schools: Iterable[Checked]) -> Iterator[Outcome | Pulse]:
    """Write and publish the sites of some schools. The fault of each, or ours, is in what is given; the site that was there stands then."""
    for _, group in groupby(schools, attrgetter("words")):
        yield from _take_turns(setting, list(group))


def _take_turns(setting: Setting, schools: Sequence[Checked]) -> Iterator[Outcome | Pulse]:
    """Write schools that share words: each document is made for all of them before the next (documents/typeset.py says why)."""
    writing = [_write(setting, setting.sites, checked) for checked in schools]
    left = [float(setting.seconds) for _ in schools]
    outcomes: dict[int, Outcome] = {}
    turns = [(-1, number) for number in range(len(schools))]
    while turns:
        _, number = heappop(turns)
        began = time.monotonic()
        reached = guarded(setting, schools[number], partial(_advance, writing[number]), left[number])
        left[number] = max(0.001, left[number] - (time.monotonic() - began))
        if isinstance(reached, int):
            heappush(turns, (reached, number))
            yield Pulse.BEAT
        else:
            outcomes[number] = reached
    yield from (outcomes[number] for number in range(len(schools)))


def _advance(steps: Generator[int, None, Outcome]) -> int | Outcome:
    try:
        return next(steps)
    except StopIteration as end:
        return end.value


def begin(checked: Checked) -> Outcome:
    """Give what is known of a school before its site is made."""
    return Outcome(checked.slug, False, name=checked.name, review_by=checked.review_by)


def guarded(setting: Setting, checked: Checked, make: Callable[[], M], seconds: float = 0) -> M | Outcome:
    """Make and publish a school's site in some way (or do a part of that), within its limits, or the seconds that are left of
    them; whatever goes wrong is told in what is given."""
    sites, about = setting.sites, begin(checked)
    try:
        with limited(seconds or setting.seconds):
            return make()
    except Problems as found:
        return replace(about, problems=found.problems)
    except Dangling as found:
        return replace(about, problems=tuple(need.tell() for need in found.needs))
    except OSError as error:
        sites.discard(checked.slug)
        what = f"The site could not be written: {error.strerror or error}."
        return replace(about, problems=(Problem(_place(checked), what, STANDS, "Make room or mend the folder, and build again."),))
    except MemoryError:
        sites.discard(checked.slug)
        what = "There wasn't enough memory to make the site."
        return replace(about, problems=(Problem(_place(checked), what, STANDS, "Look for a very large file in the folder, or build with fewer workers (-j)."),))
    except Exception:  # noqa: BLE001 - whatever it is, the other schools are still to be published
        sites.discard(checked.slug)
        what, why = "The site could not be made, because of a fault in Houserules.", STANDS
        return replace(about, problems=(Problem(_place(checked), what, why, "Please report it."),), fault=traceback.format_exc())


def _place(checked: Checked) -> Place:
    return Place(shown(checked.folder))


def _write(setting: Setting, sites: Sites, checked: Checked) -> Generator[int, None, Outcome]:
    slug, about = checked.slug, begin(checked)
    if not has_bundle(setting, checked.words):
        what = "What was compiled for this school was taken out of the cache folder while sites were being built."
        fix = "Build again, and let nothing tidy that folder meanwhile."
        raise Problems([Problem(Place(shown(setting.store.folder or Path())), what, STANDS, fix)])
    _writers.move_to_end(checked.words)
    writer = _writers[checked.words]
    sheet = find_sheet(setting, checked.folder, checked.profile)
    settled = writer.settle(sheet)
    pictures = _make_pictures(setting, checked.folder / sheet.logo) if sheet.logo else {}
    if sheet.logo:
        refuse_changed(setting, checked.folder, profile=checked.profile)
    documents = yield from _make_documents(setting, writer, settled, checked.folder)
    files = writer.make(writer.add_values(settled, documents.values) if documents.values else settled, {**pictures, **documents.files})
    archive = _place_of_archive(setting, slug)
    old = sites.folder / slug
    staged = sites.stage(slug)
    put_files(files, writer.bundle.assets, staged, old, read_hashes(old), setting.shared, recheck=setting.recheck)
    if problems := _look_at(setting, staged, checked, settled):
        sites.discard(slug)
        return replace(about, problems=problems)
    sites.publish(slug)
    if documents.made_from:
        write_text(sites.documents_of(slug), documents.made_from)
    record = _record(setting, checked, sheet, files, documents.notes)
    if archive:
        put_archive(files, writer.bundle.assets, archive, staged.with_name(f"{staged.name}.zip"))
        record = replace(record, archive=hashlib.sha256(archive.read_bytes()).hexdigest())
    write_record(sites.record_of(slug), record)
    return replace(about, published=True, problems=documents.notes, notes=checked.notes)


def _place_of_archive(setting: Setting, slug: str) -> Path | None:
    """Give the file for a site's archive, if there is to be one: where it is asked for, or one stands that would be left behind."""
    path = setting.archive_of(slug)
    if not os.path.lexists(path):
        return path if setting.archives else None
    before = read_record(setting.sites.record_of(slug))
    if (before and before.archive) or is_archive_of_ours(path):  # of a run that was killed, or of a site that somebody took away
        return path
    if setting.archives:
        what = "Something stands here that Houserules didn't make, so the site's archive can't be written."
        raise Problems([Problem(Place(f"{setting.out_name}/{path.name}"), what, "It would be lost.", "Move it somewhere else, and build again.")])
    return None


def _record(setting: Setting, checked: Checked, sheet: Sheet, files: SiteFiles, notes: tuple[Problem, ...]) -> Record:
    manifest = hashlib.sha256(files.own[MANIFEST]).hexdigest()
    return Record(checked.inputs, sheet.name, sheet.review_by.isoformat(), manifest, setting.home, "", tuple(map(str, notes)))


def _look_at(setting: Setting, staged: Path, checked: Checked, settled: Settled) -> tuple[Problem, ...]:
    """Look at a whole site, file by file: at the first that is made of some words, for all are put together of the same parts."""
    if checked.words in _seen or setting.store.load("seen", checked.words) is True:
        _seen.add(checked.words)
        return ()
    from houserules.outputs.check_site import check_site

    found = list(check_site(staged, tuple(page.page.id for page in settled.pages)))
    if not found:
        _seen.add(checked.words)
        setting.store.save("seen", checked.words, True)
    return tell_of_unwhole(checked, found)


def tell_of_unwhole(checked: Checked, found: Iterable[str]) -> tuple[Problem, ...]:
    """Tell what is wrong with a site that was made."""
    place = _place(checked)
    return tuple(Problem(place, f"The site that was made isn't whole: {what}.", STANDS) for what in dict.fromkeys(found))


def _make_documents(setting: Setting, writer: SiteWriter, settled: Settled, folder: Path) -> Generator[int, None, MadeDocuments]:
    """Make the documents of a school, whose sizes its pages say; the number of each is given before it is made."""
    forms = writer.bundle.load("documents") if setting.documents else ()
    if not forms:
        return MadeDocuments()
    from houserules.fleet.documents import make_documents  # the libraries that make them take a third of a second to load

    return (yield from make_documents(setting, settled, forms, folder))


def _make_pictures(setting: Setting, logo: Path) -> dict[str, bytes]:
    """Make the files of a school's logo, or give those that were made of the same picture before."""
    key = hashlib.sha256(f"{setting.look}\0{logo.suffix}\0".encode() + logo.read_bytes()).hexdigest()[:40]
    kept = setting.store.load("logos", key)
    if not isinstance(kept, dict):
        from houserules.outputs.brand import make_logo_files

        kept = make_logo_files(logo)
        setting.store.save("logos", key, kept)
    return kept
