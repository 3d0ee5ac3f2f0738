# A school that writes `tutorin.md` for `tutoring.md` would read our rule on its site and believe that it was its own; and one that
# drops a clause must hear of every sentence that still sends readers there.
"""Own words: what of a school's or an authority's wording no page shows, and what rests on a clause that they drop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from houserules.clauses.models import Words
from houserules.clauses.text import Nodes, Text, walk
from houserules.pages.targets import LINK, Target
from houserules.problems import Place, Problem, did_you_mean
from houserules.profile.conditions import ALWAYS, Condition, Facts

Targets = Mapping[tuple[str, str], Target]


def find_unshown(words: Words, targets: Targets, layer: str) -> Iterator[Problem]:
    """Give every clause, scenario and answer of a layer (its name) that stands on no page of any school."""
    kinds = (("clause", "clause", words.clauses), ("scenario", "scenario", words.scenarios), ("answer", "question", words.answers))
    for kind, noun, things in kinds:
        shown = [id for what, id in targets if what == kind]
        where = "list it in a policy of your own" if kind == "clause" else "put it into a folder that a page shows"
        for id, thing in things.items():
            if thing.layer == layer and (kind, id) not in targets:
                fix = f"To replace one of ours, give it the same path; else {where}."
                what, why = f"No page shows the {noun} '{id}'.", "What this file says would not be published."
                yield Problem(thing.place, what, why, f"{did_you_mean(id, shown)} {fix}".strip())


def find_resting_on_dropped(words: Words, facts: Facts) -> Iterator[Problem]:
    """Give a note for everything that a school with these facts has and that rests on, or links to, a clause which a layer drops."""
    dropped = {id: clause for id, clause in words.clauses.items() if clause.dropped}
    seen: set[tuple[Place, str]] = set()
    for place, id, how in _cited(words, facts) if dropped else ():
        if id in dropped and (place, id) not in seen:
            seen.add((place, id))
            what = f"It {how} the clause '{id}', which {dropped[id].place.path} drops: {dropped[id].dropped.rstrip('.')}."
            yield Problem(place, what, "", "Look whether it still holds.")


def _cited(words: Words, facts: Facts) -> Iterator[tuple[Place, str, str]]:
    """Give each clause that is cited, with the place where it is, and how."""
    for kind in (words.scenarios, words.answers, words.rulings):
        for thing in kind.values():
            if getattr(thing, "when", ALWAYS).holds(facts):
                yield from ((thing.place, id, "rests on") for id in thing.clauses)
    for when, place, bodies in _texts(words):
        if not when.holds(facts):
            continue
        for body in bodies:
            yield from ((where, id, "links to") for where, id in _linked(body, place, facts))


def _texts(words: Words) -> Iterator[tuple[Condition, Place, tuple[Nodes, ...]]]:
    for clause in words.clauses.values():
        if not clause.dropped:
            yield clause.when, clause.place, (clause.body,)
    for page in words.prose.values():
        yield page.when, page.place, (page.body, (Text(page.description),))
    for policy in words.policies.values():
        intros = tuple((Text(section.intro),) for section in policy.sections)
        yield policy.when, policy.place, (policy.body, (Text(policy.description),), *intros)
    for scenario in words.scenarios.values():
        yield scenario.when, scenario.place, (scenario.situation, scenario.think, scenario.do)
    for answer in words.answers.values():
        yield answer.when, answer.place, (answer.body,)
    for ruling in words.rulings.values():
        for case in ruling.cases:
            yield case.when, ruling.place, ((Text(case.says),),)


def _linked(body: Nodes, place: Place, facts: Facts) -> Iterator[tuple[Place, str]]:
    for node, guards in walk(body):
        if isinstance(node, Text) and all(when.holds(facts) is holds for when, holds in guards):
            for found in LINK.finditer(node.text):
                if found["kind"] == "clause":
                    line = Place(node.place.path, node.place.line + node.text.count("\n", 0, found.start())) if node.place else place
                    yield line, found["id"]
