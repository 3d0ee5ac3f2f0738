"""What is kept between runs is known by its content, and never trusted blindly."""

from __future__ import annotations

import os

import pytest

from houserules.kept import keep


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Give a function that keeps what is made of a folder of words, and the list of what was really made."""
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "cache"))
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "a.md").write_text("one")
    made: list[str] = []

    def make() -> str:
        made.append((tmp_path / "words" / "a.md").read_text())
        return made[-1]

    return lambda: keep([tmp_path / "words"], make), made


def test_made_once(kept):
    """The second time it isn't made again."""
    get, made = kept

    assert ["one", "one", "one"] == [get(), get(), made.pop()]
    assert [] == made


def test_another_word_is_another_making(kept, tmp_path):
    """A changed, a new and a renamed file are noticed, whatever their dates say."""
    get, made = kept
    get()
    (tmp_path / "words" / "a.md").write_text("two")
    assert "two" == get()
    (tmp_path / "words" / "b.md").write_text("")
    get()
    (tmp_path / "words" / "b.md").rename(tmp_path / "words" / "c.md")
    get()

    assert ["one", "two", "two", "two"] == made


@pytest.mark.parametrize("damage", [b"", b"x" * 80, None], ids=["empty", "rubbish", "one byte changed"])
def test_damage_is_noticed(kept, tmp_path, damage):
    """What was damaged is made again."""
    get, made = kept
    get()
    (path,) = (tmp_path / "cache").glob("*.pickle")
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content) if damage is None else damage)

    assert "one" == get()
    assert ["one", "one"] == made


def test_nothing_is_kept_where_it_can_not_be(kept, tmp_path, monkeypatch):
    """A folder that can't be written, or the word `no`, is no reason to stop."""
    get, made = kept
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "file" / "inside"))
    get()
    monkeypatch.setenv("HOUSERULES_CACHE", "no")
    get()

    assert ["one", "one"] == made


def test_what_is_no_file_is_passed_over(kept, tmp_path):
    """A link that leads nowhere, and a pipe (which would never come to an end), are not read."""
    get, _ = kept
    (tmp_path / "words" / "gone.md").symlink_to(tmp_path / "nowhere.md")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "words" / "pipe.md")

    assert "one" == get()
