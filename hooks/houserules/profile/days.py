# The languages of the system, and what a program sets of them, must change no byte of a site; and of the library that knows all
# languages of the world, loading the one takes as long as all else that is done to read a school's profile.
"""Days, as they are written in a letter."""

from __future__ import annotations

from datetime import date

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def say_day(day: date) -> str:
    """Say a day: 3 December 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
