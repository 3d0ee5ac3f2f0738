"""A link in an authority's or a school's own words to what some schools haven't got is a problem, with its place, for those schools."""

from __future__ import annotations

import pytest
from tests.fleet.small import build_small, said_of, write_small_core, write_small_school

from houserules.fleet.needs import find_needs
from houserules.pages.everything import Numbers
from houserules.problems import Place

HELP = "guidance/help.md"
ABOVE = "---\ntitle: Help\ndescription: Whom to tell.\naudience: [parents, staff]\n---\n"
WELSH = "---\ntitle: Only there\ndescription: For Wales.\naudience: [staff]\nwhen: {nation: wales}\n---\nOnly there.\n"
LINK = "See [what is only there](page:guidance/only-there).\n"


def under(condition: str, text: str) -> str:
    """Put a text under a condition."""
    return f"::: when {{{condition}}}\n{text}\n:::\n"


def needs(small_core, text: str, **front: str) -> list[tuple[str, Place, str]]:
    """Give what the links of a page need, beside a page that is there only in Wales."""
    above = ABOVE.replace("---\n", "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()), 1)
    core = small_core({"guidance/only-there.md": WELSH, HELP: above + text})
    return [(need.kind, need.place, need.name) for need in find_needs(core.composed, Numbers().number) if need.page == "guidance/help"]


@pytest.mark.parametrize(
    ("text", "front", "expected"),
    [
        ("See [this](policy:staff).\n", {}, False),
        (LINK, {}, True),
        (under("nation: wales", LINK), {}, False),
        (under("nation: [wales, scotland]", LINK), {}, True),
        (under("phase: primary", LINK), {}, True),
        (under("phase: primary", under("nation: wales", LINK)), {}, False),
        (LINK, {"when": "{nation: wales}"}, False),
        (LINK, {"when": "{nation: england}"}, True),
        ("::: when {nation: wales}\nNothing.\n\n::: otherwise\n" + LINK + "\n:::\n", {}, True),
    ],
)
def test_what_a_link_needs(text, front, expected, small_core):
    """A link to what isn't there in all schools needs a look at each, unless it stands only where that is there."""
    found = needs(small_core, text, **front)

    assert expected is any(name == "guidance/only-there" or name == "only-there" for _, _, name in found), found
    assert all(HELP in place.path for _, place, _ in found)


def test_said_once(small_core):
    """Two links on a page to one and the same are one need, under each condition."""
    found = needs(small_core, LINK + LINK + "\n" + under("phase: primary", LINK))

    assert 2 == len(found)


def test_only_schools_that_have_the_link_without_its_target(tmp_path, monkeypatch):
    """Of an authority's schools those that haven't got the page aren't published, and are told where the link stands; no other school is touched."""
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "cache"))
    core = write_small_core(tmp_path / "core", {"guidance/only-there.md": WELSH})
    above = tmp_path / "authorities" / "fern"
    (above / "guidance").mkdir(parents=True)
    (above / "authority.yml").write_text("name: Fern Council\n")
    (above / "guidance" / "ours.md").write_text(ABOVE + "Tell somebody.\n\n" + LINK)
    schools = tmp_path / "schools"
    for name, changes in {
        "ash": {"authority": "fern", "school.nation": "wales", "school.type": "maintained", "school.trust": None},
        "birch": {"authority": "fern"},
        "cedar": {},
        "elder": {"authority": "fern"},
    }.items():
        write_small_school(schools / name, changes)
    # a school's own words stand in place of its authority's
    (schools / "elder" / "guidance").mkdir()
    (schools / "elder" / "guidance" / "ours.md").write_text(ABOVE + "Tell somebody.\n\n" + under("nation: wales", LINK))
    outcomes = build_small(schools, tmp_path / "out", core)

    assert {"ash": True, "birch": False, "cedar": True, "elder": True} == {slug: outcome.published for slug, outcome in outcomes.items()}, outcomes
    said = said_of(outcomes["birch"])
    assert "authorities/fern/guidance/ours.md:" in said
    assert "A link leads to the page 'guidance/only-there'." in said
    assert "This school hasn't got it." in said
    assert not (tmp_path / "out" / "birch").exists()
    assert b"only-there" in (tmp_path / "out" / "ash" / "guidance" / "ours" / "index.html").read_bytes()
