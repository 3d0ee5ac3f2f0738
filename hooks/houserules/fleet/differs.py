"""Differs: where two schools part, and because of which decision or fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from houserules.fleet.plain import Guards, PlainWords
from houserules.fleet.variants import Stand, Variant, Variants
from houserules.profile.conditions import GIVEN
from houserules.profile.read import School

_ONE, _OTHER, _BOTH = 1, 2, 3  # the two schools as bits


@dataclass(frozen=True)
class Difference:
    """A place at which two schools part: a page and a heading, what each says there, and why. A `whole` page only one of them has."""

    page: str
    title: str
    heading: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    because: tuple[str, ...]
    whole: bool = False


@dataclass
class _Place:
    """What is gathered at a heading."""

    said: dict[int, list[str]] = field(default_factory=lambda: {_ONE: [], _OTHER: []})
    guards: list[Guards] = field(default_factory=list)


def find_differences(variants: Variants, plain: PlainWords) -> list[Difference]:
    """Give the places at which two schools part, page by page; `variants` are the texts of the two alone."""
    one, other = variants.schools
    there: dict[str, int] = {}
    for variant in variants.texts:
        for stand in variant.stands:
            there[stand.page] = there.get(stand.page, 0) | stand.schools
    found = [_whole(variants, page, mask, plain) for page, mask in there.items() if mask != _BOTH]
    places: dict[tuple[str, str], _Place] = {}
    for variant in variants.texts:
        for stand, schools in _stands(variant):
            if there[stand.page] == _BOTH:
                _gather(places.setdefault((stand.page, stand.heading), _Place()), variant, schools)
    for (page, heading), place in places.items():
        if place.said[_ONE] != place.said[_OTHER]:
            because = tuple(_because(place.guards, one, other, plain)) or ("One of the two has words of its own here.",)
            found.append(Difference(page, variants.titles[page], heading, tuple(place.said[_ONE]), tuple(place.said[_OTHER]), because))
    order = {page: number for number, page in enumerate(variants.titles)}
    return sorted(found, key=lambda difference: order[difference.page])


def find_words(one: School, other: School, plain: PlainWords) -> Iterator[tuple[str, str, str]]:
    """Give the words for a post or a body that two schools don't share: what is meant, and the word of each."""
    for path in sorted(path for path in one.values if path.startswith("terms.")):
        if one.values[path] != other.values.get(path):
            yield plain.placeholder(path), one.values[path], other.values.get(path, "")


def _whole(variants: Variants, page: str, mask: int, plain: PlainWords) -> Difference:
    guards = [stand.guards for variant in variants.texts for stand in variant.stands if stand.page == page][:1]
    because = tuple(_because(guards, *variants.schools, plain)) or ("One of the two has words of its own here.",)
    title = (variants.titles[page],)
    return Difference(page, variants.titles[page], "", title if mask == _ONE else (), title if mask == _OTHER else (), because, True)


def _stands(variant: Variant) -> Iterable[tuple[Stand, int]]:
    """Give each place at which a text stands once, with those of the two who have it there."""
    found: dict[tuple[str, str], tuple[Stand, int]] = {}
    for stand in variant.stands:
        before = found.get((stand.page, stand.heading), (stand, 0))[1]
        found[stand.page, stand.heading] = (stand, before | stand.schools)
    return found.values()


def _gather(place: _Place, variant: Variant, schools: int) -> None:
    if schools == _BOTH and variant.text_for(_ONE) == variant.text_for(_OTHER):
        return
    for school in (_ONE, _OTHER):
        text = variant.text_for(school)
        if schools & school and text not in place.said[school]:
            place.said[school].append(text)
    place.guards += [stand.guards for stand in variant.stands] + [part.guards for part in variant.parts]


def _because(guards: Iterable[Guards], one: School, other: School, plain: PlainWords) -> Iterator[str]:
    """Say on which facts some conditions rest that are not the same for both."""
    tests = [test for several in guards for condition, _ in several for test in condition.tests()]
    for key in dict.fromkeys(test.key for test in tests if test.key != GIVEN):
        answers = [_said(key, school, plain) for school in (one, other)]
        if answers[0] != answers[1]:
            yield f"{plain.key(key)} {_name(one)}: {answers[0]}; {_name(other)}: {answers[1]}."
    for path in dict.fromkeys(path for test in tests if test.key == GIVEN for path in test.values):
        given = [path in school.facts[GIVEN] for school in (one, other)]
        if given[0] != given[1]:
            has, lacks = (one, other) if given[0] else (other, one)
            yield f"{plain.placeholder(path)}: {_name(has)} has filled it in, {_name(lacks)} hasn't."


def _said(key: str, school: School, plain: PlainWords) -> str:
    return " and ".join(plain.value(key, value) for value in sorted(school.facts.get(key, ()))) or "none"


def _name(school: School) -> str:
    return school.values["school.name"]
