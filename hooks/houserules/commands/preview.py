# Only somebody at this computer may look: the server listens on 127.0.0.1, and answers only where it is asked for by that name, so
# that a page of somebody else's, whose name is made to lead here, gets nothing (DNS rebinding). Nothing is read from the disk by
# a name that stands in an address: pages and assets are looked up by name in what was made.
"""`houserules preview`: a small server on this computer that shows any school's pages as they are at the moment."""

from __future__ import annotations

import errno
import mimetypes
import os
import threading
import traceback
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from houserules.core import Core
from houserules.fleet.preview import Preview, Shown
from houserules.fleet.store import open_store
from houserules.problems import Place, Problem, Problems

HOST, PORT = "127.0.0.1", 8765
OURS, LAST = "~preview", "~last"  # no school's folder can be called so
_TEXT = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml", ".txt": "text/plain"}
_HTML = "text/html; charset=utf-8"


def preview(path: Path, core: Core, say: Callable[[str], object], *, port: int = PORT) -> int:
    """Serve the schools at a path until somebody presses Ctrl-C; give 0. With port 0, any that is free.

    Raises Problems if there is no school, or the port is in use.
    """
    schools = Preview(path, core.folder, open_store())
    slugs = list(schools.folders())
    server = open_server(schools, core.folder / "overrides", port)
    try:
        say(f"Preview: http://{HOST}:{server.server_port}/ shows {len(slugs)} {'school' if len(slugs) == 1 else 'schools'}. Press Ctrl-C to stop.")
        say("The first page takes a moment; after that, an edit is on screen when it is saved. Nothing is published.")
        threading.Thread(target=_warm, args=(schools, slugs[0]), daemon=True).start()
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        server.server_close()
    return 0


def open_server(schools: Preview, templates: Path, port: int) -> ThreadingHTTPServer:
    """Give a server of previews that listens, on this computer alone. Raises Problems if the port is in use."""
    try:
        return _Server(schools, templates, port)
    except OSError as error:
        place = Place(f"--port {port}")
        if error.errno == errno.EADDRINUSE or getattr(error, "winerror", 0) in (10013, 10048):
            fix = f"Stop the other one, or name another port, such as --port {port + 1}."
            raise Problems([Problem(place, "Another program on this computer uses this port, perhaps another preview.", fix=fix)]) from None
        what = f"The preview can't listen on this port: {error.strerror or error}."
        raise Problems([Problem(place, what, fix="Name another port above 1024, such as --port 8765.")]) from None


