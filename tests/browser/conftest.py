# A real browser, because a check of accessibility without layout is blind to contrast, and one without fonts to text.
# Where there is none the tests skip with one sentence; CI, which sets CI=true, may not skip them.
"""What the browser tests share: the default school's site on a local server, a browser, and one visit to every page."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.once import make_once

from houserules.core import Core, find_core
from houserules.engine import build_site
from houserules.fleet.build import Options, build_fleet
from houserules.fleet.find import find_schools
from houserules.outputs.school_index import write_school_index

DEFAULT_SCHOOL = "alder-lane-primary"
PHONE, NARROWEST, DESK = 360, 320, 1280  # 320 is a screen of 1280 at a zoom of 400 % (WCAG 2.2, 1.4.10)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
# What a host is told to send (overrides/_headers and web.config), beside what each page says itself.
POLICY = (find_core() / "overrides" / "partials" / "content-policy.html").read_text("utf-8") + "; frame-ancestors 'self'"


@dataclass
class Visit:
    """What came of opening one page on a phone: requests, complaints, and how wide it was."""

    path: str
    foreign: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)  # for each width of the screen, how far the page can be scrolled
    help_links: list[str] = field(default_factory=list)


class Quiet(SimpleHTTPRequestHandler):
    """Serves files as a careful host does, and says nothing of it."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="session")
def site_folder(core: Core, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default school's site, built once."""

    def make(folder: Path) -> None:
        assert [] == build_site(core, core.site(core.school(core.folder / "schools" / DEFAULT_SCHOOL)), folder)

    return make_once(tmp_path_factory, "site", make)


@pytest.fixture(scope="session")
def address(site_folder: Path) -> Iterator[str]:
    """Where the site can be read, on this machine only; ends with a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site_folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture(scope="session")
def others(core: Core, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where all example schools' sites can be read, each in the folder of its name, and the page that links them; no Word files and PDFs."""

    def make(folder: Path) -> None:
        outcomes = list(build_fleet(find_schools(core.folder / "schools"), folder, core, Options(documents=False)))
        assert all(outcome.published for outcome in outcomes), outcomes
        write_school_index(core.folder / "overrides", folder)

    folder = make_once(tmp_path_factory, "others", make)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, Chrome or Edge, whichever this machine has."""
    sentence = "Playwright isn't installed."
    playwright = _need(lambda: pytest.importorskip("playwright.sync_api", reason=sentence), sentence)
    with playwright.sync_playwright() as play:
        found = find_browser(play.chromium.executable_path)
        if found is None:
            _need(lambda: pytest.skip("There is no Chrome, Chromium or Edge on this machine."), "CI has no browser.")
        switches = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        opened = play.chromium.launch(executable_path=found, args=switches)
        yield opened
        opened.close()


def find_browser(own: str) -> str | None:
    """Give the program of a browser: HOUSERULES_BROWSER, one on the path or in its usual place, or Playwright's own."""
    on_path = (shutil.which(name) for name in NAMES)
    there = (place for place in (*PLACES, own) if Path(place).is_file())
    return os.environ.get("HOUSERULES_BROWSER") or next((place for place in (*on_path, *there) if place), None)


def _need(otherwise: Callable[[], Any], sentence: str) -> Any:
    """Skip as `otherwise` does, but fail in CI."""
    try:
        return otherwise()
    except pytest.skip.Exception:
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        raise


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Give a function that opens a page (its path in the site) in a window of its own; what it takes, a context takes."""
    contexts = []

    def open_(path: str = "", width: int = PHONE, scheme: str = "light", height: int = 800, **options: Any) -> Any:
        options |= {"viewport": {"width": width, "height": height}, "color_scheme": scheme, "reduced_motion": "reduce"}
        context = browser.new_context(bypass_csp=True, **options)  # for what the tests themselves put in a page
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def visits(browser: Any, address: str, site_folder: Path) -> list[Visit]:
    """One visit to every page, on a phone, as a new reader makes it."""
    paths = [path.parent.relative_to(site_folder).as_posix() + "/" for path in sorted(site_folder.rglob("index.html"))]
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, reduced_motion="reduce")
    page, visits = context.new_page(), [Visit("" if path == "./" else path) for path in paths] + [Visit("404.html")]
    for visit in visits:
        _visit(page, address, visit)
    context.close()
    return visits


def _visit(page: Any, address: str, visit: Visit) -> None:
    listeners = {
        "request": lambda request: visit.files.append(request.url),
        "response": lambda response: response.status >= 400 and visit.missing.append(response.url),
        "console": lambda said: said.type in ("error", "warning") and visit.complaints.append(said.text),
        "pageerror": lambda error: visit.complaints.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto(address + visit.path)
    visit.help_links = page.eval_on_selector_all(".hr-help a", "links => links.map(link => link.href)")
    for width in (PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        visit.widths[width] = page.evaluate("document.documentElement.scrollWidth")
    visit.foreign = [url for url in visit.files if urlsplit(url).netloc not in ("", urlsplit(address).netloc)]
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
