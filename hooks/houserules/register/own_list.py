"""A list of schools with our own field names as its columns, such as an authority or a trust keeps."""

from __future__ import annotations

from dataclasses import replace

from houserules.problems import Place, Problem, did_you_mean, shown
from houserules.profile.edit import Value
from houserules.profile.kinds import normalise
from houserules.profile.vocabulary import Vocabulary
from houserules.register.entry import Entry
from houserules.register.facts import check_fact, list_fields
from houserules.register.table import Row, Table

FOLDER = "folder"
# Without these it can't be said which school it is, or which rules it has: a wrong one isn't left out but sent back.
_MAKES_THE_SCHOOL = ("school.name", "school.urn", "school.nation", "school.phase", "school.type")


def find_unknown_columns(table: Table, vocabulary: Vocabulary) -> list[Problem]:
    """Give the columns that look like fields and are none."""
    known = (*list_fields(vocabulary), FOLDER)
    problems = []
    for name in table.columns:
        if name and name not in known and ("." in name or did_you_mean(name, known)):
            fix = did_you_mean(name, known) or "A column of your own may have any name without a full stop in it."
            problems.append(
                Problem(
                    Place(shown(table.path), table.first_row),
                    f"There is no field '{name[:60]}' that a list can hold.",
                    "It would be lost.",
                    fix,
                )
            )
    return problems


def glance_at_listed(row: Row) -> Entry:
    """Give who a row is about, without its facts: enough to say whether it is wanted."""

    def cell(column: str) -> str:
        return normalise(row.cells.get(column, ""))

    name, number, folder = cell("school.name"), cell("school.urn"), cell(FOLDER)
    return Entry(
        row.number,
        key=f"urn:{number}" if number else f"folder:{folder}" if folder else f"name:{name.casefold()}" if name else "",
        name=name,
        authorities=tuple(filter(None, [cell("school.local_authority")])),
        trusts=tuple(filter(None, [cell("school.trust")])),
        folder=folder,
    )


def read_listed(row: Row, vocabulary: Vocabulary) -> Entry:
    """Give what a row of a list with our own field names says of a school."""
    entry = glance_at_listed(row)
    if row.wrong:
        return replace(entry, refused=row.wrong, mistake=True)
    if not entry.key:
        return replace(entry, refused="It has no name (school.name) and no number (school.urn).", mistake=True)
    texts = {path: text for path in list_fields(vocabulary) if (text := row.cells.get(path, "").strip())}
    facts: dict[str, Value] = {}
    unusable: dict[str, str] = {}
    for path, text in texts.items():
        try:
            facts[path] = check_fact(path, text, vocabulary)
        except ValueError as error:
            unusable[path] = str(error)
    for path in _MAKES_THE_SCHOOL:
        if path in unusable:
            return replace(entry, refused=f"{path}: {unusable[path]}", mistake=True)
    return replace(entry, facts=facts, unusable=unusable)
