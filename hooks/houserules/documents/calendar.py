# RFC 5545. Each event needs a stamp (3.8.7.2); ours is the day of the event, because a clock would make other bytes each time.
"""The calendar of a school's reviews, for whoever looks after its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from houserules.problems import Place, Problem, Problems
from houserules.profile.models import fill_model
from houserules.profile.read import School
from houserules.strict_yaml import read_yaml

NAME = "review-dates.ics"
WORDS = "calendar/reviews.yml"  # under docs/
_WARNED = "-P28D"  # four weeks before


class EventWords(BaseModel):
    """What is said of a day, with names in braces where something is filled in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    more: str


class CalendarWords(BaseModel):
    """The words of the calendar: of the review of the rules, the yearly check of an account, and of a source."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    rules: EventWords
    account: EventWords
    source: EventWords


# What each kind of day knows, and so what its words may name.
_KNOWN = {"rules": ("owner",), "account": ("handle", "platform", "owner"), "source": ("title", "checked_on")}


@cache
def read_calendar_words(docs: Path) -> CalendarWords:
    """Read the words of the calendar from a folder such as docs. Raises Problems with what is wrong in them."""
    words = fill_model(CalendarWords, read_yaml(docs / WORDS, f"docs/{WORDS}"))
    problems = []
    for kind, known in _KNOWN.items():
        for text in getattr(words, kind).model_dump().values():
            try:
                text.format(**dict.fromkeys(known, ""))
            except (LookupError, ValueError, AttributeError):
                names = " or ".join(f"{{{name}}}" for name in known)
                problems.append(Problem(Place(f"docs/{WORDS}"), f"'{text}' names something else than {names}.", "Nothing else is known of that day."))
    if problems:
        raise Problems(problems)
    return words


def make_calendar(school: School, references: Mapping[str, Mapping[str, object]], words: CalendarWords) -> bytes:
    """Give the calendar: the review of the rules, the yearly check of each open account, and when each source is looked at again."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Houserules//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for id, day, said, known in _events(school, references, words):
        summary, more = _escape(said.title.format(**known)), _escape(said.more.format(**known))
        lines += [
            "BEGIN:VEVENT", f"UID:{id}@{school.slug}.houserules.invalid", f"DTSTAMP:{day:%Y%m%d}T000000Z", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{summary}", f"DESCRIPTION:{more}", "TRANSP:TRANSPARENT",
            "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{_WARNED}", f"DESCRIPTION:{summary}", "END:VALARM", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _fold(line)).encode()


def _events(
    school: School, references: Mapping[str, Mapping[str, object]], words: CalendarWords
) -> Iterator[tuple[str, date, EventWords, dict[str, object]]]:
    """Give each day: its id, its date, the words for it, and what they may name."""
    yield "rules", school.profile.review.review_by, words.rules, {"owner": school.values["review.owner"]}
    for number, account in enumerate(school.profile.accounts):
        if account.closed is None and account.checked is not None:
            day = account.checked + timedelta(days=365)
            yield f"account-{number + 1}", day, words.account, {"handle": account.handle, "platform": account.platform, "owner": account.owner_role}
    for id, reference in references.items():
        day = _day(reference["review_by"])
        if day:
            yield f"source-{id}", day, words.source, {"title": reference["title"], "checked_on": reference["checked_on"]}


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Give a line in parts of at most 75 bytes, none of which tears a letter apart."""
    part, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > 75:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + length
    yield part
