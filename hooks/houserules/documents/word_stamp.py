"""Stamp a Word file: cut its parts once, fill them for each school, copy what is the same for all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from houserules.documents.fill_cut import Pieces, Texts, cut_for_filling, fill_cut
from houserules.documents.package import BEST, LEVEL, Part, pack, write_package
from houserules.documents.word_columns import begin_column
from houserules.outputs.stamp import Meanings

_PICTURES = "word/media/"
# The same for all documents of a school, or nearly so: worth keeping while that school's are made.
_SHARED = ("word/styles.xml", "word/header1.xml", "word/_rels/header1.xml.rels")


@dataclass(frozen=True)
class OpenPart:
    """A part in which values go; `key` tells it from others of its name."""

    name: str
    cut: Pieces
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


_NOTHING = Texts((), {}, {}, str)
# Most parts of a Word file are the same in all of them: they are packed once.
_pack_same = lru_cache(maxsize=64)(pack)
# What a school gets of these hangs on its choices, even where no value stands in them.
_CHOSEN = frozenset({
    "word/document.xml", "word/numbering.xml", "word/_rels/document.xml.rels", "word/header1.xml", "word/_rels/header1.xml.rels", "word/footer1.xml",
})  # fmt: skip


def cut_word(parts: Mapping[str, bytes], meanings: Meanings) -> WordForm:
    """Cut the parts of a Word file; those without a value in them are compressed here, once."""
    made: list[Part | OpenPart | OpenPicture] = []
    for name, content in parts.items():
        if name.startswith(_PICTURES):
            made.append(OpenPicture(name))
            continue
        cut = cut_for_filling(content.decode(), meanings)
        if not any(segment.numbers or any(segment.holes()) for segment in cut):
            level = LEVEL if name in _CHOSEN else BEST  # as where all schools are made at once, and its choices are still open
            made.append(_pack_same(name, begin_column(fill_cut(cut, _NOTHING)), level))  # the marks of settled choices are gone
        else:
            made.append(OpenPart(name, cut, hashlib.sha256(content).hexdigest()))
    return WordForm(tuple(made))


def fill_word(form: WordForm, texts: Texts, pictures: Mapping[str, bytes], kept: Kept) -> bytes:
    """Give the finished file for a school, whose texts are escaped for XML; `kept` has the parts that its documents share.

    A picture that the school hasn't got is no part of the file.
    """
    packed: list[Part] = []
    for part in form.parts:
        if isinstance(part, Part):
            packed.append(part)
        elif isinstance(part, OpenPart):
            packed.append(_fill(part, texts, kept))
        elif part.picture in pictures:
            packed.append(_picture(part, pictures[part.picture], kept))
    return write_package(packed)


def _fill(part: OpenPart, texts: Texts, kept: Kept) -> Part:
    key = (part.name, part.key)
    if key in kept.parts:
        return kept.parts[key]
    content = fill_cut(part.cut, texts)
    made = pack(part.name, begin_column(content) if part.name == "word/document.xml" else content)
    if part.name in _SHARED:
        kept.parts[key] = made
    return made


def _picture(part: OpenPicture, content: bytes, kept: Kept) -> Part:
    if part.picture != "crest":
        return pack(part.name, content)
    key = (part.name, "")
    if key not in kept.parts:
        kept.parts[key] = pack(part.name, content)
    return kept.parts[key]
