"""Rules about links and citations: what is linked to is there in every school that has the link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houserules.clauses.models import Words
from houserules.clauses.text import Guards, Nodes, Show, Text, walk
from houserules.pages.compose import Composed
from houserules.pages.targets import LINK, Target, shown_answers, shown_scenarios
from houserules.problems import Place, Problem, did_you_mean
from houserules.profile.conditions import Condition
from houserules.profile.vocabulary import Vocabulary
from houserules.rules.situations import hold, list_situations

_NUMBER = re.compile(r"\d[\d ]{2,}\d|\d{3,}")  # as a telephone number is written, or a number to text


def links_lead_somewhere(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every link leads to something, and that is there in every school that has the link."""
    targets = composed.targets
    for place, guards, text in _texts(words):
        for found in LINK.finditer(text):
            target = targets.get((found["kind"], found["id"]))
            here = Place(place.path, place.line + text.count("\n", 0, found.start()), 1)
            if target is None:
                known = [id for kind, id in targets if kind == found["kind"]]
                yield Problem(here, f"There is no {found['kind']} '{found['id']}' to link to.", fix=did_you_mean(found["id"], known))
            elif missing := _missing(guards, target, vocabulary):
                what = f"The link to the {found['kind']} '{found['id']}' stands where a school may not have it ({missing})."
                yield Problem(here, what, "The link would lead nowhere.", f"Put it under the condition: {target.when}.")


def scenarios_rest_on_clauses(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Each scenario and ruling rests on at least one clause that every school which has the scenario also has."""
    for scenario in words.scenarios.values():
        guards = _own(scenario.when)
        known = [composed.targets[("clause", id)] for id in scenario.clauses if ("clause", id) in composed.targets]
        if not known:
            yield Problem(scenario.place, "None of its clauses stands in a policy.")
        for facts in list_situations([guards, *(_own(target.when) for target in known)], vocabulary):
            if hold(guards, facts) and not any(target.when.holds(facts) for target in known):
                yield Problem(scenario.place, "A school could have it without any of its clauses.", fix="Cite a clause that every such school has.")
                break


def nothing_shown_otherwise(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """What can be linked to is never shown in the `otherwise` of a block, where no condition says that it is there."""
    for page in (*words.prose.values(), *words.policies.values()):
        for node, guards in walk(page.body):
            if isinstance(node, Show) and any(not holds for _, holds in guards) and node.what in ("ruling", "scenario", "scenarios", "answers"):
                yield Problem(node.place, f"'show {node.what}' can't stand in an 'otherwise'.", fix="Give the other case a condition of its own.")


def everything_is_shown(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Every clause stands in a policy, and every scenario and quick answer on a page."""
    used = {id for policy in words.policies.values() for section in policy.sections for id in section.clauses}
    for id, clause in words.clauses.items():
        if id not in used:
            yield Problem(clause.place, f"No policy uses the clause '{id}'.", fix="Add it to a policy's sections, or delete it.")
    shows = [node for page in words.prose.values() for node, _ in walk(page.body) if isinstance(node, Show)]
    scenarios = {id for show in shows for id in shown_scenarios(show, words)}
    answers = {id for show in shows for id in shown_answers(show, words)}
    for kind, shown, there in (("scenario", scenarios, words.scenarios), ("answer", answers, words.answers)):
        for id, item in there.items():
            if id not in shown:
                yield Problem(item.place, f"No page shows the {kind} '{id}'.")


def policies_are_never_empty(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A policy that a school has holds at least one clause."""
    for policy in words.policies.values():
        clauses = [words.clauses[id].when for section in policy.sections for id in section.clauses if id in words.clauses]
        if any(when.always for when in clauses):
            continue
        for facts in list_situations([_own(policy.when), *map(_own, clauses)], vocabulary):
            if policy.when.holds(facts) and not any(when.holds(facts) for when in clauses):
                yield Problem(policy.place, f"The policy '{policy.name}' can come out empty.", fix="Add a clause that every such school has.")
                break


def helplines_have_their_numbers(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A number in a link to a helpline is the helpline's, and stands there in whatever pupils sign: on paper a link leads nowhere."""
    signed = {id for policy in words.policies.values() if policy.sign_off.startswith("pupil") for section in policy.sections for id in section.clauses}
    on_paper = {words.clauses[id].place.path for id in signed if id in words.clauses}
    for place, _, text in _texts(words):
        for found in LINK.finditer(text):
            helpline = words.helplines.get(found["id"]) if found["kind"] == "helpline" else None
            numbers = "" if helpline is None else f"{helpline.phone} {helpline.text}"
            given = _NUMBER.search(found["text"])
            here = Place(place.path, place.line + text.count("\n", 0, found.start()), 1)
            if given and helpline and given.group() not in numbers:
                yield Problem(here, f"'{given.group()}' isn't a number of the helpline '{found['id']}'.", fix=f"Write one of: {numbers.strip()}.")
            elif not given and place.path in on_paper and _NUMBER.search(numbers):
                what = f"The link to the helpline '{found['id']}' doesn't say its number."
                yield Problem(here, what, "A pupil who has this on paper can't follow a link.", f"Write the number into the link: {numbers.strip()}.")


RULES = (
    links_lead_somewhere, scenarios_rest_on_clauses, nothing_shown_otherwise, everything_is_shown, policies_are_never_empty,
    helplines_have_their_numbers,
)  # fmt: skip


def _own(when: Condition) -> Guards:
    return () if when.always else ((when, True),)


def _missing(guards: Guards, target: Target, vocabulary: Vocabulary) -> str:
    if target.when.always:
        return ""
    for facts in list_situations([guards, _own(target.when)], vocabulary):
        if hold(guards, facts) and not target.when.holds(facts):
            return ", ".join(f"{key}: {' and '.join(sorted(values)) or 'none'}" for key, values in facts.items() if values or key != "given")
    return ""


def _texts(words: Words) -> Iterator[tuple[Place, Guards, str]]:
    """Give every text in which a link may stand, with the guards of everything that holds it."""
    homes = words.homes()
    for id, clause in words.clauses.items():
        own = _own(clause.when)
        if id in homes:
            own = (*_own(words.policies[homes[id].rpartition("/")[2]].when), *own)
        yield from _nodes(clause.body, own)
        yield clause.place, own, "\n".join((clause.reason, *clause.right, *clause.wrong))
    for page in (*words.policies.values(), *words.prose.values()):
        yield from _nodes(page.body, _own(page.when))
    for policy in words.policies.values():
        for section in policy.sections:
            yield policy.place, _own(policy.when), section.intro
    for scenario in words.scenarios.values():
        for part in (scenario.situation, scenario.think, scenario.do):
            yield from _nodes(part, _own(scenario.when))
    for answer in words.answers.values():
        yield from _nodes(answer.body, _own(answer.when))


def _nodes(nodes: Nodes, own: Guards) -> Iterator[tuple[Place, Guards, str]]:
    for node, guards in walk(nodes, own):
        if isinstance(node, Text) and node.place:
            yield node.place, guards, node.text
