"""Placeholders and values: what a text may print, and that what is private can't be printed at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from pydantic import BaseModel

from houserules.profile.conditions import GIVEN
from houserules.profile.fields import Profile
from houserules.profile.models import model_in
from houserules.profile.placeholders import ALWAYS_THERE, LISTS, Kind


def private_fields(model: type[BaseModel] = Profile, path: str = "", private: bool = False) -> Iterator[str]:
    """Give the path of every field that is declared private, or stands in a section that is."""
    for key, info in model.model_fields.items():
        here, hidden = f"{path}{info.alias or key}", private or (info.json_schema_extra or {}).get("public") is False
        inner = model_in(info.annotation)
        if inner is not None:
            yield from private_fields(inner, f"{here}.", hidden)
        elif hidden:
            yield here


PRIVATE = sorted(private_fields())


def fields(model: type[BaseModel] = Profile, path: str = "") -> set[str]:
    """Give the path of every field that is declared."""
    found: set[str] = set()
    for key, info in model.model_fields.items():
        inner = model_in(info.annotation)
        found |= fields(inner, f"{path}{info.alias or key}.") if inner else {f"{path}{info.alias or key}"}
    return found


def typed(content: object, path: str) -> Iterator[str]:
    """Give the texts that stand in a profile's content at a path of names, in every entry of a list."""
    first, _, rest = path.partition(".")
    for entry in content if isinstance(content, list) else [content]:
        value = entry.get(first) if isinstance(entry, dict) else None
        if value is not None and rest:
            yield from typed(value, rest)
        elif value is not None:
            yield from value if isinstance(value, list) else [value]


def test_what_is_private_is_declared():
    """The network manager, numbers for colleagues and who else has access are private, wherever they stand."""
    assert {
        "accounts.senior_access", "people.network_manager.name", "people.network_manager.email", "people.network_manager.phone",
        "people.head.mobile", "people.safeguarding_lead.mobile", "people.deputy_safeguarding_leads.mobile",
    } <= set(PRIVATE)  # fmt: skip


@pytest.mark.parametrize("path", PRIVATE)
def test_private_field_has_no_placeholder(path, vocabulary):
    """No text can ask for a private field, and no condition can ask whether it is given."""
    assert path not in vocabulary.placeholders
    assert path not in vocabulary.conditions[GIVEN]


def test_private_values_are_nowhere(school_folder, read, sample_text):
    """No value that stands in a private field is among the values, the lists or the facts of a school."""
    school = read(school_folder())
    content = yaml.load(sample_text, yaml.BaseLoader)
    secrets = {value for path in PRIVATE for value in typed(content, path)} - {"yes", "no"}
    published = [*school.values.values(), *(value for entries in school.lists.values() for entry in entries for value in entry.values())]
    facts = [value for values in school.facts.values() for value in values]

    assert {"Robin Ashdown", "Quentin Sparrow", "07700 900301", "07700 900303"} <= secrets
    assert not [text for text in (*published, *facts) for secret in secrets if secret in text]


@pytest.mark.parametrize(
    "who", ["head", "chair_of_governors", "safeguarding_lead", "safeguarding_governor", "online_safety_lead", "data_protection_officer"]
)
@pytest.mark.parametrize("answer", ["no", "No", "false"])
def test_hidden_name_is_nowhere(who, answer, school_folder, read):
    """A person whose name is not to be shown keeps title, email and phone, and the name is not even said to be given."""
    changes = {f"people.{who}.name": "Zebedee Quill", f"people.{who}.show_name": answer, f"people.{who}.email": "post@marsh-street.example"}
    school = read(school_folder(changes=changes))

    assert f"people.{who}.name" not in school.values
    assert f"people.{who}.name" not in school.facts[GIVEN]
    assert "post@marsh-street.example" == school.values[f"people.{who}.email"]
    assert "Zebedee" not in str(school.values) + str(school.lists)


def test_hidden_names_in_a_list(school_folder, read):
    """Of two deputies, the one who is not to be named is there without a name."""
    first, second = read(school_folder()).lists["people.deputy_safeguarding_leads"]

    assert {"people.deputy_safeguarding_leads.name": "Mr Owen Pike", "people.deputy_safeguarding_leads.phone": "01632 960303"} == first
    assert {"people.deputy_safeguarding_leads.email": "deputy@marsh-street.example"} == second


def test_show_name_is_no_placeholder(vocabulary):
    """Whether a name is shown is a switch, not something to print."""
    assert not [path for path in vocabulary.placeholders if "show_name" in path]


SMALLEST = """\
school:
  name: A
  nation: {nation}
  phase: primary
  ages: {{from: 4, to: 11}}
  type: maintained
  phone: 01632 960100
people:
  head:
    name: B
  safeguarding_lead:
    phone: 01632 960100
review:
  owner: the office
  review_by: 2027-09-30
"""


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern-ireland"])
def test_what_is_always_there_is(nation, school_folder, read, vocabulary):
    """A school that gives only what it must has a value for every placeholder that needs no guard."""
    school = read(school_folder(text=SMALLEST.format(nation=nation)))
    always = {
        path for path, placeholder in vocabulary.placeholders.items() if placeholder.always and not path.startswith("school.address.")
    }

    assert always == always & set(school.values)
    assert always >= ALWAYS_THERE
    assert not [path for path in always if not school.values[path].strip()]


def test_what_falls_back(school_folder, read):
    """A short name falls back on the name, the hours and whom to ask on words that are true of every school."""
    values = read(school_folder(text=SMALLEST.format(nation="wales"))).values

    assert "A" == values["school.short_name"]
    assert "from when the school opens until it closes, on school days" == values["hours.reply"]
    assert "the school office" == values["paper_copies.ask"]
    assert "headteacher" == values["people.head.title"]
    assert "designated safeguarding person" == values["people.safeguarding_lead.title"]


def test_every_value_of_a_school_has_its_placeholder(school_folder, read, vocabulary):
    """What a school gives can be printed: each of its values, and each part of its lists, is a placeholder."""
    school = read(school_folder())
    in_lists = {path for entries in school.lists.values() for entry in entries for path in entry}
    made_by_us = {path for path in school.values if path not in fields()}  # for the theme, such as a monogram

    assert set(school.values) - made_by_us <= set(vocabulary.placeholders)
    assert in_lists <= set(vocabulary.placeholders)
    assert set(LISTS) == set(school.lists)


def test_dates_are_written_out(school_folder, read):
    """A date is printed as people say it."""
    school = read(school_folder(changes={"review.review_by": "2027-07-01"}))

    assert "1 July 2027" == school.values["review.review_by"]
    assert "2 September 2019" == school.lists["accounts"][0]["accounts.opened"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("school.name", Kind.TEXT),
        ("school.phone", Kind.PHONE),
        ("school.email", Kind.EMAIL),
        ("school.website", Kind.WEB),
        ("school.site_url", Kind.WEB),
        ("people.head.email", Kind.EMAIL),
        ("links.complaints", Kind.WEB),
        ("accounts.url", Kind.WEB),
        ("accounts.handle", Kind.TEXT),
        ("local_safeguarding.social_care.phone", Kind.PHONE),
        ("review.review_by", Kind.TEXT),
        ("terms.head", Kind.TEXT),
    ],
)
def test_kind_says_how_a_value_is_printed(path, kind, vocabulary):
    """An email, telephone number or web address is known as one, required or not."""
    assert kind == vocabulary.placeholders[path].kind


def test_placeholders_stand_in_order(vocabulary):
    """The list is sorted, so that the letters which stand for them never depend on chance."""
    assert sorted(vocabulary.placeholders) == list(vocabulary.placeholders)
