"""`houserules slips`: a slip to sign for each child of a class, with its name on it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader

from houserules.commands.class_list import read_class
from houserules.core import Core
from houserules.documents.slips import make_slips
from houserules.documents.typeset import NotTypeset, find_typesetter
from houserules.outputs.manifest import MANIFEST
from houserules.outputs.publish import OURS
from houserules.pages.frame import Frame
from houserules.problems import Place, Problem, Problems, did_you_mean, shown


def slips(folder: Path, agreement: str, children: Path, out: Path, core: Core) -> int:
    """Write a PDF of slips for the children in a CSV file; give 0.

    Raises Problems where the school, the agreement or the list can't be used, or the file would stand where it may be published.
    """
    site = core.site(core.school(folder))
    name = agreement.removeprefix("policies/").removesuffix(".md")
    page = site.pages.get(f"policies/{name}")
    if page is None:
        known = [id.removeprefix("policies/") for id, each in site.pages.items() if each.is_policy]
        fix = did_you_mean(name, known) or f"There are: {', '.join(known)}."
        raise Problems([Problem(Place(shown(folder)), f"This school has no agreement '{name}'.", fix=fix)])
    _refuse_loss(out)
    _refuse_site(out, core, folder)
    named = read_class(children)
    templates = Environment(loader=FileSystemLoader(core.folder / "overrides"))
    ask = Frame(site.alphabet, site.facts)

    def render(template: str, **more) -> str:
        return templates.get_template(f"documents/{template}").render(composed=page, ask=ask, letter=ask.letter, **more)

    try:
        made = make_slips(site, page, named, render, find_typesetter(core.folder))
    except NotTypeset as missing:
        what = f"None of our fonts has a sign for '{missing.text}'."
        raise Problems([Problem(Place(shown(children)), what, fix="Write the name with other letters on this list.")]) from None
    if made is None:
        what = f"'{page.title}' has no slip on paper at this school."
        raise Problems([Problem(Place(shown(folder)), what, "It isn't signed, or only on the online form.", "Choose another answer for sign_off to have one.")])
    try:
        out.write_bytes(made)
    except OSError as error:
        what = f"The slips can't be written here: {error.strerror or error}."
        raise Problems([Problem(Place(shown(out)), what, fix="Name a file in a folder that is there; close it first if it is open.")]) from None
    click.echo(f"{shown(out)}: slips for {len(named)} {'child' if len(named) == 1 else 'children'}.", err=True)
    return 0


def _refuse_loss(out: Path) -> None:
    """Raise Problems where something that isn't a PDF would be written over: the class list itself, say."""
    place, fix = Place(shown(out)), "Name a file that ends in .pdf, such as 'slips.pdf'."
    if out.is_dir():
        raise Problems([Problem(place, "This is a folder, and the slips are a file.", fix=fix)])
    if out.suffix.lower() != ".pdf":
        raise Problems([Problem(place, "The slips are a PDF, and this name is another kind of file's.", fix=fix)])
    with suppress(OSError), out.open("rb") as there:
        if there.read(5) != b"%PDF-":
            raise Problems([Problem(place, "A file stands here that isn't a PDF.", "It would be lost.", "Give another name.")])


def _refuse_site(out: Path, core: Core, school: Path) -> None:
    """Raise Problems where a file with children's names could be published: in a site, a school's folder or the words."""
    whole = out.resolve()
    inside = [folder for folder in whole.parents if (folder / OURS).is_dir() or (folder / MANIFEST).is_file()]
    published = [folder.resolve() for folder in (school, core.docs, core.folder / "overrides", core.folder / "site")]
    if inside or any(whole.is_relative_to(folder) for folder in published):
        why = "It would have children's names in it, and that folder is published."
        raise Problems([Problem(Place(shown(out)), "The slips can't be written here.", why, "Give a file in a folder of your own.")])
