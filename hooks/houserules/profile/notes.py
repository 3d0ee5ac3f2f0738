"""Notes on a profile: what is not wrong, and yet worth saying."""

from __future__ import annotations

from collections.abc import Iterator

from houserules.problems import Place, Problem, shown
from houserules.profile.brand import find_shades
from houserules.profile.logo import MOST_BYTES, find_left_out
from houserules.profile.read import PROFILE, School
from houserules.profile.vocabulary import Vocabulary


def find_notes(school: School, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Give what a school may want to know of its profile: a colour or a logo that had to be adjusted, decisions taken by default."""
    place = Place(shown(school.folder / PROFILE))
    for what in (*_colour(school.profile.brand.colour), *_logo(school)):
        yield Problem(place, what)
    if unused := list(_unused(school, vocabulary)):
        yield Problem(place, f"What is answered here isn't asked of a school like this one, and changes nothing: {', '.join(unused)}.")
    defaults = [id for id, source in school.sources.items() if source == "the default" and vocabulary.decisions[id].asked_when.holds(school.facts)]
    if defaults:
        count = "1 decision is" if len(defaults) == 1 else f"{len(defaults)} decisions are"
        yield Problem(place, f"{count} taken by default: {', '.join(defaults)}.")


def _unused(school: School, vocabulary: Vocabulary) -> Iterator[str]:
    """Give the decisions that a school has answered otherwise than by default, and that don't arise there."""
    for id, source in school.sources.items():
        own = f"/{PROFILE}:" in f"/{source}"  # and not its authority's, which answers for schools of every kind
        decision = vocabulary.decisions[id]
        if own and school.answers[id] != decision.default and not decision.asked_when.holds(school.facts):
            yield id


def _colour(colour: str | None) -> Iterator[str]:
    shades = find_shades(colour)
    if colour and shades.link != colour:
        yield f"The colour {colour} is too light for words on a light page, so links and buttons there use {shades.link}."
    if colour and shades.link_on_dark != colour:
        yield f"The colour {colour} is too dark for words on a dark page, so links and buttons there use {shades.link_on_dark}."


def _logo(school: School) -> Iterator[str]:
    logo = school.profile.brand.logo
    if not logo:
        return
    size = (school.folder / logo).stat().st_size
    if size > MOST_BYTES:
        yield f"The logo '{logo}' is a file of {_in_words(size)}. It is published as a smaller picture of at most 20 kB, so that pages open quickly."
    for left_out in find_left_out(school.folder / logo):
        yield f"The logo '{logo}' holds {left_out}, which is left out. What is published is a picture that was drawn from it."


def _in_words(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"
