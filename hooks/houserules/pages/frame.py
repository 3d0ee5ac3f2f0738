# The theme's templates may ask of a school only through these functions. For one school they answer; where all cases
# are rendered at once (`number` is given), they write every case between marks, to be chosen from later.
"""Frame: what the theme's templates may ask of a school."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from houserules.clauses.text import Choice, Text
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, MARK_END, Alphabet, Form
from houserules.profile.conditions import Condition, Facts, Test

_MARK_OR_ID = re.compile(f"{CHOICE}(?P<digits>[{DIGITS}]*){MARK_END}|(?P<case>{CASE})|(?P<end>{CHOICE_END})|<h[23][^>]*\\sid=\"(?P<id>[^\"]+)\"")


@dataclass(frozen=True)
class Steps:
    """The way to a part of a page that stands in choices: for each, its number and the case."""

    steps: tuple[tuple[int, int], ...] = ()

    def after(self, other: Steps) -> Steps:
        """Give the rest of the way from another part in which this one lies."""
        return Steps(self.steps[len(other.steps) :]) if self.steps[: len(other.steps)] == other.steps else self


@dataclass(frozen=True)
class Frame:
    """The functions for one school's templates (with its facts), or for those of all schools at once (with `number`)."""

    alphabet: Alphabet
    facts: Facts
    number: Callable[[Choice], int] | None = None
    whens: Mapping[str, Condition] | None = None  # of the pages, where all are rendered at once

    def letter(self, path: str, form: str = "plain") -> str:
        """Give the letter that stands for a value."""
        return self.alphabet.code(path, Form(form))

    def where(self, key: str, *values: str, caller: Callable[[], str]) -> str:
        """Give what the block says, there where a fact has one of some values (for `given`: where all are given)."""
        return self._when(Condition(((Test(key, values),),)), str(caller()))

    def unless(self, key: str, *values: str, caller: Callable[[], str]) -> str:
        """Give what the block says, there where `where` would not."""
        condition = Condition(((Test(key, values),),))
        if self.number is None:
            return "" if condition.holds(self.facts) else str(caller())
        number = self.number(Choice(((condition, ()), (Condition(), (Text(""),)))))
        return f"{_open(number)}{CASE}{caller()}{CHOICE_END}"

    def made(self, path: str, caller: Callable[[], str]) -> str:
        """Give what the block says of a file that is made for each school, there where it could be made."""
        return str(caller()) if self.number is None else self.where("given", path, caller=caller)

    def there(self, items: Iterable[str], caller: Callable[[], str]) -> str:
        """Give what the block says, there where a school has one of some pages (files such as `guidance/boundaries.md`)."""
        if self.whens is None:
            return str(caller())
        whens = [self.whens[item.removesuffix(".md")] for item in items]
        return self._when(Condition(tuple(tests for when in whens for tests in when.alternatives)), str(caller()))

    def part(self, steps: Mapping[str, Steps], id: str, within: str, caller: Callable[[], str]) -> str:
        """Give what the block says of a heading (its id), there where the page has the heading; it stands `within` another's."""
        way = steps.get(id, Steps()).after(steps.get(within, Steps())) if self.number else Steps()
        opened = "".join(_open(number) + CASE * case for number, case in way.steps)
        return f"{opened}{caller()}{CHOICE_END * len(way.steps)}"

    def _when(self, condition: Condition, text: str) -> str:
        if self.number is None:
            return text if condition.holds(self.facts) else ""
        if condition.always:
            return text
        return f"{_open(self.number(Choice(((condition, (Text(''),)),))))}{text}{CHOICE_END}"


def _open(number: int) -> str:
    return CHOICE + "".join(DIGITS[int(digit)] for digit in str(number)) + MARK_END


def find_steps(html: str) -> dict[str, Steps]:
    """Give the way to each heading of a page's HTML in which all cases stand."""
    found: dict[str, Steps] = {}
    here: list[list[int]] = []
    for mark in _MARK_OR_ID.finditer(html):
        if mark["digits"] is not None:
            here.append([int("".join(str(DIGITS.index(digit)) for digit in mark["digits"]) or 0), 0])
        elif mark["case"]:
            here[-1][1] += 1
        elif mark["end"]:
            here.pop()
        elif mark["id"] not in found:
            found[mark["id"]] = Steps(tuple((number, case) for number, case in here))
    return found
