"""Publishing: what is put in place, and in the place of what."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.outputs.conftest import (
    OURS,
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


@WAYS
def test_first_second_and_third_publication(out: Path, moves: Moves):
    """Each publication replaces the one before, whole, and leaves nothing of it behind."""
    for name in ("first", "second", "third"):
        with open_output(out, moves) as output:
            publish_site(output, name)
            during = left_over(out)

        assert (name, [], []) == (read_site(out / SLUG), during, left_over(out))


@WAYS
def test_publishing_twice_while_the_folder_is_open(out: Path, moves: Moves):
    """One run may publish a site again, and others beside it."""
    with open_output(out, moves) as output:
        publish_site(output, "one")
        publish_site(output, "other", "oakhollow-special")
        publish_site(output, "two")

    assert ("two", "other") == (read_site(out / SLUG), read_site(out / "oakhollow-special"))


def test_the_mark_and_nothing_in_the_schools_own_folder(published: Path):
    """The mark says in a sentence what it is, and stands beside the schools' folders."""
    assert "Houserules" in (published / ".houserules" / "made-by-houserules").read_text()
    assert [".houserules", SLUG] == sorted(path.name for path in published.iterdir())
    assert sorted(OURS) == sorted(path.name for path in (published / ".houserules").iterdir())


def test_staging_is_empty_new_and_on_the_same_disk(published: Path):
    """What was staged before and not published is gone."""
    with open_output(published) as output:
        write_site(output.stage(SLUG), "left")
        staged = output.stage(SLUG)

        assert (published / ".houserules" / "staging" / SLUG, []) == (staged, list(staged.iterdir()))
        assert published.stat().st_dev == staged.stat().st_dev


def test_discard_leaves_the_published_site(published: Path):
    """Throwing a staged site away touches nothing that stands, and can be done twice."""
    with open_output(published) as output:
        write_site(output.stage(SLUG), "new")
        output.discard(SLUG)
        output.discard(SLUG)

        assert ("old", []) == (read_site(published / SLUG), left_over(published))


def test_what_was_not_published_is_gone_when_the_folder_is_closed(published: Path):
    """A full disk in the middle, or any other fault, leaves the old site and nothing beside it."""
    with pytest.raises(OSError, match="No space"), open_output(published) as output:
        write_site(output.stage(SLUG), "new")
        raise OSError(errno.ENOSPC, "No space left on device")

    assert ("old", []) == (read_site(published / SLUG), left_over(published))


@pytest.mark.parametrize("slug", ["", ".", "..", ".houserules", "a/b", "../a", "/a"])
def test_names_that_would_lead_elsewhere_are_our_own_mistake(out: Path, slug: str):
    """No name reaches a folder outside, or our own."""
    with open_output(out) as output:
        for act in (output.stage, output.publish, output.discard):
            with pytest.raises(ValueError, match="can't be the name"):
                act(slug)


def test_publishing_what_was_not_staged_is_our_own_mistake(published: Path):
    """Neither an unstaged site nor a closed folder is a user's fault, and the site stands."""
    with open_output(published) as output, pytest.raises(ValueError, match="nothing is staged"):
        output.publish(SLUG)
    with pytest.raises(ValueError, match="closed"):
        output.stage(SLUG)

    assert "old" == read_site(published / SLUG)


def test_closing_twice_is_harmless(out: Path):
    """A folder that is closed stays closed and lets another run in."""
    output = open_output(out)
    output.close()
    output.close()

    open_output(out).close()


def an_empty_folder_made_by_hand(site: Path) -> None:
    site.mkdir()


def a_file_made_by_hand(site: Path) -> None:
    site.write_text("mine")


def a_link_out(site: Path) -> None:
    (site.parent.parent / "elsewhere").mkdir()
    site.symlink_to(site.parent.parent / "elsewhere", target_is_directory=True)


BY_HAND = [
    (a_folder_made_by_hand, "didn't publish"),
    (an_empty_folder_made_by_hand, "didn't publish"),
    (a_file_made_by_hand, "didn't publish"),
    (a_link_out, "This is a link"),
]


@pytest.mark.parametrize("when", ["before staging", "while staged"])
@pytest.mark.parametrize(("put_there", "expected"), BY_HAND)
def test_what_somebody_put_in_the_place_is_never_replaced(out: Path, put_there: Callable, expected: str, when: str):
    """A folder, file or link that we didn't publish is refused, at the latest when it would be replaced."""
    with open_output(out) as output:
        if when == "while staged":
            write_site(output.stage(SLUG), "new")
        put_there(out / SLUG)
        before = sorted(out.rglob("*"))

        assert expected in said(lambda: (output.stage if when == "before staging" else output.publish)(SLUG))
        assert before == sorted(out.rglob("*"))


def test_a_link_in_the_place_of_a_published_site_is_refused(published: Path):
    """That we once published a site there gives us no right to what a link leads to."""
    elsewhere = published.parent / "elsewhere"
    (published / SLUG).rename(elsewhere)
    (published / SLUG).symlink_to(elsewhere, target_is_directory=True)
    with open_output(published) as output:
        assert "This is a link" in said(lambda: output.stage(SLUG))

    assert "old" == read_site(elsewhere)


def test_a_site_that_somebody_deleted_is_published_again(published: Path):
    """A school's folder may be deleted by hand, and comes back with the next build."""
    Moves().remove(published / SLUG)
    with open_output(published) as output:
        publish_site(output, "new")

    assert "new" == read_site(published / SLUG)


def test_a_site_that_somebody_deleted_is_forgotten(published: Path):
    """What is put by hand in the place of a deleted site is not ours."""
    Moves().remove(published / SLUG)
    open_output(published).close()
    a_folder_made_by_hand(published / SLUG)
    with open_output(published) as output:
        assert "didn't publish" in said(lambda: output.stage(SLUG))
