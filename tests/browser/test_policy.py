# The policy is a <meta> on each page, so that it holds on any host and in any folder. The server of these tests sends no
# header at all and has the site in a sub-folder: what holds here holds wherever a school puts its pages.
"""The Content-Security-Policy that every page brings: nothing of ours breaks it, and what isn't ours is refused."""

from __future__ import annotations

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

POLICY_PAGE = "policies/staff-acceptable-use/"
META = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
WATCH = """window.violations = [];
document.addEventListener('securitypolicyviolation', found => window.violations.push(found.violatedDirective + ': ' + found.blockedURI));"""


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def plain_address(site_folder):
    """Where the site can be read from a sub-folder of a host that sends no header of ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(site_folder.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{site_folder.name}/"
    server.shutdown()


@pytest.fixture
def page(browser):
    """Give a page in a window of its own that keeps what the browser says of broken policies."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.add_init_script(WATCH)
    opened = context.new_page()
    opened.complaints = []
    opened.on("console", lambda said: said.type in ("error", "warning") and opened.complaints.append(said.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()


def paths_of(site_folder):
    """Give the path of every page of a site."""
    paths = (path.parent.relative_to(site_folder).as_posix() + "/" for path in site_folder.rglob("index.html"))
    return sorted("" if path == "./" else path for path in paths)


def test_no_page_breaks_its_policy(page, plain_address, site_folder):
    """On every page, in light, in dark and as printed, with all that folds open: no violation, and not a word in the console."""
    said = {}
    paths = paths_of(site_folder)
    for path in paths:
        page.complaints.clear()
        page.goto(plain_address + path)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        for media in ({"color_scheme": "dark"}, {"color_scheme": "light"}, {"media": "print"}, {"media": "screen"}):
            page.emulate_media(**media)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if found := page.evaluate("window.violations") + page.complaints:
            said[path] = found

    assert {} == said
    assert len(paths) > 20


@pytest.mark.parametrize("path", ["", POLICY_PAGE])
def test_search_keeps_to_the_policy(page, plain_address, path):
    """Its script, its ranking and its index are fetched, and results are drawn."""
    page.goto(plain_address + path)
    page.locator("[data-hr-search]").first.click()
    page.locator("#search-field").fill("whatsapp")
    page.locator(".hr-result__title").first.wait_for()
    page.locator("#search-field").press("Enter")

    assert [] == page.evaluate("window.violations") + page.complaints


def test_page_that_is_not_found_keeps_to_the_policy(page, address):
    """It names its files from the top of the host, where `address` has them."""
    page.goto(address + "404.html")

    assert [] == page.evaluate("window.violations") + page.complaints
    assert page.locator("meta[http-equiv='Content-Security-Policy']").count()


INJECTED = {
    "an inline script": "<script>window.ran = true</script>",
    "an event handler": "<img src='data:,' alt='' onerror='window.ran = true'>",
    "a script of another host": "<script src='http://127.0.0.1:9/x.js'></script>",
    "an inline style": "<style>h1 { display: none }</style>",
    "a frame": "<iframe srcdoc='<script>parent.ran = true</script>'></iframe>",
    "a picture of another host": "<img src='http://127.0.0.1:9/x.png' alt=''>",
}


@pytest.mark.parametrize("injected", INJECTED.values(), ids=INJECTED)
def test_what_is_not_ours_is_refused(page, plain_address, injected):
    """Whatever came into a page by a fault of ours would be refused, and the browser says so."""
    open_with(page, plain_address, injected)

    assert page.evaluate("window.violations") or page.complaints  # of a frame, only the console hears
    assert not page.evaluate("window.ran")
    assert page.locator("h1").is_visible()


def test_without_the_policy_it_would_run(page, plain_address):
    """The test above can fail: take the policy out, and the inline script runs."""
    open_with(page, plain_address, INJECTED["an inline script"], policy=False)

    assert page.evaluate("window.ran")


def test_injected_text_is_no_markup(page, plain_address):
    """A script that writes text as markup is refused where the browser knows trusted types."""
    page.goto(plain_address + POLICY_PAGE)
    refused = page.evaluate("(() => { try { document.querySelector('h1').innerHTML = '<b>x</b>'; return false; } catch { return true; } })()")

    assert refused


def open_with(page, plain_address, injected, *, policy=True):
    """Open a page into which something was put at its end, with or without its policy."""

    def change(route):
        answer = route.fetch()
        text = answer.text() if policy else META.sub("", answer.text())
        assert policy is bool(META.search(text))
        route.fulfill(response=answer, body=text.replace("</body>", f"{injected}</body>"))

    page.route(plain_address + POLICY_PAGE, change)
    page.goto(plain_address + POLICY_PAGE)
    page.wait_for_load_state("load")
