"""Publishing where a folder can't be moved or deleted: the old site stands, or is kept whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.outputs.conftest import (
    RENAMES,
    SLUG,
    WAYS,
    a_folder_made_by_hand,
    left_over,
    publish_site,
    read_site,
    said,
    write_site,
)

from houserules.outputs.exchange import Moves
from houserules.outputs.publish import open_output


def refusing(*which: int, exchange: Callable | None = None, code: int = errno.EACCES) -> Moves:
    """Give moves whose renames fail at these places in the order (from 1)."""
    count = 0

    def rename(start: Path, goal: Path) -> None:
        nonlocal count
        count += 1
        if count in which:
            raise OSError(code, os.strerror(code), str(start))
        os.rename(start, goal)

    return Moves(exchange=exchange, rename=rename, pauses=())


@pytest.mark.parametrize("refused", [(1,), (2,)])
def test_a_folder_in_use_keeps_its_old_site(published: Path, refused: tuple[int, ...]):
    """Where the folder can't be moved, the old site stands, and the message names the folder and says what to do."""
    with open_output(published, refusing(*refused)) as output:
        write_site(output.stage(SLUG), "new")
        message = said(lambda: output.publish(SLUG))

        assert "old" == read_site(published / SLUG)
        assert all(part in message for part in (f"out/{SLUG}", "open in another program", "still stands", "Close what uses this folder"))
        publish_site(output, "newer")

    assert ("newer", []) == (read_site(published / SLUG), left_over(published))


def test_a_site_that_can_not_even_be_put_back(published: Path):
    """The old site is kept whole, the message says where, discarding doesn't touch it, and it is settled on closing."""
    with open_output(published, refusing(2, 3)) as output:
        write_site(output.stage(SLUG), "new")
        message = said(lambda: output.publish(SLUG))
        output.discard(SLUG)

        assert f".houserules/replacing/{SLUG}" in message
        assert "old" == read_site(published / ".houserules" / "replacing" / SLUG)
        assert None is read_site(published / SLUG)

    assert ("new", []) == (read_site(published / SLUG), left_over(published))


def test_one_site_that_can_not_be_settled_stops_no_other(published: Path):
    """An interrupted site in a folder in use is its own school's problem, and waits whole."""
    ours = published / ".houserules"
    (published / SLUG).rename(ours / "replacing" / SLUG)
    write_site(ours / "staging" / SLUG, "new")

    def rename(start: Path, goal: Path) -> None:
        if SLUG in (start.name, goal.name):
            raise PermissionError(errno.EACCES, "in use", str(start))
        os.rename(start, goal)

    with open_output(published, Moves(exchange=None, rename=rename, pauses=())) as output:
        assert "open in another program" in said(lambda: output.stage(SLUG))
        publish_site(output, "other", "oakhollow-special")
    with open_output(published, RENAMES) as output:
        assert ("new", "other") == (read_site(published / SLUG), read_site(published / "oakhollow-special"))
        publish_site(output, "newer")

    assert ("newer", []) == (read_site(published / SLUG), left_over(published))


def test_an_old_site_that_can_not_be_taken_away(published: Path):
    """When only the old site is in the way, the new one is published, and the old one goes with the next run."""
    with open_output(published, refusing(3)) as output:
        publish_site(output, "new")
        assert "new" == read_site(published / SLUG)

    assert ("new", []) == (read_site(published / SLUG), left_over(published))


@WAYS
def test_an_old_site_that_can_not_be_deleted(published: Path, monkeypatch: pytest.MonkeyPatch, moves: Moves):
    """The new site is published; the next run deletes the old one; until then the name can't be staged again."""
    with open_output(published, moves) as output:
        write_site(output.stage(SLUG), "new")
        with monkeypatch.context() as stuck:
            stuck.setattr(Moves, "remove", lambda self, path: False)
            output.publish(SLUG)

            assert "staging" in said(lambda: output.stage(SLUG))
        assert "new" == read_site(published / SLUG)

    assert [] == left_over(published)


def test_the_first_publication_in_a_folder_in_use(out: Path):
    """A site that can't be put in an empty place is not recorded as ours."""
    with open_output(out, refusing(1)) as output:
        write_site(output.stage(SLUG), "new")

        assert "There was no site before it." in said(lambda: output.publish(SLUG))
    a_folder_made_by_hand(out / SLUG)
    with open_output(out) as output:
        assert "didn't publish" in said(lambda: output.stage(SLUG))


def test_any_other_fault_of_the_system(published: Path):
    """What isn't a folder in use is said in the system's words."""

    def busy(one: Path, other: Path) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    with open_output(published, refusing(exchange=busy)) as output:
        write_site(output.stage(SLUG), "new")

        assert f"couldn't be put in its place: {os.strerror(errno.EBUSY)}." in said(lambda: output.publish(SLUG))
    assert "old" == read_site(published / SLUG)
