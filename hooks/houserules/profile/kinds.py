# The kinds of value that a profile holds. Everything arrives as text (see strict_yaml); a kind says what the text must
# look like and what to do where it doesn't. Values are normalised here, once, and are literal ever after.
"""Kinds of value: text, email, telephone, web address, date, colour, whole number, yes or no."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
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


_PHONE = re.compile(r"(?P<number>\+?[0-9() -]*(?:(?<=[0-9])\.(?=[0-9])[0-9() -]*)*[0-9])(?: ?(?i:ext\.?|extension) ?[0-9]{1,6}| ?[xX] ?(?P<x>[0-9]{1,6}))?")
_MOST_DIGITS = 15  # as the International Telecommunication Union has it (E.164)


def mistake(what: str, fix: str = "") -> PydanticCustomError:
    """Make the error that `read_profile` turns into a Problem."""
    return PydanticCustomError("mistake", "{what}", {"what": what, "fix": fix})


def normalise(value: str) -> str:
    """Give text in Unicode's composed form (NFC), with single spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", value).split())


ON_THE_LINE = "Write the value on the same line, after the colon."


def wrong_shape(value: Any) -> str:
    """Say what stands where one value is needed."""
    shape = "a list" if isinstance(value, list) else "a group of entries" if isinstance(value, dict) else "nothing"
    return f"Here stands {shape}, where one value is needed."


def _one_text(value: Any) -> str:
    if not isinstance(value, str):
        raise mistake(wrong_shape(value), ON_THE_LINE)
    return normalise(value)


def is_unfilled(text: str) -> bool:
    """Say whether a text looks like a place that is still to be filled in."""
    return bool(_UNFILLED.fullmatch(text))


def check_text(value: Any) -> str:
    """Give one text of a sensible length. Raises a mistake where it is something else, or still to be filled in."""
    text = _one_text(value)
    if len(text) > LONGEST:
        raise mistake(f"This is {len(text)} characters long, and there is room for {LONGEST}.", "Shorten it.")
    if is_unfilled(text):
        raise mistake(f"'{text}' looks like a place that is still to be filled in.", "Write the real value, or leave it empty.")
    return text


def _email(value: Any) -> str:
    text = check_text(value)
    if not re.fullmatch(r"[^@\s<>\"(),:;\\\[\]]{1,64}@(?:[\w-]+\.)+[^\W\d_][\w-]+", text):
        raise mistake(f"'{text}' isn't an email address.", "It should look like office@school.example.")
    return text


def _phone(value: Any) -> str:
    text = check_text(value)
    found = _PHONE.fullmatch(text)
    if not found or len(re.sub(r"\D", "", found["number"])) < 3:
        raise mistake(f"'{text}' isn't a telephone number.", "Write digits and spaces, for example 01632 960123 or 01632 960123 ext 4.")
    digits = re.sub(r"\D", "", found["number"].replace("(0)", ""))
    if len(digits) > _MOST_DIGITS:
        raise mistake(f"'{text}' has {len(digits)} digits, and no telephone number has more than {_MOST_DIGITS}.", "Write one number here.")
    number = found["number"].replace(".", " ")
    return f"{number} ext {found['x']}" if found["x"] else number + text[found.end("number") :]


def _web_address(value: Any) -> str:
    text = check_text(value)
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
    if _is_day(text):
        return date.fromisoformat(text)
    if british := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text):
        day, month, year = british.groups()
        guess = f"{year}-{int(month):02}-{int(day):02}"
        if _is_day(guess):
            raise mistake(f"'{text}' can be read in two ways.", f"Did you mean '{guess}'? Write year, month, day.")
    if guess := guess_day(text):
        raise mistake(f"'{text}' isn't written as a date is here.", f"Did you mean '{guess}'? Write year, month, day.")
    raise mistake(f"'{text}' isn't a date.", "Write year-month-day, for example 2027-07-31.")


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WRITTEN = (
    re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? *(?:of )?-?(?P<name>[a-z]{3,9})\.?,?[ -]*(?P<year>\d{4})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.? +(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.? +(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[/. -](?P<month>\d{1,2})[/. -](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})"),
)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +")


def guess_day(text: str) -> str:
    """Give the day that was probably meant, as year-month-day; the last of its month where none was written; or nothing."""
    plain = _WEEKDAY.sub("", text.lower(), count=1)
    for form in _WRITTEN:
        if not re.fullmatch(r"[0-9a-z ,./-]*", plain) or not (found := form.fullmatch(plain)):
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if "month" in parts else _month(parts["name"])
        if not 1 <= month <= 12 or not 1 <= int(parts["year"]):
            continue
        day = int(parts.get("day") or monthrange(int(parts["year"]), month)[1])
        guess = f"{parts['year']}-{month:02}-{day:02}"
        if _is_day(guess):
            return guess
    return ""


def _month(name: str) -> int:
    """Give the number of a month by its name, or by the beginning of it; 0 where there is none."""
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)


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
    if not re.fullmatch(r"[\w(\[][\w .,&+()\[\]'’-]{0,60}\.(?i:png|jpe?g|svg|webp)", text):
        raise mistake(f"'{text}' isn't a picture in the school's folder.", "Write the name of a PNG, JPEG, WebP or SVG file, for example crest.png.")
    return text


def kind(base: type, check, schema: dict[str, Any]):
    """Give a kind of value: what it becomes, what checks it, and what the schema for editors says of it."""
    return Annotated[base, BeforeValidator(check), WithJsonSchema(schema)]


Text = kind(str, check_text, {"type": "string", "maxLength": LONGEST})
Email = kind(str, _email, {"type": "string", "format": "email"})
Phone = kind(str, _phone, {"type": "string"})
WebAddress = kind(str, _web_address, {"type": "string", "format": "uri"})
SiteAddress = kind(str, _site_address, {"type": "string", "format": "uri"})
Day = kind(date, _day, {"type": "string", "format": "date"})
WholeNumber = kind(int, _whole_number, {"type": "integer", "minimum": 0})
YesNo = kind(bool, _yes_or_no, {"enum": ["yes", "no", True, False]})
Colour = kind(str, _colour, {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"})
Version = kind(str, _version, {"type": "string", "pattern": "^[0-9a-f]{8}$"})
FileName = kind(str, _file_name, {"type": "string"})
