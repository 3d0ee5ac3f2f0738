"""A CSV file is read whatever its letters and separators; one that can't be read says why, in words."""

from __future__ import annotations

import gzip

import pytest

from houserules.problems import Problems
from houserules.register.table import open_table

KNOWN = ("school.name", "school.phase", "school.address")
GOOD = "school.name,school.phase\r\nSt Éanna's,primary\r\nO’Hara,secondary\r\n"
WAYS = {
    "UTF-8": GOOD.encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "Windows-1252": GOOD.encode("cp1252"),
    "UTF-16, as Excel's Unicode text": GOOD.replace(",", "\t").encode("utf-16"),
    "semicolons": GOOD.replace(",", ";").encode(),
    "tabs": GOOD.replace(",", "\t").encode(),
    "upright strokes": GOOD.replace(",", "|").encode(),
    "Unix line ends": GOOD.replace("\r\n", "\n").encode(),
    "old Macintosh line ends": GOOD.replace("\r\n", "\r").encode(),
    "Excel's line for the separator": b"sep=;\r\n" + GOOD.replace(",", ";").encode(),
    "empty lines above and between": ("\r\n,\r\n" + GOOD.replace("\r\nO", "\r\n\r\n,,,\r\nO")).encode(),
    "empty cells at the end": GOOD.replace("primary", "primary,,").encode(),
    "capitals and spaces in the names": GOOD.replace("school.name,", "  School.Name ,").encode(),
    "no line end at the end": GOOD.rstrip().encode(),
}


@pytest.mark.parametrize("content", WAYS.values(), ids=WAYS)
def test_ways_to_write_it(content, write_list):
    """The same two schools, however the file is written."""
    rows = list(open_table(write_list(content), KNOWN).rows())

    assert [("St Éanna's", "primary"), ("O’Hara", "secondary")] == [tuple(row.cells.values()) for row in rows]


def test_letter_across_a_block(write_list):
    """A letter of two bytes may stand where one block of the file ends and the next begins."""
    start = b"school.name\n"
    lines = b"a\n" * ((1 << 19) - len(start) // 2 - 1) + b"b" + "é\n".encode()
    assert 1 << 20 == len(start + lines) - 2  # the block ends between the two bytes

    table = open_table(write_list(start + lines), KNOWN)

    assert ["utf-8-sig", "bé"] == [table.letters, [row.cells["school.name"] for row in table.rows()][-1]]


def test_row_numbers_are_the_spreadsheets(write_list):
    """A row is counted as a spreadsheet counts it: with the names, empty rows, and line ends inside cells."""
    text = 'school.name,school.address\nA,"One\nTwo"\n\nB,Three\nC\n'
    rows = list(open_table(write_list(text), KNOWN).rows())

    assert [(2, "One\nTwo", ""), (4, "Three", "")] == [(row.number, row.cells["school.address"], row.wrong) for row in rows[:2]]
    assert (5, "It has 1 cells, and there are 2 columns, so it can't be said which cell is which.") == (rows[2].number, rows[2].wrong)


FAULTS = {
    "empty": (b"", "list.csv: This file is empty. Save or download it again."),
    "spaces and line ends": (b"\xef\xbb\xbf \r\n\r\n", "list.csv: This file is empty."),
    "a zip": (b"PK\x03\x04rest", "list.csv: This is a zip file or an Excel workbook."),
    "zero bytes": (b"school.name\na\0b\n", "list.csv: This isn't a text file: there are zero bytes in it."),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "list.csv: This isn't a text file: there are zero bytes in it."),
    "compressed": (gzip.compress(b"school.name\n" * 50), "list.csv: "),
    "no letters at all": (b"school.name\n\x81\x8d\x8f\n", "list.csv:1: In or after row 1 stands something that isn't a letter"),
    "another separator": (
        b"school.name:school.phase\nA:primary\n",
        "list.csv:1: None of the columns of this file is known: 'school.name:school.phase'.",
    ),
    "no names": (
        b"A,primary\nB,secondary\n",
        "list.csv:1: None of the columns of this file is known: 'A', 'primary'. So nothing can be taken from it. ",
    ),
    "a misspelt name": (b"schol.nam\nA\n", "Did you mean 'school.name'? Between them stand commas, semicolons or tabs."),
    "a name twice": (b"school.name,school.phase,School.name\nA,b,c\n", "list.csv:1: The column 'school.name' is there twice."),
    "a quotation mark not closed": (
        b'school.name,school.phase\nA,primary\n"B,primary\nC,primary\n',
        "list.csv:3: A quotation mark in row 3 isn't closed",
    ),
    "a quotation mark in the names": (b'"school.name,school.phase\nA,primary\n', "list.csv:1: A quotation mark in row 1 isn't closed"),
    "a quotation mark in the middle": (
        b'school.name\nA\n"B" C\n',
        "list.csv:3: A quotation mark in row 3 isn't closed, or stands where none can be.",
    ),
    "an endless cell": (
        b'school.name\n"' + b"x" * 200_000 + b"\n",
        "list.csv:2: A cell in row 2 holds more than 131,072 characters, or a quotation mark in it isn't closed.",
    ),
    "a cell that is too long": (
        b"school.name,school.phase\nA," + b"x" * 200_000 + b"\n",
        "list.csv:2: A cell in row 2 holds more than 131,072 characters, or",
    ),
}


@pytest.mark.parametrize(("content", "message"), FAULTS.values(), ids=FAULTS)
def test_faults(content, message, write_list, tmp_path, monkeypatch):
    """A file that isn't what is needed says so, and where."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problems) as found:
        list(open_table(write_list(content), KNOWN).rows())

    assert message in str(found.value.problems[0])


def test_not_a_file(tmp_path, monkeypatch):
    """Nor is a folder a table, nor what isn't there."""
    monkeypatch.chdir(tmp_path)
    for path, message in ((tmp_path, ".: This is a folder"), (tmp_path / "x.csv", "x.csv: This file isn't there.")):
        with pytest.raises(Problems) as found:
            open_table(path, KNOWN)

        assert str(found.value).startswith(message)


def test_watched(write_list):
    """The bytes that were read are told as they are read, to the last."""
    seen: list[int] = []
    table = open_table(write_list("school.name\n" + "Any School\n" * 30_000), KNOWN)

    assert 30_000 == sum(1 for _ in table.rows(seen.append))
    assert sorted(seen) == seen
    assert len(set(seen)) > 10
    assert table.size == seen[-1]
