# No validator of JSON Schema is among the kept libraries, so the few keywords that our schema uses are tried by a small
# one below. It was compared once with `jsonschema` and with yaml-language-server 1.25, and agreed.
"""The schema for editors says what the reader says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from houserules.commands.schema import SCHEMA, write_schema
from houserules.problems import Problems
from houserules.profile.declaration import list_facts
from houserules.profile.read import read_school
from houserules.profile.schema import make_schema

SCHOOLS = Path(__file__).resolve().parents[2] / "schools"
PROFILE = """\
school:
  name: Alder Lane Primary School
  urn: "100000"
  nation: england
  phase: primary
  ages: {from: 4, to: 11}
  type: maintained
  address: [Alder Lane]
  email: office@school.example
people:
  head: {name: Ms A. Okafor}
  safeguarding_lead: {name: Jo Day, show_name: no, phone: 01632 960101}
review:
  owner: the deputy head
  review_by: 2027-09-30
hours: {reply: 8am to 5pm}
brand: {colour: "#1d4f91"}
accounts: []
decisions: {gaming: never}
"""


class Editor(yaml.SafeLoader):
    """Types values as an editor does, by the core schema of YAML 1.2: `yes` and dates are texts, 0x1 and 1e5 numbers."""


Editor.yaml_implicit_resolvers = {}
for kind, pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
}.items():
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(f"^(?:{pattern})$"), None)
Editor.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))

TYPES = {"string": str, "boolean": bool, "null": type(None), "object": dict, "array": list}


def faults(schema: dict[str, Any], value: Any, path: str = "") -> Iterator[str]:
    """Give what a schema has against a value, for the keywords of draft 7 that ours uses."""
    for keyword in schema:
        yield from check(keyword, schema, value, path)


def check(keyword: str, schema: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    """Give what one keyword has against a value."""
    needed = schema[keyword]
    match keyword, value:
        case "type", _:
            kinds = [needed] if isinstance(needed, str) else needed
            if not any(is_a(kind, value) for kind in kinds):
                yield f"{path}: type"
        case "enum", _ if not any(value == one and type(value) is type(one) for one in needed):
            yield f"{path}: enum"
        case "anyOf", _ if all(any(faults(one, value, path)) for one in needed):
            yield f"{path}: anyOf"
        case "pattern", str() if not re.search(needed, value):
            yield f"{path}: pattern"
        case "maxLength", str() if len(value) > needed:
            yield f"{path}: maxLength"
        case "format", str() if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", value):
            yield f"{path}: format"
        case "minimum", int() if value < needed:
            yield f"{path}: minimum"
        case "maximum", int() if value > needed:
            yield f"{path}: maximum"
        case "maxItems", list() if len(value) > needed:
            yield f"{path}: maxItems"
        case "items", list():
            for number, one in enumerate(value):
                yield from faults(needed, one, f"{path}.{number}")
        case "required", dict():
            yield from (f"{path}.{name}: required" for name in needed if name not in value)
        case "properties", dict():
            for name in needed.keys() & value.keys():
                yield from faults(needed[name], value[name], f"{path}.{name}")
        case "additionalProperties", dict():
            for name in value.keys() - schema.get("properties", {}).keys():
                yield from [f"{path}.{name}: not allowed"] if needed is False else faults(needed, value[name], f"{path}.{name}")
        case "if", _:
            if any(faults(needed, value)):
                yield from faults(schema["else"], value, path)
        case _:
            assert keyword in KNOWN, f"this test doesn't know '{keyword}'"


KNOWN = {
    "$schema", "description", "default", "else", "enumDescriptions", "errorMessage", "patternErrorMessage", "type", "enum", "anyOf",
    "pattern", "maxLength", "format", "minimum", "maximum", "maxItems", "items", "required", "properties", "additionalProperties",
}  # fmt: skip


def is_a(kind: str, value: Any) -> bool:
    """Say whether a value is of a type of JSON."""
    if kind in ("integer", "number"):
        return isinstance(value, int if kind == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every schema inside a schema, itself included."""
    if isinstance(schema, dict):
        yield schema
        for key, inner in schema.items():
            yield from (part for one in inner.values() for part in parts(one)) if key == "properties" else parts(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from parts(inner)


@pytest.fixture(scope="module")
def schema(vocabulary):
    """The schema of this core."""
    return make_schema(vocabulary)


def test_committed_schema_is_up_to_date(vocabulary):
    """schools/school.schema.json is what the code makes; otherwise: houserules schema --out schools/school.schema.json."""
    assert write_schema(vocabulary) == (SCHOOLS / SCHEMA).read_text("utf-8"), (
        "schools/school.schema.json is out of date: run 'houserules schema --out schools/school.schema.json'"
    )


def test_same_bytes_every_time(vocabulary):
    """The schema's file doesn't depend on the run, and holds no path or date of the machine."""
    text = write_schema(vocabulary)

    assert text == write_schema(vocabulary)
    assert str(date.today()) not in text
    assert str(SCHOOLS.parent) not in text


def test_every_field_is_described(schema):
    """Each single value of a profile is in the schema with its help, its example and whether it may be published."""
    for entry in list_facts():
        here = schema
        for name in entry.path.split("."):
            here = here["properties"][name]

        assert here["description"].startswith(entry.help)
        assert entry.example in here["description"]
        assert "ublished" in here["description"]
        assert entry.public or "May be published" not in here["description"]


def test_nothing_unknown_is_allowed(schema):
    """Every group of fields refuses what isn't declared in it."""
    groups = [part for part in parts(schema["properties"]) if "properties" in part] + [schema]

    assert len(groups) > 20
    assert [] == [group for group in groups if group.get("additionalProperties") is not False]


def test_every_decision_is_explained(schema, vocabulary):
    """Each decision stands there with its question, why it matters, its default and what each answer means."""
    decisions = schema["properties"]["decisions"]["properties"]

    assert set(vocabulary.decisions) == set(decisions)
    for id, decision in vocabulary.decisions.items():
        assert decisions[id]["description"].startswith(decision.question)
        assert " ".join(decision.why.split()) in decisions[id]["description"]
        assert decision.default == decisions[id]["default"]
        assert [*decision.answers, None] == decisions[id]["enum"]
        for answer, said in zip(decision.answers.values(), decisions[id]["enumDescriptions"], strict=False):
            assert f"{answer.label}. {answer.means}" == said


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in SCHOOLS.glob("*/school.yml")))
def test_example_schools_are_accepted(schema, folder):
    """An editor has nothing against an example school."""
    content = yaml.load((SCHOOLS / folder / "school.yml").read_text("utf-8"), Editor)

    assert [] == list(faults(schema, content))


