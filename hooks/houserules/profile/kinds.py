# The kinds of value that a profile holds. Everything arrives as text (see strict_yaml); a kind says what the text must
# look like and what to do where it doesn't. Values are normalised here, once, and are literal ever after.
"""Kinds of value: text, email, telephone, web address, date, colour, whole number, yes or no."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

LONGEST = 200

_UNFILLED = re.compile(
    r"\[[^\]]*\]|.*\{\{.*|[\W_]+|(?i:.*\[(?:insert|enter|add|your|name|school)\b[^\]]*\].*"
    r"|tbc|tba|todo|to be confirmed|fill in|x{3,}|n/?a|none|insert .+|your school)"
)


def mistake(what: str, fix: str = "") -> PydanticCustomError:
    """Make the error that `read_profile` turns into a Problem."""
    return PydanticCustomError("mistake", "{what}", {"what": what, "fix": fix})


def normalise(value: str) -> str:
    """Give text in Unicode's composed form (NFC), with single spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", value).split())


ON_THE_LINE = "Write the value on the same line, after the colon."


def wrong_shape(value: Any) -> str:
    """Say what stands where one value is needed."""
    kind = "a list" if isinstance(value, list) else "a group of entries" if isinstance(value, dict) else "nothing"
    return f"Here stands {kind}, where one value is needed."


def _one_text(value: Any) -> str:
    if not isinstance(value, str):
        raise mistake(wrong_shape(value), ON_THE_LINE)
    return normalise(value)


def is_unfilled(text: str) -> bool:
    """Say whether a text looks like a place that is still to be filled in."""
    return bool(_UNFILLED.fullmatch(text))


def _text(value: Any) -> str:
    text = _one_text(value)
    if len(text) > LONGEST:
        raise mistake(f"This is {len(text)} characters long, and there is room for {LONGEST}.", "Shorten it.")
    if is_unfilled(text):
        raise mistake(f"'{text}' looks like a place that is still to be filled in.", "Write the real value, or leave it empty.")
    return text


def _email(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[^@\s<>\"(),:;\\\[\]]{1,64}@(?:[\w-]+\.)+[^\W\d_][\w-]+", text):
        raise mistake(f"'{text}' isn't an email address.", "It should look like office@school.example.")
    return text


def _phone(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"\+?[0-9() -]*[0-9](?: ?(?i:ext\.?|extension) ?[0-9]{1,6})?", text) or len(re.sub(r"\D", "", text)) < 3:
        raise mistake(f"'{text}' isn't a telephone number.", "Write digits and spaces, for example 01632 960123 or 01632 960123 ext 4.")
    return text


def _web_address(value: Any) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port_is_number = parts.port is None or parts.port >= 0
    except ValueError:
        raise mistake(f"'{text}' isn't a web address.", "Copy it from the browser's address bar.") from None
    if parts.scheme not in ("http", "https"):
        better = f"https://{text.lstrip('/')}" if not parts.scheme and "." in text and " " not in text else ""
        raise mistake(f"'{text}' isn't a whole web address.", f"Did you mean '{better}'?" if better else "It begins with https://.")
    plain = re.fullmatch(r"\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)+", host) and not re.search(r"[\s<>\"'`\\{}|^]", text)
    if not (plain and port_is_number) or parts.username is not None:
        raise mistake(f"'{text}' isn't a web address.", "Copy it from the browser's address bar.")
    return text


def _site_address(value: Any) -> str:
    text = _web_address(value)
    parts = urlsplit(text)
    if parts.scheme != "https" or re.search(r"[?#]|/\.{1,2}(?:/|$)", text) or not re.fullmatch(r"(?:/[\w.~-]+)*/?", parts.path):
        raise mistake(f"'{text}' can't be the address of a site.", "Write it as https://rules.school.example/ or https://school.example/rules/.")
    return text if text.endswith("/") else text + "/"


def _day(value: Any) -> date:
    text = _one_text(value)
    if british := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text):
        day, month, year = british.groups()
        guess = f"{year}-{int(month):02}-{int(day):02}"
        if _is_day(guess):
            raise mistake(f"'{text}' can be read in two ways.", f"Did you mean '{guess}'? Write year, month, day.")
    if not _is_day(text):
        raise mistake(f"'{text}' isn't a date.", "Write year-month-day, for example 2027-07-31.")
    return date.fromisoformat(text)


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text))
    except ValueError:
        return False


def _whole_number(value: Any) -> int:
    text = _one_text(value)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise mistake(f"'{text}' isn't a whole number.", "Write digits only, for example 11.")
    return int(text)


def _yes_or_no(value: Any) -> bool:
    text = _one_text(value).lower()
    if text not in ("yes", "no", "true", "false"):
        raise mistake(f"'{text}' isn't yes or no.", "Write yes or no.")
    return text in ("yes", "true")


def _colour(value: Any) -> str:
    text = _one_text(value)
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise mistake(f"'{text}' isn't a colour.", "Write # and six digits or letters a to f in quotes, for example '#1d4f91'.")
    return text.lower()


def _version(value: Any) -> str:
    text = _one_text(value).lower()
    if not re.fullmatch(r"[0-9a-f]{8}", text):
        raise mistake(f"'{text}' isn't a version.", "Copy the eight digits and letters that the policy shows.")
    return text


def _file_name(value: Any) -> str:
    text = _one_text(value)
    if not re.fullmatch(r"\w[\w .-]{0,60}\.(?i:png|jpe?g|svg|webp)", text):
        raise mistake(f"'{text}' isn't a picture in the school's folder.", "Write the name of a PNG, JPEG, WebP or SVG file, for example crest.png.")
    return text


def _kind(base: type, check, schema: dict[str, Any]):
    return Annotated[base, BeforeValidator(check), WithJsonSchema(schema)]


Text = _kind(str, _text, {"type": "string", "maxLength": LONGEST})
Email = _kind(str, _email, {"type": "string", "format": "email"})
Phone = _kind(str, _phone, {"type": "string"})
WebAddress = _kind(str, _web_address, {"type": "string", "format": "uri"})
SiteAddress = _kind(str, _site_address, {"type": "string", "format": "uri"})
Day = _kind(date, _day, {"type": "string", "format": "date"})
WholeNumber = _kind(int, _whole_number, {"type": "integer", "minimum": 0})
YesNo = _kind(bool, _yes_or_no, {"enum": ["yes", "no", True, False]})
Colour = _kind(str, _colour, {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"})
Version = _kind(str, _version, {"type": "string", "pattern": "^[0-9a-f]{8}$"})
FileName = _kind(str, _file_name, {"type": "string"})
