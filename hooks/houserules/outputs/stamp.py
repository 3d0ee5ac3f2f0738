# The second of the two moves. Values are put in last, escaped for where they stand, and are never read as anything but
# text: not as Markdown, not as HTML, not as a template.
"""Stamp: put a school's values where the letters stand."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from houserules.pages.alphabet import (
    CASE,
    CHOICE,
    CHOICE_END,
    CODE,
    DIGITS,
    EACH,
    EACH_END,
    IF,
    IF_END,
    IF_NOT,
    LETTERS,
    MARK_END,
    Form,
    free_letters,
)  # fmt: skip

Meanings = Mapping[str, tuple[str, str]]
Values = Mapping[str, str]
Lists = Mapping[str, tuple[Mapping[str, str], ...]]

_TOKEN = re.compile(
    f"(?P<value>value:(?P<link>{CODE})|https://(?P<host>{CODE})(?=/)|/(?P<path>{CODE})/|(?P<plain>{CODE}))"
    f"|(?P<open>[{EACH}{IF}{IF_NOT}])(?P<name>[\\w.]+){MARK_END}|(?P<close>[{EACH_END}{IF_END}])"
    f"|(?P<choice>{CHOICE}[{DIGITS}]*{MARK_END}|{CASE}|{CHOICE_END})"
)
# A class of characters is looked for many times faster than the alternatives above, each of which begins otherwise.
_SPECIAL = re.compile(f"[{LETTERS}{EACH}{IF}{IF_NOT}{EACH_END}{IF_END}{CHOICE}{CASE}{CHOICE_END}]")
_BEFORE = ("value:", "https://", "/", "")
# The forms that take the place of what stands round the letter: `value:`, `https://` and the strokes of a path.
_ADDRESSES, _HOSTS, _PATHS = (Form.MAILTO, Form.TEL, Form.LINK, Form.QUERY), (Form.HOST,), (Form.PATH,)
_LEFT = re.compile(f"[{LETTERS}\ue000-\uf8ff]")


@dataclass(frozen=True)
class Hole:
    """A place where a value goes."""

    path: str
    form: str


@dataclass(frozen=True)
class Cases:
    """What a choice gives in each of its cases; which of them a school gets is looked up by the choice's number."""

    number: int
    cases: tuple[Cut, ...]


@dataclass(frozen=True)
class Part:
    """What is repeated for every entry of a list, or stands only where an entry has (or hasn't) a value."""

    mark: str
    path: str
    inner: Cut


Cut = tuple["str | Hole | Part | Cases", ...]


def cut_text(text: str, meanings: Meanings) -> Cut:
    """Cut a text once, where values go; what comes out can be filled for any number of schools."""
    open_parts: list[tuple[str, str, list]] = [("", "", [])]
    position = 0
    text = free_letters(text)
    for found in _find_tokens(text):
        here = open_parts[-1][2]
        if found.start() > position:
            here.append(text[position : found.start()])
        position = found.end()
        if found["open"]:
            open_parts.append((found["open"], found["name"], []))
        elif found["choice"]:
            _choice(found["choice"], open_parts)
        elif found["close"]:
            mark, path, inner = open_parts.pop()
            if (mark == EACH) is not (found["close"] == EACH_END) or not open_parts:
                raise ValueError(f"a repeated part ends where none begins, near {text[max(0, position - 60) : position]!r}")
            open_parts[-1][2].append(Part(mark, path, tuple(inner)))
        else:
            here += _hole(found, meanings)
    open_parts[-1][2].append(text[position:])
    if len(open_parts) > 1:
        raise ValueError(f"a repeated part has no end: {open_parts[-1][:2]}")
    return tuple(open_parts[0][2])


def _find_tokens(text: str) -> Iterator[re.Match[str]]:
    """Give every place in a text at which something has to be done."""
    special = _SPECIAL.search(text)
    while special:
        at = special.start()
        starts = (at - len(before) for before in _BEFORE if text.endswith(before, 0, at))
        token = next((found for start in starts if (found := _TOKEN.match(text, start)) and found.end() > at), None)
        if token:
            yield token
        special = _SPECIAL.search(text, token.end() if token else at + 1)


