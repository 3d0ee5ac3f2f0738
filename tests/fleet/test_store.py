"""The store gives back what was kept, or nothing: never what is damaged, cut short or put there by somebody."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import time
from pathlib import Path

import pytest
from tests.fleet.small import build_small, said_of, write_small_core, write_small_schools

from houserules.fleet import index, work
from houserules.fleet import store as module
from houserules.fleet.store import Store, find_look, find_words, open_store

DAY = 24 * 3600
FOREIGN = ["what", "is", "this?"]


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    """Whole, with the right hash, and something else."""
    content = pickle.dumps(FOREIGN)
    path.write_bytes(hashlib.sha256(content).digest() + content)


def of_another_version(path: Path) -> None:
    content = b"chouserules.fleet.bundle\nGoneLongAgo\n."
    path.write_bytes(hashlib.sha256(content).digest() + content)


def a_folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)
    (path / "inside" / "file").touch()


DAMAGES = pytest.mark.parametrize("damage", [cut_short, one_bit, emptied, foreign, of_another_version, a_folder], ids=lambda damage: damage.__name__)


@pytest.mark.parametrize("damage", [cut_short, one_bit, emptied, of_another_version, a_folder], ids=lambda damage: damage.__name__)
def test_damage_is_noticed(damage, tmp_path):
    """What was damaged isn't given."""
    store = Store(tmp_path)
    store.save("pages", "key", {"a": 1})
    assert {"a": 1} == store.load("pages", "key")
    damage(tmp_path / "pages" / "key.pickle")

    assert store.load("pages", "key") is None


def forget() -> None:
    """Let this process know no bundle, as a new one would."""
    work._writers.clear()
    work._seen.clear()


@pytest.fixture(autouse=True)
def forgotten():
    """Leave nothing that a later test would take for kept in its own store."""
    yield
    forget()


@pytest.fixture(scope="module")
def built(small, tmp_path_factory) -> Path:
    """A folder with two schools (a single one's first site is built plainly), their sites, and all that was kept of them."""
    folder = tmp_path_factory.mktemp("built")
    schools = write_small_schools(folder / "schools", ["ash", "birch"])
    forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOUSERULES_CACHE", str(folder / "cache"))
        assert build_small(schools, folder / "out", small)["ash"].published
    return folder


@DAMAGES
def test_everything_damaged_is_made_again(damage, built, small, tmp_path, monkeypatch):
    """With every file of the store damaged, a run gives the same site as the one before, and mends the store."""
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "cache"))
    shutil.copytree(built / "cache", tmp_path / "cache")
    kept = sorted((tmp_path / "cache" / "fleet").rglob("*.pickle"))
    assert {"bundles", "indexes", "logos", "pages", "profiles", "seen"} == {path.parent.name for path in kept}
    for path in kept:
        damage(path)
    forget()
    outcome = build_small(built / "schools", tmp_path / "out", small)["ash"]

    assert outcome.published, outcome
    assert (built / "out" / "ash" / "manifest.json").read_bytes() == (tmp_path / "out" / "ash" / "manifest.json").read_bytes()
    assert all(Store(tmp_path / "cache" / "fleet").load(path.parent.name, path.stem) not in (None, FOREIGN) for path in kept)


def test_what_was_read_is_remembered(built, small, tmp_path, monkeypatch):
    """A school whose name has changed gets the search index that it would get without a store, and nothing is read again for it."""
    shutil.copytree(built, tmp_path / "built")
    profile = tmp_path / "built" / "schools" / "ash" / "school.yml"
    text = profile.read_text("utf-8")
    profile.write_text(text.replace(text.split("name: ", 1)[1].split("\n", 1)[0], "Ash <&> \"Lane\"", 1), "utf-8")
    monkeypatch.setenv("HOUSERULES_CACHE", "no")
    forget()
    assert build_small(tmp_path / "built" / "schools", tmp_path / "anew", small)["ash"].published
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "built" / "cache"))
    forget()
    with monkeypatch.context() as patch:
        patch.setattr(index, "find_part_entries", lambda *_: pytest.fail("read again"))
        outcomes = build_small(tmp_path / "built" / "schools", tmp_path / "built" / "out", small)

    assert (True, False) == (outcomes["ash"].published, outcomes["ash"].same)
    found, expected = (((tmp_path / folder / "ash" / "search" / "search_index.json").read_bytes()) for folder in ("built/out", "anew"))
    assert b"Lane" in found
    assert expected == found


def test_other_than_asked_is_another(tmp_path):
    """Kinds and keys don't get in each other's way; nothing is kept where there is no folder."""
    store = Store(tmp_path)
    store.save("pages", "a", 1)

    assert [None, None] == [store.load("pages", "b"), store.load("bundles", "a")]
    Store(None).save("pages", "a", 2)
    assert Store(None).load("pages", "a") is None


