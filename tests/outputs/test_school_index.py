"""The page in front of many schools' sites."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from houserules.outputs.manifest import MANIFEST, describe_site, join_manifest
from houserules.outputs.school_index import ICON, INDEX, STYLE, list_schools, render_index, write_school_index
from houserules.problems import Problems
from houserules.profile.fields import Nation, Phase


@pytest.fixture
def sites(core, school_folder, tmp_path):
    """Give a function that publishes sites of a few empty pages, from changes to the sample by slug; it gives their folder."""

    def make(schools, pages=()):
        for slug, changes in schools.items():
            school, site = core.school(school_folder(changes, name=slug)), tmp_path / "public" / slug
            names = [f"{page}{INDEX}" for page in ("", *pages)]
            for name in names:
                (site / name).parent.mkdir(parents=True, exist_ok=True)
                (site / name).write_text("a page", "utf-8")
            head = describe_site(slug, school.values, None, school.profile.review.review_by)
            (site / MANIFEST).write_text(join_manifest(head, {}, "{}", dict.fromkeys(names, "")), "utf-8")
        return tmp_path / "public"

    return make


@pytest.fixture
def write(core):
    """Give a function that writes the page into a folder."""
    return lambda folder, **how: write_school_index(core.folder / "overrides", folder, **how)


def linked(page):
    """Give the addresses and names of the schools on a page, in its order."""
    return re.findall(r'<h2><a href="(.*?)">(.*?)</a>', page.read_text("utf-8"))


def test_each_site_is_linked_in_the_order_of_names(sites, write):
    """Of what stands in the folder, what is no site isn't promised."""
    folder = sites({"b": {"school.name": "Abbey School"}, "a": {"school.name": "Zennor School"}, "c": {}, "d": {}, "e": {}, "f": {}})
    (folder / "c" / INDEX).unlink()
    (folder / "d" / MANIFEST).write_text('{"manifest": 1, "school": {"slug": "d"}, "files": 5}')
    (folder / "e" / MANIFEST).unlink()
    (folder / "f").rename(folder / "a copy of f")
    (folder / "a.zip").write_text("an archive")
    page = write(folder)

    assert [("b/index.html", "Abbey School"), ("a/index.html", "Zennor School")] == linked(page)
    assert "2 schools." in page.read_text("utf-8")


def test_whatever_run_made_them(sites, write):
    """A second run that builds another part adds its schools; a site that is taken away is gone from the page too."""
    write(sites({"a": {"school.name": "Ash"}}))
    folder = sites({"b": {"school.name": "Birch"}})
    both = linked(write(folder))
    (folder / "a" / INDEX).unlink()

    assert [("a/index.html", "Ash"), ("b/index.html", "Birch")] == both
    assert [("b/index.html", "Birch")] == linked(write(folder))


def test_another_run_publishes_meanwhile(sites, write, monkeypatch):
    """Of two runs that end at once, each with a part of the schools, the page of the last to write has the schools of both."""
    folder = sites({"a": {"school.name": "Ash"}})
    waiting = [{"b": {"school.name": "Birch"}}]

    def render(*arguments):
        made = render_index(*arguments)
        if waiting:
            sites(waiting.pop())
        return made

    monkeypatch.setattr("houserules.outputs.school_index.render_index", render)

    assert [("a/index.html", "Ash"), ("b/index.html", "Birch")] == linked(write(folder))


def test_a_site_of_an_older_version(sites, write):
    """Its manifest doesn't say of what kind the school is; it is linked all the same."""
    folder = sites({"a": {}})
    manifest = json.loads((folder / "a" / MANIFEST).read_bytes())
    manifest["school"] = {key: manifest["school"][key] for key in ("slug", "name", "authority")}
    (folder / "a" / MANIFEST).write_text(json.dumps(manifest))

    page = write(folder)
    assert [("a/index.html", "Marsh Street Primary School")] == linked(page)
    assert 'class="about"' not in page.read_text("utf-8")


