"""The lists of a Word file: headings that number themselves, bullets, numbers."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from houserules.documents.model import Items, Mark
from houserules.documents.tree import find_words, walk

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
HEADINGS, BULLETS, NUMBERS, OWN = 1, 2, 3, 10
_SIGNS = "•–▪"
# In twentieths of a point: how far a list is set in, and the room before a heading, which 10.12 must fit into.
_STEP, _LARGE_STEP = 425, 616
_NUMBER, _LARGE_NUMBER = 652, 1000


def own_list(items: Items) -> int:
    """Give the number of a numbered list: each begins at 1, and it mustn't matter which lists a school has before it."""
    first = next(find_words([items]), None)
    return OWN + zlib.crc32((items.key + (first.text if first else "")).encode()) % 30_000


def number_own_lists(parts: Iterable) -> str:
    """Give the entries of a document's numbered lists, between the marks of the choices in which they stand."""
    made, seen = "", set()
    for part in walk(parts):
        if isinstance(part, Items) and part.kind == "number" and (number := own_list(part)) not in seen:
            seen.add(number)
            made += f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        elif isinstance(part, Mark):
            made += part.text
    return made


def write_numbering(own: str = "", *, book: bool = False, large: bool = False) -> str:
    """Give numbering.xml, with the entries of a document's own lists; in a `book`, numbers begin again with each part."""
    room, step = (_LARGE_NUMBER, _LARGE_STEP) if large else (_NUMBER, _STEP)
    headings = [_PART, _heading(1, "%2.", room), _heading(2, "%2.%3", room)] if book else [_heading(0, "%1.", room), _heading(1, "%1.%2", room)]
    lists = [
        (HEADINGS, _abstract(0, headings)),
        (BULLETS, _abstract(1, [_bullet(level, step) for level in range(3)])),
        (NUMBERS, _abstract(2, [_number(level, step) for level in range(3)])),
    ]
    made = "".join(abstract for _, abstract in lists)
    made += "".join(f'<w:num w:numId="{id}"><w:abstractNumId w:val="{position}"/></w:num>' for position, (id, _) in enumerate(lists))
    return f"{_HEAD}{made}{own}</w:numbering>"


def _abstract(id: int, levels: list[str]) -> str:
    return f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'


# The title of a part: without a number, but what stands below it is counted from 1 again.
_PART = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/><w:suff w:val="nothing"/><w:lvlText w:val=""/><w:lvlJc w:val="left"/></w:lvl>'


def _heading(level: int, text: str, room: int) -> str:
    indent = f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{room}"/></w:tabs><w:ind w:left="{room}" w:hanging="{room}"/></w:pPr>'
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'


def _bullet(level: int, step: int) -> str:
    font = '<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:hint="default"/></w:rPr>'
    return _level(level, "bullet", _SIGNS[level], font, step)


def _number(level: int, step: int) -> str:
    return _level(level, ("decimal", "lowerLetter", "lowerRoman")[level], f"%{level + 1}.", "", step)


def _level(level: int, kind: str, text: str, font: str, step: int) -> str:
    indent = f'<w:pPr><w:ind w:left="{(level + 1) * step}" w:hanging="{step}"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}{font}</w:lvl>'
    )