def _choice(mark: str, open_parts: list[tuple[str, str, list]]) -> None:
    """Begin, part or end a choice; one without a number was settled long ago, and its marks only kept its place."""
    if mark[0] == CHOICE:
        open_parts.append((CHOICE, "".join(str(DIGITS.index(digit)) for digit in mark[1:-1]), []))
        return
    kind, digits, inner = open_parts.pop()
    if kind not in (CHOICE, CASE):
        raise ValueError("a choice ends within a part that is repeated")
    if mark == CASE:
        open_parts += [(kind, digits, inner), (CASE, "", [])]
        return
    cases = [tuple(inner)]
    while kind == CASE:
        kind, digits, inner = open_parts.pop()
        cases.append(tuple(inner))
    if digits:
        open_parts[-1][2].append(Cases(int(digits), tuple(reversed(cases))))
    else:
        open_parts[-1][2].extend(cases[-1])


def _hole(found: re.Match[str], meanings: Meanings) -> Iterator[str | Hole]:
    """Give the place where a value goes, with what stands round it unless that belongs to an address."""
    code = found["link"] or found["host"] or found["path"] or found["plain"]
    if code not in meanings:
        raise ValueError(f"nothing is known of the letter {' '.join(f'U+{ord(part):04X}' for part in code)}")
    path, form = meanings[code]
    before, after = found.group().split(code)
    is_address = form in (_ADDRESSES if found["link"] else _HOSTS if found["host"] else _PATHS)
    yield from (before,) if before and not is_address else ()
    yield Hole(path, form)
    yield from (after,) if after and not is_address else ()


def fill_text(cut: Cut, values: Values, lists: Lists, escape: Callable[[str], str]) -> str:
    """Put values in a cut text; `escape` makes a value harmless where it stands."""
    made: list[str] = []
    for piece in cut:
        if isinstance(piece, str):
            made.append(piece)
        elif isinstance(piece, Hole):
            made.append(escape(write_value(values[piece.path], Form(piece.form))))
        elif piece.mark == EACH:
            made += [fill_text(piece.inner, {**values, **entry}, lists, escape) for entry in lists.get(piece.path, ())]
        elif (piece.path in values) is (piece.mark == IF):
            made.append(fill_text(piece.inner, values, lists, escape))
    return "".join(made)


def write_value(value: str, form: Form) -> str:
    """Write a value as the place wants it: as it is, with a capital, or as an address."""
    match form:
        case Form.CAPITAL:
            return value[:1].upper() + value[1:]
        case Form.MAILTO:
            return "mailto:" + quote(value, safe="@.+-_")
        case Form.TEL:
            return _telephone(value)
        case Form.QUERY:
            return f"{value}{'&' if '?' in value else '?'}version="
        case Form.HOST:
            return "https://" + urlsplit(value).netloc
        case Form.PATH:
            return urlsplit(value).path or "/"
        case _:
            return value


def _telephone(value: str) -> str:
    """Give the address of a telephone number (RFC 3966); the (0) of +44 (0)1632 isn't dialled from abroad."""
    number, _, extension = re.sub(r"(?i)ext(?:ension)?\.?", "x", value).partition("x")
    if number.startswith("+"):
        number = number.replace("(0)", "")
    digits = re.sub(r"\D", "", number)
    plus = "+" if number.startswith("+") else ""
    return f"tel:{plus}{digits}" + (f";ext={extension.strip()}" if extension else "")


def escape_html(value: str) -> str:
    """Escape a value for HTML and XML, for text and attributes alike."""
    return html.escape(value, quote=True)


def escape_json(value: str) -> str:
    """Escape a value for HTML that stands in a JSON string, as in the search index."""
    return json.dumps(html.escape(value, quote=True), ensure_ascii=False)[1:-1]


def stamp_text(text: str, name: str, meanings: Meanings, values: Values, lists: Lists) -> str:
    """Stamp one file's text; its name says how values are escaped. Raises ValueError if a letter would be left."""
    if name.endswith(".json"):
        text, escape = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")), escape_json
    else:
        escape = escape_html
    made = fill_text(cut_text(text, meanings), values, lists, escape)
    if left := _LEFT.search(made):
        raise ValueError(f"{name}: U+{ord(left.group()):04X} is left at {made[max(0, left.start() - 60):left.start() + 20]!r}")
    return made
