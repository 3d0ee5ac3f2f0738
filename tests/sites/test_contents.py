"""What stands in a site, and what must stand in none."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel
from tests.sites.conftest import EXAMPLES, ROOT

from houserules.profile.fields import Profile
from houserules.profile.models import model_in


def private_values(model: BaseModel) -> list[str]:
    """Give every text in a profile that is declared private, wherever it stands."""
    found: list[str] = []
    for name, info in type(model).model_fields.items():
        value, extra = getattr(model, name), info.json_schema_extra or {}
        if extra.get("public") is False:
            found += list(texts(value.model_dump() if isinstance(value, BaseModel) else value))
        elif isinstance(value, BaseModel):
            found += private_values(value)
        elif isinstance(value, tuple) and model_in(info.annotation):
            found += [text for entry in value for text in private_values(entry)]
    return found


def texts(value: object) -> Iterator[str]:
    """Give every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for inner in value.values() for text in texts(inner))
    elif isinstance(value, (list, tuple)):
        yield from (text for inner in value for text in texts(inner))


@pytest.mark.parametrize("slug", EXAMPLES)
def test_nothing_private_is_published(mkdocs_sites, core, slug):
    """No private field's value stands in any file: pages, search index, manifest."""
    profile: Profile = core.school(ROOT / "schools" / slug).profile
    # a post such as "Deputy head" stands in the words of many pages; the others could stand there only by our fault
    secrets = set(private_values(profile)) - {"Headteacher", "Deputy head", "Business manager", "Vice principal", "Assistant principal"}
    everything = html.unescape(mkdocs_sites[slug].everything)

    assert [] == [secret for secret in secrets if secret in everything]


def test_private_values_are_there_to_be_found(core):
    """The test above looks for something: the default school has a private number and a network manager."""
    profile = core.school(ROOT / "schools" / "alder-lane-primary").profile

    assert {"07700 900101", "Sam Carter", "network@alder-lane.example"} <= set(private_values(profile))


def test_a_hidden_name_is_nowhere(mkdocs_sites):
    """`show_name: no` keeps a head's name off the whole site."""
    assert "Grace Turner" not in mkdocs_sites["oakhollow-special"].everything


@pytest.mark.parametrize("slug", EXAMPLES)
def test_what_does_not_apply_is_nowhere(mkdocs_sites, core, slug):
    """The sentences of every answer that the school didn't choose stand in no file, unless a chosen one says the same."""
    school = core.school(ROOT / "schools" / slug)
    words, _ = core.words_for(school)
    chosen = {ruling.case(school.facts).says for ruling in words.rulings.values()}
    others = {case.says for ruling in words.rulings.values() for case in ruling.cases} - chosen
    everything = html.unescape(mkdocs_sites[slug].everything)

    assert [] == [says for says in sorted(others) if "{{" not in says and says in everything and not any(says in other for other in chosen)]


@pytest.mark.parametrize("slug", EXAMPLES)
def test_search_index_has_only_what_is_there(mkdocs_sites, slug):
    """Every entry of the search index leads to a page of the site, and to a part that is on it."""
    built = mkdocs_sites[slug]
    for entry in json.loads(built.text("search/search_index.json"))["docs"]:
        page, _, anchor = entry["location"].partition("#")
        text = built.text(f"{page}index.html")
        assert not anchor or re.search(rf'id="?{re.escape(anchor)}["\s>]', text), entry["location"]


@pytest.mark.parametrize("slug", EXAMPLES)
def test_manifest_lists_every_file(mkdocs_sites, slug):
    """The manifest holds the hash of every other file, and each policy's version and clauses."""
    built = mkdocs_sites[slug]
    manifest = json.loads(built.text("manifest.json"))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in built.files.items() if name != "manifest.json"}

    assert hashes == manifest["files"]
    assert slug == manifest["school"]["slug"]
    policies = {id: page for id, page in manifest["pages"].items() if id.startswith("policies/")}
    assert all(re.fullmatch("[0-9a-f]{8}", page["version"]) and page["clauses"] for page in policies.values())
    assert policies["policies/staff-acceptable-use"]["version"] in built.text("policies/staff-acceptable-use/index.html")
    assert all(reference["checked_on"] for reference in manifest["references"].values())


@pytest.mark.parametrize("slug", EXAMPLES)
def test_nothing_is_asked_of_another_host(mkdocs_sites, slug):
    """No page names a script, style, picture or font of another host."""
    fetched = re.compile(r'<(?:script|img|source|iframe|link)\b[^>]*\s(?:src|href)="?((?:https?:)?//[^"\s>]+)[^>]*')
    for name, content in mkdocs_sites[slug].files.items():
        if name.endswith(".html"):
            assert [] == [found[0] for found in fetched.finditer(content.decode()) if "canonical" not in found[0]], name


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_page_says_who_when_and_how(mkdocs_sites, core, slug):
    """Every page says who owns it, when it is due for review, and how to ask for a paper copy."""
    school = core.school(ROOT / "schools" / slug)
    for name in (name for name in mkdocs_sites[slug].files if name.endswith("index.html")):
        text = html.unescape(mkdocs_sites[slug].text(name))
        assert all(school.values[path] in text for path in ("review.owner", "review.review_by", "paper_copies.ask")), name


def test_nations_do_not_leak(mkdocs_sites):
    """The Welsh school's site names no English body, and calls the safeguarding lead by its Welsh name."""
    everything = mkdocs_sites["ysgol-bryn-eithin"].everything

    assert [] == [name for name in ("Ofsted", "KCSIE", "Keeping children safe in education", "LADO", "esignated safeguarding lead") if name in everything]
    assert "designated safeguarding person" in everything
