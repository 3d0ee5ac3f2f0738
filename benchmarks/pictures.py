"""The README's pictures: what a parent, a member of staff and somebody in the dark see of the example schools.

    python benchmarks/pictures.py                 builds the schools and takes the pictures
    python benchmarks/pictures.py --site public   takes them of schools that are built already

Writes contributing/pictures/*.webp. Needs Chrome, Chromium or Edge.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import Quiet, find_browser

from houserules.core import Core
from houserules.fleet.build import build_fleet
from houserules.fleet.find import find_schools
from houserules.outputs.school_index import write_school_index

PICTURES = ROOT / "contributing" / "pictures"
PHONE, DESK = (390, 780), (1280, 800)
MOST = 600_000  # bytes in all


@dataclass(frozen=True)
class Picture:
    """What is taken: a page, the screen, light or dark; what is put at the top of the screen, opened or searched for first."""

    name: str
    path: str
    screen: tuple[int, int] = PHONE
    scheme: str = "light"
    top: str = ""
    opened: str = ""
    ask: str = ""


ALL = (
    Picture("home-phone", "alder-lane-primary/"),
    Picture("table-phone", "alder-lane-primary/guidance/who-may-contact-whom/", top="h3:has(+ .hr-contact)"),
    Picture("search-phone", "brackenfield-academy/", ask="can sir follow me on insta"),
    Picture("scenario-phone-dark", "ysgol-bryn-eithin/guidance/boundaries-contact/", scheme="dark", top=".hr-scenario details", opened=".hr-scenario details"),
    Picture("policy-desk", "alder-lane-primary/policies/staff-acceptable-use/", DESK),
    Picture("schools-desk", "", DESK),
)


def take(page: Any, address: str, picture: Picture) -> bytes:
    """Open a page as the picture wants it; give it as a PNG."""
    page.set_viewport_size(dict(zip(("width", "height"), picture.screen, strict=True)))
    page.emulate_media(color_scheme=picture.scheme)
    page.goto(address + picture.path)
    if picture.opened:
        page.locator(picture.opened).first.evaluate("part => { part.open = true; }")
    if picture.top:
        page.locator(picture.top).first.evaluate("part => part.scrollIntoView({block: 'start', behavior: 'instant'})")
    if picture.ask:
        page.get_by_role("banner").get_by_role("button", name="Search").click()
        page.locator("#search-field").fill(picture.ask)
        page.locator(".hr-result").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def main() -> int:
    """Build, take, write; end with 1 if the pictures are too big."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a folder of schools' sites that are built already")
    asked = parser.parse_args()
    core, folders = Core(ROOT), find_schools(ROOT / "schools")
    with tempfile.TemporaryDirectory() as name:
        out = asked.site or Path(name) / "public"
        if not asked.site:
            assert all(outcome.published for outcome in build_fleet(folders, out, core))
        write_school_index(core.folder / "overrides", out, note="These schools are fictional.")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(out)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        PICTURES.mkdir(exist_ok=True)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=find_browser(play.chromium.executable_path), args=["--disable-gpu"])
            page = browser.new_context(reduced_motion="reduce").new_page()
            for picture in ALL:
                taken = Image.open(io.BytesIO(take(page, f"http://127.0.0.1:{server.server_address[1]}/", picture)))
                taken.convert("RGB").save(PICTURES / f"{picture.name}.webp", quality=88, method=6)
            browser.close()
        server.shutdown()
    sizes = {path.name: path.stat().st_size for path in sorted(PICTURES.glob("*.webp"))}
    print(*(f"{size:>9,} {name}" for name, size in sizes.items()), f"{sum(sizes.values()):>9,} in all", sep="\n")
    return 0 if sum(sizes.values()) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
