"""Fill a document: the second move, in which a school's values are put into its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from houserules.documents.compose import CREST, LINK_COLOUR, OWN_COLOUR, Forms
from houserules.documents.crest import wrap_picture
from houserules.documents.typeset import Typesetter
from houserules.documents.typst_source import escape_typst
from houserules.documents.word_stamp import Kept, fill_word
from houserules.outputs.stamp import Lists, Values, fill_text
from houserules.profile.brand import find_shades


@dataclass(frozen=True)
class Filling:
    """What is put into the documents of one school: its values, its lists, its pictures (PNG)."""

    values: Values
    lists: Lists
    pictures: Mapping[str, bytes]
    kept: Kept = field(default_factory=Kept, compare=False)


def make_filling(values: Values, lists: Lists, colour: str | None, crest: bytes | None) -> Filling:
    """Give what is put into a school's documents, from its values, its colour and its crest."""
    shades = find_shades(colour)
    own = {LINK_COLOUR: shades.link.removeprefix("#"), OWN_COLOUR: shades.own.removeprefix("#")}
    if crest:
        own[CREST] = wrap_picture(crest)
    return Filling({**values, **own}, lists, {"crest": crest} if crest else {})


def fill_pdf(forms: Forms, filling: Filling, typesetter: Typesetter) -> bytes:
    """Give a school's PDF. Raises NotTypeset where a value has a sign that no font has."""
    return typesetter.set(fill_text(forms.typst, filling.values, filling.lists, escape_typst))


def fill_docx(forms: Forms, filling: Filling) -> bytes:
    """Give a school's Word file."""
    return fill_word(forms.word, filling.values, filling.lists, filling.pictures, filling.kept)
