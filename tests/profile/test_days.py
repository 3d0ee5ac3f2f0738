"""A day is written the same whatever language a program has set."""

from __future__ import annotations

import locale
from datetime import date, timedelta

import pytest

from houserules.profile.days import say_day


@pytest.mark.parametrize(("day", "said"), [(date(2026, 12, 3), "3 December 2026"), (date(2027, 5, 31), "31 May 2027"), (date(1, 1, 1), "1 January 1")])
def test_day(day, said):
    """The day without a nought, the month as a word, the year."""
    assert said == say_day(day)


def test_every_month():
    """Each has its own name, as the standard library has it in English."""
    locale.setlocale(locale.LC_TIME, "C")
    days = [date(2026, 1, 15) + timedelta(days=30 * number) for number in range(12)]

    assert [f"{day.day} {day:%B} {day.year}" for day in days] == list(map(say_day, days))
