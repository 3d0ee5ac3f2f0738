"""Stamp a Word file: cut its parts once, fill them for each school, copy what is the same for all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from houserules.documents.package import Part, pack, write_package
from houserules.outputs.stamp import Cut, Lists, Meanings, Values, cut_text, escape_html, fill_text

_PICTURES = "word/media/"
# The same for all documents of a school, or nearly so: worth keeping while that school's are made.
_SHARED = ("word/styles.xml", "word/header1.xml", _PICTURES)


@dataclass(frozen=True)
class OpenPart:
    """A part in which values go; `key` tells it from others of its name."""

    name: str
    cut: Cut
    key: str


@dataclass(frozen=True)
class OpenPicture:
    """A part that is a picture of the school's."""

    name: str

    @property
    def picture(self) -> str:
        return self.name.removeprefix(_PICTURES).removesuffix(".png")


@dataclass(frozen=True)
class WordForm:
    """A Word file, cut where values go."""

    parts: tuple[Part | OpenPart | OpenPicture, ...]


@dataclass
class Kept:
    """The packed parts of one school that several documents share."""

    parts: dict[tuple[str, str], Part] = field(default_factory=dict)


def cut_word(parts: Mapping[str, bytes], meanings: Meanings) -> WordForm:
    """Cut the parts of a Word file; those without a value in them are compressed here, once."""
    made: list[Part | OpenPart | OpenPicture] = []
    for name, content in parts.items():
        if name.startswith(_PICTURES):
            made.append(OpenPicture(name))
            continue
        cut = cut_text(content.decode(), meanings)
        if all(isinstance(piece, str) for piece in cut):
            made.append(pack(name, content))
        else:
            made.append(OpenPart(name, cut, hashlib.sha256(content).hexdigest()))
    return WordForm(tuple(made))


def fill_word(form: WordForm, values: Values, lists: Lists, pictures: Mapping[str, bytes], kept: Kept | None = None) -> bytes:
    """Give the finished file for a school; `kept` saves work where several documents are made for the same one."""
    kept = kept or Kept()
    return write_package(part if isinstance(part, Part) else _fill(part, values, lists, pictures, kept) for part in form.parts)


def _fill(part: OpenPart | OpenPicture, values: Values, lists: Lists, pictures: Mapping[str, bytes], kept: Kept) -> Part:
    if isinstance(part, OpenPicture):
        key, content = (part.name, ""), pictures[part.picture]
        if part.picture != "crest":
            return pack(part.name, content)
        if key not in kept.parts:
            kept.parts[key] = pack(part.name, content)
        return kept.parts[key]
    key = (part.name, part.key)
    if key in kept.parts:
        return kept.parts[key]
    made = pack(part.name, fill_text(part.cut, values, lists, escape_html).encode())
    if part.name.startswith(_SHARED):
        kept.parts[key] = made
    return made
