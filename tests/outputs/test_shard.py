"""Shards share the schools out: each school belongs to one part, whatever other schools there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.outputs.shard import Shard, read_shard
from houserules.problems import Problems

SLUGS = [f"school-{number}" for number in range(2000)]


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=64), st.integers(1, 60))
def test_each_school_belongs_to_one_part(slug, count):
    """No school is left out, and none is built twice."""
    assert 1 == sum(Shard(number, count).has(slug) for number in range(1, count + 1))


@pytest.mark.parametrize("count", [2, 3, 8])
def test_parts_are_about_as_large(count):
    """No machine waits long for another."""
    sizes = [sum(map(Shard(number, count).has, SLUGS)) for number in range(1, count + 1)]

    assert len(SLUGS) == sum(sizes)
    assert all(0.8 < size * count / len(SLUGS) < 1.2 for size in sizes), sizes


def test_a_school_stays_where_it_was():
    """Where it belongs is the same on every machine and in every version: the parts of one run must fit together."""
    assert [2, 3, 1] == [next(number for number in (1, 2, 3) if Shard(number, 3).has(slug)) for slug in ("alder-lane-primary", "oakhollow-special", "ash")]


@pytest.mark.parametrize(("text", "expected"), [("1/1", Shard()), ("2/4", Shard(2, 4)), ("4/4", Shard(4, 4)), ("1/9999", Shard(1, 9999))])
def test_read(text, expected):
    """As it is typed."""
    assert expected == read_shard(text)
    assert (expected.count == 1) is expected.whole


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "-1/2", "1/0", "1/2/3", "a/b", "1/10000", " 1/2", "1/2\n", "²/3"])
def test_what_is_no_part(text):
    """It says what was typed and what could be."""
    with pytest.raises(Problems) as raised:
        read_shard(text)

    assert f"'{text}' isn't a part" in str(raised.value)
    assert "2/4" in str(raised.value)
