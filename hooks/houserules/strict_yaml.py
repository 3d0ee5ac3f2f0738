# PyYAML guesses types (no, 012, 22:30), follows aliases, keeps the last of two equal keys and recurses as deep as it
# is told to. We take only its events, which do none of this, and build a tree of plain texts with their places.
"""Strict YAML: texts, lists and mappings only, with the place of each; bounded in size and depth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from houserules.problems import Place, Problem, Problems

MOST_BYTES = 256 * 1024
MOST_DEPTH = 12
MOST_NODES = 20_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Controls, line ends of other sorts (an editor doesn't count them as lines), bidirectional overrides, lone surrogates,
# and the two ranges that stand for placeholders and marks (Unified Canadian Aboriginal Syllabics, private use): see stamping.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    "\u1400-\u167f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
_CHECK = "Check the spaces at the start of the line, the colon after the name, and put text that holds ': ' or '#' in quotes."
# What to do, by what PyYAML says (and what libyaml, which it uses where it can, says instead).
_BEGUN = (
    (r"could not find expected ':'", "Put a colon and a blank after the name, or, if this line belongs to the one above, begin it with more blanks."),
    ("unexpected end of stream", "The quotation mark that begins here isn't closed: put one at the end of the value as well."),
    (r"expected ',' or '\]'", "Close the list with ], and put a comma between its parts; or put the value in quotes if [ belongs to it."),
    (r"expected ',' or '\}'", "Close the group with }, and put a comma between its parts; or put the value in quotes if { belongs to it."),
)
_ADVICE = (
    ("mapping values are not allowed", "If ': ' belongs to the value, put the whole value in quotes. Else check the spaces at the start of this line and of the one above."),
    ("cannot start any token", "A value that begins with a sign such as @, % or ` has to stand in quotes."),
)
_NAMED = re.compile(r"\s*(?:- +)?[a-z][a-z_]*:(?:\s|$)")  # a line that looks like a name and its value
_LOST = re.compile(r"[ \t]+(#[^\s#=*~_-].*?)[ \t]*(?:[ \t]#[ \t].*)?$")  # what follows a value and may have been meant as a part of it


@dataclass(frozen=True)
class Document:
    """What a file says (texts, lists and mappings; None where nothing was written) and where each part stands."""

    content: object
    places: dict[tuple[str | int, ...], Place] = field(repr=False)
    path: str
    names: dict[tuple[str | int, ...], Place] = field(default_factory=dict, repr=False)  # where each name stands

    def place(self, *keys: str | int) -> Place:
        """Give the place of the value at a path of keys, or of the nearest part above it that exists."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, Place(self.path, 1, 1))

    def texts(self) -> Iterator[tuple[str, Place]]:
        """Give every text that stands in the file as a value, with its place."""
        left: list[tuple[tuple[str | int, ...], object]] = [((), self.content)]
        while left:
            keys, here = left.pop()
            if isinstance(here, str):
                yield here, self.place(*keys)
            elif isinstance(here, dict | list):
                inner = here.items() if isinstance(here, dict) else enumerate(here)
                left += [((*keys, key), value) for key, value in inner]

    def name_place(self, *keys: str | int) -> Place:
        """Give the place of the name itself rather than of its value, where there is a name."""
        return self.names.get(keys) or self.place(*keys)


def read_yaml(path: Path, name: str) -> Document:
    """Read a YAML file strictly; `name` is how the file is called in messages.

    Raises Problems if it isn't there, isn't a file, is too large, isn't UTF-8 text or isn't plain YAML.
    """
    return parse_yaml(read_text(path, name), name)