ACCEPTED = {
    "as it is": ("", ""),
    "a number where digits are text": ('urn: "100000"', "urn: 900001"),
    "a telephone number without spaces": ("phone: 01632 960101", "phone: 01632960101"),
    "a telephone number with a plus": ("phone: 01632 960101", "phone: +441632960101"),
    "ages in quotes": ("{from: 4, to: 11}", '{from: "4", to: "11"}'),
    "an age with a nought": ("{from: 4,", "{from: 04,"),
    "a name that is a number": ("name: Jo Day", "name: 2000"),
    "a name that looks like true": ("name: Jo Day", "name: true"),
    "yes": ("show_name: no", "show_name: yes"),
    "Yes": ("show_name: no", "show_name: Yes"),
    "true": ("show_name: no", "show_name: true"),
    "FALSE in quotes": ("show_name: no", 'show_name: "FALSE"'),
    "an optional value left empty": ('urn: "100000"', "urn:"),
    "an optional value of empty quotes": ("email: office@school.example", 'email: ""\n  phone: 01632 960100\n  website: ""'),
    "a section left empty": ("hours: {reply: 8am to 5pm}", "hours:"),
    "a list left empty": ("accounts: []", "accounts:"),
    "an entry of a list left empty": ("[Alder Lane]", "[Alder Lane, ]\n  website:"),
    "a decision left empty": ("{gaming: never}", "{gaming: }"),
    "no decisions": ("decisions: {gaming: never}", "decisions:"),
    "a web address in capitals": ("email: office", "website: HTTPS://school.example/a?b=c\n  email: office"),
    "an address with letters of another language": ("email: office@school", "email: office@schöl"),
    "a version alone": ("owner:", "approved: {staff: 3f2a91bc}\n  approved_by: X\n  approved_on: 2026-01-01\n  owner:"),
    "a version of digits": ("owner:", "approved: {staff: 12345678}\n  approved_by: X\n  approved_on: 2026-01-01\n  owner:"),
    "a version that looks like 1e4567": ("owner:", "approved: {staff: 0001e456}\n  approved_by: X\n  approved_on: 2026-01-01\n  owner:"),
    "a version in capitals": ("owner:", "approved: {staff: 3F2A91BC}\n  approved_by: X\n  approved_on: 2026-01-01\n  owner:"),
    "an approval": ("owner:", "approved: {staff: {version: 3f2a91bc, by: X, on: 2026-01-01}}\n  owner:"),
    "a bare # where a colour would be": ('colour: "#1d4f91"}', "logo: }"),
}
REFUSED = {
    "an unknown section": ("hours:", "hourz:"),
    "an unknown field": ("urn:", "urm:"),
    "an unknown decision": ("gaming: never", "gamming: never"),
    "an unknown answer": ("gaming: never", "gaming: nevr"),
    "an unknown nation": ("nation: england", "nation: engalnd"),
    "a required value left out": ("  nation: england\n", ""),
    "a required value left empty": ("name: Alder Lane Primary School", "name:"),
    "a required section left out": ("hours:", "x:"),
    "no name of the head": ("head: {name: Ms A. Okafor}", "head: {}"),
    "an age in words": ("{from: 4,", "{from: four,"),
    "an age beyond the limit": ("to: 11", "to: 26"),
    "a British date": ("2027-09-30", "30/09/2027"),
    "a thirteenth month": ("2027-09-30", "2027-13-30"),
    "no email address": ("office@school.example", "office at school"),
    "no whole web address": ("email: office", "website: school.example\n  email: office"),
    "neither yes nor no": ("show_name: no", "show_name: perhaps"),
    "a colour by name": ('"#1d4f91"', "blue"),
    "a text too long": ("Jo Day", "J" * 201),
    "a list for a value": ("name: Jo Day", "name: [Jo, Day]"),
    "a value for a list": ("[Alder Lane]", "Alder Lane"),
    "an address of nine lines": ("[Alder Lane]", "[a, b, c, d, e, f, g, h, i]"),
    "an account without its parts": ("accounts: []", "accounts: [{platform: X}]"),
    "an approval without its version": ("owner:", "approved: {staff: {by: X}}\n  owner:"),
}


