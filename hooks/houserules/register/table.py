# The register's extract has 52,000 rows and 60 MB: it is read as a stream, twice. The first time says everything that is
# wrong with the file as a file, before anything is written. Its letters are Windows-1252; a list that an office made may
# be anything that Excel saves. What the letters are is found out from all of the file, not from its beginning.
"""A table of schools: a CSV file of whatever letters and separators, row by row."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from houserules.problems import Place, Problem, Problems, did_you_mean, shown

_CHUNK = 1 << 20
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_SAVE_AS = "Open it in Excel or LibreOffice and save it as 'CSV UTF-8'."
_EXPORTED = "Houserules reads CSV: plain text, a school a line."


@dataclass(frozen=True)
class Row:
    """One row by the names of its columns, with its number as a spreadsheet counts; or what is wrong with it."""

    number: int
    cells: dict[str, str]
    wrong: str = ""


@dataclass(frozen=True)
class Table:
    """A file whose letters, separator and columns are known."""

    path: Path
    letters: str
    separator: str
    columns: tuple[str, ...]
    known: frozenset[str]  # the columns whose cells are given
    first_row: int
    size: int

    def rows(self, watch: Callable[[int], object] = lambda read: None) -> Iterator[Row]:
        """Give the rows below the names of the columns; `watch` is told now and then how many bytes have been read.

        Raises Problems where the rest can't be told apart, as after a quotation mark that isn't closed.
        """
        width = len(self.columns)
        wanted = [(index, name) for index, name in enumerate(self.columns) if name in self.known]
        with self.path.open("rb") as file:
            for number, cells in _records(file, self.path, self.letters, self.separator):
                if number % 500 == 0:
                    watch(file.raw.tell())
                if number <= self.first_row or not any(cells):
                    continue
                if len(cells) > width and any(cell.strip() for cell in cells[width:]) or len(cells) < width:
                    what = f"It has {len(cells)} cells, and there are {width} columns, so it can't be said which cell is which."
                    yield Row(number, {}, what)
                else:
                    yield Row(number, {name: cells[index] for index, name in wanted})
        watch(self.size)


def open_table(path: Path, known: Collection[str]) -> Table:
    """Find out how a CSV file is written; `known` are the columns that it may have, by which its separator is told.

    Raises Problems if it can't be read, isn't a CSV file, or has none of these columns.
    """
    place = Place(shown(path))
    try:
        if path.is_dir():
            raise Problems([Problem(place, "This is a folder, and a CSV file is needed here.")])
        size = path.stat().st_size
        letters = _find_letters(path, place)
        return _find_columns(path, letters, size, known)
    except FileNotFoundError:
        fix = "Check the name, and the folder in which you stand."
        raise Problems([Problem(place, "This file isn't there.", fix=fix)]) from None
    except OSError as error:
        raise Problems([Problem(place, f"This file can't be read: {error.strerror or error}.")]) from None


def _find_letters(path: Path, place: Place) -> str:
    with path.open("rb") as file:
        start = file.read(8)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start.startswith(b"PK"):
            fix = f"If it is a download of the register, unpack it first. If it is a workbook: {_SAVE_AS[0].lower()}{_SAVE_AS[1:]}"
            raise Problems([Problem(place, "This is a zip file or an Excel workbook.", _EXPORTED, fix)])
        file.seek(0)
        utf8, empty = codecs.getincrementaldecoder("utf-8")(), True
        possible = "utf-8-sig"
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                raise Problems([Problem(place, "This isn't a text file: there are zero bytes in it.", _EXPORTED, _SAVE_AS)])
            empty = empty and not chunk.removeprefix(codecs.BOM_UTF8).strip()
            try:
                if possible == "utf-8-sig":
                    utf8.decode(chunk)
            except UnicodeDecodeError:
                possible = "cp1252"
        if possible == "utf-8-sig" and utf8.getstate()[0]:  # it ends in the middle of a letter
            possible = "cp1252"
    if empty:
        raise Problems([Problem(place, "This file is empty.", fix="Save or download it again.")])
    return possible


def _find_columns(path: Path, letters: str, size: int, known: Collection[str]) -> Table:
    wanted = {name.casefold(): name for name in known}
    found: list[tuple[int, str, list[str], int]] = []
    wrong: Problems | None = None
    for separator in _SEPARATORS:
        try:
            with path.open("rb") as file:
                records = _records(file, path, letters, separator)
                number, names = next(((number, cells) for number, cells in records if any(cells) and not _is_note(cells)), (0, []))
        except Problems as problems:
            wrong = wrong or problems
            continue
        names = [" ".join(name.split()) for name in names]
        names = [wanted.get(name.casefold(), name) for name in names]
        found.append((sum(name in known for name in names), separator, names, number))
    if not found and wrong:
        raise wrong
    most, separator, names, number = max(found, key=lambda one: one[0])
    if not most:
        raise Problems([_unknown_columns(path, max((one[2] for one in found), key=len), known)])
    if twice := sorted({name for name in names if name and names.count(name) > 1 and name in known}):
        what = f"The column '{twice[0]}' is there twice."
        raise Problems([Problem(Place(shown(path), number), what, "It can't be said which one counts.", "Take one of them out.")])
    return Table(path, letters, separator, tuple(names), frozenset(known), number, size)


def _is_note(cells: list[str]) -> bool:
    """Say whether this is the line 'sep=;' by which Excel is told of a separator."""
    return "".join(cells).strip().lower().startswith("sep=")


def _unknown_columns(path: Path, names: list[str], known: Collection[str]) -> Problem:
    listed = ", ".join(f"'{name[:40]}'" for name in names[:6]) + (" and others" if len(names) > 6 else "")
    fix = next((fix for name in names if (fix := did_you_mean(name, known))), "")
    fix = fix or "The first line holds the register's own names (URN, EstablishmentName ...) or ours (school.name, school.phase ...)."
    between = f"Between them stand {', '.join(list(_SEPARATORS.values())[:2])} or {_SEPARATORS[chr(9)]}."
    return Problem(
        Place(shown(path), 1),
        f"None of the columns of this file is known: {listed}.",
        "So nothing can be taken from it.",
        f"{fix} {between}",
    )


def _records(file: io.BufferedReader, path: Path, letters: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record with its number, counted from 1. Raises Problems where the quotation marks don't match."""
    reader = csv.reader(io.TextIOWrapper(file, letters, newline=""), delimiter=separator, strict=True)
    number = line = 0
    while True:
        number, line = number + 1, reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Problems([_broken(error, Place(shown(path), line), number)]) from None
        except UnicodeError:
            what = f"In or after row {number} stands something that isn't a letter in UTF-8 or in Windows-1252."
            raise Problems([Problem(Place(shown(path), line), what, "The file may be damaged.", _SAVE_AS)]) from None
        yield number, cells


def _broken(error: csv.Error, place: Place, number: int) -> Problem:
    what = f"A quotation mark in row {number} isn't closed, or stands where none can be."
    if "new-line" in str(error) or "line contains NUL" in str(error):
        what = f"Row {number} can't be read: there is a line end or a zero byte in the middle of it."
    if "field limit" in str(error):
        what = f"A cell in row {number} holds more than {csv.field_size_limit():,} characters, or a quotation mark in it isn't closed."
        fix = "Look for a quotation mark that opens a cell and isn't closed. If there is none, take out what doesn't belong in that cell."
        return Problem(place, what, "No fact about a school is so long, so nothing was taken from the file.", fix)
    why = "From there on it can't be said where a cell ends, so nothing was taken from the file."
    return Problem(place, what, why, 'Write a quotation mark inside a cell twice (""), and one at each end of the cell.')
