# What the hook file hands over to. MkDocs itself isn't imported here: its configuration carries everything, and is made
# afresh for every build. Only the command (build or serve) is said once, at the start of the process.
"""The events of a build at which documents are made."""

from __future__ import annotations

import logging
import os
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from houserules.documents.press import Press, offers, write_files
from houserules.documents.typeset import Typesetter
from houserules.pages.alphabet import drop_marks
from houserules.pages.everything import Everything
from houserules.pages.frame import Frame
from houserules.pages.site import Site, SitePage

log = logging.getLogger("mkdocs.houserules")

WANTED = "documents"  # in `extra` of mkdocs.yml
SITE, PRESS = "houserules_site", "houserules_press"  # the first is houserules.engine's
_COMMAND: ContextVar[str] = ContextVar("command", default="build")
_TYPESETTER: ContextVar[Typesetter | None] = ContextVar("typesetter", default=None)


def note_command(command: str) -> None:
    """Remember which of its commands MkDocs is running."""
    _COMMAND.set(command)


def are_wanted(extra: dict[str, Any]) -> bool:
    """Tell whether documents are made: not while somebody edits, nor where mkdocs.yml or the environment says no."""
    return bool(extra.get(WANTED, True)) and _COMMAND.get() != "serve" and os.environ.get("DOCUMENTS", "yes") != "no"


def begin_documents(config: Any) -> None:
    """Get ready to make documents, if they are wanted."""
    if not are_wanted(config.extra) or isinstance(config.extra[SITE], Everything):
        return  # where all schools' pages are rendered at once, the fleet makes each school's documents
    config.extra[PRESS] = open_press(Path(config.config_file_path).parent, config.extra[SITE])


def open_press(core: Path, site: Site) -> Press:
    """Give what makes a site's documents with the templates and fonts of a core's folder."""
    templates = Environment(loader=FileSystemLoader(core / "overrides"))  # noqa: S701 - letters need no escaping
    ask = Frame(site.alphabet, site.facts)

    def render(page: SitePage, name: str, **more: Any) -> str:
        return templates.get_template(f"documents/{name}").render(composed=page, ask=ask, letter=ask.letter, **more)

    return Press(site, render, _typesetter(core))


def _typesetter(core: Path) -> Typesetter:
    """Give the typesetter of this process: reading fonts takes longer than setting a document."""
    kept, wanted = _TYPESETTER.get(), Typesetter(core / "fonts", core / "overrides" / "documents")
    if kept != wanted:
        _TYPESETTER.set(kept := wanted)
    return kept


def make_documents(html: str, page: Any, config: Any) -> None:
    """Make the documents of a page, and tell the theme what can be fetched."""
    site = config.extra[SITE]
    if isinstance(site, Everything) and are_wanted(config.extra):
        page.meta["downloads"] = offers(page.meta["houserules"], site.alphabet)
    if press := config.extra.get(PRESS):
        page.meta["downloads"] = press.make(page.meta["houserules"], drop_marks(html), page.url)


def tell_sizes(config: Any) -> None:
    """Give the site the sizes of the files, which its pages show."""
    if press := config.extra.get(PRESS):
        site = config.extra[SITE]
        config.extra[SITE] = replace(site, values={**site.values, **press.sizes})


def write_documents(config: Any) -> None:
    """Write the documents beside their pages, and say what could not be made."""
    if press := config.extra.get(PRESS):
        write_files(press, Path(config.site_dir))
        for note in press.notes:
            log.info("%s", note)
