"""The source: which kind of table it is, what its rows say, and which of its schools are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from houserules.problems import Place, Problem, Problems, did_you_mean, shown
from houserules.profile.kinds import normalise
from houserules.profile.vocabulary import Vocabulary
from houserules.register import england, own_list
from houserules.register.entry import Entry
from houserules.register.facts import list_fields
from houserules.register.table import Row, Table, open_table


@dataclass(frozen=True)
class Source:
    """A table with two ways to read its rows: a glance, and whole; `covers` are the fields of which it says something."""

    table: Table
    glance: Callable[[Row], Entry]
    read: Callable[[Row], Entry]
    covers: frozenset[str]


@dataclass(frozen=True)
class Wanted:
    """Which schools are wanted: those of some local authorities and trusts (by name or number), open ones only or all."""

    authorities: tuple[str, ...] = ()
    trusts: tuple[str, ...] = ()
    open_only: bool = False

    def has(self, entry: Entry) -> bool:
        """Say whether a school is wanted."""
        if self.open_only and not entry.open:
            return False
        return _is_one(entry.authorities, self.authorities) and _is_one(entry.trusts, self.trusts)


def open_source(path: Path, vocabulary: Vocabulary) -> Source:
    """Open a file as the register's extract or as a list of our own fields. Raises Problems if it is neither."""
    fields = list_fields(vocabulary)
    table = open_table(path, (*england.COLUMNS, *fields, own_list.FOLDER))
    columns = set(table.columns)
    if columns & {"school.name", "school.urn", own_list.FOLDER}:
        if problems := own_list.find_unknown_columns(table, vocabulary):
            raise Problems(problems)
        return Source(table, own_list.glance_at_listed, lambda row: own_list.read_listed(row, vocabulary), frozenset(columns & set(fields)))
    if columns & set(fields) and not columns & set(england.REQUIRED):
        what = "Nothing in this list says which school a row is about."
        fix = "Give it a column school.name, or school.urn for schools that were imported before."
        raise Problems([Problem(Place(shown(path), table.first_row), what, fix=fix)])
    if missing := [name for name in england.REQUIRED if name not in columns]:
        raise Problems([_missing(table, missing)])
    covers = england.list_covered(columns)
    return Source(table, england.glance_at_establishment, lambda row: england.read_establishment(row, vocabulary), covers)


def refuse_unknown(wanted: Wanted, authorities: Iterable[str], trusts: Iterable[str], place: Place) -> None:
    """Raise Problems for every authority or trust that is asked for and that no row has."""
    problems = []
    for option, what, asked, known in (
        ("--la", "local authority", wanted.authorities, set(authorities)),
        ("--trust", "trust", wanted.trusts, set(trusts)),
    ):
        for name in asked:
            if not _is_one(known, (name,)):
                fix = _nearest(name, known) if known else "The file has no column that says so."
                problems.append(Problem(place, f"No school in this file has the {what} '{name}' ({option}).", fix=fix))
    if problems:
        raise Problems(problems)


def _is_one(names: Iterable[str], asked: tuple[str, ...]) -> bool:
    wanted = {_key(name) for name in asked}
    return not wanted or any(_key(name) in wanted for name in names)


def _nearest(name: str, known: set[str]) -> str:
    by_key = {_key(one): one for one in known}
    near = did_you_mean(_key(name), by_key)
    if near:
        return f"Did you mean '{by_key[near.removeprefix('Did you mean ').strip(chr(39) + '?')]}'?"
    holding = sorted(one for key, one in by_key.items() if len(name) > 2 and _key(name) in key)[:5]
    return f"Names with that in them: {', '.join(holding)}." if holding else "Write it as the file has it: its name or its number."


def _key(name: str) -> str:
    return normalise(name).casefold().replace("&", "and").lstrip("0")


def _missing(table: Table, missing: list[str]) -> Problem:
    what = (
        f"The register's column '{missing[0]}' is missing."
        if len(missing) == 1
        else f"Columns of the register are missing: {', '.join(missing)}."
    )
    fix = next(filter(None, (_misspelt(name, table.columns) for name in missing)), "")
    fix += "Use the register's download as it is, or a list with our own field names (school.name, school.phase ...) in its first line."
    return Problem(Place(shown(table.path), table.first_row), what, "Without it no profile can be written.", fix)


def _misspelt(name: str, columns: Iterable[str]) -> str:
    """Say which column may be the one that is missing; another column of the register, or a code in place of a name, is none."""
    others = [column for column in columns if column and column not in england.COLUMNS and not column.casefold().endswith("(code)")]
    near = get_close_matches(name.casefold(), [column.casefold() for column in others], n=1, cutoff=0.8)
    found = next((column for column in others if near and column.casefold() == near[0]), "")
    return f"If '{found}' is the column '{name}', write its name as the register does. " if found else ""