def test_only_pages_that_are_there_are_doors(sites, write):
    """No link leads nowhere."""
    folder = sites({"a": {}}, pages=("guidance/who-may-contact-whom/", "policies/unknown/"))
    links = re.findall(r'href="(.*?)"', write(folder).read_text("utf-8"))

    assert ["schools.css", "a/index.html", "a/guidance/who-may-contact-whom/index.html"] == links
    assert all((folder / link).is_file() for link in links)


def test_its_icon_is_there(sites, write):
    """No browser asks for an icon that doesn't exist: the page names one that a school's site has."""
    folder = sites({"a": {}, "b": {}})
    manifest = json.loads((folder / "b" / MANIFEST).read_bytes())
    (folder / "b" / MANIFEST).write_text(json.dumps(manifest | {"files": {**manifest["files"], ICON: ""}}))

    assert [f"b/{ICON}"] == re.findall(r'<link rel="icon" href="(.*?)"', write(folder).read_text("utf-8"))


@pytest.mark.parametrize("nation", list(Nation))
@pytest.mark.parametrize("phase", list(Phase))
def test_it_says_what_kind_of_school_it_is(core, sites, nation, phase):
    """Phase, nation and ages, in words, for each that a profile may name."""
    (school,) = list_schools(sites({"a": {}}))
    about = replace(school, phase=phase.value, nation=nation.value, ages=(4, 12))
    text = render_index(core.folder / "overrides", [about])[INDEX]
    said = re.search(r'class="about">(.*?)<', text)[1]

    assert said.endswith(f" in {nation.value.replace('-', ' ').title()}, ages 4 to 12")
    assert said.replace("-", " ").startswith(phase.value.replace("-", " ").capitalize())


def test_values_are_text(sites, write):
    """A name is never read as HTML, nor is what is said at the top."""
    text = write(sites({"a": {"school.name": "St Mary's <b>& Sons"}}), note="<i>").read_text("utf-8")

    assert "St Mary&#39;s &lt;b&gt;&amp; Sons" in text
    assert ("<b>", "<i>") == tuple(tag for tag in ("<b>", "<i>") if tag not in text)


def test_the_browser_is_sent_nowhere_else(sites, write):
    """No address with a host, and no script; nor a style that a strict Content-Security-Policy would refuse."""
    page = write(sites({"a": {}}))

    for text in (page.read_text("utf-8"), page.with_name(STYLE).read_text("utf-8")):
        assert not re.search(r"https?:|//|<script|@import|url\(|<style| style=", text)


def test_each_school_has_its_colour(sites, write):
    """In the style sheet, by its place on the page."""
    style = write(sites({"a": {"brand.colour": "#aa1133"}, "b": {"brand.colour": "#f2b705"}})).with_name(STYLE).read_text("utf-8")

    assert [("1", "#aa1133"), ("2", "#f2b705")] == re.findall(r"\.school-(\d) { --own: (#\w+);", style)


def test_again_gives_the_same_bytes_and_replaces_our_own(sites, write):
    """Ours may be replaced; nothing is left beside it."""
    folder = sites({"a": {}})
    first = write(folder).read_bytes()

    assert first == write(folder).read_bytes()
    assert {"a", INDEX, STYLE} == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", [INDEX, STYLE])
def test_a_file_of_somebody_elses_is_left_alone(sites, write, name):
    """The folder is the user's: what we didn't make stays, and nothing is put beside it."""
    folder = sites({"a": {}})
    (folder / name).write_text("Fernshire schools", "utf-8")

    with pytest.raises(Problems, match="Houserules didn't make it"):
        write(folder)
    assert "Fernshire schools" == (folder / name).read_text("utf-8")
    assert {"a", name} == {path.name for path in folder.iterdir()}


def test_without_any_site_there_is_no_page(sites, write, tmp_path):
    """An empty page would only puzzle, and one that links sites which are gone would mislead."""
    assert write(tmp_path / "nowhere") is None
    folder = sites({"a": {}})
    write(folder)
    (folder / "a" / INDEX).unlink()

    assert write(folder) is None
    assert ["a"] == [path.name for path in folder.iterdir()]
