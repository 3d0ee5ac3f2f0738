"""Choose the pages that are documents: what is agreed to, sent, put up or filled in."""

from __future__ import annotations

from fnmatch import fnmatchcase

# Everything else is read on the site: answers, advice, what to do when something has happened.
_DOCUMENTS = (
    "policies/*", "guidance/letter-*", "guidance/sheet-*", "guidance/email-notices", "guidance/staff-summary", "guidance/official-accounts-*",
    "guidance/who-may-contact-whom", "guidance/leaders-yearly-review", "guidance/declaration-form",
)  # fmt: skip
_NOT = ("guidance/official-accounts-start", "guidance/official-accounts-examples")


def is_document(page: str) -> bool:
    """Tell whether a page (by its id) can be had as a Word file and a PDF."""
    return any(fnmatchcase(page, pattern) for pattern in _DOCUMENTS) and page not in _NOT


def is_sheet(page: str) -> bool:
    """Tell whether a page is meant to be put up, or to lie on a desk, as one sheet of paper."""
    return fnmatchcase(page, "guidance/sheet-*") or page in ("guidance/staff-summary", "policies/visitor-agreement")


def is_short(page: str) -> bool:
    """Tell whether so little stands on a sheet that its letters needn't be small. A Word file can't find that out by itself."""
    return page in ("guidance/sheet-parents", "guidance/sheet-pupils", "guidance/sheet-staff")


def is_close(page: str) -> bool:
    """Tell whether a page is a letter or a form that would begin another sheet for a few lines."""
    return fnmatchcase(page, "guidance/letter-*") or page == "guidance/declaration-form"


def is_easy_read(page: str) -> bool:
    """Tell whether a page is in easy read: large, one idea a line, and room for a symbol beside each."""
    return page == "policies/pupil-agreement-easy-read"
