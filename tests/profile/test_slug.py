"""The name of a school's folder can stand in an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from houserules.problems import Problems
from houserules.profile.slug import check_slug, folder_of, slug_of


@pytest.mark.parametrize("slug", ["alder-lane-primary", "a", "3", "x" * 64])
def test_good_names(slug, tmp_path):
    """Small letters, digits and hyphens will do, whether or not the folder is there."""
    assert slug == check_slug(tmp_path / slug)


@pytest.mark.parametrize("slug", ["Alder", "alder lane", "alder_lane", "-alder", "alder-", "x" * 65, "ysgol-siân", "alder.lane"])
def test_bad_names(slug, tmp_path):
    """Anything else is refused, with the name that was given and an example of a good one."""
    with pytest.raises(Problems) as found:
        check_slug(tmp_path / slug)

    assert f"'{slug}' can't be the name of a school's folder." == found.value.problems[0].what
    assert "alder-lane-primary" in found.value.problems[0].fix


def test_folder_by_its_real_name(tmp_path, monkeypatch):
    """A dot stands for the folder in which somebody is."""
    (tmp_path / "alder-lane").mkdir()
    monkeypatch.chdir(tmp_path / "alder-lane")

    assert "alder-lane" == check_slug(Path("."))


def test_a_link_has_the_name_of_what_it_leads_to(tmp_path):
    """Two names for one folder would give two sites of one school."""
    (tmp_path / "alder-lane").mkdir()
    (tmp_path / "other").symlink_to(tmp_path / "alder-lane")

    assert ["alder-lane"] * 3 == [slug_of(path) for path in (tmp_path / "alder-lane", tmp_path / "other", tmp_path / "other" / ".." / "alder-lane")]


def test_profile_stands_for_its_folder(tmp_path):
    """Whoever names school.yml means the folder that it is in; another file is no school."""
    (tmp_path / "school.yml").write_text("")
    (tmp_path / "other.yml").write_text("")

    assert tmp_path == folder_of(tmp_path / "school.yml")
    assert tmp_path == folder_of(tmp_path)
    assert tmp_path / "other.yml" == folder_of(tmp_path / "other.yml")
    assert tmp_path / "none" / "school.yml" == folder_of(tmp_path / "none" / "school.yml")
