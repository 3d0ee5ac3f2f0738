# Invariant 1: nothing half-filled is ever published. This is looked at when the words are read, so that neither the
# core's nor a school's own text can ask for what isn't there.
"""What is wrong with the placeholders in the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houserules.clauses.models import Words
from houserules.clauses.text import PLACEHOLDER, Guards, Nodes, Text, walk
from houserules.problems import Place, Problem, did_you_mean
from houserules.profile.conditions import GIVEN, Condition
from houserules.profile.placeholders import LISTS
from houserules.profile.values import Kind
from houserules.profile.vocabulary import Vocabulary

_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
_ADDRESS = re.compile(r"\]\( *\{\{ *(?P<path>[\w.]+) *(?:\|[^}]*)?\}\} *\)")
_LINK_TEXT = re.compile(r"\[[^\[\]]*\]\(")
_FORMS = ("capital", "plain")
_WRONG_PLACES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"`[^`]*\{\{[^`]*`|^ {4}.*\{\{"), "in code"),
    (re.compile(r"!\[[^\]]*\{\{|!\[[^\]]*\]\([^)]*\{\{"), "in a picture"),
    (re.compile(r"\]\([^)\s{]+\{\{|\]\( *\{\{[^}]*\}\}[^)\s]+"), "in a part of an address"),
    (re.compile(r"\]\( *\{\{[^}|]*\|"), "with a form as an address"),
    (re.compile(r"<[^>\s]*\{\{[^>]*>"), "between angle brackets"),
    (re.compile(r"^#+ .*\{\{.*\}\}(?!.*\{#[\w-]+\})"), "in a heading that has no id of its own"),
    (re.compile(r"^\[[^\]]*\]: *.*\{\{|^\*\[.*\{\{"), "in a definition"),
)


def find_bad_placeholders(words: Words, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Give every placeholder that no school has, that is private, that may be empty, or that stands where none can."""
    for clause in words.clauses.values():
        own = () if clause.when.always else ((clause.when, True),)
        yield from _nodes(clause.body, own, vocabulary)
        yield from _texts((clause.title, clause.reason, clause.dropped, *clause.right, *clause.wrong), clause.place, own, vocabulary)
    for page in (*words.policies.values(), *words.prose.values()):
        own = () if page.when.always else ((page.when, True),)
        yield from _nodes(page.body, own, vocabulary)
        yield from _texts((page.title, page.short_title, page.description), page.place, own, vocabulary)
    for policy in words.policies.values():
        for section in policy.sections:
            yield from _texts((section.title, section.intro), policy.place, (), vocabulary)
    for scenario in words.scenarios.values():
        own = () if scenario.when.always else ((scenario.when, True),)
        for part in (scenario.situation, scenario.think, scenario.do):
            yield from _nodes(part, own, vocabulary)
        yield from _texts((scenario.title,), scenario.place, own, vocabulary)
    for answer in words.answers.values():
        own = () if answer.when.always else ((answer.when, True),)
        yield from _nodes(answer.body, own, vocabulary)
        yield from _texts((answer.question,), answer.place, own, vocabulary)
    for reference in words.references.values():
        yield from _texts((reference.title, reference.short_title, reference.says), reference.place, (), vocabulary)
    for helpline in words.helplines.values():
        yield from _texts((helpline.name, helpline.purpose, helpline.text, helpline.hours), helpline.place, (), vocabulary)
    for ruling in words.rulings.values():
        for case in ruling.cases:
            yield from _texts((ruling.question, case.says), ruling.place, ((case.when, True),), vocabulary)


def _nodes(nodes: Nodes, own: Guards, vocabulary: Vocabulary) -> Iterator[Problem]:
    for node, guards in walk(nodes, own):
        if isinstance(node, Text) and node.place:
            for number, line in enumerate(node.text.split("\n")):
                yield from _line(line, Place(node.place.path, node.place.line + number), guards, vocabulary)


def _texts(texts: tuple[str, ...], place: Place, guards: Guards, vocabulary: Vocabulary) -> Iterator[Problem]:
    for text in texts:
        yield from _line(text, place, guards, vocabulary)


def _line(line: str, place: Place, guards: Guards, vocabulary: Vocabulary) -> Iterator[Problem]:
    if "{{" not in line and "}}" not in line and "{%" not in line:
        return
    for found in PLACEHOLDER.finditer(line):
        here = Place(place.path, place.line, found.start() + 1)
        yield from _one(found["path"], found["form"], here, guards, vocabulary)
    if left := _BRACES.search(PLACEHOLDER.sub("", line)):
        what = f"'{left.group()}' is neither a placeholder nor text."
        yield Problem(place, what, "It would be printed as it stands.", "Write a placeholder as {{ school.name }}.")
    yield from _links(line, place, vocabulary)
    for pattern, where in _WRONG_PLACES:
        if found := pattern.search(line):
            here = Place(place.path, place.line, found.start() + 1)
            yield Problem(here, f"A placeholder can't stand {where}.", "The value would be changed or lost.", "Write the sentence in another way.")


def _links(line: str, place: Place, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Give each link that leads to what is no web address, and each link in the text of another."""
    for found in _ADDRESS.finditer(line):
        placeholder = vocabulary.placeholders.get(found["path"])
        if placeholder and placeholder.kind is not Kind.WEB:
            here = Place(place.path, place.line, found.start() + 1)
            yield Problem(here, f"'{found['path']}' isn't a web address, and a link can't lead to it.", fix="Write the placeholder by itself.")
    for text in _LINK_TEXT.finditer(line):
        for found in PLACEHOLDER.finditer(text.group()):
            placeholder = vocabulary.placeholders.get(found["path"])
            if placeholder and placeholder.kind is not Kind.TEXT and found["form"] != "plain":
                here = Place(place.path, place.line, text.start() + found.start() + 1)
                what = f"'{found['path']}' makes a link of its own, and it stands in the text of another."
                yield Problem(here, what, fix=f"Write {{{{ {found['path']} | plain }}}}.")


def _one(path: str, form: str | None, place: Place, guards: Guards, vocabulary: Vocabulary) -> Iterator[Problem]:
    placeholder = vocabulary.placeholders.get(path)
    inside_list = any(path.startswith(f"{name}.") for name in LISTS)
    if placeholder is None or inside_list:
        known = [name for name in vocabulary.placeholders if not any(name.startswith(f"{entry}.") for entry in LISTS)]
        fix = did_you_mean(path, known) or "contributing/writing.md lists the placeholders."
        yield Problem(place, f"There is no placeholder '{path}'.", "Nothing could be printed here.", fix)
    elif form and form not in _FORMS:
        yield Problem(place, f"There is no form '{form}'.", fix=f"It can be {' or '.join(_FORMS)}.")
    elif not placeholder.always and not any(_guards(path, condition) for condition, holds in guards if holds):
        why = "A school may leave it empty."
        fix = f"Put it in a block '::: when {{given: {path}}}', with an '::: otherwise'."
        yield Problem(place, f"'{path}' stands here without a guard.", why, fix)


def _guards(path: str, condition: Condition) -> bool:
    return all(any(test.key == GIVEN and path in test.values for test in tests) for tests in condition.alternatives)
