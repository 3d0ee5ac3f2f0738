# MkDocs itself isn't imported here: its configuration carries everything, and is made afresh for every build.
"""Making documents while MkDocs builds a site."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from houserules.documents.choose import is_document
from houserules.documents.compose import Forms, open_forms, read_document
from houserules.documents.events import PRESS, SITE, WANTED
from houserules.documents.fill import Made, add_calendar, make_files
from houserules.documents.handbooks import FOLDER, read_handbooks
from houserules.documents.model import Document
from houserules.documents.shelf import PAGE, Shelf, open_handbooks, open_variants
from houserules.documents.typeset import Typesetter, find_typesetter
from houserules.pages.everything import Everything
from houserules.pages.site_page import SitePage
from houserules.profile.conditions import GIVEN

log = logging.getLogger("mkdocs.houserules")


@dataclass
class Trees:
    """Asked for in place of documents: the tree of each page that is one."""

    found: dict[str, Document] = field(default_factory=dict)


@dataclass
class Press:
    """What is made while a site is built."""

    typesetter: Typesetter
    templates: Any
    shelf: Shelf
    forms: list[Forms] = field(default_factory=list)
    trees: dict[str, Document] = field(default_factory=dict)  # of each page that is a document or stands in a handbook
    made: Made = field(default_factory=Made)


def begin_documents(config: Any) -> None:
    """Get ready to make documents."""
    shelf = Shelf(read_handbooks(Path(config.docs_dir) / FOLDER))
    config.extra[PRESS] = Press(find_typesetter(Path(config.config_file_path).parent), config.theme.get_env(), shelf)


def open_documents(html: str, page: Any, config: Any) -> None:
    """Make the forms of a page's documents, if it has any, and tell the theme what can be fetched."""
    press: Press = config.extra[PRESS]
    composed: SitePage = page.meta["houserules"]
    page.meta["handbooks"] = press.shelf.offered_on(composed)
    if composed.id == PAGE:
        page.meta["shelf"] = press.shelf
    if not is_document(composed.id) and not press.shelf.binds(composed):
        return
    alphabet, ask = config.extra[SITE].alphabet, config.extra["ask"]
    render = find_renderer(config)
    press.trees[composed.id] = document = read_document(composed, partial(render, composed=composed), html, page.url, alphabet)
    if is_document(composed.id) and not isinstance(config.extra.get(WANTED), Trees):
        path = page.url + composed.name
        press.forms += [open_forms(document, composed.id, path, alphabet, ask), *open_variants(composed, document, path, render, alphabet, ask)]
        page.meta["downloads"] = press.shelf.hold(composed, document, path)


def find_renderer(config: Any) -> Callable[..., str]:
    """Give what renders a template of overrides/documents."""
    templates, ask = config.extra[PRESS].templates, config.extra["ask"]

    def render(name: str, **more: Any) -> str:
        return templates.get_template(f"documents/{name}").render(ask=ask, letter=ask.letter, config=config, **more)

    return render


def fill_documents(config: Any) -> None:
    """Make the documents, and give the site what its pages show of them; where all schools are rendered at once, keep the forms."""
    press: Press = config.extra[PRESS]
    site = config.extra[SITE]
    if isinstance(asked := config.extra.get(WANTED), Trees):
        asked.found |= press.trees
        return
    press.forms += open_handbooks(press.shelf, site.pages, press.trees, find_renderer(config), site.alphabet, config.extra["ask"])
    if isinstance(site, Everything):
        site.documents.extend(press.forms)
        return
    press.made = made = make_files(press.forms, site.school, site.values, press.typesetter)
    add_calendar(made, site.school, site.references, Path(config.docs_dir))
    config.extra[SITE] = site = replace(site, values={**site.values, **made.values}, facts={**site.facts, GIVEN: site.facts[GIVEN] | frozenset(made.values)})
    config.extra["ask"] = replace(config.extra["ask"], facts=site.facts)


def write_documents(config: Any) -> None:
    """Write the documents beside their pages, and say what could not be made."""
    press: Press = config.extra[PRESS]
    for name, content in press.made.files.items():
        path = Path(config.site_dir) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    for note in press.made.notes:
        log.info("%s", note)
