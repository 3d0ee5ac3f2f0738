"""Two schools that give one number or one address are told, and nobody else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fleet.small import build_small, write_small_school

from houserules.fleet.twins import find_marks, find_twins

PROFILE = b"school:\n  name: A\n  urn: %s\n  nation: %s\n  site_url: %s\n"


@pytest.mark.parametrize(
    ("profile", "marks"),
    [
        (PROFILE % (b'"900001"  # from the register', b"england", b"https://Rules.A.example"), ("number 900001 in the register (england)", "address https://rules.a.example/")),
        (PROFILE % (b"900001", b"wales", b""), ("number 900001 in the register (wales)",)),
        (b"school:\r\n  nation: england\r\n  urn: '7'\r\n", ("number 7 in the register (england)",)),
        (b"school:\n  nation: england\n  # urn: 900001\n  urn: # still to come\n", ()),
        (b"\xff\xfe", ()),
    ],
    ids=["quotes, remarks and capitals", "no address", "Windows", "nothing filled in", "not a text"],
)
def test_marks_of_a_school(profile, marks):
    """They are the same however the value is written."""
    assert marks == find_marks(profile)


def test_twins_are_named_with_each_other():
    """Whoever shares a number or an address; the third school is left in peace."""
    marks = {Path("a"): ("number 1", "address x"), Path("b"): ("number 2", "address x"), Path("c"): ("number 1", "address x"), Path("d"): ("number 3",)}
    said = {folder.name: [problem.what for problem in found] for folder, found in find_twins(marks).items()}

    assert {
        "a": ["The number 1 is also that of c.", "The address x is also that of b and 1 more."],
        "b": ["The address x is also that of a and 1 more."],
        "c": ["The number 1 is also that of a.", "The address x is also that of a and 1 more."],
    } == said


def test_a_copy_is_not_published(small, tmp_path):
    """Neither the copy nor the school whose number it has; the site that stands already stays."""
    for name in ("ash", "birch"):
        write_small_school(tmp_path / "schools" / name, {"school.urn": f"10000{len(name)}", "school.site_url": f"https://{name}.example/"})
    first = build_small(tmp_path / "schools", tmp_path / "out", small)
    write_small_school(tmp_path / "schools" / "copy", {"school.urn": "100003", "school.site_url": "https://copy.example/"})
    second = build_small(tmp_path / "schools", tmp_path / "out", small)

    assert [True, True] == [outcome.published for outcome in first.values()]
    assert {"ash": False, "birch": True, "copy": False} == {slug: outcome.published for slug, outcome in second.items()}
    assert (tmp_path / "out" / "ash" / "index.html").is_file()
    assert not (tmp_path / "out" / "copy").exists()
