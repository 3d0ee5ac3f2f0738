"""Whatever stands in a register's cells: a profile that reads back as they were, or a reason; never anything else."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.problems import Problems
from houserules.profile.blank import write_blank
from houserules.profile.edit import fill_blank, find_nodes
from houserules.register.england import COLUMNS, PHASES, STATUSES, TYPES, read_establishment
from houserules.register.source import open_source
from houserules.register.table import Row
from houserules.strict_yaml import parse_yaml

_HOSTILE = (
    "=cmd|' /C calc'!A0",
    "{{ school.name }}",
    "<script>",
    "a: b # c",
    "- x",
    "&a *a",
    "!!python/object:x",
    "'",
    '"',
    "null",
    "yes",
    "\\",
    "%",
    "\u202e",
    "\ue000",
)
CELLS = st.one_of(st.text(max_size=30), st.sampled_from(_HOSTILE), st.sampled_from([*TYPES, *PHASES, *STATUSES]))


@pytest.fixture(scope="module")
def blank(vocabulary) -> str:
    """A blank profile."""
    return write_blank(vocabulary, {}, "../school.schema.json")


@settings(max_examples=40)
@given(cells=st.fixed_dictionaries({column: CELLS for column in COLUMNS}), good=st.booleans())
def test_any_cell(cells, good, vocabulary, blank):
    """The facts that are taken are what the profile then says; the rest of it is as blank as before."""
    if good:
        cells |= {
            "URN": "900001",
            "EstablishmentStatus (name)": "Open",
            "TypeOfEstablishment (name)": "Free schools",
            "PhaseOfEducation (name)": "Primary",
            "GOR (name)": "",
        }
    entry = read_establishment(Row(2, cells), vocabulary)
    if entry.refused:
        assert not entry.facts
        return
    content = parse_yaml(fill_blank(blank, find_nodes(blank), entry.facts), "").content

    assert entry.facts == dict(_list_values(content))
    assert not entry.facts.keys() & entry.unusable.keys()


@given(
    content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
    start=st.sampled_from([b"", b"school.name,school.phase\n", b"\xff\xfe", b"sep=;\n"]),
)
def test_any_file(content, start, vocabulary, tmp_path_factory):
    """Any bytes are a table, or a mistake that is told in words; nothing else comes of them."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(start + content)
    try:
        source = open_source(path, vocabulary)
        for row in source.table.rows():
            entry = source.read(row)
            assert bool(entry.refused) or entry.key
    except Problems as found:
        assert all(problem.what.endswith(".") for problem in found.problems)


@given(
    names=st.lists(
        st.text(st.characters(codec="cp1252", exclude_categories=("Cc",)), min_size=1, max_size=40).filter(str.strip),
        min_size=1,
        max_size=8,
    ),
    separator=st.sampled_from(",;\t"),
    letters=st.sampled_from(["cp1252", "utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_names_come_back(names, separator, letters, vocabulary, tmp_path_factory):
    """What is written as CSV in any of these ways is read as it was."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(
        [["school.name", "school.phone"], *([name, "1"] for name in names)]
    )
    path = tmp_path_factory.getbasetemp() / "names.csv"
    path.write_bytes(text.getvalue().encode(letters))
    read = [row.cells["school.name"] for row in open_source(path, vocabulary).table.rows()]

    if letters != "cp1252" or not _is_utf8(path.read_bytes()):
        assert names == read


def _is_utf8(content: bytes) -> bool:
    """Say whether bytes that were meant as Windows-1252 can be read as UTF-8 as well."""
    try:
        return bool(content.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _list_values(content, above=""):
    for key, value in content.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from _list_values(value, path)
        elif value is not None:
            yield path, tuple(value) if isinstance(value, list) else value
