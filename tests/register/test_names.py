"""A school's folder has a name that only it has, and that is the same whoever imports it and when."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.profile.slug import check_slug
from houserules.register.entry import Entry
from houserules.register.names import choose_slug, make_slug

NAMES = {
    "St Mary's CofE Primary School": "st-marys-cofe-primary-school",
    "St. Mary’s": "st-marys",
    "Oak & Elm Free School": "oak-and-elm-free-school",
    "Ysgol Tŷ Coch": "ysgol-ty-coch",
    "Ó Briain Academy (Zoë's)": "o-briain-academy-zoes",
    "  --The   Bridge-- ": "the-bridge",
    "../../etc/passwd": "etc-passwd",
    '=HYPERLINK("http://x.example")': "hyperlink-http-x-example",
    "مدرسة النور": "",
    "A " * 60 + "School": "-".join("a" * 30),
    "x" * 90: "x" * 60,
}


@pytest.mark.parametrize(("name", "slug"), NAMES.items())
def test_slugs(name, slug):
    """A name becomes small letters, digits and hyphens."""
    assert slug == make_slug(name)


@given(st.text(), st.from_regex(r"[0-9]{5,7}", fullmatch=True))
def test_any_name(name, number):
    """Whatever a school is called, its folder's name can stand in an address."""
    entry = Entry(1, name=name, facts={"school.urn": number})
    for shared in ((), (make_slug(name),)):
        slug = choose_slug(entry, shared)
        assert slug == check_slug(Path("schools") / slug)
        assert not shared or slug.endswith(f"-{number}")


@pytest.mark.parametrize(
    ("name", "slug"), [("Con", "con-900001"), ("NUL", "nul-900001"), ("مدرسة", "school-900001"), ("Console", "console")]
)
def test_names_that_need_the_number(name, slug):
    """Where the name alone won't do on every machine, the number follows it."""
    assert slug == choose_slug(Entry(1, name=name, facts={"school.urn": "900001"}), ())


def test_no_number():
    """A name that others have too, and no number, is no name for a folder."""
    assert "" == choose_slug(Entry(1, name="The Bridge"), {"the-bridge"})
    assert "" == choose_slug(Entry(1, name="مدرسة"), ())
    assert "the-bridge" == choose_slug(Entry(1, name="The Bridge"), ())