def read_text(path: Path, name: str, most_bytes: int = MOST_BYTES) -> str:
    """Read a text file, with line ends as \\n and without a byte order mark. Raises Problems if that can't be done."""
    place = Place(name)
    try:
        if path.is_dir():
            raise Problems([Problem(place, "This is a folder, and a file is needed here.")])
        if not path.is_file():
            raise Problems([Problem(place, "This file isn't there.", fix="Check the name, or make one with 'houserules new'.")])
        size = path.stat().st_size
        if size > most_bytes:
            what = f"This file is too large ({size // 1024:,} kB; at most {most_bytes // 1024:,} kB)."
            raise Problems([Problem(place, what, fix="A file of this kind is a few pages of text: look for something pasted by mistake.")])
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fix = "Save it again as UTF-8 text (in Notepad: Save as, Encoding, UTF-8)."
        raise Problems([Problem(place, f"This file isn't plain text in UTF-8 (byte {error.start}).", fix=fix)]) from None
    except OSError as error:
        raise Problems([Problem(place, f"This file can't be read: {error.strerror or error}.")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_yaml(text: str, name: str, first_line: int = 1) -> Document:
    """Read YAML text strictly; `first_line` is the line of the file on which the text begins. Raises Problems."""
    refuse_characters(text, name, first_line)
    return _Builder(name, first_line).build(text)


def refuse_characters(text: str, name: str, first_line: int = 1) -> None:
    """Raise Problems for every character that can't be published, or that we use ourselves while a page is made."""
    if problems := list(_refused_characters(text, name, first_line)):
        raise Problems(problems)


def _refused_characters(text: str, name: str, first_line: int) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), first_line):
        for found in _REFUSED.finditer(line):
            yield _refused(found.group(), Place(name, number, found.start() + 1))


def _refused(character: str, place: Place) -> Problem:
    kind = "a private sign" if unicodedata.category(character) == "Co" else "a control character"
    label = unicodedata.name(character, kind).lower()
    return Problem(place, f"The character U+{ord(character):04X} ({label}) can't be used here.", fix="Delete it and type the word again.")


