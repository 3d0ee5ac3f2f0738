# HTML lives in overrides/, never in Python strings. A block template gets data and parts of the tree; what it makes is
# cut up into nodes again, so that choices inside it stay choices.
"""Blocks: templates that turn a clause, a ruling, a scenario or a table into nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from houserules.clauses.text import Block, Choice, Chosen, Node, Nodes, Text
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, EACH, EACH_END, IF, IF_END, IF_NOT, MARK_END
from houserules.profile.conditions import ALWAYS, Condition, Test

_SLOT = re.compile("\uf000(.)\uf001")


class Blocks:
    """The block templates of a theme folder (`overrides/blocks`)."""

    def __init__(self, folder: Path) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            auto_reload=False,  # a site is made in one go: no need to look whether a template has changed meanwhile
            trim_blocks=True,
            lstrip_blocks=True,
            comment_start_string="{%#",  # {#id} is an attribute in Markdown
            comment_end_string="#%}",
        )
        self._templates.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
        self._templates.globals.update(value=_placeholder, given=given, when=when, **_MARKS)

    def render(self, name: str, **context: Any) -> Nodes:
        """Render a template to nodes.

        In it, `put(nodes)` puts nodes, `value(path)` a placeholder, `given(path, ...)` and `when(key, ...)` a choice,
        and `{% call block(selector) %}` sets a part apart in an element of its own. `each(list)` repeats what follows,
        to `end_each()`, for every entry of a list; `has(path)`, `otherwise(path)`, `end_has()` ask an entry.
        """
        kept: list[Node | Nodes] = []

        def keep(nodes: Nodes) -> str:
            kept.append(nodes)
            return f"\uf000{chr(0xF100 + len(kept) - 1)}\uf001"

        def block(selector: str, caller) -> str:
            return keep((Block(selector, cut(str(caller()))),))

        def cut(text: str) -> Nodes:
            nodes: list[Node] = []
            for number, part in enumerate(_SLOT.split(text)):
                if number % 2:
                    nodes += kept[ord(part) - 0xF100]
                elif part:
                    nodes.append(Text(part))
            return tuple(nodes)

        template = self._templates.get_template(name)
        return cut(template.render(put=keep, block=block, **context))


def _placeholder(path: str, form: str = "") -> str:
    return f"{{{{ {path} | {form} }}}}" if form else f"{{{{ {path} }}}}"


def given(path: str, nodes: Nodes | str, otherwise: Nodes | str = ()) -> Nodes:
    """Give nodes that are there where a value is given, and others where it isn't."""
    return _choice(Condition(((Test("given", (path,)),),)), nodes, otherwise)


def when(key: str, values: str, nodes: Nodes | str, otherwise: Nodes | str = ()) -> Nodes:
    """Give nodes that are there where a fact has one of some values (parted by spaces), and others where it hasn't."""
    return _choice(Condition(((Test(key, tuple(values.split())),),)), nodes, otherwise)


def _choice(condition: Condition, nodes: Nodes | str, otherwise: Nodes | str) -> Nodes:
    cases = [(condition, _nodes(nodes))]
    if otherwise:
        cases.append((ALWAYS, _nodes(otherwise)))
    return (Choice(tuple(cases), inline=isinstance(nodes, str) and not nodes.startswith("\n")),)


def _nodes(nodes: Nodes | str) -> Nodes:
    return (Text(nodes),) if isinstance(nodes, str) else nodes


_MARKS = {
    "each": lambda path: f"{EACH}{path}{MARK_END}",
    "end_each": lambda: EACH_END,
    "has": lambda path: f"{IF}{path}{MARK_END}",
    "otherwise": lambda path: f"{IF_END}{IF_NOT}{path}{MARK_END}",
    "end_has": lambda: IF_END,
}


def write_markdown(nodes: Nodes, number: Callable[[Choice], int] | None = None) -> str:
    """Write nodes as Markdown; an inner block's fence is shorter than its outer one's.

    Without `number`, nothing may be left to choose. With it, every choice is written with all of its cases, between
    marks that carry the number which it gives to the choice.
    """
    text = "".join(_write(node, number) for node in nodes)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _write(node: Node, number: Callable[[Choice], int] | None) -> str:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Chosen):
        inside = "".join(_write(inner, number) for inner in node.nodes)
        if not node.inline and node.nodes and isinstance(node.nodes[0], Block) and isinstance(node.nodes[-1], Block):
            return inside  # a block ends what stands before and after it, as marks would
        return _between_marks(CHOICE + MARK_END, (inside,), node.inline)
    if isinstance(node, Choice) and number is not None:
        digits = "".join(DIGITS[int(digit)] for digit in str(number(node)))
        cases = ("".join(_write(inner, number) for inner in inners) for _, inners in node.cases)
        return _between_marks(CHOICE + digits + MARK_END, cases, node.inline)
    if not isinstance(node, Block):
        raise TypeError(f"nothing may be left to choose or to show: {node}")
    fence = "/" * (2 + _height(node))
    kind, _, title = node.selector.partition("|")
    head = f"{fence} details | {title}" if kind == "details" else f"{fence} html | {node.selector}"
    return f"\n\n{head}\n\n" + "".join(_write(inner, number) for inner in node.nodes) + f"\n\n{fence}\n\n"


def _between_marks(first: str, cases: Iterable[str], inline: bool) -> str:
    space = "" if inline else "\n\n"
    inside = f"{space}{CASE}{space}".join(case if inline else case.strip("\n") for case in cases)
    return f"{space}{first}{space}{inside}{space}{CHOICE_END}{space}"


def _height(node: Node) -> int:
    """Give how many blocks stand within one another in a node, itself included."""
    if isinstance(node, Block):
        return 1 + max(map(_height, node.nodes), default=0)
    if isinstance(node, Chosen):
        return max(map(_height, node.nodes), default=0)
    if isinstance(node, Choice):
        return max((_height(inner) for _, inners in node.cases for inner in inners), default=0)
    return 0
