"""`houserules templates`: the documents as blank Word files, for those who fill them in by hand."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from houserules.core import Core
from houserules.documents.blank import make_blank
from houserules.documents.choose import is_document
from houserules.documents.making import Trees
from houserules.engine import build_site
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.blank import write_blank
from houserules.profile.fields import Nation, Phase
from houserules.profile.read import PROFILE, School

MARK = ".houserules-templates"  # in a folder that this command made: the hash and the name of each file that it wrote
_AGES = {
    Phase.NURSERY: (2, 4), Phase.PRIMARY: (4, 11), Phase.MIDDLE: (9, 13), Phase.SECONDARY: (11, 18), Phase.ALL_THROUGH: (4, 18),
    Phase.SPECIAL: (4, 19), Phase.ALTERNATIVE_PROVISION: (5, 16), Phase.SIXTH_FORM: (16, 19),
}  # fmt: skip
_PERSON = ("name", "email", "phone")
_SERVICE = ("name", "phone", "email", "url")
# Stands for the facts of any school, so that every text which asks whether one is given has its place for it.
_FACTS = {
    "school.name": "Anyschool", "school.short_name": "Anyschool", "school.type": "maintained", "school.website": "https://school.example/",
    "school.phone": "01632 960000", "school.email": "office@school.example", "school.local_authority": "Anyauthority",
    **{
        f"people.{role}.{part}": {"name": "Anyperson", "email": "any@school.example", "phone": "01632 960000"}[part]
        for role in ("head", "chair_of_governors", "safeguarding_lead", "safeguarding_governor", "online_safety_lead", "data_protection_officer")
        for part in _PERSON
    },
    **{
        f"local_safeguarding.{service}.{part}": {"name": "Anyservice", "phone": "01632 960000", "email": "a@school.example", "url": "https://school.example/a"}[part]
        for service in ("social_care", "allegations", "out_of_hours")
        for part in _SERVICE
    },
    "filtering.filter": "Anyfilter", "filtering.monitor": "Anymonitor",
    **{f"links.{page}": "https://school.example/page" for page in ("complaints", "privacy_notice", "behaviour", "child_protection")},
    "review.owner": "Anyperson", "review.review_by": "2099-12-31",
}  # fmt: skip


def templates(
    out: Path, core: Core, say: Callable[[str], object], *, school: Path | None = None, authority: Path | None = None,
    nation: str = "england", phase: str = "all-through",
) -> int:  # fmt: skip
    """Write the blank templates into a folder and give 0: as a school has them, else with an authority's or the default answers.

    Raises Problems where the school or the authority can't be used, or the folder isn't ours to write into.
    """
    old = _refuse_what_is_there(out)
    if school is not None:
        settled = core.school(school)
        made = _make(core, settled)
    else:
        with tempfile.TemporaryDirectory() as folder:
            try:
                made = _make(core, _any_school(core, Path(folder).resolve(), authority, nation, phase))
            except Problems as found:
                raise _seen_from_here(found, Path(folder).resolve(), authority) from None
    out.mkdir(parents=True, exist_ok=True)
    for name in old:
        (out / name).unlink(missing_ok=True)
    (out / MARK).write_text("".join(f"{_hash(content)}  {name}\n" for name, content in made.items()), "utf-8", newline="\n")
    for name, content in made.items():
        (out / name).write_bytes(content)
    say(f"{len(made)} templates are written to {shown(out)}:")
    for name in made:
        say(f"  {name}")
    say("Each place to fill in says what belongs there. What is typed into one appears wherever it stands in the same file.")
    return 0


def _make(core: Core, school: School) -> dict[str, bytes]:
    """Give the templates by the name of their file."""
    site, trees = core.site(school), Trees()
    with tempfile.TemporaryDirectory() as folder:
        if warnings := build_site(core, site, Path(folder) / "site", documents=trees):
            raise Problems([Problem(Place(shown(school.folder)), f"The words can't be made into pages: {what}") for what in warnings])
    placeholders, colour = core.vocabulary.placeholders, school.profile.brand.colour
    found = {id: tree for id, tree in sorted(trees.found.items()) if is_document(id)}
    return {f"{id.rpartition('/')[2]}.docx": make_blank(tree, site.alphabet, placeholders, site.values, colour) for id, tree in found.items()}


def _any_school(core: Core, folder: Path, authority: Path | None, nation: str, phase: str) -> School:
    """Give a school that has everything that can be given, and no answers of its own."""
    youngest, oldest = _AGES[Phase(phase)]
    answers = {**_FACTS, "school.nation": Nation(nation).value, "school.phase": phase, "school.ages.from": str(youngest), "school.ages.to": str(oldest)}
    if authority is not None:
        if not (authority / "authority.yml").is_file():
            raise Problems([Problem(Place(shown(authority)), "There is no authority.yml in this folder.", fix="Name the folder of an authority.")])
        answers["authority"] = authority.resolve().name
        shutil.copytree(authority, folder / "authorities" / answers["authority"])
    place = folder / "schools" / "any-school"
    place.mkdir(parents=True)
    (place / PROFILE).write_text(write_blank(core.vocabulary, answers, "../school.schema.json"), "utf-8")
    return core.school(place)


def _seen_from_here(found: Problems, folder: Path, authority: Path | None) -> Problems:
    """Give problems with the authority's own folder in place of the copy that was read."""
    if authority is None:
        return found
    copy, own = shown(folder / "authorities" / authority.resolve().name), shown(authority)

    def seen(problem: Problem) -> Problem:
        path = problem.place.path
        return replace(problem, place=replace(problem.place, path=own + path.removeprefix(copy))) if path.startswith(copy) else problem

    return Problems(map(seen, found.problems))


def _refuse_what_is_there(out: Path) -> list[str]:
    """Give the names of what an earlier run wrote here. Raises Problems where something else stands in the way."""
    if not os.path.lexists(out):
        return []
    place = Place(shown(out))
    if not out.is_dir():
        raise Problems([Problem(place, "This is a file, and a folder is needed.", fix="Name another folder.")])
    if not (out / MARK).is_file():
        if any(out.iterdir()):
            why = "What stands in it might be lost."
            raise Problems([Problem(place, "This folder isn't empty, and templates were never written here.", why, "Name a new folder.")])
        return []
    written = dict(reversed(line.split("  ", 1)) for line in (out / MARK).read_text("utf-8").splitlines() if "  " in line)
    for path in sorted(out.iterdir()):
        if path.name != MARK and written.get(path.name) != _hash(path.read_bytes() if path.is_file() else b""):
            what = f"'{path.name}' has been changed since the templates were written." if path.name in written else f"'{path.name}' isn't a template."
            why = "It would be lost, or be taken for a template."
            raise Problems([Problem(place, what, why, "Move it somewhere else, or name a new folder.")])
    return [name for name in written if Path(name).name == name]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
