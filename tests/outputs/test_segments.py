"""Segments give what a plain walk over the pieces gives, for any pieces, any cases and any values."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.outputs.segments import MOST_CHOICES, MOST_KEPT, Flat, fill_segments, make_segments

NUMBERS, HOLES = range(9), range(4)
LEAVES = st.binary(max_size=3) | st.sampled_from(HOLES)


def a_choice(pieces: st.SearchStrategy) -> st.SearchStrategy:
    """Choices: a number, and one to three cases."""
    case = st.lists(pieces, max_size=3).map(tuple)
    return st.tuples(st.sampled_from(NUMBERS), st.lists(case, min_size=1, max_size=3)).map(lambda found: (found[0], *found[1]))


PIECES = st.lists(st.recursive(LEAVES, a_choice, max_leaves=12), max_size=14)
CASES = st.fixed_dictionaries({number: st.integers(-1, 2) for number in NUMBERS})
VALUES = st.lists(st.binary(max_size=3), min_size=len(HOLES), max_size=len(HOLES))


def walk(pieces, cases, values) -> Iterator[bytes]:
    """Give each text as it comes: what a segment must be as good as."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        elif isinstance(piece, int):
            yield values[piece]
        elif 0 <= cases[piece[0]] < len(piece) - 1:
            yield from walk(piece[1:][cases[piece[0]]], cases, values)


def all_numbers(pieces) -> set[int]:
    """Give the numbers of all choices in some pieces, of the inner ones too."""
    found = set()
    for piece in pieces:
        if isinstance(piece, tuple):
            found |= {piece[0]}.union(*(all_numbers(case) for case in piece[1:]))
    return found


@given(PIECES, st.lists(st.tuples(CASES, VALUES), min_size=1, max_size=4))
def test_filled_as_a_plain_walk(pieces, schools):
    """One school after the other: what was kept for one doesn't show in the next."""
    segments = make_segments(pieces)

    for cases, values in [*schools, schools[0]]:
        assert b"".join(walk(pieces, cases, values)) == fill_segments(segments, cases, values)


@given(PIECES, CASES, VALUES)
def test_filled_alike_after_travel(pieces, cases, values):
    """A bundle is pickled: what comes back gives the same, and carries nothing that was kept."""
    segments = make_segments(pieces)
    empty = pickle.dumps(segments)
    expected = fill_segments(segments, cases, values)

    assert empty == pickle.dumps(segments)
    assert expected == fill_segments(pickle.loads(empty), cases, values)


@given(PIECES)
def test_few_choices_each(pieces):
    """A segment depends on few choices, unless a single choice holds more; no piece is lost, and none is moved."""
    segments = make_segments(pieces)

    assert pieces == [piece for segment in segments for piece in segment.pieces]
    for segment in segments:
        assert all_numbers(segment.pieces) == set(segment.numbers)
        most = max((len(all_numbers([piece])) for piece in segment.pieces), default=0)
        assert len(segment.numbers) <= max(MOST_CHOICES, most)


def test_memory_does_not_grow():
    """With more combinations than are kept, each still gives its own, and the table stays small."""
    numbers = range(MOST_CHOICES)
    (segment,) = make_segments([(number, (b"a",), (b"b",), (b"c",)) for number in numbers])
    for count in range(3**MOST_CHOICES):
        cases = {number: count // 3**number % 3 for number in numbers}

        assert "".join("abc"[cases[number]] for number in numbers).encode() == fill_segments([segment], cases, [])
        assert len(segment._flat) <= MOST_KEPT


@pytest.mark.parametrize(("pieces", "expected"), [((), []), ((3, b"", 3), [3, 3]), ((b"x", (1, (0, (2, (1,))), (2,))), [0, 1, 2])])
def test_holes_of_every_case(pieces, expected):
    """The holes of cases that nobody may get are known too."""
    assert expected == [hole for segment in make_segments(pieces) for hole in segment.holes()]


def test_texts_are_not_written_into():
    """What one school is given is its own: filling for the next changes nothing in it."""
    flat = Flat([b"a", 0, b"b"])
    first = flat.fill([b"1"])
    flat.fill([b"2"])

    assert [b"a", b"1", b"b"] == first
