"""Notes: what isn't wrong, and yet worth saying."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from houserules.outputs.brand import write_brand_css
from houserules.profile.brand import find_shades
from houserules.profile.notes import find_notes


def notes(school, vocabulary, tmp_path, monkeypatch) -> list[str]:
    """Give the notes on a school."""
    monkeypatch.chdir(tmp_path)
    return [str(note) for note in find_notes(school, vocabulary)]


LIGHT, DARK = "too light for words on a light page", "too dark for words on a dark page"


@pytest.mark.parametrize(
    ("colour", "said", "shade"),
    [("#f2b705", [LIGHT], "link"), ("#1f6f54", [DARK], "link_on_dark"), ("#000000", [DARK], "link_on_dark"), ("#ffffff", [LIGHT], "link")],
)
def test_colour_that_is_adjusted(school_folder, read, tmp_path, monkeypatch, vocabulary, colour, said, shade):
    """A school whose colour can't be read on light or on dark pages learns which one its links have there: the one that is published."""
    found = notes(read(school_folder(changes=every(vocabulary) | {"brand.colour": colour})), vocabulary, tmp_path, monkeypatch)
    shades = find_shades(colour)

    assert said == [part for note in found for part in (LIGHT, DARK) if part in note]
    assert found[0] == f"schools/marsh-street/school.yml: The colour {colour} is {said[0]}, so links and buttons there use {getattr(shades, shade)}."
    assert getattr(shades, shade) in write_brand_css(colour)


def test_colour_that_is_too_grey_for_both(school_folder, read, tmp_path, monkeypatch, vocabulary):
    """A grey in the middle is adjusted for light pages and for dark ones."""
    assert 2 == len(notes(read(school_folder(changes=every(vocabulary) | {"brand.colour": "#777777"})), vocabulary, tmp_path, monkeypatch))


NOISE = Image.effect_noise((1500, 1500), 90)
SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script><rect width="9" height="9" fill="green"/></svg>'


def test_large_logo_is_made_smaller(school_folder, read, tmp_path, monkeypatch, vocabulary):
    """A school with a large logo learns that a smaller picture is published."""
    buffer = io.BytesIO()
    NOISE.save(buffer, "PNG")
    school = read(school_folder(changes=every(vocabulary), files={"crest.png": buffer.getvalue()}))
    (note,) = notes(school, vocabulary, tmp_path, monkeypatch)

    assert re.search(r"The logo 'crest.png' is a file of \d\.\d MB\. It is published as a smaller picture of at most 20 kB", note)


def test_script_in_a_logo_is_left_out(school_folder, read, tmp_path, monkeypatch, vocabulary):
    """A school whose SVG holds a script learns that it is left out."""
    changes = every(vocabulary) | {"brand.logo": "crest.svg"}
    (note,) = notes(read(school_folder(changes=changes, files={"crest.svg": SCRIPT})), vocabulary, tmp_path, monkeypatch)

    assert "The logo 'crest.svg' holds a script, which is left out." in note


def every(vocabulary) -> dict[str, str]:
    """Give changes that take every decision, and a colour and a logo of which nothing is to be said."""
    return {f"decisions.{id}": decision.default for id, decision in vocabulary.decisions.items()} | {"brand.colour": None}


def test_decisions_taken_by_default(school_folder, read, tmp_path, monkeypatch, vocabulary):
    """Decisions that nobody took are counted and named; those that were taken aren't."""
    left = every(vocabulary) | {"decisions.gaming": None, "decisions.tutoring": ""}

    assert [] == notes(read(school_folder(changes=every(vocabulary))), vocabulary, tmp_path, monkeypatch)
    assert ["schools/marsh-street/school.yml: 2 decisions are taken by default: gaming, tutoring."] == notes(
        read(school_folder(changes=left)), vocabulary, tmp_path, monkeypatch
    )


def test_answers_that_are_not_asked_for(school_folder, read, tmp_path, monkeypatch, vocabulary):
    """What a school has answered and no page of it asks is named; what it left at the default isn't."""
    facts = read(school_folder()).facts
    id, decision = next((id, each) for id, each in vocabulary.decisions.items() if not each.asked_when.holds(facts))
    other = next(answer for answer in decision.answers if answer != decision.default)
    found = notes(read(school_folder(changes=every(vocabulary) | {f"decisions.{id}": other})), vocabulary, tmp_path, monkeypatch)

    assert [f"schools/marsh-street/school.yml: What is answered here isn't asked of a school like this one, and changes nothing: {id}."] == found
