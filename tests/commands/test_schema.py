"""`houserules schema` prints, writes and checks the schema for editors."""

from __future__ import annotations

import json

import pytest

from houserules.commands.schema import schema, write_schema
from houserules.problems import Problems


def test_prints(capsys, vocabulary):
    """Without a file it is printed, and nothing else is."""
    assert 0 == schema(None, False)

    assert write_schema(vocabulary) == capsys.readouterr().out


def test_writes(tmp_path):
    """With a file it is written there, as JSON."""
    path = tmp_path / "school.schema.json"

    assert 0 == schema(path, False)
    assert "school" in json.loads(path.read_text("utf-8"))["properties"]
    assert b"\r" not in path.read_bytes()


def test_up_to_date(tmp_path, capsys):
    """A file that was just written is up to date."""
    path = tmp_path / "school.schema.json"
    schema(path, False)

    assert 0 == schema(path, True)
    assert "up to date" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "said"), [('{"$schema": ""}\n', "This schema is out of date."), (None, "This file isn't there.")])
def test_stale(text, said, tmp_path, capsys):
    """A file that is stale or missing is named, with what to run; it is left as it is."""
    path = tmp_path / "school.schema.json"
    if text is not None:
        path.write_text(text)

    assert 1 == schema(path, True)
    shown = capsys.readouterr().err
    assert said in shown
    assert f"Run 'houserules schema --out {path}'." in shown
    assert text is None or text == path.read_text()


@pytest.mark.parametrize("check", [True, False])
def test_no_file(check, tmp_path):
    """A folder in place of the file is a mistake to mend, not a fault of ours."""
    with pytest.raises(Problems):
        schema(tmp_path, check)


def test_only_a_schema_is_written_over(tmp_path):
    """Somebody who names a school's profile by mistake keeps it, and isn't advised to write over it."""
    profile = tmp_path / "school.yml"
    profile.write_text("school: {name: Marsh Street}\n")
    with pytest.raises(Problems, match="isn't a schema.*It would be lost"):
        schema(profile, False)
    with pytest.raises(Problems, match="isn't a schema"):
        schema(profile, True)
    assert profile.read_text() == "school: {name: Marsh Street}\n"
