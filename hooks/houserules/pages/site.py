"""Site: what one school publishes, with every choice settled and every value still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from houserules.clauses.models import Page, Policy, Reference, Words
from houserules.clauses.text import Choice, settle
from houserules.pages.alphabet import Alphabet, encode_placeholders
from houserules.pages.blocks import write_markdown
from houserules.pages.compose import Composed
from houserules.pages.own_words import find_resting_on_dropped, find_unshown
from houserules.pages.questions import choose_questions, passed_over
from houserules.pages.site_page import SitePage
from houserules.pages.standing import PolicyStandings, find_standings
from houserules.pages.targets import LINK, Target, resolve_links, where_it_holds
from houserules.pages.version import VersionFinder
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.conditions import Facts
from houserules.profile.placeholders import Placeholder
from houserules.profile.read import PROFILE, School
from houserules.profile.vocabulary import Vocabulary


@dataclass(frozen=True)
class Site:
    """The pages of one school, the values that will be put in, the letters, and the standing of its policies."""

    school: School
    pages: Mapping[str, SitePage]
    values: Mapping[str, str]
    facts: Facts
    alphabet: Alphabet
    standings: PolicyStandings
    clauses: Mapping[str, tuple[str, ...]]  # of each policy, those that the school has
    references: Mapping[str, Mapping[str, str]]
    notes: tuple[Problem, ...] = field(default=())


def settle_site(school: School, words: Words, composed: Composed, vocabulary: Vocabulary) -> Site:
    """Settle every choice for a school. Raises Problems where a link leads to what this school hasn't got."""
    alphabet = Alphabet.of(vocabulary.placeholders)
    problems: list[Problem] = []
    there = {key: target for key, target in composed.targets.items() if target.when.holds(school.facts)}
    chosen = {id: page for id, page in composed.pages.items() if page.when.holds(school.facts)}
    pages: dict[str, SitePage] = {}
    for id, page in chosen.items():

        def missing(kind: str, name: str, page: Page = page) -> None:
            why = "This school hasn't got it."
            problems.append(Problem(page.place, f"A link leads to the {kind} '{name}'.", why, "Put the link under the same condition."))

        text = write_markdown(settle(composed.nodes[id], school.facts))
        pages[id] = describe(page, resolve_links(text, id, there, missing), alphabet, vocabulary.placeholders)
    if problems:
        raise Problems(problems)
    standings = find_standings(school, words, words.policies.values(), VersionFinder(words))
    unshown = find_unshown(words, composed.targets, "authority")  # in a school's own layer it is a problem: see compose.py
    notes = (*find_resting_on_dropped(words, school.facts), *unshown, *_passed_over(school, words, there))
    school = choose_questions(school, words, there)
    return Site(
        school, pages, {**school.values, **standings.values}, {**school.facts, **standings.facts}, alphabet, standings,
        clauses_of(chosen.values(), words, school.facts), references_of(words, school), notes,
    )  # fmt: skip


def describe(page: Page, text: str, alphabet: Alphabet, placeholders: Mapping[str, Placeholder]) -> SitePage:
    """Give a page for the engine, with letters where placeholders stand in its text, titles and description."""
    texts = (page.title, page.short_title, LINK.sub(r"\g<text>", page.description))
    title, short_title, description = (encode_placeholders(part, alphabet, placeholders) for part in texts)
    # MkDocs takes a first line such as "Note: ..." for metadata; an empty line before it says that there is none
    markdown = "\n" + encode_placeholders(text, alphabet, placeholders)
    return SitePage(
        page.id, title, short_title, description, page.audience, page.status, page.template, markdown, page.sources, page.layer,
        isinstance(page, Policy),
    )  # fmt: skip


def write_all_cases(
    composed: Composed, vocabulary: Vocabulary, alphabet: Alphabet, number: Callable[[Choice], int]
) -> dict[str, SitePage]:
    """Give every page with all cases of every choice in it, between marks that carry the choice's number.

    A link that leads nowhere is left as its words: whether a school has it is for the fleet to find out (fleet/needs.py).
    """
    targets: dict[tuple[str, str], Target] = composed.targets
    return {
        id: describe(page, resolve_links(write_markdown(composed.nodes[id], number), id, targets, lambda kind, name: None), alphabet, vocabulary.placeholders)
        for id, page in composed.pages.items()
    }


def clauses_of(pages, words: Words, facts: Facts) -> dict[str, tuple[str, ...]]:
    """Give the ids of the clauses in each policy among some pages, for a school with these facts."""
    return {
        page.id: tuple(id for section in page.sections for id in section.clauses if words.clauses[id].when.holds(facts))
        for page in pages
        if isinstance(page, Policy)
    }


def references_of(words: Words, school: School) -> dict[str, dict[str, str]]:
    """Give the references that hold for a school, with their dates."""
    return {
        id: describe_reference(reference) for id, reference in sorted(words.references.items()) if where_it_holds(reference).holds(school.facts)
    }


def describe_reference(reference: Reference) -> dict[str, str]:
    """Give what the manifest and the calendar say of a reference: its title, its edition and its dates."""
    return {
        "title": reference.title, "edition": reference.edition, "checked_on": reference.checked_on, "review_by": reference.review_by,
    }  # fmt: skip


def _passed_over(school: School, words: Words, targets: Mapping[tuple[str, str], Target]) -> Iterator[Problem]:
    """Give a note for each common question that a school has chosen itself and that isn't asked there."""
    above = school.authority.document.content if school.authority else {}
    if isinstance(above, dict) and list(above.get("common_questions") or ()) == list(school.profile.common_questions):
        return
    for id in passed_over(school, words, targets):
        what = f"The common question '{id}' isn't asked at a school like this one, so the first page shows the next one."
        yield Problem(Place(shown(school.folder / PROFILE)), what)
