# A name that is misread is printed on a child's slip, and nobody notices before it is handed out. What can be read in one
# way only is read, whatever program wrote it; where letters or cells could be others, somebody is asked to save it again.
"""A class list: a CSV file with a column of names and, if wanted, one of classes."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from houserules.documents.slips import Child
from houserules.problems import Place, Problem, Problems, shown

_MOST = 2000
_SEPARATORS = ",;\t|"
_SAVE_AS = "Open it in Excel or LibreOffice, and save it as 'CSV UTF-8'."
_TITLES = "Let its first line say: name,class."
_TITLE_WITHIN = 10  # lines, of which the first may be a heading
# Where Windows-1252 has a sign, or a letter that hardly any name has, MS-DOS and the Macintosh have the letters of
# Zoë, Renée and García. An apostrophe stands after a capital or before one: O’Brien, D’Arcy, N’Golo.
_DOUBTFUL = re.compile("[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2010-\u2018\u201a-\u2122\ufffd]|(?<=[a-z])\u2019(?=[a-z])")


def read_class(path: Path) -> list[Child]:
    """Read a class list: a CSV file with a column `name` and, if wanted, a column `class`. Raises Problems."""
    place = Place(shown(path))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Problems([Problem(place, f"This file can't be read: {error.strerror or error}.", fix="Check the name of the file.")]) from None
    text, certain = _decode(content, place)
    first, titles, rows = _find_titles(text, place)
    name, group = titles.index("name"), titles.index("class") if "class" in titles else None
    if problems := list(_find_split(rows[first + 1 :], len(titles), place)):
        raise Problems(problems)
    lines = [(line, row[name], row[group] if group is not None and group < len(row) else "") for line, row in rows[first + 1 :] if name < len(row)]
    if problems := [_misread(word, Place(place.path, line)) for line, *words in lines for word in words if _is_doubtful(word, certain)]:
        raise Problems(problems)
    made = [Child(_clean(child), _clean(of)) for _, child, of in lines if _clean(child)]
    if not made or len(made) > _MOST:
        what = "This list names nobody." if not made else f"This list has {len(made)} names, and {_MOST} is the most."
        raise Problems([Problem(place, what, fix="Give a list of a class, one child a line.")])
    return made


def _decode(content: bytes, place: Place) -> tuple[str, bool]:
    """Give the text of a file, and whether its letters are certain. Raises Problems where it isn't a text."""
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise Problems([Problem(place, "This is a workbook, and a list as plain text (CSV) is needed here.", fix=_SAVE_AS)])
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), True
        if b"\0" in content:
            raise Problems([Problem(place, "This isn't a list as plain text (CSV).", fix=_SAVE_AS)])
        return content.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), False  # as Excel saves it


def _find_titles(text: str, place: Place) -> tuple[int, list[str], list[tuple[int, list[str]]]]:
    """Give the number of the row that names the columns, those names, and all rows with their lines. Raises Problems."""
    said = re.match(r'"?sep=([,;\t|])"?[ \t]*(?:\r\n?|\n|\Z)', text, re.IGNORECASE)  # by which Excel is told of a separator
    below = text[said.end() :] if said else text
    broken: Problems | None = None
    for separator in said[1] if said else _SEPARATORS:
        try:
            rows = [(line + bool(said), row) for line, row in _read_rows(below, separator, place)]
        except Problems as problems:
            broken = broken or problems
            continue
        for number, (_, row) in enumerate(rows[:_TITLE_WITHIN]):
            titles = [_clean(cell).casefold() for cell in row]
            if "name" in titles:
                return number, titles, rows
    fix = f"{_TITLES} Save a spreadsheet as CSV UTF-8."
    raise broken or Problems([Problem(place, "This list has no column 'name'.", "The slips are made out by name.", fix)])


def _read_rows(text: str, separator: str, place: Place) -> list[tuple[int, list[str]]]:
    """Give the rows in which something stands, each with its line. Raises Problems where a quotation mark isn't closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        why = "Everything after one that isn't closed is read as a single name."
        raise Problems([Problem(place, f"A quotation mark before line {reader.line_num} isn't closed.", why, "Close it, or take it out.")]) from None


def _find_split(rows: list[tuple[int, list[str]]], columns: int, place: Place) -> Iterator[Problem]:
    """Give each row with more cells than there are columns: a name was taken apart at its comma."""
    for line, row in rows:
        if any(row[columns:]):
            what = f"This line has {len(row)} parts, and there {'is one column' if columns == 1 else f'are {columns} columns'}."
            why = "A name with a comma in it comes apart, and the slip would be made out to half of it."
            yield Problem(Place(place.path, line), what, why, 'Put such a name in quotes, "Smith, John", or write it without the comma.')


def _is_doubtful(word: str, certain: bool) -> bool:
    return "\ufffd" in word or not certain and bool(_DOUBTFUL.search(word))


def _misread(word: str, place: Place) -> Problem:
    what = f"The letters of this list can't be told for certain: here it would say '{_clean(word)}'."
    return Problem(place, what, "It wasn't saved as UTF-8, in which every letter has one meaning.", _SAVE_AS)


def _clean(cell: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    return "".join(sign for sign in text if unicodedata.category(sign)[0] != "C" and not "\u1401" <= sign <= "\u166c" and not "\ue000" <= sign <= "\uf8ff")