def test_full_disk_is_no_reason_to_stop(tmp_path):
    """Where nothing can be written, nothing is kept, and nothing is raised."""
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "inside")
    store.save("pages", "a", 1)
    store.tidy()

    assert store.load("pages", "a") is None


def test_nothing_is_left_of_what_can_not_be_kept(tmp_path, monkeypatch):
    """Half a file would only fill a disk that is full."""

    def full(old, new):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    Store(tmp_path).save("pages", "a", 1)

    assert [] == list((tmp_path / "pages").iterdir())


def test_tidy_passes_over_folders(tmp_path, monkeypatch):
    """One that got in among the files keeps none of them from being tidied."""
    store = Store(tmp_path)
    store.save("pages", "a", b"x")
    (tmp_path / "pages" / "b.pickle").mkdir()
    os.utime(tmp_path / "pages" / "a.pickle", (time.time() - DAY,) * 2)
    monkeypatch.setattr(module, "MOST", 0)
    store.tidy()

    assert ["b.pickle"] == os.listdir(tmp_path / "pages")


def test_emptied_during_a_run(built, small, tmp_path, monkeypatch):
    """Somebody tidies up while sites are built: that is told, and is no fault of ours; the next run compiles anew."""
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "cache"))

    def empty(setting, schools, **how):
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)
        forget()
        return write(setting, schools, **how)

    write = work.write_schools
    with monkeypatch.context() as patch:
        patch.setattr("houserules.fleet.build.write_schools", empty)
        outcomes = build_small(built / "schools", tmp_path / "out", small)

    assert ["", ""] == [outcome.fault for outcome in outcomes.values()]
    assert "taken out of the cache folder while sites were being built. There is no site of this school yet. Build again" in said_of(outcomes["ash"])
    assert all(outcome.published for outcome in build_small(built / "schools", tmp_path / "out", small).values())


def test_tidy_takes_what_was_not_used_for_longest(tmp_path, monkeypatch):
    """Beyond the limit the oldest go first; what was just used stays, even if it is too much."""
    store = Store(tmp_path)
    for number, name in enumerate(("oldest", "old", "used", "new")):
        store.save("pages", name, b"x" * 1000)
        os.utime(tmp_path / "pages" / f"{name}.pickle", (time.time() - (9 - number) * DAY,) * 2)
    store.load("pages", "used")
    monkeypatch.setattr(module, "MOST", 2500)
    store.tidy()
    assert {"used.pickle", "new.pickle"} == set(os.listdir(tmp_path / "pages"))
    monkeypatch.setattr(module, "MOST", 0)
    store.tidy()

    assert {"used.pickle"} == set(os.listdir(tmp_path / "pages"))


def test_tidy_takes_what_a_killed_run_left(tmp_path):
    """A file that was never finished goes after a while; one that is being written stays."""
    store = Store(tmp_path)
    store.save("pages", "a", 1)
    for name, age in (("left.new", DAY), ("written.new", 0)):
        (tmp_path / "pages" / name).touch()
        os.utime(tmp_path / "pages" / name, (time.time() - age,) * 2)
    store.tidy()

    assert {"a.pickle", "written.new"} == set(os.listdir(tmp_path / "pages"))


@pytest.mark.parametrize(("asked", "expected"), [("no", None), ("kept", Path("kept/fleet"))])
def test_the_store_stands_where_it_is_asked_to(asked, expected, monkeypatch):
    """HOUSERULES_CACHE names its folder; `no` is none."""
    monkeypatch.setenv("HOUSERULES_CACHE", asked)

    assert expected == open_store().folder


def a_word(core: Path) -> None:
    (core / "docs" / "guidance" / "help.md").open("a").write("\nMore.\n")


def a_template(core: Path) -> None:
    (core / "overrides" / "main.html").open("a").write(" ")


def a_picture(core: Path) -> None:
    (core / "overrides" / "assets" / "new.svg").write_text("<svg/>")


def the_settings(core: Path) -> None:
    (core / "mkdocs.yml").open("a").write("\n# a comment\n")


def the_libraries(core: Path) -> None:
    """Another version of one is on the way to the modules."""
    (core / "markdown-99.9.dist-info").mkdir()


def another_library(core: Path) -> None:
    (core / "something_else-1.0.dist-info").mkdir()


@pytest.mark.parametrize(
    ("change", "look", "words"),
    [(a_word, False, True), (a_template, True, False), (a_picture, True, False), (the_settings, True, False), (the_libraries, True, False), (another_library, False, False)],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_what_a_page_depends_on_is_in_the_hashes(change, look, words, tmp_path, monkeypatch):
    """Each change is noticed where it matters, and nowhere else."""
    core = write_small_core(tmp_path / "core")
    monkeypatch.syspath_prepend(str(core))
    before = find_look(core, documents=False), find_words(core)
    change(core)

    assert (look, words) == (find_look(core, documents=False) != before[0], find_words(core) != before[1])
