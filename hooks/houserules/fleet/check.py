# The first pass over all schools: it reads every file of a school's folder, but nothing more where the published site was made
# of the same. Profiles that were checked before are known by their bytes.
"""Check: find out of each school whether its site is up to date, can be made, or what is wrong with its files."""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from houserules.fleet.records import Record, find_changed, read_manifest, read_record, write_record
from houserules.fleet.setting import Contents, Setting, find_vocabulary, read_contents
from houserules.fleet.sheet import Sheet
from houserules.fleet.store import find_look, find_words
from houserules.fleet.twins import find_marks
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.slug import slug_of

if TYPE_CHECKING:
    from houserules.core import Core

_AUTHORITY = re.compile(rb"^authority:[ \t]*(?P<quote>[\"']?)(?P<slug>[a-z0-9-]+)(?P=quote)[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_BY_NUMBER = re.compile(rb"\\[xuU]")  # a letter written by its number: any word may stand there
SAME, WANTED, WRONG = "same", "wanted", "wrong"


@dataclass(frozen=True)
class Checked:
    """A school that was looked at: its site is the SAME, WANTED, or can't be made because something is WRONG."""

    slug: str
    folder: Path
    state: str
    inputs: str = ""  # the hash of everything its site is made from
    profile: str = ""  # the key of its sheet
    words: str = ""  # the key of its bundle
    has_own_words: bool = False
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = ""
    review_by: str = ""
    fault: str = ""  # of ours
    came_from: str = ""  # the hash of another folder of schools, from which its site came
    marks: tuple[str, ...] = ()  # what no other school may have


def check_schools(setting: Setting, folders: Iterable[Path]) -> list[Checked]:
    """Check some schools."""
    return [check_school(setting, folder) for folder in folders]


def check_school(setting: Setting, folder: Path) -> Checked:
    """Check a school; nothing is raised, whatever is in its folder."""
    found = _check(setting, folder, lambda key: find_sheet(setting, folder, key))
    assert found, "find_sheet gives a sheet or raises"
    return found


def check_known(setting: Setting, folder: Path) -> Checked | None:
    """Check a school as far as that takes no time; None where its profile has to be read, or every file of its site."""
    return None if setting.recheck else _check(setting, folder, lambda key: _find_kept(setting, key))


def _check(setting: Setting, folder: Path, find: Callable[[str], Sheet | None]) -> Checked | None:
    slug = slug_of(folder)
    try:
        contents = read_contents(folder)
        above = _read_above(setting, folder, contents.profile)
        if problems := (*contents.problems, *above.problems):
            return Checked(slug, folder, WRONG, problems=problems)
        own, marks = bool(contents.words), find_marks(contents.profile)
        profile, words = _key_of_sheet(setting, slug, contents, above), _key_of_words(setting, slug, contents, above)
        inputs = _hash(profile, words)
        sites, changed = setting.sites, ()
        record = read_record(sites.record_of(slug))
        came_from = record.home if record and record.home != setting.home else ""
        if record and record.inputs == inputs and _stands(setting, record, slug):
            changed = tuple(find_changed(sites.folder / slug, record, setting.archive_of(slug))) if setting.recheck else ()
            if not changed:
                if came_from:  # the folder of schools was moved: these are its schools still
                    write_record(sites.record_of(slug), replace(record, home=setting.home))
                return Checked(slug, folder, SAME, inputs, profile, words, False, (), record.notes, record.name, record.review_by, came_from=came_from, marks=marks)
        sheet = find(profile)
        if sheet is None:
            return None
        notes = (f"'{changed[0]}' was not as it was published{_more(changed)}, so the site was made again.",) if changed else ()
        return Checked(slug, folder, WANTED, inputs, profile, words, own, (), notes, sheet.name, sheet.review_by.isoformat(), came_from=came_from, marks=marks)
    except Problems as found:
        return Checked(slug, folder, WRONG, problems=found.problems)
    except OSError as error:
        problem = Problem(Place(shown(folder)), f"It can't be read: {error.strerror or error}.", fix="Mend the folder, and build again.")
        return Checked(slug, folder, WRONG, problems=(problem,))
    except Exception:  # noqa: BLE001 - whatever it is, the other schools are still to be published
        problem = Problem(Place(shown(folder)), "It could not be checked, because of a fault in Houserules.", fix="Please report it.")
        return Checked(slug, folder, WRONG, problems=(problem,), fault=traceback.format_exc())


def _key_of_sheet(setting: Setting, slug: str, contents: Contents, above: Contents) -> str:
    return _hash(setting.vocabulary, slug, contents.hash, above.hash)


def _key_of_words(setting: Setting, slug: str, contents: Contents, above: Contents) -> str:
    # a school's own words are its own even if another has the same: what is said of them names where they stand
    own = slug if contents.words else ""
    return _hash(setting.look, setting.words, str(setting.documents), above.words, contents.words, own)


def refuse_changed(setting: Setting, folder: Path, *, profile: str = "", words: str = "") -> None:
    """Raise Problems where the files are no longer those that gave a school's keys: what was made of them meanwhile belongs to none.

    Nothing may be kept, or told as published, under a key before this was asked.
    """
    contents = read_contents(folder)
    above = _read_above(setting, folder, contents.profile, read_contents)
    same = not profile or _key_of_sheet(setting, slug_of(folder), contents, above) == profile
    if words:
        now = replace(setting, words=find_words(setting.core), look=find_look(setting.core, documents=setting.documents))
        same = same and _key_of_words(now, slug_of(folder), contents, above) == words
    if not same:
        what = "Files were changed while this was being built."
        raise Problems([Problem(Place(shown(folder)), what, "Half of it would be as before, and half as it is now.", "Build again.")])


def _stands(setting: Setting, record: Record, slug: str) -> bool:
    """Say whether the site (and its archive) of a record stands: a run may have been killed between the site and its record."""
    try:
        manifest = read_manifest(setting.sites.folder / slug)
    except OSError:
        return False
    if setting.archives and not (record.archive and setting.archive_of(slug).is_file()):
        return False
    return hashlib.sha256(manifest).hexdigest() == record.manifest


def find_sheet(setting: Setting, folder: Path, key: str) -> Sheet:
    """Give a school's sheet, kept or read anew. Raises Problems with everything that is wrong with its profile or its files."""
    if found := _find_kept(setting, key):
        return found
    from houserules.clauses.layers import Layer, find_strays
    from houserules.fleet.sheet import make_sheet

    school = find_core_of(setting).school(folder)
    layers = (school.authority.folder, school.folder) if school.authority else (school.folder,)
    if strays := [stray for layer in layers for stray in find_strays(Layer("own", layer))]:
        raise Problems(strays)
    sheet = make_sheet(school)
    refuse_changed(setting, folder, profile=key)
    setting.store.save("profiles", key, sheet)
    return sheet


def _find_kept(setting: Setting, key: str) -> Sheet | None:
    found = setting.store.load("profiles", key)
    return found if isinstance(found, Sheet) else None


def find_core_of(setting: Setting) -> Core:
    """Give the core of a run; what it has read is kept for the life of the process, or until its words or templates change."""
    return _core(setting.core, setting.words, setting.look, setting.vocabulary)


@lru_cache(maxsize=1)
def _core(folder: Path, words: str, look: str, vocabulary: str) -> Core:
    from houserules.core import Core

    core = Core(folder)
    if core.vocabulary and find_vocabulary(folder) != vocabulary:  # which is read now, and may have been changed since the run began
        raise Problems([Problem(Place(shown(core.docs)), "Files were changed while this was being built.", fix="Build again.")])
    return core


def _read_above(setting: Setting, folder: Path, profile: bytes, read: Callable[[Path], Contents] | None = None) -> Contents:
    """Give what is in the folder of the authority that a profile names; nothing where it names none."""
    named = b"authority" in profile.replace(b"_authority", b"")  # but not local_authority
    if not named and not (b"\\" in profile and _BY_NUMBER.search(profile)):
        return Contents("", "")
    found = [match["slug"].decode() for match in _AUTHORITY.finditer(profile)]
    all_of_them = folder.resolve().parent.parent / "authorities"  # also where it is written in a way that we can't tell at a glance
    above = all_of_them / found[0] if len(found) == 1 else all_of_them
    return _contents_above(above, setting.started) if read is None else read(above) if above.is_dir() else Contents("", "")


@lru_cache(maxsize=256)
def _contents_above(folder: Path, started: int) -> Contents:
    return read_contents(folder) if folder.is_dir() else Contents("", "")


def _more(changed: tuple[str, ...]) -> str:
    return f", and {len(changed) - 1} more" if len(changed) > 1 else ""


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:40]
