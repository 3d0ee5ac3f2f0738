"""A school's logo, or its initials: on every page, small, and the same through both ways of building."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from tests.conftest import PROFILE, SAMPLE, overlay
from tests.sites.conftest import Built, build_with_houserules, build_with_mkdocs

from houserules.profile.logo import MOST_BYTES

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"><script>alert("a script in a logo")</script>
<rect width="10" height="12" fill="#00ff00"/><image width="9" height="9" href="https://elsewhere.example/x.png"/></svg>"""


@pytest.fixture(scope="module")
def with_logo(tmp_path_factory) -> tuple[Built, Built]:
    """The sample school with an SVG that holds a script, through the hooks and through the command."""
    folder = tmp_path_factory.mktemp("logo")
    school = folder / "schools" / "marsh-street"
    school.mkdir(parents=True)
    changes = {"brand.logo": "crest.svg", "authority": None}
    (school / PROFILE).write_text(overlay((SAMPLE / PROFILE).read_text("utf-8"), changes), "utf-8")
    (school / "crest.svg").write_text(SVG)
    return build_with_mkdocs(school, folder / "site"), build_with_houserules(school, folder / "public")


def test_both_ways_give_the_same_bytes(with_logo):
    """Pages, logo, icon and manifest."""
    alone, fleet = with_logo
    together = {name.partition("/")[2]: content for name, content in fleet.files.items() if name.startswith("marsh-street/")}

    assert (0, 0) == (alone.status, fleet.status), alone.said + fleet.said
    assert alone.files == together


def test_logo_is_published_as_a_small_picture(with_logo):
    """A PNG with the drawing in it; the SVG itself, its script and what it names elsewhere are nowhere."""
    built = with_logo[0]
    logo = built.files["assets/logo.png"]

    assert len(logo) <= MOST_BYTES
    assert (0, 255, 0) == Image.open(io.BytesIO(logo)).convert("RGB").getpixel((20, 20))
    assert not [name for name in built.files if name.endswith("crest.svg")]
    assert not [name for name, content in built.files.items() if b"a script in a logo" in content or b"elsewhere.example/x.png" in content]


def test_every_page_shows_the_logo_and_its_icon(with_logo):
    """In the header, and beside the title in the browser."""
    built = with_logo[0]
    pages = [name for name in built.files if name.endswith(".html")]

    assert len(pages) > 20
    assert [] == [name for name in pages if not re.search(r'<img class="hr-crest" src="[^"]*assets/logo\.png"', built.text(name))]
    assert [] == [name for name in pages if not re.search(r'<link rel="icon" href="[^"]*assets/favicon\.png"', built.text(name))]
    assert (64, 64) == Image.open(io.BytesIO(built.files["assets/favicon.png"])).size


def test_school_without_a_logo_shows_its_initials_in_its_colour(mkdocs_sites, core):
    """On pages and beside the title; and there is no picture to fetch."""
    site = next(built for built in mkdocs_sites.values() if "assets/logo.png" not in built.files)
    school = core.school(core.folder / "schools" / site.folder.name)
    icon = site.text("assets/favicon.svg")

    assert school.values["school.monogram"] in icon
    assert f'fill="{school.profile.brand.colour}"' in icon
    assert 'assets/favicon.svg" type="image/svg+xml"' in site.text("index.html")
    assert "assets/favicon.png" not in site.files
