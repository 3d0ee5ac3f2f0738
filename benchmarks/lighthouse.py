# Lighthouse is what many people will try the site with. Its phone profile slows the processor and the line by
# calculation, so the machine's own speed shows less than in a stopwatch; single runs still differ, hence the median.
"""Lighthouse, phone profile: the median of five runs on the first page, a policy and the answers for parents.

    python benchmarks/lighthouse.py                    builds the default school, and writes the record
    python benchmarks/lighthouse.py --site public/x    looks at a school's site that is built already

Ends with 1 if a median is below what is to be reached: 100 for accessibility, 95 for performance.
Needs Node, npm (which fetches Lighthouse) and Chrome, Chromium or Edge.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from datetime import date
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import DEFAULT_SCHOOL, find_browser

from houserules.core import Core
from houserules.fleet.build import build_fleet

LIGHTHOUSE = "lighthouse@12.8.2"
RECORD = ROOT / "contributing" / "accessibility" / "lighthouse.json"
PAGES = {"the first page": "", "a policy": "policies/staff-acceptable-use/", "answers for parents": "guidance/answers-parents/"}
REACH = {"accessibility": 100, "performance": 95, "best-practices": 0, "seo": 0}  # the last two are shown, and no figure to reach
SWITCHES = (
    "--headless --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    + (" --no-sandbox" if hasattr(os, "geteuid") and os.geteuid() == 0 else "")  # Chromium refuses its sandbox to root
)
PACKED = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml"}


class Host(SimpleHTTPRequestHandler):
    """A host as schools have it: texts go out packed, and a connection serves more than one file."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, packed if it is a text."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = path.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", PACKED.get(path.suffix) or self.guess_type(str(path)))
        if path.suffix in PACKED:
            content = gzip.compress(content, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def look(url: str, program: Path, browser: str, folder: Path) -> dict[str, Any]:
    """Run Lighthouse once; give its report."""
    report = folder / "report.json"
    command = [str(program), url, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={SWITCHES}"]
    subprocess.run(command, env={**os.environ, "CHROME_PATH": browser}, check=True, capture_output=True, timeout=180)
    return json.loads(report.read_text("utf-8"))


def main() -> int:
    """Look, write, and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a school's site that is built already")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--record", type=Path, default=RECORD)
    asked = parser.parse_args()
    browser = find_browser("")
    if browser is None:
        raise SystemExit("There is no Chrome, Chromium or Edge on this machine.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = asked.site
        if site is None:
            assert all(outcome.published for outcome in build_fleet([ROOT / "schools" / DEFAULT_SCHOOL], folder / "public", Core(ROOT)))
            site = folder / "public" / DEFAULT_SCHOOL
        subprocess.run(["npm", "install", "--prefix", name, "--no-save", "--no-audit", "--no-fund", LIGHTHOUSE], check=True, capture_output=True)
        program = folder / "node_modules" / ".bin" / ("lighthouse.cmd" if os.name == "nt" else "lighthouse")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        reports = {what: [look(address + path, program, browser, folder) for _ in range(asked.runs)] for what, path in PAGES.items()}
    runs = {
        what: {kind: [round(100 * report["categories"][kind]["score"]) for report in all_] for kind in REACH} for what, all_ in reports.items()
    }
    medians = {what: {kind: statistics.median(scores) for kind, scores in kinds.items()} for what, kinds in runs.items()}
    first = next(iter(reports.values()))[0]
    told = {"on": date.today().isoformat(), "lighthouse": first["lighthouseVersion"], "profile": first["configSettings"]["formFactor"]}
    told |= {"school": site.name, "medians": medians, "runs": runs}
    asked.record.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    for what, kinds in medians.items():
        print(f"{what:22}" + "".join(f"{kind}: {score:<8g}" for kind, score in kinds.items()))
    return 0 if all(kinds[kind] >= least for kinds in medians.values() for kind, least in REACH.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
