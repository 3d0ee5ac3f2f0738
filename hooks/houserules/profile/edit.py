# A school.yml is somebody's work: their order, their comments, their spaces. To change a value in it, we look where the
# value stands (YAML's own marks say so, to the character) and put the new one there; nothing is ever written afresh
# from what was read. Whatever comes out is read again, and thrown away unless it says exactly what was meant.
"""Put values into the text of a school.yml, and leave every other character as it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from houserules.problems import Problems
from houserules.profile.blank import write_scalar
from houserules.strict_yaml import parse_yaml

Value = str | tuple[str, ...]  # one value, or the lines of a list
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEP = "  "


class CannotEdit(Exception):
    """A value can't be put there without touching what somebody typed."""


@dataclass
class Node:
    """A part of the text: where its name begins and ends, where its value does, and what is in it."""

    start: int
    end: int
    column: int = 0  # of its name
    name_end: int = 0
    scalar: bool = True
    written: str = ""
    style: str | None = None
    flow: bool = False  # it is written in {braces} or [brackets], or stands inside them
    parts: dict[str | int, Node] = field(default_factory=dict)
    listed: bool = False

    @property
    def empty(self) -> bool:
        return self.scalar and (not self.written.strip() or (not self.style and self.written in ("~", "null")))


Splice = tuple[int, int, str]  # from, to, and what is put there


def put_value(text: str, path: str, value: Value) -> str:
    """Give the text with a value at a dotted path such as `people.head.name`, in the place of what was there.

    The text is of good strict YAML. Raises CannotEdit if something of another shape stands there.
    """
    changed = splice(text, _find_splices(text, find_nodes(text), path.split("."), value))
    try:
        if parse_yaml(changed, "").content == _meant(parse_yaml(text, "").content, path.split("."), value):
            return changed
    except Problems:
        pass
    raise CannotEdit(path)


def fill_blank(text: str, nodes: Node, values: Mapping[str, Value]) -> str:
    """Give the text of a blank profile, whose nodes are known, with some of its empty places filled in."""
    return splice(text, [one for path, value in values.items() for one in _find_splices(text, nodes, path.split("."), value)])


def splice(text: str, splices: list[Splice]) -> str:
    """Put each text in its place."""
    parts, last = [], 0
    for start, end, new in sorted(splices, key=lambda one: one[:2]):
        parts += [text[last:start], new]
        last = end
    return "".join((*parts, text[last:]))


def find_nodes(text: str) -> Node:
    """Give the outermost node of a text of strict YAML, with all that is in it."""
    root = Node(0, 0)
    open_nodes: list[tuple[Node, str | None, yaml.Event | None]] = []  # a collection, the name that waits for its value, and where it stood

    def put(node: Node, event: yaml.Event) -> None:
        nonlocal root
        if not open_nodes:
            root = node
            return
        parent, name, named = open_nodes[-1]
        node.flow = node.flow or parent.flow
        if parent.listed:
            node.column = event.start_mark.column
            parent.parts[len(parent.parts)] = node
        elif name is None:
            open_nodes[-1] = (parent, node.written, event)
        else:
            node.column, node.name_end = named.start_mark.column, named.end_mark.index
            parent.parts[name] = node
            open_nodes[-1] = (parent, None, None)

    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.ScalarEvent):
            put(Node(event.start_mark.index, event.end_mark.index, written=event.value, style=event.style), event)
        elif isinstance(event, yaml.CollectionStartEvent):
            listed = isinstance(event, yaml.SequenceStartEvent)
            node = Node(event.start_mark.index, event.end_mark.index, scalar=False, flow=bool(event.flow_style), listed=listed)
            put(node, event)
            open_nodes.append((node, None, None))
        elif isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()[0].end = event.end_mark.index
    return root


def _meant(content: object, keys: list[str], value: Value) -> object:
    meant = deepcopy(content) if isinstance(content, dict) else {}
    here = meant
    for key in keys[:-1]:
        if not isinstance(here.get(key), dict):
            here[key] = {}
        here = here[key]
    here[keys[-1]] = list(value) if isinstance(value, tuple) else value
    return meant


def _find_splices(text: str, root: Node, keys: list[str], value: Value) -> list[Splice]:
    here = root
    for depth, key in enumerate(keys):
        if here.listed:
            raise CannotEdit(key)
        if here.scalar or key not in here.parts:
            return _add(text, here, keys[depth:], value, outermost=depth == 0)
        here = here.parts[key]
    if isinstance(value, str):
        return [_scalar(text, here, value)]
    return _lines(text, here, value)


def _scalar(text: str, node: Node, value: str) -> Splice:
    if not node.scalar:
        raise CannotEdit(value)
    if node.start == node.end:
        return (node.name_end + 1, node.name_end + 1, f" {_write(value, node.flow)}")
    after = _break(text) if text[node.end - 1] == "\n" else ""  # a block (after | or >) ends where the next line starts
    return (node.start, node.end, _write(value, node.flow) + after)