class _Builder:
    """Turns YAML events into a tree, without recursion, and stops only where the text can't be read further."""

    def __init__(self, name: str, first_line: int) -> None:
        self.name, self.first_line = name, first_line
        self.problems: list[Problem] = []
        self.places: dict[tuple[str | int, ...], Place] = {}
        self.names: dict[tuple[str | int, ...], Place] = {}
        self.root: object = None
        # Each open collection: its path, itself, and for a mapping the key that waits for its value.
        self.open: list[tuple[tuple[str | int, ...], dict | list]] = []
        self.keys: list[str | None] = []
        self.lines: list[str] = []

    def build(self, text: str) -> Document:
        nodes = documents = 0
        self.lines = text.split("\n")
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                nodes += isinstance(event, yaml.NodeEvent)
                if nodes > MOST_NODES:
                    self._say(event, f"There are more than {MOST_NODES:,} entries in this file.")
                    break
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._say(event, "There is a second document in this file.", "Remove the line '---'.")
                        break
                elif isinstance(event, yaml.NodeEvent) and not self._node(event):
                    break
                elif isinstance(event, yaml.CollectionEndEvent):
                    self.open.pop()
                    self.keys.pop()
        except yaml.YAMLError as error:
            self._unreadable(error, text)
        if self.problems:
            raise Problems(self.problems)
        return Document(self.root, self.places, self.name, self.names)

    def _place(self, event: yaml.Event) -> Place:
        return Place(self.name, event.start_mark.line + self.first_line, event.start_mark.column + 1)

    def _say(self, event: yaml.Event, what: str, fix: str = "") -> None:
        self.problems.append(Problem(self._place(event), what, fix=fix))

    def _unreadable(self, error: yaml.YAMLError, text: str) -> None:
        said = getattr(error, "problem", "") or ""
        begun = next((advice for words, advice in _BEGUN if re.search(words, said)), "")  # where it began is what has to be mended
        marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
        mark = next(filter(None, marks if begun else reversed(marks)), None)
        lines = text.split("\n")
        line, column = (mark.line, mark.column + 1) if mark else (0, 1)
        if line >= len(lines):  # what is missing would stand after the end
            line, column = len(lines) - 1, len(lines[-1]) + 1
        wrong = lines[line]
        fix = begun or next((advice for words, advice in _ADVICE if re.search(words, said)), _CHECK)
        if "\t" in wrong[: len(wrong) - len(wrong.lstrip())]:
            fix = "Use spaces at the start of the line, not a tab."
        self.problems.append(Problem(Place(self.name, line + self.first_line, column), "This line can't be understood.", "The file is read no further than this.", fix))

    def _node(self, event: yaml.NodeEvent) -> bool:
        """Take one node in; False where reading can't go on."""
        if isinstance(event, yaml.AliasEvent):
            self._say(event, f"'*{event.anchor}' points at another part of the file, which isn't allowed here.", "Type the value out, or put it in quotes.")
            self._put(event, None)
            return True
        if event.anchor:
            self._say(event, f"'&{event.anchor}' isn't allowed here.", "Remove it, or put the value in quotes.")
        if event.tag is not None and event.tag != "!":
            self._say(event, f"'{event.tag}' isn't allowed here.", "Remove it, or put the value in quotes.")
        if isinstance(event, yaml.ScalarEvent):
            if self._swallows_lines(event):
                mark = event.style
                self._say(event, f"The quotation mark {mark} that begins here isn't closed on its line.", f"Put {mark} at the end of the value.")
                return False
            if found := _REFUSED.search(event.value):  # written as an escape, such as "\x07"
                self.problems.append(_refused(found.group(), self._place(event)))
            self._lost(event)
            plain_and_empty = not event.style and event.value in ("", "~", "null")
            self._put(event, None if plain_and_empty else event.value)
            return True
        collection: dict | list = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(event, collection)
        if len(self.open) >= MOST_DEPTH:
            self._say(event, f"This is nested more than {MOST_DEPTH} levels deep.")
            return False
        self.open.append((path, collection))
        self.keys.append(None)
        return True

    def _lost(self, event: yaml.ScalarEvent) -> None:
        """Say it where something that looks like a value, or a part of one, is only a comment, and would vanish."""
        line, column = event.end_mark.line, event.end_mark.column
        if event.style or line >= len(self.lines) or not (found := _LOST.match(self.lines[line], column)):
            return
        whole = f"{event.value} {found[1]}".strip()
        mark = '"' if '"' not in whole and "\\" not in whole else "'"
        place = Place(self.name, line + self.first_line, found.start(1) + 1)
        fix = f"If it belongs to the value, put the whole value in quotes: {mark}{whole}{mark}. If it is a remark, put a blank after '#'."
        self.problems.append(Problem(place, f"'{found[1]}' would be lost.", "What follows '#' after a blank is only a remark for whoever reads this file.", fix))

    def _swallows_lines(self, event: yaml.ScalarEvent) -> bool:
        """Say whether a quoted text runs over lines that were meant as names and values, because its end was forgotten."""
        first, last = event.start_mark.line, event.end_mark.line
        return event.style in ("'", '"') and any(_NAMED.match(line) for line in self.lines[first + 1 : last + 1])

    def _put(self, event: yaml.NodeEvent, value: object) -> tuple[str | int, ...]:
        if not self.open:
            self.root = value
            self.places[()] = self._place(event)
            return ()
        path, parent = self.open[-1]
        if isinstance(parent, list):
            parent.append(value)
            key: str | int = len(parent) - 1
        elif self.keys[-1] is None:
            return self._key(event, value, path, parent)
        else:
            key, self.keys[-1] = self.keys[-1], None
            if key in parent:  # said already, when the key came a second time
                return (*path, f"{key}\0again")
            parent[key] = value
        self.places[(*path, key)] = self._place(event)
        return (*path, key)

    def _key(self, event, value, path, parent) -> tuple[str | int, ...]:
        name = value if isinstance(value, str) else ""
        if not name:
            self._say(event, "There is something here that isn't a name, where a name is needed.", "Write a name and a colon.")
        elif name in parent:
            first = self.names[(*path, name)]
            self._say(event, f"'{name}' stands here a second time; the first is on line {first.line}.", "Keep one of the two.")
        else:
            self.names[(*path, name)] = self._place(event)
        self.keys[-1] = name or "?"
        return (*path, "?")
