"""Targets: where a link to a clause, a policy, a scenario, a ruling or a reference leads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from houserules.clauses.text import Show, positive, walk
from houserules.profile.conditions import Condition, Test

if TYPE_CHECKING:
    from houserules.clauses.models import Helpline, Page, Reference, Words

KINDS = ("clause", "policy", "scenario", "answer", "ruling", "page", "reference", "helpline", "term")
LINK = re.compile(rf"(?<!!)\[(?P<text>[^\]]*)\]\((?P<kind>{'|'.join(KINDS)}):(?P<id>[\w./-]+)\)")
TABLE_PAGE = "guidance/who-may-contact-whom"
SOURCES_PAGE = "guidance/sources"
GLOSSARY_PAGE = "guidance/glossary"


@dataclass(frozen=True)
class Target:
    """The page (its id) and the anchor of a thing, its title, and the condition under which it is there."""

    page: str
    anchor: str
    title: str
    when: Condition
    url: str = ""  # for what stands outside the site
    note: str = ""  # what a link to it says of it, for those who point at it


def find_targets(words: Words) -> dict[tuple[str, str], Target]:
    """Give the target of everything that can be linked to, by kind and id."""
    targets: dict[tuple[str, str], Target] = {}
    pages: dict[str, Page] = {**{policy.id: policy for policy in words.policies.values()}, **words.prose}
    for id, page in pages.items():
        kind, name = ("policy", page.name) if id.startswith("policies/") else ("page", id)
        targets[kind, name] = Target(id, "", page.short_title, page.when)
    for id, home in words.homes().items():
        if id in words.clauses:
            clause = words.clauses[id]
            targets["clause", id] = Target(home, clause.anchor, clause.title, clause.when & pages[home].when)
    for id, reference in words.references.items():
        targets["reference", id] = Target(SOURCES_PAGE, f"source-{id}", reference.short_title, where_it_holds(reference))
    for id, helpline in words.helplines.items():
        url = helpline.url or f"tel:{helpline.phone.replace(' ', '')}"
        targets["helpline", id] = Target("", "", helpline.name, where_it_holds(helpline), url)
    if glossary := words.prose.get(GLOSSARY_PAGE):
        for id, entry in words.glossary.items():
            targets["term", id] = Target(GLOSSARY_PAGE, f"term-{id}", entry.term, glossary.when, note=entry.says)
    for key, target in _shown(words, pages):
        targets.setdefault(key, target)
    return targets


def where_it_holds(item: Reference | Helpline) -> Condition:
    """Give the condition under which a school has a reference or a helpline: it is for its nation, and for schools like it."""
    return Condition(((Test("nation", item.jurisdiction),),)) & item.when


def _shown(words: Words, pages: dict[str, Page]) -> Iterator[tuple[tuple[str, str], Target]]:
    """Give the targets of what pages show: the first page that shows a thing is its home."""
    for id, page in pages.items():
        for node, guards in walk(page.body):
            if not isinstance(node, Show):
                continue
            where = page.when & positive(guards)
            for scenario in shown_scenarios(node, words):
                found = words.scenarios[scenario]
                yield ("scenario", scenario), Target(id, found.anchor, found.title, where & found.when)
            for answer in shown_answers(node, words):
                quick = words.answers[answer]
                yield ("answer", answer), Target(id, quick.anchor, quick.question, where & quick.when)
            if node.what == "ruling" and node.name in words.rulings:
                yield ("ruling", node.name), Target(id, ruling_anchor(node.name), words.rulings[node.name].question, where)
            if node.what == "contact-table":
                for name, ruling in words.rulings.items():
                    if ruling.channel:
                        yield ("ruling", name), Target(id, ruling_anchor(name), ruling.question, where)


def ruling_anchor(id: str) -> str:
    """Give the anchor of a ruling's card."""
    return "ruling-" + id.replace("/", "-")


def shown_scenarios(show: Show, words: Words) -> list[str]:
    """Give the ids of the scenarios that a line shows, in order."""
    if show.what == "scenario":
        return [show.name] if show.name in words.scenarios else []
    if show.what != "scenarios":
        return []
    inside = [id for id in words.scenarios if id.startswith(show.name + "/")]
    return sorted(inside, key=lambda id: (words.scenarios[id].order, id))


def shown_answers(show: Show, words: Words) -> list[str]:
    """Give the ids of the quick answers that a line shows, in order."""
    if show.what != "answers":
        return []
    inside = [id for id in words.answers if id.startswith(show.name + "/")]
    return sorted(inside, key=lambda id: (words.answers[id].order, id))


def resolve_links(text: str, page: str, targets: dict[tuple[str, str], Target], missing: Callable[[str, str], None]) -> str:
    """Turn links to things into links to places, relative to a page; `missing(kind, id)` hears of those that lead nowhere."""

    def link(found: re.Match[str]) -> str:
        target = targets.get((found["kind"], found["id"]))
        if target is None:
            missing(found["kind"], found["id"])
            return found["text"] or found["id"]
        note = f' "{target.note.replace(chr(34), chr(39))}"' if target.note else ""
        return f"[{found['text'] or target.title}]({address(page, target)}{note})"

    return LINK.sub(link, text)


def address(page: str, target: Target) -> str:
    """Give the address of a target as it is written in the Markdown of a page."""
    if target.url:
        return target.url
    anchor = f"#{target.anchor}" if target.anchor else ""
    if target.page == page and anchor:
        return anchor
    return posixpath.relpath(f"{target.page}.md", posixpath.dirname(page) or ".") + anchor
