# MkDocs itself isn't imported here: its configuration carries everything, and is made afresh for every build.
"""Making documents while MkDocs builds a site."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from houserules.documents.calendar import NAME, make_calendar
from houserules.documents.choose import is_document
from houserules.documents.compose import KINDS, Forms, open_forms, size_of
from houserules.documents.events import PRESS, SITE
from houserules.documents.fill import Made, make_files
from houserules.documents.typeset import Typesetter, find_typesetter
from houserules.pages.everything import Everything
from houserules.pages.site import SitePage
from houserules.profile.conditions import GIVEN

log = logging.getLogger("mkdocs.houserules")


@dataclass(frozen=True)
class Download:
    """A file that a page offers if it could be made: its kind (Word or PDF), its name beside the page, and the name of the value of its size."""

    kind: str
    name: str
    size: str


@dataclass
class Press:
    """What is made while a site is built."""

    typesetter: Typesetter
    templates: Any
    forms: list[Forms] = field(default_factory=list)
    made: Made = field(default_factory=Made)


def begin_documents(config: Any) -> None:
    """Get ready to make documents."""
    config.extra[PRESS] = Press(find_typesetter(Path(config.config_file_path).parent), config.theme.get_env())


def open_documents(html: str, page: Any, config: Any) -> None:
    """Make the forms of a page's documents, if it has any, and tell the theme what can be fetched."""
    press: Press = config.extra[PRESS]
    composed: SitePage = page.meta["houserules"]
    if not is_document(composed.id):
        return
    alphabet, ask = config.extra[SITE].alphabet, config.extra["ask"]

    def render(name: str, **more: Any) -> str:
        return press.templates.get_template(f"documents/{name}").render(composed=composed, ask=ask, letter=ask.letter, config=config, **more)

    press.forms.append(open_forms(composed, render, html, page.url, alphabet, ask))
    page.meta["downloads"] = tuple(
        Download(kind, f"{composed.name}.{ending}", size_of(composed.id, ending)) for kind, ending in KINDS
    )


def fill_documents(config: Any) -> None:
    """Make the documents, and give the site what its pages show of them; where all schools are rendered at once, keep the forms."""
    press: Press = config.extra[PRESS]
    site = config.extra[SITE]
    if isinstance(site, Everything):
        site.documents.extend(press.forms)
        return
    press.made = made = make_files(press.forms, site.school, site.values, press.typesetter)
    made.files[NAME] = make_calendar(site.school, site.references)
    config.extra[SITE] = site = replace(site, values={**site.values, **made.values}, facts={**site.facts, GIVEN: site.facts[GIVEN] | frozenset(made.values)})
    config.extra["ask"] = replace(config.extra["ask"], facts=site.facts)


def write_documents(config: Any) -> None:
    """Write the documents beside their pages, and say what could not be made."""
    press: Press = config.extra[PRESS]
    for name, content in press.made.files.items():
        (Path(config.site_dir) / name).write_bytes(content)
    for note in press.made.notes:
        log.info("%s", note)
