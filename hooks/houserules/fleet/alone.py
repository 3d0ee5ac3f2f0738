# Rendering all cases of all choices pays from the second site on. Somebody who tries Houserules out, or has one school, builds
# one site, and waits for it: MkDocs makes that alone, in little more time than it needs for any pages of that size. The
# second time the words are compiled and kept, and from then on a change is a matter of moments. The bytes are the same.
"""Alone: the first site of a single school, built plainly by MkDocs."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial

from houserules.fleet.check import Checked, find_core_of, find_sheet, refuse_changed
from houserules.fleet.records import Record, write_record
from houserules.fleet.setting import Setting
from houserules.fleet.work import Outcome, begin, guarded, tell_of_unwhole
from houserules.outputs.manifest import MANIFEST
from houserules.problems import Place, Problem, shown


def may_be_alone(setting: Setting, school: Checked) -> bool:
    """Say whether a school's site should be built plainly: there is none yet, and its words were never used before.

    Not with documents: they take several times as long as all cases, and what could not be made of them has to be told.
    """
    if school.has_own_words or setting.archives or setting.documents or setting.sites.record_of(school.slug).exists():
        return False
    return setting.store.load("used", school.words) is None


def build_alone(setting: Setting, school: Checked) -> Outcome:
    """Build and publish a school's site plainly. Its fault, or ours, is in what is given; the site that was there stands then."""
    outcome = guarded(setting, school, partial(_build, setting, school))
    setting.store.save("used", school.words, True)
    return outcome


def _build(setting: Setting, school: Checked) -> Outcome:
    from houserules.engine import build_site  # only this needs MkDocs
    from houserules.outputs.check_site import check_site

    core, sites, about = find_core_of(setting), setting.sites, begin(school)
    site = core.site(core.school(school.folder))
    staged = sites.stage(school.slug)
    place = Place(shown(school.folder))
    if warnings := build_site(core, site, staged, documents=False):
        sites.discard(school.slug)
        return replace(about, problems=tuple(Problem(place, f"The words can't be made into pages: {what}") for what in warnings))
    if found := list(check_site(staged, tuple(site.pages))):
        sites.discard(school.slug)
        return replace(about, problems=tell_of_unwhole(school, found))
    refuse_changed(setting, school.folder, profile=school.profile, words=school.words)
    manifest = hashlib.sha256((staged / MANIFEST).read_bytes()).hexdigest()
    sites.publish(school.slug)
    sheet = find_sheet(setting, school.folder, school.profile)
    write_record(sites.record_of(school.slug), Record(school.inputs, sheet.name, sheet.review_by.isoformat(), manifest, setting.home))
    return replace(about, published=True, notes=school.notes)
