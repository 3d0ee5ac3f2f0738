"""Notes on a profile: what is not wrong, and yet worth saying."""

from __future__ import annotations

from collections.abc import Iterator

from houserules.problems import Place, Problem, shown
from houserules.profile.brand import find_shades
from houserules.profile.read import PROFILE, School
from houserules.profile.vocabulary import Vocabulary


def find_notes(school: School, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Give what a school may want to know of its profile: a colour that had to be adjusted, decisions taken by default."""
    place = Place(shown(school.folder / PROFILE))
    colour = school.profile.brand.colour
    if colour and (shades := find_shades(colour)).link != colour:
        what = f"The colour {colour} can't be read on white, so links and buttons use {shades.link}."
        yield Problem(place, what)
    defaults = [id for id, source in school.sources.items() if source == "the default" and vocabulary.decisions[id].asked_when.holds(school.facts)]
    if defaults:
        yield Problem(place, f"{len(defaults)} decisions are taken by default: {', '.join(defaults)}.")
