"""Posts: with or without their article, as the words need them, and never a person's name."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from houserules.profile import posts

TAKEN = {
    "Title": {
        "principal": "principal",
        "the Principal": "Principal",
        "The Head": "Head",
        "A deputy head.": "deputy head",
        "theatre manager": "theatre manager",
        "Head of P.E.": "Head of P.E.",
        "Missioner": "Missioner",
    },
    "Owner": {
        "the deputy head": "the deputy head",
        "deputy head": "the deputy head",
        "School Business Manager.": "the School Business Manager",
        "head of safeguarding": "the head of safeguarding",
        "our business manager": "our business manager",
        "Fernshire Council": "Fernshire Council",
        "everybody": "everybody",
        "an assistant head": "an assistant head",
    },
    "WhomToAsk": {"school office": "the school office", "the office": "the office", "Mrs Jones in the office.": "Mrs Jones in the office"},
}
NAMES = ("Mrs Jones", "Mr. A Smith", "Dr Okafor", "miss lee", "Mx Rowan")


@pytest.mark.parametrize(("kind", "typed", "value"), [(kind, *pair) for kind, table in TAKEN.items() for pair in table.items()])
def test_post_fits_its_sentence(kind, typed, value):
    """A title has no article, an owner has one, and no full stop stands twice."""
    assert value == TypeAdapter(getattr(posts, kind)).validate_python(typed)


@pytest.mark.parametrize("typed", NAMES)
@pytest.mark.parametrize("kind", ["Title", "Owner"])
def test_name_is_no_post(kind, typed):
    """A person's name is refused where a post is asked for."""
    with pytest.raises(ValidationError) as found:
        TypeAdapter(getattr(posts, kind)).validate_python(typed)

    (error,) = found.value.errors()
    assert f"'{typed}' looks like a person's name, and a post is needed here." == error["ctx"]["what"]
