"""The same inputs give the same bytes, through the hooks or through the command, alone or with others."""

from __future__ import annotations

import shutil

import pytest
from tests.sites.conftest import EXAMPLES, ROOT, build_with_houserules, build_with_mkdocs


@pytest.mark.parametrize("slug", EXAMPLES)
def test_strict_build_passes(mkdocs_sites, slug):
    """`mkdocs build --strict` succeeds for every example school and warns of nothing."""
    built = mkdocs_sites[slug]

    assert (0, []) == (built.status, [line for line in built.said.splitlines() if "WARNING" in line or "ERROR" in line])
    assert "index.html" in built.files


def test_fleet_publishes_all(fleet):
    """`houserules build` publishes every school of a folder and says so."""
    assert 0 == fleet.status, fleet.said
    assert "4 of 4 published." in fleet.said


@pytest.mark.parametrize("slug", EXAMPLES)
def test_same_bytes_through_hooks_and_command(mkdocs_sites, fleet, slug):
    """Whole folders are equal: the names of all files, and every byte in them."""
    alone = mkdocs_sites[slug].files
    together = {name.removeprefix(f"{slug}/"): content for name, content in fleet.files.items() if name.startswith(f"{slug}/")}

    assert sorted(alone) == sorted(together)
    assert [] == [name for name in alone if alone[name] != together[name]]


def test_same_bytes_with_documents(tmp_path):
    """Word files and PDFs are the same as well, where another school takes turns with this one, and so are the pages that offer them."""
    schools = tmp_path / "schools"
    for slug in ("alder-lane-primary", "ysgol-bryn-eithin"):
        shutil.copytree(ROOT / "schools" / slug, schools / slug)
    shutil.copytree(ROOT / "authorities", tmp_path / "authorities")
    alone = build_with_mkdocs(ROOT / "schools" / "ysgol-bryn-eithin", tmp_path / "site", documents=True)
    fleet = build_with_houserules(schools, tmp_path / "public", "-j", "1", documents=True)
    together = {name.partition("/")[2]: content for name, content in fleet.files.items() if name.startswith("ysgol-bryn-eithin/")}

    assert (0, 0) == (alone.status, fleet.status), alone.said + fleet.said
    assert [name for name in alone.files if name.endswith(".pdf")]
    assert sorted(alone.files) == sorted(together)
    assert [] == [name for name in together if alone.files[name] != together[name]]


def test_same_bytes_elsewhere_and_later(mkdocs_sites, tmp_path):
    """Another folder, another time and another time zone give the same bytes; no file's date is in them."""
    school = tmp_path / "schools" / "alder-lane-primary"
    shutil.copytree(ROOT / "schools" / "alder-lane-primary", school)
    shutil.copytree(ROOT / "authorities", tmp_path / "authorities")
    import os

    os.environ["TZ"], before = "Pacific/Auckland", os.environ.get("TZ")
    try:
        again = build_with_mkdocs(school, tmp_path / "site")
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)

    assert mkdocs_sites["alder-lane-primary"].files == again.files


def test_no_compressed_sitemap_and_no_mark_in_a_site(fleet):
    """A school's folder holds its site and nothing of ours."""
    assert [] == [name for name in fleet.files if name.endswith("sitemap.xml.gz")]
    assert {*EXAMPLES, ".houserules"} == {name.partition("/")[0] for name in fleet.files}
