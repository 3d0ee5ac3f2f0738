"""Values are literal text: they read exactly as they were typed, wherever they stand, and inject nothing."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.sites.conftest import ROOT, Built

from houserules.engine import build_site
from houserules.outputs.check_site import check_site

HOSTILE = "O'Brien & Sons <b>_St_ Mary*s</b>"
SHORT = "<script>alert(1)</script> `x` [y](z) {% x %} ${7*7} \U0001f600 مدرسة"
OWNER = '"><img src=x onerror=alert(1)> & **co**'


CHANGES = (
    ("name: Alder Lane Primary School", f"name: {json.dumps(HOSTILE)}"),
    ("short_name: Alder Lane\n", f"short_name: {json.dumps(SHORT, ensure_ascii=False)}\n"),
    ("owner: the deputy head", f"owner: {json.dumps(OWNER)}"),
    ("handle: Alder Lane Primary School", f"handle: {json.dumps(HOSTILE)}"),
    ("https://alder-lane.example/complaints", "https://alder-lane.example/a?b=1&c=%22#d"),
)


def build(core, folder: Path, changes) -> Built:
    """Build the default school, without its authority, with some of its values changed."""
    text = (ROOT / "schools" / "alder-lane-primary" / "school.yml").read_text("utf-8")
    for old, new in (("authority: fernshire\n", ""), *changes):
        assert old in text
        text = text.replace(old, new)
    school = folder / "schools" / "school"
    school.mkdir(parents=True)
    (school / "school.yml").write_text(text, "utf-8")
    site = core.site(core.school(school))
    warnings = build_site(core, site, folder / "site", documents=False)
    return Built(folder / "site", 0, "\n".join([*warnings, *check_site(folder / "site", tuple(site.pages))]))


@pytest.fixture(scope="module")
def hostile(core, tmp_path_factory) -> Built:
    """A school with names that mean something to HTML, Markdown and templates."""
    return build(core, tmp_path_factory.mktemp("hostile"), CHANGES)


@pytest.fixture(scope="module")
def plain(core, tmp_path_factory) -> Built:
    """The same school with ordinary names."""
    return build(core, tmp_path_factory.mktemp("plain"), ())


def test_site_is_whole(hostile):
    """Nothing is warned of, no link is broken, nothing is left unfilled."""
    assert "" == hostile.said


def test_name_reads_exactly_so(hostile):
    """The name stands in the title, the header and the text of pages exactly as it was typed."""
    for page in ("index.html", "policies/staff-acceptable-use/index.html", "404.html"):
        assert HOSTILE in html.unescape(hostile.text(page)), page
    assert html.unescape(re.search(r"<title>(.*?)</title>", hostile.text("index.html"))[1]).endswith(HOSTILE)
    assert HOSTILE in html.unescape(hostile.text("guidance/official-accounts-register/index.html"))
    assert SHORT in html.unescape(hostile.text("policies/staff-acceptable-use/index.html"))


def test_search_index_reads_exactly_so(hostile):
    """The search index is JSON in which the names read as they were typed."""
    index = json.loads(hostile.text("search/search_index.json"))

    assert any(SHORT in html.unescape(entry["text"]) for entry in index["docs"])


def test_nothing_is_injected(hostile, plain):
    """The pages have the same elements as those of a school with an ordinary name, and no handler of events."""
    for name in ("index.html", "policies/staff-acceptable-use/index.html", "guidance/official-accounts-register/index.html"):
        assert elements(plain.text(name)) == elements(hostile.text(name)), name


def test_address_keeps_its_meaning(hostile):
    """An address with & and quotes leads where it led."""
    assert 'href="https://alder-lane.example/a?b=1&amp;c=%22#d"' in hostile.everything


def test_anchors_and_addresses_do_not_depend_on_values(hostile, plain):
    """The files and the anchors of both sites are the same."""
    assert sorted(plain.files) == sorted(hostile.files)
    for name in hostile.files:
        if name.endswith(".html"):
            assert re.findall(r'\sid="([^"]*)"', plain.text(name)) == re.findall(r'\sid="([^"]*)"', hostile.text(name)), name


def elements(text: str) -> list[str]:
    """Give the names of all elements of a page, in order."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            assert not [name for name, _ in attrs if name.startswith("on")], (tag, attrs)
            found.append(tag)

    Reader().feed(text)
    return found