def _warm(schools: Preview, slug: str) -> None:
    try:
        schools.show(slug)
    except Exception:  # noqa: BLE001 - whoever asks for the page is told
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers have one port

    def __init__(self, schools: Preview, templates: Path, port: int) -> None:
        self.schools = schools
        self.pages = Environment(loader=FileSystemLoader(templates), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away, or of what it was told already."""
        if os.environ.get("HOUSERULES_TRACEBACK"):
            traceback.print_exc()

    def names(self) -> frozenset[str]:
        """Give the names by which somebody at this computer asks for us."""
        names = {HOST, "localhost"}
        return frozenset({f"{name}:{self.server_port}" for name in names} | (names if self.server_port == 80 else set()))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Houserules", ""
    timeout = 60
    server: _Server
    _seen = ""

    def do_GET(self) -> None:
        if self.headers.get("Host", "").lower() not in self.server.names():
            self._send(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", f"Ask for http://{HOST}:{self.server.server_port}/ instead.\n".encode())
            return
        try:
            self._answer("/" + unquote(urlsplit(self.path).path).lstrip("/"))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except Problems as found:  # in what all schools share, or the folder of schools itself
            self._problems("", "", found.problems)
        except Exception:  # noqa: BLE001 - the next page may be without the fault
            if os.environ.get("HOUSERULES_TRACEBACK"):
                traceback.print_exc()
            what = "This page could not be made, because of a fault in Houserules."
            fix = "Start the preview again with HOUSERULES_TRACEBACK=1, and report what it prints."
            self._problems("", "", [Problem(Place(self.path), what, fix=fix)], HTTPStatus.INTERNAL_SERVER_ERROR)

    do_HEAD = do_GET

    def _refuse(self) -> None:
        self.close_connection = True  # what was sent along is never read
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", b"A preview can only be looked at.\n", Allow="GET, HEAD")

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _refuse

    def _answer(self, path: str) -> None:
        self._seen = ""
        first, _, rest = path[1:].partition("/")
        if first == OURS:
            self._own(rest)
        elif not first:
            self._page(HTTPStatus.OK, "preview-schools.html", "", schools=self.server.schools.schools())
        elif first == LAST:
            slug, _, name = rest.partition("/")
            known = self.server.schools.has(slug)
            self._file(slug if known else "", name, self.server.schools.last_good(slug), path)
        elif not self.server.schools.has(first):
            self._missing("")
        elif path.count("/") == 1:
            self._send(HTTPStatus.FOUND, "text/plain; charset=utf-8", b"", Location=quote(f"/{first}/"))
        else:
            self._school(first, rest, path)

    def _own(self, name: str) -> None:
        """Answer what our own script asks: itself, and whether something has changed."""
        kind, _, slug = name.partition("/")
        if kind == "reload.js":
            self._send(HTTPStatus.OK, "text/javascript; charset=utf-8", self._render("preview-reload.html"))
        elif kind == "seen" and (not slug or self._may_be(slug)):
            self._send(HTTPStatus.OK, "text/plain; charset=utf-8", self.server.schools.seen(slug).encode())
        else:
            self._missing("")

    def _may_be(self, slug: str) -> bool:
        try:
            return self.server.schools.has(slug)
        except Problems:  # all are gone: a page of one that was there learns that something has changed
            return True

    def _school(self, slug: str, name: str, path: str) -> None:
        is_page = "." not in name.rpartition("/")[2] or name.endswith(".html")
        try:
            if is_page:
                self._seen = self.server.schools.seen(slug)  # before it is made: what changes meanwhile is noticed
            self._file(slug, name, self.server.schools.show(slug, again=is_page), path)
        except Problems as found:
            self._problems(slug, name, found.problems)

    def _file(self, slug: str, name: str, site: Shown | None, path: str) -> None:
        content = site.file(name + "index.html" if not name or name.endswith("/") else name) if site else None
        if content is None and site and site.file(f"{name}/index.html"):
            self._send(HTTPStatus.FOUND, "text/plain; charset=utf-8", b"", Location=quote(f"{path}/"))
        elif content is None:
            self._missing(slug)
        elif not name or name.endswith(("/", ".html")):
            self._send(HTTPStatus.OK, _HTML, self._with_script(content, slug))
        else:
            ending = Path(name).suffix
            kind = f"{_TEXT[ending]}; charset=utf-8" if ending in _TEXT else mimetypes.guess_type(name)[0] or "application/octet-stream"
            self._send(HTTPStatus.OK, kind, content)

    def _missing(self, slug: str) -> None:
        self._page(HTTPStatus.NOT_FOUND, "preview-missing.html", slug)

    def _problems(self, slug: str, name: str, problems: object, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        good = self.server.schools.last_good(slug)
        self._page(status, "preview-problems.html", slug, problems=problems, last=f"/{LAST}/{slug}/{name}" if good else "", name=good.name if good else slug)

    def _page(self, status: HTTPStatus, template: str, slug: str, **values: object) -> None:
        self._send(status, _HTML, self._with_script(self._render(template, slug=slug, **values), slug))

    def _render(self, template: str, **values: object) -> bytes:
        return self.server.pages.get_template(template).render(**values).encode()

    def _with_script(self, page: bytes, slug: str) -> bytes:
        """Put our script into a page; its own policy allows scripts from where it comes from, so that it stays as it is published."""
        seen = self._seen or self.server.schools.seen(slug)
        script = f'<script src="/{OURS}/reload.js" data-seen="{seen}" data-ask="/{OURS}/seen/{slug}" defer></script>'.encode()
        before, end, after = page.rpartition(b"</body>")
        return before + script + end + after if end else page + script

    def _send(self, status: HTTPStatus, kind: str, content: bytes, **headers: str) -> None:
        self.send_response(status)
        also = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY"}
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **also, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing: whoever looks at pages needs no list of them."""
