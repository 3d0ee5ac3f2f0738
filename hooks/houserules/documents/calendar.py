# RFC 5545. Each event needs a stamp (3.8.7.2); ours is the day of the event, because a clock would make other bytes each time.
"""The calendar of a school's reviews, for whoever looks after its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from houserules.profile.read import School

NAME = "review-dates.ics"
_WARNED = "-P28D"  # four weeks before


def make_calendar(school: School, references: Mapping[str, Mapping[str, object]]) -> bytes:
    """Give the calendar: the review of the rules, the yearly check of each open account, and when each source is looked at again."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Houserules//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for id, day, summary, more in _events(school, references):
        lines += [
            "BEGIN:VEVENT", f"UID:{id}@{school.slug}.houserules.invalid", f"DTSTAMP:{day:%Y%m%d}T000000Z", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escape(summary)}", f"DESCRIPTION:{_escape(more)}", "TRANSP:TRANSPARENT",
            "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{_WARNED}", f"DESCRIPTION:{_escape(summary)}", "END:VALARM", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _fold(line)).encode()


def _events(school: School, references: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, date, str, str]]:
    values, review = school.values, school.profile.review
    yield "rules", review.review_by, "Our rules for social media are due for review", f"Looked after by {values['review.owner']}."
    for number, account in enumerate(school.profile.accounts):
        if account.closed is None and account.checked is not None:
            day = account.checked + timedelta(days=365)
            yield f"account-{number + 1}", day, f"Yearly check of {account.handle} on {account.platform}", f"Looked after by {account.owner_role}."
    for id, reference in references.items():
        day = _day(reference["review_by"])
        if day:
            yield f"source-{id}", day, f"Look again at: {reference['title']}", f"Last checked {reference['checked_on']}."


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
