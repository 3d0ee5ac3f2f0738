# The verdict on a built site is taken from the site itself, not from a flag of MkDocs (which can exit 0 in spite of
# warnings): what is about to be published is looked at, file by file.
"""Check a built site before it is published."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from houserules.pages.alphabet import LETTERS

_LEFT = re.compile(f"[{LETTERS}\ue000-\uf8ff]|\\{{\\{{")
_ID = re.compile(r'\s(?:id|name)="?([^"\s>]+)')
_TAG = re.compile(r"<([a-z][a-z0-9]*)(\s[^<>]*)>", re.IGNORECASE)
_ADDRESS = re.compile(r"""\s(?:xlink:)?(href|src|srcset|action|formaction|data|poster)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FOLLOWED = frozenset({"a", "area"})  # only when somebody chooses to; what other elements name is fetched at once, or sent to
_REFRESH = re.compile(r"""<meta\b[^<>]*http-equiv=["']?refresh""", re.IGNORECASE)
_CSS_FETCH = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])(https?:)?//""")


def check_site(folder: Path, pages: tuple[str, ...]) -> Iterator[str]:
    """Give what is wrong with the site in a folder that should hold these pages (ids such as `guidance/boundaries`).

    Every page is there; nothing is left unfilled; every link and anchor leads somewhere; nothing is asked of another host.
    """
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    for page in pages:
        if page_file(page) not in files:
            yield f"the page '{page}' is missing"
    texts = {name: path.read_text("utf-8") for name, path in files.items() if name.endswith((".html", ".xml", ".json"))}
    anchors = {name: {html.unescape(id) for id in _ID.findall(text)} for name, text in texts.items() if name.endswith(".html")}
    for name, text in texts.items():
        if left := _LEFT.search(text):
            yield f"{name}: something is left unfilled near '{text[max(0, left.start() - 40) : left.start()]}'"
        if name.endswith(".html"):
            yield from _links(name, text, files, anchors)
    for name, path in files.items():
        if name.endswith(".css") and _CSS_FETCH.search(path.read_text("utf-8")):
            yield f"{name}: it asks for a file from another host"


def page_file(page: str) -> str:
    """Give the file in which a page stands."""
    return "index.html" if page == "index" else f"{page}/index.html"


def _addresses(text: str) -> Iterator[tuple[str, str, str]]:
    """Give every address in a page, with the element that names it and the whole of its opening tag."""
    for tag in _TAG.finditer(text):
        for found in _ADDRESS.finditer(tag[2]):
            whole = html.unescape(found[2] or found[3] or found[4] or "")
            for address in whole.split(",") if found[1].lower() == "srcset" else (whole,):
                yield tag[1].lower(), address.split()[0] if address.strip() else "", tag[0]


def _links(name: str, text: str, files, anchors) -> Iterator[str]:
    if _REFRESH.search(text):
        yield f"{name}: it sends the reader to another page"
    for tag, address, whole in _addresses(text):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            if tag not in _FOLLOWED and not (tag == "link" and "canonical" in whole):
                yield f"{name}: it asks {parts.netloc or parts.scheme} for something"
            elif parts.scheme not in ("http", "https", "mailto", "tel"):
                yield f"{name}: a link has an address that isn't allowed: {address}"
            continue
        if parts.path.startswith("/"):  # only on the page for what isn't found, which may be shown at any address
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
        target = path if path in files else posixpath.normpath(f"{path}/index.html")
        if target not in files:
            yield f"{name}: a link leads nowhere: {address}"
        elif parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target] and not parts.fragment.startswith("__"):
            yield f"{name}: a link leads to a part that isn't there: {address}"
