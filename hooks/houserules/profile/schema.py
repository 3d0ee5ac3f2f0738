# For yaml-language-server, which editors use (tried with 1.25): it shows `description` where one points at a name or
# completes it, lists the answers of an `enum` with their `enumDescriptions`, and says our own `errorMessage` and
# `patternErrorMessage`. It types values itself (900001 is a number to it), and our reader takes all as text, so a field
# allows every type that could be meant.
"""The JSON Schema of school.yml, with which editors complete it and check it while somebody types."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Le
from pydantic import TypeAdapter

from houserules.profile.decisions import Decision
from houserules.profile.declaration import ALWAYS, NEEDED, Entry, list_entries
from houserules.profile.kinds import LONGEST
from houserules.profile.questions import sort_decisions
from houserules.profile.vocabulary import Vocabulary

_SCALAR = ["string", "number", "boolean"]
_BLANK = r"^\s*$"  # an empty text is as if nothing were written
_PATTERNS = {
    "email": _BLANK + r"|^\s*[^@\s]+@[^@\s]+\.[^@\s]{2,}\s*$",
    "uri": _BLANK + r"|^\s*[Hh][Tt][Tt][Pp][Ss]?://\S+\s*$",
}
_YES_OR_NO = r"^\s*([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])?\s*$"
Json = dict[str, Any]


def make_schema(vocabulary: Vocabulary) -> Json:
    """Give the JSON Schema (draft 7) of a profile, with every decision of the core."""
    entries = list(list_entries())
    properties = {entry.name: _entry(entry) for entry in entries}
    properties["decisions"] = {
        "description": "The school's answers. A question that isn't answered has its default.",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {decision.id: _decision(decision) for decision in sort_decisions(vocabulary)},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": "A school's profile: its facts, and its answers to the questions that every school has to settle.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        # What an authority says for all its schools, a school need not say again.
        "if": {"required": ["authority"], "properties": {"authority": {"type": _SCALAR}}},
        "else": _needed(entries),
    }


def _entry(entry: Entry) -> Json:
    if entry.many:
        one = {**_group(entry), "required": _names(entry)} if entry.model else {"type": [*_SCALAR, "null"], "maxLength": LONGEST}
        limits = {key: value for key, value in _kind(entry).items() if key == "maxItems"}
        return {"description": _describe(entry), "type": ["array", "null"], "items": one, **limits}
    if entry.table and entry.model:
        whole = {**_group(entry), "required": _names(entry)}
        short = {"description": _describe(entry), **_value(next(inner for inner in list_entries(entry) if inner.required))}
        return {"description": _describe(entry), "type": ["object", "null"], "additionalProperties": {"anyOf": [short, whole]}}
    return {"description": _describe(entry), **(_group(entry) if entry.model else _value(entry))}


def _describe(entry: Entry) -> str:
    published = "" if entry.model or not entry.public or "ublished" in entry.help else "May be published."
    example = f"For example: {entry.example}" if entry.example else ""
    return " ".join(part for part in (entry.help, entry.marks, published, example) if part)


def _group(entry: Entry) -> Json:
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {inner.name: _entry(inner) for inner in list_entries(entry)},
    }


def _names(entry: Entry) -> list[str]:
    return [inner.name for inner in list_entries(entry) if inner.required]


def _needed(entries: list[Entry]) -> Json:
    """Give what must be there, and not empty, where no authority can supply it."""
    needed = [entry for entry in entries if entry.required or NEEDED.get(entry.path) == ALWAYS]
    inside: Json = {}
    for entry in needed:
        if entry.model:  # no message of ours: it would stand in place of the names of what is missing
            inside[entry.name] = {"type": "object", **_needed(list(list_entries(entry)))}
        else:
            kind = "string" if "enum" in _kind(entry) else _SCALAR  # no more than it takes: an editor offers every type
            inside[entry.name] = {"type": kind, "errorMessage": "This must be filled in."}
    return {"required": [entry.name for entry in needed], "properties": inside} if needed else {}


def _value(entry: Entry) -> Json:
    """Give what an editor may find where a value stands: more than its kind says, as we read every value as text."""
    kind = _kind(entry)
    pattern = _PATTERNS.get(kind.get("format", "")) or kind.get("pattern", "").replace("[0-9a-f]", "[0-9A-Fa-f]")
    message = {"patternErrorMessage": f"This can't be used here. For example: {entry.example}"} if entry.example else {}
    match kind:
        case {"enum": values} if True in values:
            return {"anyOf": [{"enum": ["yes", "no"]}, {"type": ["boolean", "string", "null"], "pattern": _YES_OR_NO}]}
        case {"enum": values}:
            return {"enum": [*values, None]}
        case {"type": "integer"}:
            limits = {key: kind[key] for key in ("minimum", "maximum") if key in kind}
            return {"type": ["integer", "string", "null"], **limits, "pattern": r"^\s*[0-9]*\s*$", **message}
        case {"format": "date"}:
            return {"type": ["string", "null"], "format": "date", **message}
        case {"format": _}:
            return {"type": ["string", "null"], "pattern": pattern, **message}
    limits = {"maxLength": kind["maxLength"]} if "maxLength" in kind else {}
    if pattern:
        limits |= {"pattern": f"{_BLANK}|{pattern}", **message}
    return {"type": [*_SCALAR, "null"], **limits}


def _kind(entry: Entry) -> Json:
    """Give what pydantic says of a field's kind, without the part that says that it may be missing."""
    info = entry.info
    node = TypeAdapter(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation).json_schema()
    options = [option for option in node.get("anyOf", ()) if option != {"type": "null"}]
    kind = options[0] if options else node
    if "$ref" in kind:
        kind = node["$defs"][kind["$ref"].rpartition("/")[2]]
    # a kind that brings its own JSON Schema hides a limit that is set later
    most = next((rule.le for rule in info.metadata if isinstance(rule, Le)), None)
    return kind if most is None else {**kind, "maximum": most}


def _decision(decision: Decision) -> Json:
    when = "" if decision.asked_when.always else f" Only for schools where {decision.asked_when}."
    why = " ".join(decision.why.split())
    default = f"Left empty, the answer is the default: {decision.default}."
    return {
        "description": f"{decision.question} {why} Usually decided by {decision.decided_by}.{when}",
        "enum": [*decision.answers, None],
        "enumDescriptions": [*(f"{answer.label}. {answer.means}" for answer in decision.answers.values()), default],
        "default": decision.default,
    }
