"""The page in front of many schools' sites."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from houserules.outputs.school_index import INDEX, STYLE, list_school, render_index, write_school_index
from houserules.problems import Problems
from houserules.profile.fields import Nation, Phase


@pytest.fixture
def schools(core, school_folder):
    """Give a function that reads schools from changes to the sample, by slug."""
    return lambda changes: [core.school(school_folder(change, name=slug)) for slug, change in changes.items()]


@pytest.fixture
def out(tmp_path):
    """Give a function that makes a folder with sites that have some pages each."""

    def make(**sites):
        folder = tmp_path / "public"
        for slug, pages in sites.items():
            for page in ("", *pages):
                (folder / slug.replace("_", "-") / page).mkdir(parents=True, exist_ok=True)
                (folder / slug.replace("_", "-") / page / INDEX).write_text("a page", "utf-8")
        return folder

    return make


def test_each_published_school_is_linked_in_the_order_of_names(core, schools, out):
    """A school that isn't published isn't promised."""
    found = schools({"b": {"school.name": "Abbey School"}, "a": {"school.name": "Zennor School"}, "c": {"school.name": "Mill School"}})
    text = write_school_index(core.folder / "overrides", found, out(a=(), b=())).read_text("utf-8")

    assert [("b/index.html", "Abbey School"), ("a/index.html", "Zennor School")] == re.findall(r'<h2><a href="(.*?)">(.*?)</a>', text)
    assert "2 schools." in text


def test_only_pages_that_are_there_are_doors(core, schools, out):
    """No link leads nowhere."""
    found = schools({"a": {}})
    folder = out(a=("guidance/who-may-contact-whom", "policies/unknown"))
    text = write_school_index(core.folder / "overrides", found, folder).read_text("utf-8")
    links = re.findall(r'href="(.*?)"', text)

    assert ["schools.css", "a/index.html", "a/guidance/who-may-contact-whom/index.html"] == links
    assert all((folder / link).is_file() for link in links)


@pytest.mark.parametrize("nation", list(Nation))
@pytest.mark.parametrize("phase", list(Phase))
def test_it_says_what_kind_of_school_it_is(core, out, schools, nation, phase):
    """Phase, nation and ages, in words, for each that a profile may name."""
    (school,) = schools({"a": {}})
    about = replace(list_school(school, out(a=())), phase=phase.value, nation=nation.value, ages=(4, 12))
    text = render_index(core.folder / "overrides", [about])[INDEX]
    said = re.search(r'class="about">(.*?)<', text)[1]

    assert said.endswith(f" in {nation.value.replace('-', ' ').title()}, ages 4 to 12")
    assert said.replace("-", " ").startswith(phase.value.replace("-", " ").capitalize())


def test_values_are_text(core, schools, out):
    """A name is never read as HTML, nor is what is said at the top."""
    found = schools({"a": {"school.name": "St Mary's <b>& Sons"}})
    text = write_school_index(core.folder / "overrides", found, out(a=()), note="<i>").read_text("utf-8")

    assert "St Mary&#39;s &lt;b&gt;&amp; Sons" in text
    assert ("<b>", "<i>") == tuple(tag for tag in ("<b>", "<i>") if tag not in text)


def test_the_browser_is_sent_nowhere_else(core, schools, out):
    """No address with a host, and no script; nor a style that a strict Content-Security-Policy would refuse."""
    page = write_school_index(core.folder / "overrides", schools({"a": {}}), out(a=()))

    for text in (page.read_text("utf-8"), page.with_name(STYLE).read_text("utf-8")):
        assert not re.search(r"https?:|//|<script|@import|url\(|<style| style=", text)


def test_each_school_has_its_colour(core, schools, out):
    """In the style sheet, by its place on the page."""
    found = schools({"a": {"brand.colour": "#aa1133"}, "b": {"brand.colour": "#f2b705"}})
    style = write_school_index(core.folder / "overrides", found, out(a=(), b=())).with_name(STYLE).read_text("utf-8")

    assert [("1", "#aa1133"), ("2", "#f2b705")] == re.findall(r"\.school-(\d) { --own: (#\w+);", style)


def test_again_gives_the_same_bytes_and_replaces_our_own(core, schools, out):
    """Ours may be replaced; nothing is left beside it."""
    folder, found = out(a=()), schools({"a": {}})
    first = write_school_index(core.folder / "overrides", found, folder).read_bytes()

    assert first == write_school_index(core.folder / "overrides", found, folder).read_bytes()
    assert {"a", INDEX, STYLE} == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", [INDEX, STYLE])
def test_a_file_of_somebody_elses_is_left_alone(core, schools, out, name):
    """The folder is the user's: what we didn't make stays, and nothing is put beside it."""
    folder = out(a=())
    (folder / name).write_text("Fernshire schools", "utf-8")

    with pytest.raises(Problems, match="Houserules didn't make it"):
        write_school_index(core.folder / "overrides", schools({"a": {}}), folder)
    assert "Fernshire schools" == (folder / name).read_text("utf-8")
    assert {"a", name} == {path.name for path in folder.iterdir()}


def test_without_any_site_nothing_is_written(core, schools, out):
    """An empty page would only puzzle."""
    folder = out()
    folder.mkdir()

    with pytest.raises(Problems, match="no school's site"):
        write_school_index(core.folder / "overrides", schools({"a": {}}), folder)
    assert [] == list(folder.iterdir())
