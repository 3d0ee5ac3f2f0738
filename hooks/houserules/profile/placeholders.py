# The list of placeholders isn't typed: it follows from the declared fields. A private field has none, so no text can
# ever ask for it.
"""Placeholders: which values of a profile a text may print, and the values of one school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel

from houserules.profile import kinds
from houserules.profile.brand import find_shades
from houserules.profile.days import say_day
from houserules.profile.fields import Account, Person, Profile
from houserules.profile.models import model_in
from houserules.profile.terms import Term
from houserules.profile.values import LOGO, Kind, Placeholder

# What every school has, because a field is required or the value falls back on something that every school has.
ALWAYS_THERE = frozenset({
    "school.name", "school.short_name", "people.head.title", "people.safeguarding_lead.title",
    "review.owner", "review.review_by", "hours.reply", "paper_copies.ask",
})  # fmt: skip
# Printed as lists, by a block that repeats itself for each of them.
LISTS: dict[str, type[BaseModel] | None] = {
    "accounts": Account,
    "people.deputy_safeguarding_leads": Person,
    "school.address": None,
}
TITLES = {  # the term that stands in for a title which the school doesn't give
    "people.head.title": "head",
    "people.safeguarding_lead.title": "safeguarding_lead",
    "people.chair_of_governors.title": "chair",
}
HOURS = "from when the school opens until it closes, on school days"
ASK = "the school office"
_KINDS = {kinds.Email: Kind.EMAIL, kinds.Phone: Kind.PHONE, kinds.WebAddress: Kind.WEB, kinds.SiteAddress: Kind.WEB}


def list_placeholders(terms: Mapping[str, Term]) -> dict[str, Placeholder]:
    """Give every placeholder by its path, in order: the public fields, the parts of the lists, and the terms."""
    found = [*_fields(Profile, ""), Placeholder("school.address.line", Kind.TEXT, True)]
    found += [Placeholder(f"terms.{id}", Kind.TEXT, True) for id in terms]
    return {placeholder.path: placeholder for placeholder in sorted(found, key=lambda placeholder: placeholder.path)}


def _fields(model: type[BaseModel], path: str) -> Iterator[Placeholder]:
    for key, info in model.model_fields.items():
        extra = info.json_schema_extra or {}
        here = f"{path}{info.alias or key}"
        if extra.get("public") is False or here in ("review.approved", "decisions", "school.address", "common_questions"):
            continue
        inner = model_in(info.annotation)
        if inner is not None:
            yield from _fields(inner, f"{here}.")
        else:
            yield Placeholder(here, _kind(info), here in ALWAYS_THERE)


def _kind(info: Any) -> Kind:
    annotations = [info.annotation, *get_args(info.annotation)]
    for annotation, kind in _KINDS.items():
        # pydantic strips Annotated off a required field and keeps what was in it as metadata
        if annotation in annotations or (info.metadata and info.metadata[0] is annotation.__metadata__[0]):
            return kind
    return Kind.TEXT


def find_values(profile: Profile, terms: Mapping[str, str]) -> dict[str, str]:
    """Give the public values of a school as texts, by the path of their placeholder; `terms` are its words."""
    values = {f"terms.{id}": word for id, word in terms.items()}
    values.update(_values(profile, ""))
    values.setdefault("school.short_name", profile.school.name)
    values.setdefault("hours.reply", HOURS)
    values.setdefault("paper_copies.ask", ASK)
    for path, term in TITLES.items():
        if term in terms:
            values.setdefault(path, terms[term])
    return values | _derived(profile, values)


def _derived(profile: Profile, values: Mapping[str, str]) -> dict[str, str]:
    """Give what the theme prints and no text can ask for: they aren't placeholders."""
    shades = find_shades(profile.brand.colour)
    initials = "".join(word[0] for word in values["school.short_name"].split() if word[0].isalnum())[:2].upper()
    derived = {
        "school.monogram": initials or "S",
        "brand.own": shades.own,
        "brand.on_own": shades.on_own,
        "site.address": values.get("school.site_url", "https://localhost/"),  # only its path is used where there is none
        "review.review_by_iso": profile.review.review_by.isoformat(),
    }
    if profile.brand.logo:
        derived["brand.logo_file"] = LOGO
    return derived


def find_lists(profile: Profile) -> dict[str, tuple[dict[str, str], ...]]:
    """Give the lists of a school: for each, its entries as texts by the path of their placeholder."""
    people = profile.people.deputy_safeguarding_leads
    return {
        "accounts": tuple(dict(_values(account, "accounts.")) for account in profile.accounts),
        "people.deputy_safeguarding_leads": tuple(dict(_values(person, "people.deputy_safeguarding_leads.")) for person in people),
        "school.address": tuple({"school.address.line": line} for line in profile.school.address),
    }


def _values(model: BaseModel, path: str) -> Iterator[tuple[str, str]]:
    hidden = isinstance(model, Person) and model.show_name is False
    for key, info in type(model).model_fields.items():
        value, here = getattr(model, key), f"{path}{info.alias or key}"
        if value is None or (info.json_schema_extra or {}).get("public") is False or (hidden and key == "name"):
            continue
        if isinstance(value, BaseModel):
            yield from _values(value, f"{here}.")
        elif isinstance(value, date):
            yield here, say_day(value)
        elif not isinstance(value, (tuple, dict)):
            yield here, str(value)
