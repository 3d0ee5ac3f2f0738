"""What a site tells its host to send: the same policy as its pages bring, and a little that only a header can say."""

from __future__ import annotations

import html
import re
from contextvars import copy_context
from xml.etree import ElementTree

import pytest
from tests.sites.conftest import EXAMPLES, ROOT

from houserules.documents.events import note_command
from houserules.engine import build_site

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
POLICY = "Content-Security-Policy"


def headers_of(text: str) -> dict[str, dict[str, str]]:
    """Give the headers that a `_headers` file sets for each pattern of addresses."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if not line.startswith(" "):
            here = found.setdefault(line, {})
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            here[name] = value
    return {pattern: headers for pattern, headers in found.items() if pattern}


def directives_of(policy: str) -> dict[str, str]:
    """Give what a policy says of each kind of thing."""
    return {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_page_brings_the_policy(mkdocs_sites, slug):
    """Every page, and the one for what isn't found, has it once, before anything that is fetched."""
    for name, content in mkdocs_sites[slug].files.items():
        if name.endswith(".html"):
            text = content.decode()
            (found,) = META.finditer(text)
            assert found.start() < min(text.index("<link"), text.index("<script")), name


def test_policy_is_narrow(mkdocs_sites):
    """Nothing inline, nothing from another host, nothing but what our pages use."""
    (policy,) = {found for found in META.findall(mkdocs_sites["alder-lane-primary"].text("index.html"))}
    directives = directives_of(html.unescape(policy))

    assert "'none'" == directives["default-src"]
    assert {"'self'", "'none'"} == {directives[name] for name in directives if name.endswith("-src") or name in ("base-uri", "form-action")}
    assert "unsafe" not in policy


@pytest.mark.parametrize("slug", EXAMPLES)
def test_headers_of_hosts_agree(mkdocs_sites, slug):
    """`_headers` and `web.config` say the same, and as their policy what the pages say, with who may put them in a frame."""
    built = mkdocs_sites[slug]
    headers = headers_of(built.text("_headers"))
    config = ElementTree.fromstring(built.text("web.config").partition("?>")[2])
    added = {part.get("name"): part.get("value") for part in config.iter("add")}

    assert headers["/*"] == added
    assert META.findall(built.text("index.html"))[0] + "; frame-ancestors 'self'" == added[POLICY]
    assert ("nosniff", "no-referrer") == (added["X-Content-Type-Options"], added["Referrer-Policy"])
    assert "camera=()" in added["Permissions-Policy"]


def test_no_header_is_given_twice(mkdocs_sites):
    """Where two rules of `_headers` hold for an address, both hosts join what they say: so they say different things."""
    rules = list(headers_of(mkdocs_sites["alder-lane-primary"].text("_headers")).values())

    assert len(rules) == 2
    assert not set(rules[0]) & set(rules[1])


def test_what_changes_under_its_name_is_not_kept_for_long(mkdocs_sites):
    """Style sheets and scripts keep their names when they change, so nobody keeps them for more than an hour."""
    built = mkdocs_sites["alder-lane-primary"]
    caching = headers_of(built.text("_headers"))["/assets/*"]["Cache-Control"]
    config = ElementTree.fromstring(built.text("web.config").partition("?>")[2])

    assert "public, max-age=3600" == caching
    assert ["01:00:00"] == [part.get("cacheControlMaxAge") for part in config.iterfind("location/system.webServer/staticContent/clientCache")]


@pytest.mark.parametrize("slug", EXAMPLES)
def test_no_style_and_no_script_stands_in_a_page(mkdocs_sites, slug):
    """The policy would refuse them: no style attribute, no style element, no script but from a file, no event attribute."""
    inline = re.compile(r"<style|<script(?![^>]*\ssrc=)|<[^>]+\s(?:style|on[a-z]+)=", re.IGNORECASE)

    assert {} == {
        name: found[0] for name, content in mkdocs_sites[slug].files.items() if name.endswith(".html") and (found := inline.search(content.decode()))
    }


def test_who_edits_has_no_policy(core, tmp_path):
    """`mkdocs serve` puts a script of its own into each page, so that it is loaded again after a change: it has to run."""
    context, site = copy_context(), core.site(core.school(ROOT / "schools" / "oakhollow-special"))
    context.run(note_command, "serve")
    context.run(build_site, core, site, tmp_path)

    assert not META.search((tmp_path / "index.html").read_text("utf-8"))
