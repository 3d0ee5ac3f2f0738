"""Schools take turns: each document is made for all that have it before the next, and one that fails keeps nobody."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from houserules.fleet import work
from houserules.fleet.check import WANTED, Checked
from houserules.fleet.workers import Pulse, Workers

LIMIT = 7


@pytest.fixture
def take_turns(setting, monkeypatch):
    """Give a function that writes schools, each by steps of its own: it gives what was done in which order, and the outcomes."""
    done: list[tuple[str, int]] = []

    def run(documents: dict[str, list[int]], words=lambda _: "words", fault: tuple[str, int] = ("", 0)):
        def steps(setting, sites, checked):
            for number in documents[checked.slug]:
                yield number
                if (checked.slug, number) == fault:
                    raise OSError(28, "No space left on device")
                done.append((checked.slug, number))
            return work.Outcome(checked.slug, True)

        monkeypatch.setattr(work, "_write", steps)
        schools = [Checked(slug, Path(slug), WANTED, words=words(slug)) for slug in documents]
        given = list(work.write_schools(setting(seconds=LIMIT), schools))
        return done, [outcome for outcome in given if outcome is not Pulse.BEAT]

    return run


def test_each_document_for_all_schools(take_turns):
    """A school that lacks a document waits until the others are as far; what is given keeps the order of the schools."""
    done, outcomes = take_turns({"ash": [0, 1, 3], "birch": [1, 2, 3], "cedar": []})

    assert [("ash", 0), ("ash", 1), ("birch", 1), ("birch", 2), ("ash", 3), ("birch", 3)] == done
    assert [("ash", True), ("birch", True), ("cedar", True)] == [(outcome.slug, outcome.published) for outcome in outcomes]


def test_only_schools_that_share_their_words(take_turns):
    """Others have other documents; they come one after the other."""
    done, outcomes = take_turns({"ash": [0, 1], "birch": [0, 1], "cedar": [0, 1]}, words=lambda slug: slug == "cedar")

    assert [("ash", 0), ("birch", 0), ("ash", 1), ("birch", 1), ("cedar", 0), ("cedar", 1)] == done
    assert ["ash", "birch", "cedar"] == [outcome.slug for outcome in outcomes]


def test_a_school_that_fails(take_turns):
    """Its turns are over; the others go on."""
    done, outcomes = take_turns({"ash": [0, 1, 2], "birch": [0, 1, 2]}, fault=("ash", 1))

    assert [("ash", 0), ("birch", 0), ("birch", 1), ("birch", 2)] == done
    assert [False, True] == [outcome.published for outcome in outcomes]
    assert "No space left on device" in outcomes[0].problems[0].what


def test_each_has_its_own_time(take_turns, monkeypatch):
    """A school's seconds are for all its turns together, and those of the others take nothing from them."""
    now, limits = [0.0], []

    @contextmanager
    def limited(seconds):
        limits.append(seconds)
        yield
        now[0] += 2

    monkeypatch.setattr(work, "limited", limited)
    monkeypatch.setattr(work.time, "monotonic", lambda: now[0])
    take_turns({"ash": [0, 1], "birch": [0, 1]})

    assert [LIMIT, LIMIT, LIMIT - 2, LIMIT - 2, LIMIT - 4, LIMIT - 4] == limits


def give_lots(size: int, jobs: list[int]) -> list[tuple[int, ...]]:
    """Give each job with those that came with it."""
    return [tuple(jobs) for _ in jobs]


@pytest.mark.parametrize(
    ("count", "jobs", "lots"),
    [
        (1, 25, {10, 5}),  # in one process nobody waits
        (2, 60, {10}),
        (2, 25, {6, 1}),  # two lots for each, so that the work is shared
        (2, 3, {1}),
    ],
)
def test_lots_of_what_is_better_done_together(count, jobs, lots):
    """They are as large as is asked where there is enough for all workers."""
    found = dict(Workers(count).run(give_lots, 10, range(jobs), 10, together=True))

    assert jobs == len(found)
    assert lots == {len(lot) for lot in found.values()}
    assert all(job in lot for job, lot in found.items())
