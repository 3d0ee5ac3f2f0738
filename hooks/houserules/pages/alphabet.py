# A placeholder rides through Markdown and the theme as a letter that means nothing to either. It must be a letter
# (\w) to Markdown, so that emphasis and word boundaries come out as they would for a word; Unified Canadian Aboriginal
# Syllabics are, they have no case, don't decompose and aren't East Asian. Marks that never touch a word are private use.
"""The letters that stand for placeholders while a page is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from houserules.clauses.text import PLACEHOLDER
from houserules.profile.values import Kind, Placeholder

FIRST, LAST = 0x1401, 0x166C
_SINGLES = 480  # the letters after these begin a pair, so there is room for 480 + 140 x 620 placeholders
LETTERS = f"{chr(FIRST)}-{chr(LAST)}"
CODE = f"(?:[{chr(FIRST)}-{chr(FIRST + _SINGLES - 1)}]|[{chr(FIRST + _SINGLES)}-{chr(LAST)}][{LETTERS}])"

# A list of the school's is printed by repeating what stands between these marks; a part of an entry may stand between
# marks that ask whether the entry has that value.
EACH, EACH_END, IF, IF_NOT, IF_END, MARK_END = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
# What a choice gave stands between these marks until the end, so that the text round it meets the same neighbours
# whichever case was chosen. Where all cases are rendered at once, the choice has a number and its cases are parted.
CHOICE, CASE, CHOICE_END = "\ue010", "\ue011", "\ue012"
DIGITS = "\ue020\ue021\ue022\ue023\ue024\ue025\ue026\ue027\ue028\ue029"
_MARKED_PARAGRAPH = re.compile(f"<p>((?:{CHOICE}[{DIGITS}]*{MARK_END}|[{CASE}{CHOICE_END}]))</p>\n?")
_LAST_LINE_END = re.compile(f"\n({CHOICE_END}+)\\Z")  # Markdown takes away the line end after the last block, and marks would hide it


def free_marks(html: str) -> str:
    """Take away the paragraphs that Markdown has put round marks which stood between blank lines."""
    return _LAST_LINE_END.sub(r"\1", _MARKED_PARAGRAPH.sub(r"\1", html))


_MARK = re.compile(f"{CHOICE}[{DIGITS}]*{MARK_END}|[{CASE}{CHOICE_END}]")


def drop_marks(html: str) -> str:
    """Take away the marks of choices that are settled."""
    return _MARK.sub("", html)


_ESCAPED = re.compile(r"\\u(1[4-6][0-9a-f]{2}|e0[0-2][0-9a-f])")


def free_letters(text: str) -> str:
    """Write the letters and marks that JSON has escaped as themselves."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class Form(StrEnum):
    """How a value is written where a placeholder stands."""

    PLAIN = "plain"
    CAPITAL = "capital"
    MAILTO = "mailto"
    TEL = "tel"
    LINK = "link"
    QUERY = "query"  # an address that something is added to: what follows it is the version
    HOST = "host"
    PATH = "path"


@dataclass
class Alphabet:
    """Gives each placeholder, in each form, a letter (or a pair) of its own while pages are composed."""

    codes: dict[tuple[str, Form], str] = field(default_factory=dict)

    def code(self, path: str, form: Form = Form.PLAIN) -> str:
        """Give the letter for a placeholder in a form."""
        key = (path, form)
        if key not in self.codes:
            self.codes[key] = _letter(len(self.codes))
        return self.codes[key]

    @classmethod
    def of(cls, placeholders: Mapping[str, Placeholder]) -> Alphabet:
        """Give an alphabet in which every placeholder has its letter already, in order: sorting letters sorts placeholders."""
        alphabet = cls()
        for path in placeholders:
            alphabet.code(path)
            alphabet.code(path, Form.CAPITAL)
        return alphabet

    def meanings(self) -> dict[str, tuple[str, Form]]:
        """Give what each letter stands for."""
        return {code: key for key, code in self.codes.items()}


def _letter(number: int) -> str:
    if number < _SINGLES:
        return chr(FIRST + number)
    first, second = divmod(number - _SINGLES, LAST - FIRST + 1)
    return chr(FIRST + _SINGLES + first) + chr(FIRST + second)


_AS_ADDRESS = re.compile(r"\]\( *\{\{ *(?P<path>[\w.]+) *\}\} *\)")


def encode_placeholders(text: str, alphabet: Alphabet, placeholders: Mapping[str, Placeholder]) -> str:
    """Put letters where placeholders stand; an email, telephone number or web address becomes a link."""

    def address(found: re.Match[str]) -> str:
        return f"](value:{alphabet.code(found['path'], Form.LINK)})"

    def value(found: re.Match[str]) -> str:
        path, form = found["path"], found["form"]
        if form in (Form.LINK, Form.QUERY):
            return f"value:{alphabet.code(path, Form(form))}"
        letter = alphabet.code(path, Form.CAPITAL if form == "capital" else Form.PLAIN)
        kind = placeholders[path].kind if path in placeholders else Kind.TEXT
        if kind is Kind.TEXT or form == "plain":
            return letter
        link = {Kind.EMAIL: Form.MAILTO, Kind.PHONE: Form.TEL, Kind.WEB: Form.LINK}[kind]
        return f'<a href="value:{alphabet.code(path, link)}">{letter}</a>'

    return PLACEHOLDER.sub(value, _AS_ADDRESS.sub(address, text))