def read(tmp_path: Path, text: str, vocabulary) -> bool:
    """Say whether the reader accepts a profile."""
    folder = tmp_path / "schools" / "alder-lane"
    folder.mkdir(parents=True)
    (folder / "school.yml").write_text(text, "utf-8")
    try:
        read_school(folder, vocabulary)
    except Problems:
        return False
    return True


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepts_what_the_reader_accepts(case, schema, vocabulary, tmp_path):
    """What the reader takes, an editor doesn't call wrong, whatever type it sees."""
    text = PROFILE.replace(*ACCEPTED[case], 1)

    assert read(tmp_path, text, vocabulary)
    assert [] == list(faults(schema, yaml.load(text, Editor)))


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_what_the_reader_refuses(case, schema, vocabulary, tmp_path):
    """A mistake that an editor can see, it says while somebody types."""
    text = PROFILE.replace(*REFUSED[case], 1)

    assert text != PROFILE
    assert not read(tmp_path, text, vocabulary)
    assert any(faults(schema, yaml.load(text, Editor)))


def test_authority_may_supply_what_is_required(schema):
    """With an authority, what is required may be missing or empty: the authority may have said it for all its schools."""
    content = {"authority": "fernshire", "school": {"name": "Alder Lane", "nation": None}, "review": {"owner": None}}

    assert [] == list(faults(schema, content))
    assert any(faults(schema, {**content, "authority": None}))
