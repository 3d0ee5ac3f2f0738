# What the hook file hands over to. The libraries that make documents are a third of a second and ten megabytes: they are
# loaded only where documents are wanted. Only the command (build or serve) is said once, at the start of the process.
"""The events of a build at which documents are made, if they are wanted."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import Any

WANTED = "documents"  # in `extra` of mkdocs.yml
SITE, PRESS = "houserules_site", "houserules_press"  # the first is houserules.engine's
_COMMAND: ContextVar[str] = ContextVar("command", default="build")


def note_command(command: str) -> None:
    """Remember which of its commands MkDocs is running."""
    _COMMAND.set(command)


def is_serving() -> bool:
    """Tell whether somebody is editing, with `mkdocs serve`."""
    return _COMMAND.get() == "serve"


def are_wanted(extra: dict[str, Any]) -> bool:
    """Tell whether documents are made: not while somebody edits, nor where mkdocs.yml or the environment says no."""
    return bool(extra.get(WANTED, True)) and not is_serving() and os.environ.get("DOCUMENTS", "yes") != "no"


def begin_documents(config: Any) -> None:
    """Get ready to make documents, if they are wanted."""
    if are_wanted(config.extra):
        from houserules.documents import making

        making.begin_documents(config)


def open_documents(html: str, page: Any, config: Any) -> None:
    """Make the forms of a page's documents, if it has any, and tell the theme what can be fetched."""
    if PRESS in config.extra:
        from houserules.documents import making

        making.open_documents(html, page, config)


def fill_documents(config: Any) -> None:
    """Make the documents, and give the site what its pages show of them."""
    if PRESS in config.extra:
        from houserules.documents import making

        making.fill_documents(config)


def write_documents(config: Any) -> None:
    """Write the documents beside their pages, and say what could not be made."""
    if PRESS in config.extra:
        from houserules.documents import making

        making.write_documents(config)
