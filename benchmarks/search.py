# The questions and their right answers were fixed before the search was tuned (questions.yml). The test half is looked at
# as one number only; what is printed question by question is the tuning half.
"""How many questions find a right page among the first three results: ours, and beside it Material's own and pagefind.

    python benchmarks/search.py            the share on the test half, and the size of what a first search fetches
    python benchmarks/search.py --tune     the tuning half too, with each question that misses
    python benchmarks/search.py --peers    the same questions on Material's own search and on pagefind, on the same pages

Needs Node; --peers needs npm (for pagefind) and Chrome, Chromium or Edge too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "benchmarks"
SCHOOLS = {"P": "alder-lane-primary", "S": "brackenfield-academy"}
FIRST = 3
PAGEFIND = "pagefind@1.6.0"
Found = list[list[list[str]]]  # for each question its results, each of one or several addresses


@dataclass(frozen=True)
class Question:
    """A question as it is typed, and what counts as right."""

    ask: str
    voice: str
    school: str
    half: str
    right: tuple[str, ...]

    def is_right(self, address: str) -> bool:
        """Say whether an address in the site is one of those that count."""
        page, _, anchor = address.removeprefix("/").partition("#")
        page = page.removesuffix("index.html")
        for right in self.right:
            right_page, _, right_anchor = right.partition("#")
            if right_page in ("*", page) and (not right_anchor or right_anchor == anchor):
                return True
        return False

    def place(self, found: list[list[str]]) -> int:
        """Give the place of the first right result, from 1; 0 where there is none."""
        return next((number for number, result in enumerate(found, 1) if any(map(self.is_right, result))), 0)


def read_questions() -> list[Question]:
    """Read questions.yml."""
    rows = yaml.safe_load((HERE / "questions.yml").read_text("utf-8"))["questions"]
    return [Question(**{**row, "right": tuple(row["right"])}) for row in rows]


def build(folder: Path) -> None:
    """Build both schools' sites."""
    sys.path.insert(0, str(ROOT / "hooks"))
    from houserules.core import Core
    from houserules.engine import build_site

    core = Core(ROOT)
    for slug in SCHOOLS.values():
        warnings = build_site(core, core.site(core.school(ROOT / "schools" / slug)), folder / slug)
        if warnings:
            raise SystemExit("\n".join(warnings))


def _node(script: str, *arguments: Path, questions: list[str]) -> Found:
    command = ["node", HERE / script, *arguments]
    done = subprocess.run(command, input=json.dumps(questions), capture_output=True, text=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def ours(site: Path, questions: list[str]) -> Found:
    """What the page's own code finds."""
    return _node("search_ours.mjs", ROOT / "overrides" / "assets", site / "search" / "search_index.json", questions=questions)


def material(site: Path, questions: list[str]) -> Found:
    """What Material's worker finds in the index that its plugin writes."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    from houserules.core import Core
    from houserules.engine import SITE
    from houserules.outputs.stamp import stamp_text

    core, folder = Core(ROOT), site.with_name(site.name + "-material")
    settled = core.site(core.school(ROOT / "schools" / site.name))
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), plugins=["search"])
    config.extra[SITE] = settled
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    mkdocs_build(config)
    index = folder / "search" / "search_index.json"
    stamped = stamp_text(index.read_text("utf-8"), index.name, settled.alphabet.meanings(), settled.values, settled.school.lists)
    index.write_text(stamped, "utf-8")
    (worker,) = (folder / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    return _node("search_material.mjs", worker, index, questions=questions)


def pagefind(site: Path, questions: list[str]) -> Found:
    """What pagefind finds in the same pages, in a browser: each page with its first three parts."""
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(ROOT / "tests" / "browser"))
    from conftest import find_browser

    command = ["npx", "--yes", PAGEFIND, "--site", site, "--root-selector", ".hr-page", "--output-path", site / "pagefind"]
    subprocess.run(command, capture_output=True, check=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=find_browser(play.chromium.executable_path))
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/404.html")
            return page.evaluate(
                """async questions => {
                    const pagefind = await import("/pagefind/pagefind.js"), all = [];
                    for (const question of questions) {
                        const found = [];
                        for (const result of (await pagefind.search(question)).results.slice(0, 10)) {
                            const page = await result.data();
                            // pagefind's own page shows the three parts with the most hits
                            const parts = page.sub_results.sort((one, other) => other.locations.length - one.locations.length).slice(0, 3);
                            found.push([page.url, ...parts.map(part => part.url)]);
                        }
                        all.push(found);
                    }
                    return all;
                }""",
                questions,
            )
    finally:
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def ask(engine: Callable[[Path, list[str]], Found], questions: list[Question], sites: Path) -> Iterator[tuple[Question, list[list[str]]]]:
    """Put every question to the search of its school."""
    for school, slug in SCHOOLS.items():
        here = [question for question in questions if question.school == school]
        yield from zip(here, engine(sites / slug, [question.ask for question in here]), strict=True)


def share(asked: list[tuple[Question, list[list[str]]]]) -> str:
    """Give the share with a right page among the first."""
    hits = sum(0 < question.place(found) <= FIRST for question, found in asked)
    return f"{hits} of {len(asked)} ({hits / len(asked):.0%})"


def sizes(site: Path) -> str:
    """Say what a first search fetches, as gzip -9 makes it."""
    fetched = [site / "search" / "search_index.json", *(site / "assets" / name for name in ("search-rank.js", "vendor/minisearch.js"))]
    each = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in fetched}
    return f"{site.name}: {sum(each.values()):,} bytes: " + ", ".join(f"{name} {size:,}" for name, size in each.items())


def main() -> None:
    """Build, ask and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tune", action="store_true", help="the tuning half too, and what it misses")
    arguments.add_argument("--peers", action="store_true", help="Material's own search and pagefind beside it")
    arguments.add_argument("--sites", type=Path, help="a folder with both sites built already")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as made:
        sites = options.sites or Path(made)
        if not options.sites:
            build(sites)
        else:
            sys.path.insert(0, str(ROOT / "hooks"))
        questions = read_questions()
        engines = {"ours": ours, "Material's own": material, "pagefind": pagefind} if options.peers else {"ours": ours}
        for name, engine in engines.items():
            asked = list(ask(engine, questions, sites))
            halves = {half: [pair for pair in asked if pair[0].half == half] for half in ("test", "tune")}
            print(f"{name}: test half {share(halves['test'])}", f"tuning half {share(halves['tune'])}" if options.tune else "", sep=", " if options.tune else "")
            if options.tune and engine is ours:
                for question, found in halves["tune"]:
                    if not 0 < question.place(found) <= FIRST:
                        print(f"  {question.voice}: {question.ask}: place {question.place(found) or 'none'}; first {[one[0] for one in found[:FIRST]]}")
        for slug in SCHOOLS.values():
            print(sizes(sites / slug))


if __name__ == "__main__":
    main()
