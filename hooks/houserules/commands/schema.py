"""`houserules schema`: the JSON Schema of school.yml, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from houserules.core import find_core
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.schema import make_schema
from houserules.profile.vocabulary import Vocabulary, read_vocabulary

SCHEMA = "school.schema.json"


def schema(out: Path | None, check: bool) -> int:
    """Print the schema, or write it to a file, or (with `check`) say whether that file is up to date.

    Gives 1 if a file that is checked is stale, else 0. Without `out`, it is our own in schools/ that is checked.
    Raises Problems if the file can't be read or written.
    """
    core = find_core()
    text = write_schema(read_vocabulary(core / "docs"))
    if check:
        return _check(out or core / "schools" / SCHEMA, text)
    if out is None:
        click.echo(text, nl=False)
        return 0
    _refuse_loss(out)
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"The schema can't be written here: {error.strerror or error}."
        raise Problems([Problem(Place(shown(out)), what, fix="Name a file in a folder that is there.")]) from None
    click.echo(f"{shown(out)} is written.", err=True)
    return 0


def write_schema(vocabulary: Vocabulary) -> str:
    """Give the text of the schema's file."""
    return json.dumps(make_schema(vocabulary), ensure_ascii=False, indent=1) + "\n"


def _refuse_loss(out: Path) -> None:
    """Raise Problems where something that isn't a schema would be written over: a school's profile, say."""
    try:
        there = out.read_text(encoding="utf-8")
    except OSError:
        return  # nothing is there; or writing will say what is wrong
    except ValueError:
        there = "?"
    if there.strip() and not _is_schema(there):
        what = "A file stands here that isn't a schema."
        raise Problems([Problem(Place(shown(out)), what, "It would be lost.", f"Give another name, such as {SCHEMA}.")])


def _is_schema(text: str) -> bool:
    try:
        content = json.loads(text)
    except ValueError:
        return False
    return isinstance(content, dict) and "$schema" in content


def _check(path: Path, text: str) -> int:
    place, run = Place(shown(path)), f"Run 'houserules schema --out {shown(path)}'."
    try:
        there = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        click.echo(str(Problem(place, "This file isn't there.", fix=run)), err=True)
        return 1
    except (OSError, ValueError) as error:
        raise Problems([Problem(place, f"This file can't be read: {error}.", fix=run)]) from None
    if not _is_schema(there):
        raise Problems([Problem(place, "This file isn't a schema.", fix=f"Name the schema, which 'houserules new' calls {SCHEMA}.")])
    if there != text:
        why = "Editors would offer answers that are no longer there, or call good ones wrong."
        click.echo(str(Problem(place, "This schema is out of date.", why, run)), err=True)
        return 1
    click.echo(f"{shown(path)} is up to date.", err=True)
    return 0
