# The one plain form in which a text says what it depends on. No Jinja: what a text may ask is a closed list.
"""Texts: Markdown with conditional blocks and things to show, as a tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from houserules.problems import Place, Problem, Problems, did_you_mean
from houserules.profile.conditions import ALWAYS, Condition, Facts, Vocabulary, read_condition
from houserules.profile.values import AUDIENCES

PLACEHOLDER = re.compile(r"\{\{ *(?P<path>[\w./:-]+)(?: *\| *(?P<form>\w+))? *\}\}")


@dataclass(frozen=True)
class Text:
    """Markdown with placeholders and links still open; its place, where somebody typed it."""

    text: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Choice:
    """Alternatives in order: the first whose condition holds is used, or nothing.

    An `inline` one stands within a line or a piece of HTML; the others stand between blank lines.
    """

    cases: tuple[tuple[Condition, Nodes], ...]
    inline: bool = False


@dataclass(frozen=True)
class Chosen:
    """What a school gets of a choice: the nodes of the case that holds, or none."""

    nodes: Nodes
    inline: bool


@dataclass(frozen=True)
class Block:
    """A part that stands apart from its neighbours in an element of its own (`section.clause#id`)."""

    selector: str
    nodes: Nodes


@dataclass(frozen=True)
class Show:
    """A line `::: show WHAT NAME`, which a page replaces by what it names."""

    what: str
    name: str
    place: Place


Node = Text | Choice | Chosen | Block | Show
Nodes = tuple[Node, ...]

SHOWN = (
    "ruling", "scenario", "scenarios", "answers", "clause", "contact-table", "register", "contact", "helplines", "policies", "sign-off", "glossary", "references", "questions", "coverage",
)  # fmt: skip
# What may be said after some of them; after the others, an id or nothing.
_ARGUMENTS = {
    "contact": ("school", "safeguarding", "social-care", "out-of-hours", "allegations"),
    "helplines": (*AUDIENCES, "everybody"),
    "policies": AUDIENCES,
}
_LINE = re.compile(r":::(?: +(?P<word>[a-z-]+)(?: +(?P<rest>.+?))?)? *")


@dataclass
class _Open:
    condition: Condition
    line: int
    then: Nodes | None  # what stood before `otherwise`
    nodes: list[Node]


def parse_text(text: str, name: str, first_line: int, vocabulary: Vocabulary) -> Nodes:
    """Turn a text into nodes; `name` and `first_line` say where it stands. Raises Problems with all that is wrong."""
    problems: list[Problem] = []
    opened = [_Open(ALWAYS, first_line, None, [])]
    plain: list[str] = []
    plain_from = first_line

    def close_plain() -> None:
        blank = next((count for count, line in enumerate(plain) if line.strip()), None)
        if blank is not None:
            opened[-1].nodes.append(Text("\n".join(plain).strip("\n") + "\n\n", Place(name, plain_from + blank, 1)))
        plain.clear()

    for number, line in enumerate(text.split("\n"), first_line):
        if not line.startswith(":::"):
            plain_from = plain_from if plain else number
            plain.append(line)
            continue
        close_plain()
        found = _LINE.fullmatch(line)
        word = found["word"] if found else ""
        place = Place(name, number, 1)
        if found and word is None:
            _close(opened, place, problems)
        elif word == "when" and found["rest"]:
            opened.append(_Open(_condition(found["rest"], name, number, vocabulary, problems), number, None, []))
        elif word == "otherwise" and not found["rest"]:
            if len(opened) == 1 or opened[-1].then is not None:
                problems.append(Problem(place, "This 'otherwise' belongs to no '::: when'."))
            else:
                opened[-1].then, opened[-1].nodes = tuple(opened[-1].nodes), []
        elif word == "show" and found["rest"]:
            what, _, argument = found["rest"].partition(" ")
            if what not in SHOWN:
                fix = did_you_mean(what, SHOWN) or f"It can be {', '.join(SHOWN)}."
                problems.append(Problem(place, f"'{what}' can't be shown.", fix=fix))
            elif what in _ARGUMENTS and argument.strip() not in _ARGUMENTS[what]:
                fix = f"Write one of: {', '.join(_ARGUMENTS[what])}."
                problems.append(Problem(place, f"'{argument.strip()}' can't stand after 'show {what}'.", fix=fix))
            opened[-1].nodes.append(Show(what, argument.strip(), place))
        else:
            problems.append(Problem(place, "This line can't be understood.", fix="Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'."))
    close_plain()
    for left in opened[1:]:
        problems.append(Problem(Place(name, left.line, 1), "This '::: when' has no end.", fix="Put ':::' on a line of its own after it."))
    if problems:
        raise Problems(problems)
    return tuple(opened[0].nodes)


def _close(opened: list[_Open], place: Place, problems: list[Problem]) -> None:
    if len(opened) == 1:
        problems.append(Problem(place, "This ':::' closes nothing."))
        return
    done = opened.pop()
    # In an element of its own, so that a list in it can't join up with the list before it.
    if done.then is None:
        cases: tuple[tuple[Condition, Nodes], ...] = ((done.condition, (Block("div", tuple(done.nodes)),)),)
    else:
        cases = ((done.condition, (Block("div", done.then),)), (ALWAYS, (Block("div", tuple(done.nodes)),)))
    opened[-1].nodes.append(Choice(cases))


def _condition(text: str, name: str, line: int, vocabulary: Vocabulary, problems: list[Problem]) -> Condition:
    spaces = " " * len("::: when ")  # so that columns are those of the line
    try:
        from houserules.strict_yaml import parse_yaml  # only reading needs YAML

        document = parse_yaml(spaces + text, name, line)
        if document.content is not None:
            return read_condition(document.content, vocabulary, document)
        problems.append(Problem(Place(name, line, len(spaces) + 1), "A condition is needed here.", fix="Write it as {key: value}."))
    except Problems as found:
        problems += found.problems
    return ALWAYS


Guards = tuple[tuple[Condition, bool], ...]  # conditions, and whether each must hold or must not


def walk(nodes: Nodes, guards: Guards = ()) -> Iterator[tuple[Node, Guards]]:
    """Give every node with what must hold, and what must not, for it to be there; leaves and branches alike."""
    for node in nodes:
        yield node, guards
        if isinstance(node, Choice):
            before: Guards = ()
            for case, inner in node.cases:
                yield from walk(inner, (*guards, *before, *(() if case.always else ((case, True),))))
                before = (*before, (case, False))
        elif isinstance(node, Block):
            yield from walk(node.nodes, guards)


def positive(guards: Guards) -> Condition:
    """Give the condition that what must hold holds, without what must not."""
    condition = ALWAYS
    for guard, holds in guards:
        condition = condition & guard if holds else condition
    return condition


def choose(nodes: Nodes, facts: Facts) -> Nodes:
    """Settle every choice for a school with these facts: give the nodes that it gets, in which no condition is left."""
    chosen: list[Node] = []
    for node in nodes:
        if isinstance(node, Choice):
            for condition, inner in node.cases:
                if condition.holds(facts):
                    chosen += choose(inner, facts)
                    break
        elif isinstance(node, Block):
            chosen.append(Block(node.selector, choose(node.nodes, facts)))
        else:
            chosen.append(node)
    return tuple(chosen)


def settle(nodes: Nodes, facts: Facts) -> Nodes:
    """Settle every choice as `choose` does, but keep each one's place: what a school gets of it stands as a `Chosen`."""
    settled: list[Node] = []
    for node in nodes:
        if isinstance(node, Choice):
            inner = next((inner for condition, inner in node.cases if condition.holds(facts)), ())
            settled.append(Chosen(settle(inner, facts), node.inline))
        elif isinstance(node, Block):
            settled.append(Block(node.selector, settle(node.nodes, facts)))
        else:
            settled.append(node)
    return tuple(settled)


def replace(nodes: Nodes, change: Callable[[Node], Nodes]) -> Nodes:
    """Give the nodes with each leaf replaced by what `change` makes of it."""
    made: list[Node] = []
    for node in nodes:
        if isinstance(node, Choice):
            made.append(Choice(tuple((condition, replace(inner, change)) for condition, inner in node.cases), node.inline))
        elif isinstance(node, Block):
            made.append(Block(node.selector, replace(node.nodes, change)))
        else:
            made += change(node)
    return tuple(made)
