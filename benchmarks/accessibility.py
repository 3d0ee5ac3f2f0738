# The tests look at one page of each kind, and CI runs them; this looks at every page, takes a quarter of an hour, and its
# result is kept in contributing/accessibility/axe.json, so that a change of it is seen in a review.
"""axe-core on every page of every example school: light and dark, on a phone and on a desk, with search and the menu open.

    python benchmarks/accessibility.py                 builds the schools, looks at all pages, writes the record
    python benchmarks/accessibility.py --site public   looks at schools that are built already

Ends with 1 if there is a fault, a doubt that contributing/accessibility/incomplete.yml doesn't judge, a page on which no
text is painted, or one that scrolls sideways. Needs Chrome, Chromium or Edge.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import threading
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.axe import FEWEST_PASSED, TAGS, axe_version, is_painted, judgements, run_axe
from tests.browser.conftest import PHONE, Quiet, find_browser

from houserules.core import Core
from houserules.fleet.build import build_fleet
from houserules.fleet.find import find_schools

RECORD = ROOT / "contributing" / "accessibility" / "axe.json"
WIDTHS = (PHONE, 1280)
NARROW = (320, PHONE)  # where nothing may scroll sideways
SCHEMES = ("light", "dark")
QUESTION = "phone"


@dataclass
class Looked:
    """What came of looking at one school: counts, and for each fault where it was first seen."""

    pages: int = 0
    runs: int = 0
    search: int = 0
    menu: int = 0
    fewest_passed: int = 1000
    used: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    unpainted: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, page: Any, where: str) -> int:
        """Run axe on what is open and count what it says; give the number of rules that it passed."""
        found = run_axe(page)
        self.runs += 1
        self.used.update(found.used)
        for counter, told in ((self.faults, found.faults), (self.doubts, found.open)):
            for rule, places in told.items():
                counter[rule] += len(places)
                self.first.setdefault(rule, f"{where}: {places[0]}")
        return len(found.passed)


def look_at_school(folder: Path) -> tuple[str, Looked]:
    """Look at every page of a school's site."""
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_AtItsAddress, _path_of(folder), directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address, looked = f"http://127.0.0.1:{server.server_address[1]}/", Looked()
    paths = ["" if path.parent == folder else path.parent.relative_to(folder).as_posix() + "/" for path in sorted(folder.rglob("index.html"))]
    opened = {"", next(path for path in paths if path.startswith("policies/"))}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(play.chromium.executable_path), args=["--disable-gpu"])
        page = browser.new_context(reduced_motion="reduce", bypass_csp=True).new_page()
        page.set_default_timeout(120_000)  # a machine may have other things to do
        for path in [*paths, "404.html"]:
            print(f"{folder.name}/{path}", file=sys.stderr)
            looked.pages += 1
            for width in WIDTHS:
                _look_at_page(page, address + path, f"{folder.name}/{path}", width, looked)
                if path in opened:
                    _look_at_opened(page, address + path, f"{folder.name}/{path}", width, looked)
        browser.close()
    server.shutdown()
    return folder.name, looked


class _AtItsAddress(Quiet):
    """Serves a site at the top, and also under the path at which it is to stand: the page for what isn't found asks for files there."""

    def __init__(self, path: str, *arguments: Any, **named: Any) -> None:
        self.at = path
        super().__init__(*arguments, **named)

    def translate_path(self, path: str) -> str:
        """Give the file for a path."""
        return super().translate_path(path[len(self.at) - 1 :] if path.startswith(self.at) else path)


def _path_of(folder: Path) -> str:
    """Give the path at which a site is to stand, as its page for what isn't found says it."""
    found = re.search(r'href="(/[^"]*?)assets/brand\.css"', (folder / "404.html").read_text("utf-8"))
    return found[1] if found else "/"


def _look_at_page(page: Any, url: str, name: str, width: int, looked: Looked) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(url)
    if width == PHONE:
        for narrow in NARROW:
            page.set_viewport_size({"width": narrow, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > narrow:
                looked.sideways.append(f"{name} at {narrow}")
    page.evaluate("document.querySelectorAll('.hr-words details').forEach(part => { part.open = true; })")
    for scheme in SCHEMES:
        _show(page, scheme)
        if not is_painted(page):
            looked.unpainted.append(f"{name} at {width}, {scheme}")
        looked.fewest_passed = min(looked.fewest_passed, looked.add(page, f"{name} at {width}, {scheme}"))


def _look_at_opened(page: Any, url: str, name: str, width: int, looked: Looked) -> None:
    """Search with results, and on a phone the menu with a section open."""
    for scheme in SCHEMES:
        _show(page, scheme)
        page.get_by_role("banner").get_by_role("button", name="Search").click()
        page.locator("#search-field").fill(QUESTION)
        page.locator(".hr-result").first.wait_for()
        looked.add(page, f"{name} at {width}, {scheme}, search open")
        looked.search += 1
        page.keyboard.press("Escape")
        page.goto(url)
        if width == PHONE:
            page.get_by_role("button", name="Menu").click()
        page.locator("#menu summary").first.click()
        looked.add(page, f"{name} at {width}, {scheme}, menu open")
        looked.menu += 1
        page.goto(url)


def _show(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("scheme => document.documentElement.dataset.hrScheme === scheme", arg=scheme, polling=100)


def record(schools: dict[str, Looked]) -> dict[str, Any]:
    """Put together what is kept: what was looked at, with what, and what was found."""
    all_ = list(schools.values())
    used = sum((looked.used for looked in all_), Counter())
    return {
        "on": date.today().isoformat(),
        "axe": axe_version(),
        "rules": list(TAGS),
        "widths": list(WIDTHS),
        "schemes": list(SCHEMES),
        "schools": {name: {"pages": looked.pages, "runs": looked.runs} for name, looked in sorted(schools.items())},
        "pages": sum(looked.pages for looked in all_),
        "runs": sum(looked.runs for looked in all_),
        "with_search_open": sum(looked.search for looked in all_),
        "with_menu_open": sum(looked.menu for looked in all_),
        "fewest_rules_passed": min(looked.fewest_passed for looked in all_),
        "violations": dict(sum((looked.faults for looked in all_), Counter())),
        "incomplete_not_judged": dict(sum((looked.doubts for looked in all_), Counter())),
        "incomplete_judged": [{"rule": one.rule, "where": one.where, "places": used[number]} for number, one in enumerate(judgements())],
        "without_painted_text": [name for looked in all_ for name in looked.unpainted],
        "scrolling_sideways": [name for looked in all_ for name in looked.sideways],
    }


def main() -> int:
    """Look, write, and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a folder of schools' sites that are built already")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--record", type=Path, default=RECORD)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        out = asked.site or Path(name) / "public"
        if not asked.site:
            assert all(outcome.published for outcome in build_fleet(find_schools(ROOT / "schools"), out, Core(ROOT)))
        folders = sorted(path.parent for path in out.resolve().glob("*/manifest.json"))
        with ProcessPoolExecutor(asked.workers) as workers:
            schools = dict(workers.map(look_at_school, folders))
    told = record(schools)
    asked.record.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    for first in {rule: place for looked in schools.values() for rule, place in looked.first.items()}.items():
        print(*first, sep=": ")
    print(json.dumps({key: value for key, value in told.items() if key not in ("rules", "incomplete_judged")}, indent=1))
    bad = any(told[key] for key in ("violations", "incomplete_not_judged", "without_painted_text", "scrolling_sideways"))
    return 1 if bad or told["fewest_rules_passed"] < FEWEST_PASSED else 0


if __name__ == "__main__":
    sys.exit(main())