def _lines(text: str, node: Node, value: tuple[str, ...]) -> list[Splice]:
    if node.empty:
        if node.flow:
            return [(node.start, node.end, " " * (node.start == node.end) + _in_brackets(value))]
        indent = " " * node.column + _STEP
        end = _line_end(text, max(node.end, node.name_end))
        taken = [(node.start, node.end, "")] if node.start < node.end else []
        return [*taken, (end, end, "".join(f"{_break(text)}{indent}- {write_scalar(line)}" for line in value))]
    if not node.listed:
        raise CannotEdit(value)
    if node.flow:
        if any(sign in text[node.start : node.end] for sign in "#\r\n"):
            raise CannotEdit(value)
        return [(node.start, node.end, _in_brackets(value))]
    return list(_block_lines(text, list(node.parts.values()), value))


def _block_lines(text: str, items: list[Node], value: tuple[str, ...]) -> Iterator[Splice]:
    """Change a list line by line, so that a comment beside a line stays beside it."""
    if not all(item.scalar and item.style not in ("|", ">") and item.start < item.end for item in items):
        raise CannotEdit(value)
    lines = [item.written for item in items]
    first = _alike(lines, value)
    after = _alike(lines[first:][::-1], value[first:][::-1])
    old, new = items[first : len(items) - after], value[first : len(value) - after]
    for item, line in zip(old, new, strict=False):
        yield (item.start, item.end, write_scalar(line))
    start = _line_start(text, items[0].start)
    lead = text[start : items[0].start]
    if lead.strip() != "-":
        raise CannotEdit(value)
    if more := [f"{lead}{write_scalar(line)}" for line in new[len(old) :]]:
        above = first + len(old) - 1
        end = _line_end(text, items[above].end) if above >= 0 else start
        yield (end, end, "".join(f"{_break(text)}{line}" if above >= 0 else f"{line}{_break(text)}" for line in more))
    for item in old[len(new) :]:
        start, end = _line_start(text, item.start), _line_end(text, item.end)
        if text[item.end : end].strip():  # a comment: it stays, on a line of its own
            yield (start, item.end, " " * item.column)
        else:
            yield (start - len(_break(text)), end, "")


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """Say how many lines are the same at the beginning."""
    return next((number for number, (a, b) in enumerate(zip(some, others, strict=False)) if a != b), min(len(some), len(others)))


def _add(text: str, above: Node, keys: list[str], value: Value, *, outermost: bool) -> list[Splice]:
    """Add names that aren't there yet to the group above them."""
    if above.scalar and not above.empty:
        raise CannotEdit(keys[0])
    if above.flow and not above.scalar:
        inside = _in_braces(keys, value)[1:-1]
        return [(above.start + 1, above.start + 1, f"{inside}, " if above.parts else inside)]
    if above.flow:
        return [(above.start, above.end, f" {_in_braces(keys, value)}")]
    taken = [(above.start, above.end, "")] if above.scalar and above.start < above.end else []
    if outermost:
        before = "" if text.endswith("\n") or not text else _break(text)
        return [(len(text), len(text), before + _block(text, keys, value, "") + _break(text))]
    column = next((part.column for part in above.parts.values()), above.column + len(_STEP))
    end = _line_end(text, max(above.end, above.name_end) if above.scalar else above.name_end)
    return [*taken, (end, end, _break(text) + _block(text, keys, value, " " * column))]


def _block(text: str, keys: list[str], value: Value, indent: str) -> str:
    lines = [f"{indent}{_STEP * depth}{key}:" for depth, key in enumerate(keys)]
    if isinstance(value, str):
        lines[-1] += f" {write_scalar(value)}"
    else:
        lines += [f"{indent}{_STEP * len(keys)}- {write_scalar(line)}" for line in value]
    return _break(text).join(lines)


def _in_braces(keys: list[str], value: Value) -> str:
    written = _write(value, True) if isinstance(value, str) else _in_brackets(value)
    for key in reversed(keys):
        written = f"{{{key}: {written}}}"
    return written


def _in_brackets(value: tuple[str, ...]) -> str:
    return f"[{', '.join(_write(line, True) for line in value)}]"


def _write(value: str, flow: bool) -> str:
    written = write_scalar(value)
    return f'"{written}"' if flow and not written.startswith('"') and any(sign in written for sign in ",[]{}:") else written


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_end(text: str, index: int) -> int:
    ends = [end for sign in "\r\n" if (end := text.find(sign, index)) >= 0]
    return min(ends, default=len(text))


@lru_cache(maxsize=8)  # the blank is searched for every school of a register
def _break(text: str) -> str:
    """Give what ends a line in this text: a file from Notepad stays one."""
    return "\r\n" if "\r\n" in text else "\n"
