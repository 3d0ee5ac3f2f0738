# Pydantic says all that is wrong at once and knows the path of each part; we know the line. This module brings the
# two together, for profiles and for the YAML under docs/ alike.
"""Fill a model from a strict YAML document, with every mistake as a Problem at its place."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from houserules.problems import Problem, Problems, did_you_mean
from houserules.profile.kinds import ON_THE_LINE, wrong_shape
from houserules.strict_yaml import Document

M = TypeVar("M", bound=BaseModel)


def fill_model(model: type[M], document: Document, content: Any = None) -> M:
    """Give the model filled with what the document says (or with `content`, a part made from it). Raises Problems."""
    content = without_empty(document.content if content is None else content)
    if content is None:
        content = {}
    if not isinstance(content, dict):
        raise Problems([Problem(document.place(), "Names with values are needed here.", fix="Write 'name: value' lines.")])
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise Problems(_problems(error, model, document)) from None


def without_empty(content: Any) -> Any:
    """Leave out what has a name and no value: it is as if it weren't there."""
    if isinstance(content, dict):
        kept = {key: without_empty(value) for key, value in content.items()}
        return {key: value for key, value in kept.items() if value is not None}
    if isinstance(content, list):
        return [value for value in map(without_empty, content) if value is not None]
    return None if isinstance(content, str) and not content.strip() else content


def _problems(error: ValidationError, model: type[BaseModel], document: Document) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    for found in errors:
        if found["type"] == "too_short" and any(found["loc"] == other["loc"][:-1] for other in errors):
            continue  # only because what stands there is wrong, which is said
        keys = tuple(key for key in found["loc"] if key != "[key]")
        place, name = document.place(*keys), ".".join(str(key) for key in keys)
        here = _model_at(model, keys[:-1])
        match found["type"]:
            case "missing":
                yield _missing(place, name, here, keys)
            case "extra_forbidden":
                known = _names(here)
                fix = did_you_mean(str(keys[-1]), known) or (f"Here may stand: {', '.join(known)}." if known else "Remove it.")
                yield Problem(document.name_place(*keys), f"'{_short(keys[-1])}' isn't a field here.", "It would never be shown.", fix)
            case "mistake":
                yield Problem(place, f"{name}: {found['ctx']['what']}", fix=found["ctx"]["fix"])
            case "enum" | "literal_error" | "string_type" if isinstance(found["input"], (list, dict)):
                yield Problem(place, f"{name}: {wrong_shape(found['input'])}", fix=ON_THE_LINE)
            case "enum" | "literal_error":
                allowed = _allowed(found["ctx"]["expected"])
                fix = did_you_mean(str(found["input"]), allowed) or f"It can be {', '.join(allowed)}."
                yield Problem(place, f"{name}: '{_short(found['input'])}' isn't one of the possible values.", fix=fix)
            case "model_type" | "dict_type" | "model_attributes_type":
                known = _names(_model_at(model, keys))
                fix = f"Here may stand: {', '.join(known)}." if known else "Write 'name: value' lines."
                yield Problem(place, f"{name}: a group of entries is needed here, each on its own line.", fix=fix)
            case "tuple_type" | "list_type":
                yield Problem(place, f"{name}: a list is needed here.", fix="Begin each line of it with '- '.")
            case "greater_than_equal" | "less_than_equal":
                limit = found["ctx"].get("ge", found["ctx"].get("le"))
                word = "less" if found["type"] == "greater_than_equal" else "more"
                yield Problem(place, f"{name}: it can't be {word} than {limit}.")
            case "too_long" | "too_short":
                limit = f"at most {found['ctx']['max_length']}" if found["type"] == "too_long" else f"at least {found['ctx']['min_length']}"
                yield Problem(place, f"{name}: there are {found['ctx']['actual_length']} entries here, and there can be {limit}.")
            case "string_pattern_mismatch":
                yield Problem(place, f"{name}: '{_short(found['input'])}' isn't a date.", fix="Write year-month-day, for example 2027-07-31.")
            case _:
                yield Problem(place, f"{name}: '{_short(found['input'])}' can't be used here.", fix="Look at the example in the reference.")


def _missing(place, name, here, keys) -> Problem:
    info = _field(here, str(keys[-1]))
    extra = (info.json_schema_extra or {}) if info else {}
    choices = choices_in(info.annotation) if info else ()
    example = f" One of: {', '.join(choices)}." if choices else f" For example: {extra['example']}" if extra.get("example") else ""
    why = f"It is needed: {info.description[0].lower()}{info.description[1:]}" if info and info.description else ""
    inner = model_in(info.annotation) if info else None
    needed = [part.alias or key for key, part in inner.model_fields.items() if part.is_required()] if inner else []
    below = f" Below it stand at least: {', '.join(needed)}." if needed else ""
    return Problem(place, f"{name} is still to fill in.", why, f"Write it there.{below}{example}", unfilled=name)


def _allowed(expected: str) -> list[str]:
    return [word.strip().strip("'") for word in expected.replace(" or ", ",").split(",")]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _field(model: type[BaseModel] | None, name: str):
    if model is None:
        return None
    return next((info for key, info in model.model_fields.items() if name in (key, info.alias)), None)


def _names(model: type[BaseModel] | None) -> list[str]:
    return [info.alias or key for key, info in model.model_fields.items()] if model else []


def _model_at(model: type[BaseModel], keys: tuple) -> type[BaseModel] | None:
    """Give the model at a path of keys, or None: where names are the writer's own (ids, answers), none is known."""
    here: Any = model
    for key in keys:
        if isinstance(key, int):
            continue
        if get_origin(here) is dict:
            here = model_in(here)
            continue
        info = _field(model_in(here), str(key))
        here = info.annotation if info else None
    return None if get_origin(here) is dict else model_in(here)


def model_in(annotation: Any) -> type[BaseModel] | None:
    """Give the model that stands in an annotation such as `tuple[Account, ...]` or `Person | None`, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


def choices_in(annotation: Any) -> tuple[str, ...]:
    """Give the values from which a field of this type takes one; none where it takes any text."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return tuple(member.value for member in kind)
    return ()
