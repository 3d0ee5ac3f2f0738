"""Site: what one school publishes, with every choice settled and every value still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from babel.dates import format_date

from houserules.clauses.models import Page, Policy, Words
from houserules.clauses.text import choose
from houserules.pages.alphabet import Alphabet, encode_placeholders
from houserules.pages.blocks import write_markdown
from houserules.pages.compose import Composed, number_clauses
from houserules.pages.targets import LINK, resolve_links
from houserules.pages.version import find_version
from houserules.problems import Problem, Problems
from houserules.profile.read import School
from houserules.profile.vocabulary import Vocabulary


class Standing(StrEnum):
    """What a policy may say of its approval."""

    APPROVED = "approved"
    CHANGED = "changed"
    DRAFT = "draft"


@dataclass(frozen=True)
class SitePage:
    """A page of one school: its Markdown with letters where values go, and what the theme needs to know of it."""

    id: str
    title: str
    short_title: str
    description: str
    audience: tuple[str, ...]
    status: str
    template: str
    markdown: str
    sources: tuple[str, ...]
    layer: str
    version: str = ""
    standing: str = ""
    clauses: tuple[str, ...] = ()
    is_policy: bool = False

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]

    @property
    def src_uri(self) -> str:
        """The name of the Markdown file that MkDocs sees."""
        return f"{self.id}.md"


@dataclass(frozen=True)
class Site:
    """The pages of one school, the values that will be put in, the letters, and the references that hold in its nation."""

    school: School
    pages: Mapping[str, SitePage]
    values: Mapping[str, str]
    alphabet: Alphabet
    references: Mapping[str, Mapping[str, str]]
    notes: tuple[Problem, ...] = ()


def settle_site(school: School, words: Words, composed: Composed, vocabulary: Vocabulary) -> Site:
    """Settle every choice for a school. Raises Problems where a link leads to what this school hasn't got."""
    alphabet = Alphabet()
    placeholders = vocabulary.placeholders
    values = dict(school.values)
    problems: list[Problem] = []
    there = {key: target for key, target in composed.targets.items() if target.when.holds(school.facts)}
    pages: dict[str, SitePage] = {}
    for id, page in composed.pages.items():
        if not page.when.holds(school.facts):
            continue
        version = standing = ""
        clauses: tuple[str, ...] = ()
        if isinstance(page, Policy):
            values |= dict(number_clauses(page, words, school.facts))
            version = find_version(page, words, school.facts)
            standing = _standing(school, page, version)
            values |= _approval(school, page, version, standing)
            clauses = tuple(
                clause for section in page.sections for clause in section.clauses if words.clauses[clause].when.holds(school.facts)
            )

        def missing(kind: str, name: str, page: Page = page) -> None:
            why = "This school hasn't got it."
            problems.append(Problem(page.place, f"A link leads to the {kind} '{name}'.", why, "Put the link under the same condition."))

        text = write_markdown(choose(composed.nodes[id], school.facts))
        text = encode_placeholders(resolve_links(text, id, there, missing), alphabet, placeholders)
        pages[id] = SitePage(
            id, *(encode_placeholders(part, alphabet, placeholders) for part in (page.title, page.short_title, LINK.sub(r"\g<text>", page.description))),
            page.audience, page.status, page.template, text, page.sources, page.layer, version, standing, clauses, isinstance(page, Policy),
        )  # fmt: skip
    if problems:
        raise Problems(problems)
    nation = school.profile.school.nation.value
    references = {
        id: {"title": reference.title, "edition": reference.edition, "checked_on": reference.checked_on, "review_by": reference.review_by}
        for id, reference in sorted(words.references.items())
        if nation in reference.jurisdiction
    }
    return Site(school, pages, values, alphabet, references, tuple(_dropped(words, pages)))


def _dropped(words: Words, pages: Mapping[str, SitePage]) -> Iterator[Problem]:
    """Give a note for everything that rests on a clause which a layer has dropped."""
    dropped = {id for id, clause in words.clauses.items() if clause.dropped}
    cited = [(item.place, item.clauses) for kind in (words.scenarios, words.answers, words.rulings) for item in kind.values()]
    for place, clauses in cited if dropped else ():
        for id in dropped.intersection(clauses):
            clause = words.clauses[id]
            what = f"It rests on the clause '{id}', which {clause.place.path} drops: {clause.dropped}"
            yield Problem(place, what, "", "Look whether it still holds.")


def _standing(school: School, policy: Policy, version: str) -> Standing:
    approval = school.profile.review.approved.get(policy.name)
    if approval is None:
        return Standing.DRAFT
    return Standing.APPROVED if approval.version == version else Standing.CHANGED


def _approval(school: School, policy: Policy, version: str, standing: Standing) -> dict[str, str]:
    values = {f"version.{policy.name}": version}
    approval = school.profile.review.approved.get(policy.name)
    if standing is not Standing.DRAFT and approval:
        on = approval.on or school.profile.review.approved_on
        values[f"approved_by.{policy.name}"] = approval.by or school.profile.review.approved_by or ""
        values[f"approved_on.{policy.name}"] = format_date(on, "d MMMM yyyy", locale="en_GB") if on else ""
    return values
