# The schema, the blank file and the interview all walk over the same declarations (fields.py). They walk here, so that
# "is it required", "may it be published" and "what is the example" are answered in one place.
"""The declared fields of a profile, one by one, in the order of their declaration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from houserules.profile.fields import Profile
from houserules.profile.models import choices_in, model_in

# What is needed although no field can say so by itself: it depends on another field or an answer (contradictions.py).
ALWAYS = "Required."
_UNLESS_EMAIL = "Required, unless there is an email address."
_UNLESS_PHONE = "Required, unless there is a telephone number."
NEEDED = {
    "school.phone": _UNLESS_EMAIL,
    "school.email": _UNLESS_PHONE,
    "people.head.name": ALWAYS,
    "people.safeguarding_lead.email": _UNLESS_PHONE,
    "people.safeguarding_lead.phone": _UNLESS_EMAIL,
    "links.sign_off_form": "Required, if people sign agreements online.",
}


@dataclass(frozen=True)
class Entry:
    """A field or a group of fields: what fields.py says of it, and the dotted path by which it is known."""

    path: str
    help: str
    example: str
    required: bool
    public: bool
    many: bool  # a list: of groups where there is a model, else of texts
    table: bool  # values under names that aren't declared here: a policy's, a decision's
    model: type[BaseModel] | None
    info: FieldInfo

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def choices(self) -> tuple[str, ...]:
        """Give the values from which a school chooses one; none where it may write what it likes."""
        return choices_in(self.info.annotation)

    @property
    def marks(self) -> str:
        """Say whether it must be filled in and is private, as far as its help doesn't say so already."""
        needed = ALWAYS if self.required else NEEDED.get(self.path, "")
        private = "" if self.public or "published" in self.help else "Never published."
        return " ".join(part for part in (needed, private) if part)


def list_entries(above: Entry | None = None) -> Iterator[Entry]:
    """Give the fields and groups of a profile, or of a group in it. What stands in a private group is private."""
    model = above.model if above else Profile
    for key, info in model.model_fields.items() if model else ():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        name = info.alias or key
        origin = get_origin(info.annotation)
        yield Entry(
            path=f"{above.path}.{name}" if above else name,
            help=info.description or "",
            example=str(extra.get("example", "")),
            required=info.is_required(),
            public=extra.get("public") is not False and (above is None or above.public),
            many=origin is tuple,
            table=origin is dict,
            model=model_in(info.annotation),
            info=info,
        )


def list_facts(above: Entry | None = None) -> Iterator[Entry]:
    """Give every single value that a profile can hold, group after group; what stands in lists and tables is left out."""
    for entry in list_entries(above):
        if entry.many or entry.table:
            continue
        if entry.model:
            yield from list_facts(entry)
        else:
            yield entry


@cache
def find_entry(path: str) -> Entry:
    """Give the entry at a dotted path such as `people.head.name`. Raises KeyError if none is declared there."""
    found: Entry | None = None
    for name in path.split("."):
        known = {entry.name: entry for entry in list_entries(found)}
        found = known[name]
    assert found is not None
    return found
