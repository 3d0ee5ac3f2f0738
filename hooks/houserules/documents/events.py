# What the hook file hands over to. MkDocs itself isn't imported here: its configuration carries everything, and is made
# afresh for every build. Only the command (build or serve) is said once, at the start of the process.
"""The events of a build at which documents are made."""

from __future__ import annotations

import logging
import os
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from houserules.documents.calendar import NAME, make_calendar
from houserules.documents.choose import is_document
from houserules.documents.compose import KINDS, Forms, open_forms, size_of
from houserules.documents.fill import Made, make_files
from houserules.documents.typeset import Typesetter, find_typesetter
from houserules.pages.everything import Everything
from houserules.pages.site import SitePage
from houserules.profile.conditions import GIVEN

log = logging.getLogger("mkdocs.houserules")

WANTED = "documents"  # in `extra` of mkdocs.yml
SITE, PRESS = "houserules_site", "houserules_press"  # the first is houserules.engine's
_COMMAND: ContextVar[str] = ContextVar("command", default="build")


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


def note_command(command: str) -> None:
    """Remember which of its commands MkDocs is running."""
    _COMMAND.set(command)


def are_wanted(extra: dict[str, Any]) -> bool:
    """Tell whether documents are made: not while somebody edits, nor where mkdocs.yml or the environment says no."""
    return bool(extra.get(WANTED, True)) and _COMMAND.get() != "serve" and os.environ.get("DOCUMENTS", "yes") != "no"


def begin_documents(config: Any) -> None:
    """Get ready to make documents, if they are wanted."""
    if are_wanted(config.extra):
        config.extra[PRESS] = Press(find_typesetter(Path(config.config_file_path).parent), config.theme.get_env())


def open_documents(html: str, page: Any, config: Any) -> None:
    """Make the forms of a page's documents, if it has any, and tell the theme what can be fetched."""
    press: Press | None = config.extra.get(PRESS)
    composed: SitePage = page.meta["houserules"]
    if press is None or not is_document(composed.id):
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
    press: Press | None = config.extra.get(PRESS)
    if press is None:
        return
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
    press: Press | None = config.extra.get(PRESS)
    if press is None:
        return
    for name, content in press.made.files.items():
        (Path(config.site_dir) / name).write_bytes(content)
    for note in press.made.notes:
        log.info("%s", note)
