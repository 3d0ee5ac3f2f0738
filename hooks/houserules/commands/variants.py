"""`houserules variants`: every text that exists and the schools that get it; or where two schools part."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from houserules.core import Core
from houserules.fleet.differs import Difference, find_differences, find_words
from houserules.fleet.find import find_schools
from houserules.fleet.plain import PlainWords
from houserules.fleet.variants import AUTHORITY, CORE, LAYERS, OWN, Variant, Variants, WordsInUse, find_variants
from houserules.problems import Place, Problem, Problems, as_typed, did_you_mean, shown
from houserules.profile.read import School
from houserules.profile.slug import slug_of

TEMPLATE = "variants.html"
LAYERS_SAID = {CORE: "Houserules", AUTHORITY: "the authority or trust", OWN: "a school of its own"}
_MOST_NAMED = 5
_FIRST_WORDS = 90


def variants(
    path: Path, core: Core, say: Callable[[str], object], *, out: Path | None = None, unused: bool = False, differs: tuple[str, str] | None = None
) -> int:
    """List every text of the schools at a path, or (with `differs`, their slugs) where two of them part; give 0.

    `out` is a page to proof-read (.html) or data (.json); without it, a summary is said. `unused` texts, which no school gets, are
    left out if not asked for. Raises Problems if there is no school whose profile is complete, or the file can't be written.
    """
    if out and out.suffix not in (".html", ".json"):
        fix = "End it with .html for a page to proof-read, or with .json for data."
        raise Problems([Problem(Place(shown(out)), "It can't be told from the file's name what is to be written.", fix=fix)])
    schools, problems = _read(find_schools(path), core)
    if differs:
        return _say_differences(*(_pick(slug, schools, problems, path) for slug in differs), core, say)
    if not schools:
        raise Problems([problem for several in problems.values() for problem in several])
    found = _find(schools, core, unused=unused)
    if out:
        text = _write_page(found, sorted(problems), core) if out.suffix == ".html" else json.dumps(_describe(found, sorted(problems)), ensure_ascii=False, indent=1) + "\n"
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, "utf-8", newline="\n")
    for line in _summary(found):
        say(line)
    if problems:
        say(f"{len(problems)} left out, because the profile isn't complete: {_list(sorted(problems))}. 'houserules check {as_typed(path)}' says what is missing.")
    say(f"Written: {shown(out)}" if out else "Every text, with its schools and why they get it: add --out texts.html")
    return 0


def _read(folders: list[Path], core: Core) -> tuple[list[School], dict[str, tuple[Problem, ...]]]:
    schools, problems = [], {}
    for folder in folders:
        try:
            schools.append(core.school(folder))
        except Problems as found:
            problems[slug_of(folder)] = found.problems
    return schools, problems


def _pick(slug: str, schools: list[School], problems: dict[str, tuple[Problem, ...]], path: Path) -> School:
    found = next((school for school in schools if school.slug == slug), None)
    if found:
        return found
    if slug in problems:
        raise Problems(problems[slug])
    known = [school.slug for school in schools]
    fix = did_you_mean(slug, known) or f"There are: {_list(known)}."
    raise Problems([Problem(Place(shown(path)), f"There is no school '{slug}' here.", fix=fix)])


def _find(schools: list[School], core: Core, *, unused: bool = False) -> Variants:
    uses: dict[int, WordsInUse] = {}
    for number, school in enumerate(schools):
        words, composed = core.words_for(school)
        before = uses.get(id(words))
        uses[id(words)] = WordsInUse(words, composed, (before.schools if before else 0) | 1 << number)
    return find_variants(schools, uses.values(), core.composed, PlainWords(core.vocabulary), unused=unused)


def _summary(found: Variants) -> Iterator[str]:
    of_all = sum(map(found.of_all, found.texts))
    yield f"{_count(len(found.texts), 'text')} for {_count(len(found.schools), 'school')}: {of_all} that every school gets, {len(found.texts) - of_all} that some get."
    for layer in LAYERS:
        if count := sum(variant.layer == layer for variant in found.texts):
            yield f"  {count:>6}  in the words of {LAYERS_SAID[layer]}"
    yield ""
    yield "   all    some  page"
    for page, texts in _by_page(found):
        count = sum(map(found.of_all, texts))
        yield f"{count:>6}  {len(texts) - count:>6}  {found.titles[page]}"
    for layer in LAYERS[1:]:
        own = [variant for variant in found.texts if variant.layer == layer]
        yield from ["", f"In the words of {LAYERS_SAID[layer]}:"] if own else []
        for variant in own:
            first = " ".join(variant.text.replace("#", "").split())
            yield f"  {first[:_FIRST_WORDS]}{'...' if len(first) > _FIRST_WORDS else ''} ({_who(found, variant.schools)})"
    yield ""


def _by_page(found: Variants) -> Iterator[tuple[str, list[Variant]]]:
    """Give the pages with the texts that are met there first."""
    pages: dict[str, list[Variant]] = {page: [] for page in found.titles}
    for variant in found.texts:
        pages[variant.stands[0].page].append(variant)
    yield from ((page, texts) for page, texts in pages.items() if texts)


def _who(found: Variants, schools: int) -> str:
    names = found.names(schools)
    if not names:
        return "no school"
    if schools == found.everybody:
        return "every school"
    return _list(names) if len(names) <= _MOST_NAMED else f"{len(names)} of {len(found.schools)} schools"


def _describe(found: Variants, left_out: list[str]) -> dict[str, Any]:
    """Give everything as data; the sets of schools that get the same are given once, by number."""
    sets = _sets(found)
    return {
        "variants": 1,
        "schools": {school.slug: school.values["school.name"] for school in found.schools},
        "left_out": left_out,
        "sets": {str(number): [found.schools[bit].slug for bit in range(len(found.schools)) if schools >> bit & 1] for schools, number in sets.items()},
        "pages": found.titles,
        "texts": [
            {
                "text": variant.text, "words": variant.layer, "count": variant.schools.bit_count(), "set": sets[variant.schools],
                "stands": [{"page": stand.page, "heading": stand.heading, "when": stand.when, "set": sets[stand.schools]} for stand in variant.stands],
                "parts": [{"text": part.text, "when": part.when, "count": part.schools.bit_count(), "set": sets[part.schools]} for part in variant.parts],
            }
            for variant in found.texts
        ],
    }  # fmt: skip


def _sets(found: Variants) -> dict[int, int]:
    """Number the sets of schools that occur, in the order in which they do; every school is the first."""
    sets = {found.everybody: 1}
    for variant in found.texts:
        for schools in (variant.schools, *(stand.schools for stand in variant.stands), *(part.schools for part in variant.parts)):
            sets.setdefault(schools, len(sets) + 1)
    return sets


def _write_page(found: Variants, left_out: list[str], core: Core) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # takes a while to load

    environment = Environment(
        loader=FileSystemLoader(core.folder / "overrides"), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    sets = _sets(found)
    pages = []
    for page, texts in _by_page(found):
        apart = [[variant for variant in texts if found.of_all(variant) is of_all] for of_all in (True, False)]
        pages.append({"id": page.replace("/", "-"), "title": found.titles[page], "of_all": apart[0], "of_some": apart[1]})
    return environment.get_template(TEMPLATE).render(
        found=found, pages=pages, left_out=left_out, most_named=_MOST_NAMED, layers=LAYERS_SAID,
        sets=[(number, found.names(schools)) for schools, number in sets.items() if schools.bit_count() > _MOST_NAMED],
        number=sets.__getitem__, lines=_lines,
    )  # fmt: skip


def _lines(text: str) -> tuple[str, list[str]]:
    """Part a text into its heading, if it begins with one, and its paragraphs, with points before the items of a list."""
    first, _, rest = text.partition("\n")
    if not first.startswith("#"):
        first, rest = "", text
    return first.lstrip("# "), [re.sub(r"^\* ", "\u2022 ", part.strip(), flags=re.MULTILINE) for part in rest.split("\n\n") if part.strip()]


def _say_differences(one: School, other: School, core: Core, say: Callable[[str], object]) -> int:
    plain = PlainWords(core.vocabulary)
    found = find_differences(_find([one, other], core), plain)
    names = (one.values["school.name"], other.values["school.name"])
    say(f"{names[0]} and {names[1]} part at {_count(len(found), 'place')}.")
    for meant, *words in find_words(one, other, plain):
        say(f"  For “{meant}” {names[0]} says “{words[0]}”, and {names[1]} says “{words[1]}”.")
    page = ""
    for difference in found:
        if difference.page != page:
            page = difference.page
            say(f"\n{difference.title} ({page})")
        for line in _say_difference(difference, names):
            say(line)
    return 0


def _say_difference(difference: Difference, names: tuple[str, str]) -> Iterator[str]:
    if difference.whole:
        yield f"  Only {names[0] if difference.one else names[1]} has this page."
    else:
        if difference.heading:
            yield f"  {difference.heading}"
        for name, texts in zip(names, (difference.one, difference.other), strict=True):
            lines = [line for text in texts for line in text.split("\n") if line.strip()]
            yield f"    {name}: {'nothing' if not lines else ''}".rstrip()
            yield from (f"      {line}" for line in lines)
    yield from (f"    Because: {reason}" for reason in difference.because)


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _list(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
