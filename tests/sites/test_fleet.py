"""Whole runs over a few schools: what is made again and what isn't, what is noticed, and that one school's fault stays that school's."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import time
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from tests.fleet.small import build_small, said_of, write_small_core, write_small_school, write_small_schools

from houserules.fleet import compile as compiling
from houserules.fleet import work
from houserules.fleet.build import Run
from houserules.fleet.workers import Workers

PHONE, OTHER = "01632 960400", "01632 960999"
LINKS = pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for those who may.")
KILLS = pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that kills.")


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory) -> Path:
    """A small core that no test changes."""
    return write_small_core(tmp_path_factory.mktemp("core") / "core")


class Town:
    """Some schools, the folder in which their sites stand, and a core."""

    def __init__(self, folder: Path, core: Path) -> None:
        self.schools, self.out, self.core = folder / "schools", folder / "out", core
        write_small_schools(self.schools)

    def build(self, **options):
        """Build them all, in this process if nothing else is asked."""
        return build_small(self.schools, self.out, self.core, **options)

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a text, of a school or of the core."""
        file = self.core / path if path.startswith("docs/") else self.schools / path
        text = file.read_text("utf-8")
        assert old in text, text
        file.write_text(text.replace(old, new), "utf-8")

    def seen(self, *leave: str) -> dict[str, tuple]:
        """Give of every file below the folder of sites, by name, which file it is, its date and its content."""
        return {
            path.relative_to(self.out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.relative_to(self.out).parts[0] not in leave
        }

    def bytes_of(self) -> dict[str, bytes]:
        """Give every file of the sites."""
        return {name: content for name, (_, _, content) in self.seen(".houserules").items()}


@pytest.fixture
def town(tmp_path, unchanged) -> Town:
    """Three schools on the core that nobody changes."""
    return Town(tmp_path, unchanged)


@pytest.fixture
def own_town(tmp_path, monkeypatch) -> Town:
    """Three schools on a core of their own, and a process that knows no words yet: what it knows another test may have kept elsewhere."""
    monkeypatch.setattr(work, "_writers", OrderedDict())
    return Town(tmp_path, write_small_core(tmp_path / "core"))


def published(outcomes) -> dict[str, bool]:
    return {slug: outcome.published for slug, outcome in outcomes.items()}


def test_a_second_run_touches_nothing(town):
    """No file is another file, or has another date, and no page is rendered."""
    assert all(published(town.build()).values())
    before, run = town.seen(), Run()
    outcomes = town.build(run=run)

    assert all(outcome.same for outcome in outcomes.values())
    assert before == town.seen()
    assert () == run.rendered


def test_a_phone_number_changes_what_holds_it(town):
    """The files of that school in which it stands, its manifest and its record, and no other file of anybody."""
    town.build()
    before, run = town.seen(), Run()
    town.edit("ash/school.yml", PHONE, OTHER)
    outcomes = town.build(run=run)
    after = town.seen()
    changed = {name for name in after if before[name] != after[name]}

    assert {"ash": False, "birch": True, "cedar": True} == {slug: outcome.same for slug, outcome in outcomes.items()}
    assert before.keys() == after.keys()
    holding = {name for name, (_, _, content) in after.items() if name.startswith("ash/") and any(form.encode() in content for form in (OTHER, "tel:01632960999"))}
    assert holding | {"ash/manifest.json", ".houserules/sites/ash"} == changed
    assert 3 <= len(holding) < len([name for name in after if name.startswith("ash/")]) / 2
    assert () == run.rendered
    assert not [name for name, (_, _, content) in after.items() if PHONE.encode() in content and name.startswith("ash/")]


def test_a_clause_changes_the_pages_that_hold_it(own_town):
    """Only they are rendered again, and only their files are others; it is what a run that knows nothing gives."""
    own_town.build()
    before, run = own_town.seen(".houserules"), Run()
    own_town.edit("docs/clauses/contact/report.md", "Staff must tell", "All staff must tell")
    own_town.build(run=run)
    after = own_town.seen(".houserules")

    assert ("policies/staff",) == run.rendered
    changed = {name.partition("/")[2] for name in after if before[name] != after[name]}
    assert {"policies/staff/index.html", "search/search_index.json", "manifest.json"} == changed


EDITS = [
    [
        ("docs/guidance/help.md", "Whom to tell.", "Whom to ring."),
        ("docs/terms/head.yml", "says: headteacher", "says: head"),
        ("docs/decisions/phones.yml", "label: Ask first", "label: Ask before"),
        ("docs/references/law.yml", "title: The law", "title: A law"),
        ("docs/rulings/contact/friends.yml", "Staff may, if they ask", "Staff may, once they ask"),
        ("docs/clauses/contact/former-pupils.md", "when {friends: never}", "when {friends: later}"),
        ("docs/helplines/ring.yml", "hours: All day.", "hours: All night."),
        ("docs/search/words.yml", "mobile", "handy"),
    ],
    [
        ("docs/policies/staff.md", "[contact/former-pupils, contact/report]", "[contact/report, contact/former-pupils]"),
        ("docs/guidance/sources.md", "audience: [staff]", "audience: [staff]\nwhen: {nation: england}"),
        ("docs/scenarios/contact/friend-request.md", "title: A friend request", "title: A request"),
    ],
    [("docs/guidance/help.md", "title: Help", "title: Helping"), ("mkdocs.yml", "- guidance/help.md\n", "")],
]


def test_kept_pages_are_as_fresh_ones(own_town, tmp_path, monkeypatch):
    """After each of many edits, what is put together from kept parts is what a run that knows nothing gives."""
    own_town.build()
    for edits in EDITS:
        for path, old, new in edits:
            file = own_town.core / path
            assert old in file.read_text("utf-8"), path
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        before = own_town.bytes_of()
        assert all(published(own_town.build()).values()), edits
        with monkeypatch.context() as patch:
            patch.setenv("HOUSERULES_CACHE", "no")
            work._writers.clear()
            build_small(own_town.schools, tmp_path / "fresh", own_town.core)
        fresh = {path.relative_to(tmp_path / "fresh").as_posix(): path.read_bytes() for path in (tmp_path / "fresh").glob("[a-z]*/**/*") if path.is_file()}

        assert before != fresh
        assert [] == [name for name in sorted({*fresh, *own_town.bytes_of()}) if fresh.get(name) != own_town.bytes_of().get(name)], edits
        shutil.rmtree(tmp_path / "fresh")


def changed(site: Path) -> None:
    path = site / "guidance" / "help" / "index.html"
    path.write_bytes(path.read_bytes().replace(b"Tell", b"Sell"))  # as long as before


def deleted(site: Path) -> None:
    (site / "guidance" / "help" / "index.html").unlink()


def added(site: Path) -> None:
    (site / "more.html").write_text("<p>Buy this.</p>")


def changed_for_all(site: Path) -> None:
    path = site / "assets" / "frame.css"
    with path.open("r+b") as file:  # the same file as every school's
        file.write(b"/*" + b"x" * 40 + b"*/")


@pytest.mark.parametrize("act", [changed, deleted, added, changed_for_all], ids=lambda act: act.__name__)
def test_recheck_notices_what_somebody_did(act, town):
    """The site is made again as it was, the report says so, and the next look finds nothing; without --recheck no file is looked at."""
    town.build()
    before = town.bytes_of()
    act(town.out / "birch")
    assert before != town.bytes_of()
    assert town.build()["birch"].same
    outcomes = town.build(recheck=True)

    assert before == town.bytes_of()
    touched = {"ash", "birch", "cedar"} if act is changed_for_all else {"birch"}
    assert touched == {slug for slug, outcome in outcomes.items() if not outcome.same}
    assert all("was not as it was published" in outcomes[slug].notes[0] for slug in touched)
    assert all(outcome.same and not outcome.notes for outcome in town.build(recheck=True).values())


def test_a_run_that_was_killed_before_it_wrote_its_record(town, monkeypatch):
    """The new site stands, and its record is the old one's: going back to the old profile makes the old site again."""
    town.build()
    before = town.bytes_of()
    text = (town.schools / "ash" / "school.yml").read_text("utf-8")
    town.edit("ash/school.yml", PHONE, OTHER)
    with monkeypatch.context() as patch:
        patch.setattr(work, "write_record", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            town.build()
    assert before != town.bytes_of()
    (town.schools / "ash" / "school.yml").write_text(text, "utf-8")
    town.build()

    assert before == town.bytes_of()


def test_archives(town):
    """Beside each site its archive, the same bytes whenever it is made; one that is gone is made again, and none is left behind."""
    town.build(archives=True)
    first = {path.name: path.read_bytes() for path in town.out.glob("*.zip")}
    assert {"ash.zip", "birch.zip", "cedar.zip"} == set(first)
    with zipfile.ZipFile(town.out / "ash.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert {name: content for name, content in town.bytes_of().items() if name.startswith("ash/")} == inside
    seen = town.seen()
    town.build(archives=True)
    assert seen == town.seen()
    (town.out / "ash.zip").unlink()
    assert not town.build(archives=True)["ash"].same
    assert first["ash.zip"] == (town.out / "ash.zip").read_bytes()

    town.edit("birch/school.yml", "01632 960401", OTHER)
    town.build()  # not asked for, but one stands
    with zipfile.ZipFile(town.out / "birch.zip") as archive:
        assert OTHER.encode() in archive.read("birch/index.html")
    assert town.build(archives=True)["birch"].same


def test_an_archive_that_outlived_its_record(town):
    """A run that was killed, or somebody who took a site away, leaves an archive of ours: it is written anew, even if none is asked for."""
    town.build(archives=True)
    shutil.rmtree(town.out / "ash")
    shutil.rmtree(town.out / "birch")
    town.edit("birch/school.yml", "01632 960401", OTHER)
    assert published(town.build())["birch"]
    with zipfile.ZipFile(town.out / "birch.zip") as archive:
        assert OTHER.encode() in archive.read("birch/index.html")
    assert published(town.build(archives=True))["ash"]


def test_a_school_that_lost_its_profile_keeps_its_site(town):
    """Somebody who misnames a profile, or is moving it, has not taken the school away."""
    town.build()
    (town.schools / "ash" / "school.yml").rename(town.schools / "ash" / "school.yml.txt")
    (town.schools / "birch" / "school.yml").rename(town.schools / "birch" / "mine.yml")
    run = Run()
    outcomes = town.build(run=run, prune=True)
    assert "Rename it to school.yml" in said_of(outcomes["ash"])
    assert ((), ("birch",)) == (run.removed, run.left)
    assert (town.out / "ash" / "index.html").is_file() and (town.out / "birch" / "index.html").is_file()


def test_an_archive_that_somebody_else_made_is_left_alone(town):
    """It would be lost; that school isn't built, and is told why."""
    town.build()
    (town.out / "ash.zip").write_text("my holiday pictures")
    outcomes = town.build(archives=True)

    assert {"ash": False, "birch": True, "cedar": True} == published(outcomes)
    assert "ash.zip: Something stands here that Houserules didn't make" in said_of(outcomes["ash"])
    assert "my holiday pictures" == (town.out / "ash.zip").read_text()


def test_a_school_that_left(town):
    """Its site is kept and told; only if it is asked is it taken away, with the archive that we made and with nothing else."""
    town.build(archives=True)
    (town.out / "cedar.zip").unlink()
    (town.out / "cedar.zip").mkdir()
    for name in ("birch", "cedar"):
        shutil.rmtree(town.schools / name)
    run = Run()
    town.build(run=run)
    assert ((), ("birch", "cedar")) == (run.removed, run.left)
    assert {"birch": "Birch School", "cedar": "Cedar School"} == run.names
    assert (town.out / "birch" / "index.html").exists()
    run = Run()
    town.build(run=run, prune=True)

    assert ((), ("birch", "cedar")) == (run.left, run.removed)
    assert {".houserules", "ash", "ash.zip", "cedar.zip"} == set(os.listdir(town.out))
    run = Run()
    town.build(run=run)
    assert ((), ()) == (run.left, run.removed)


def test_schools_of_another_folder_have_not_left(town, tmp_path):
    """Two folders of schools may be published into one: neither run takes the other's sites for its own."""
    town.build()
    write_small_school(tmp_path / "others" / "elder")
    run = Run()
    assert build_small(tmp_path / "others", town.out, town.core, run=run, prune=True)["elder"].published

    assert ((), ()) == (run.left, run.removed)
    assert {".houserules", "ash", "birch", "cedar", "elder"} == set(os.listdir(town.out))


def test_a_folder_of_schools_that_was_moved(town, tmp_path):
    """Its schools are up to date, and one that leaves it afterwards is noticed."""
    town.build()
    town.schools.rename(tmp_path / "moved")
    assert all(outcome.same for outcome in build_small(tmp_path / "moved", town.out, town.core).values())
    shutil.rmtree(tmp_path / "moved" / "cedar")
    run = Run()
    build_small(tmp_path / "moved", town.out, town.core, run=run)

    assert ("cedar",) == run.left


@pytest.mark.parametrize("what", ["the folder of schools", "the folder with both"])
def test_a_school_that_left_while_the_folder_was_moved(what, town, tmp_path):
    """It is told, in this run and in the next, and can be pruned."""
    town.schools, town.out = tmp_path / "all" / "schools", tmp_path / "all" / "out"
    (tmp_path / "schools").rename((tmp_path / "all").mkdir() or town.schools)
    town.build()
    shutil.rmtree(town.schools / "cedar")
    town.edit("birch/school.yml", "Birch School", "Birch Tree School")
    if what == "the folder of schools":
        town.schools = town.schools.rename(tmp_path / "all" / "moved")
    else:
        moved = (tmp_path / "all").rename(tmp_path / "moved")
        town.schools, town.out = moved / "schools", moved / "out"
    told = []
    for _ in range(2):
        told.append(Run())
        town.build(run=told[-1])
    run = Run()
    town.build(run=run, prune=True)

    assert [("cedar",), ("cedar",)] == [one.left for one in told]
    assert ((), ("cedar",)) == (run.left, run.removed)


def test_a_school_that_moves_to_another_folder_takes_no_other_along(town, tmp_path):
    """The folder from which it came is still there, and so are its schools."""
    town.build()
    (tmp_path / "others").mkdir()
    (town.schools / "cedar").rename(tmp_path / "others" / "cedar")
    run = Run()
    build_small(tmp_path / "others", town.out, town.core, run=run, prune=True)

    assert ((), ()) == (run.left, run.removed)
    assert {".houserules", "ash", "birch", "cedar"} == set(os.listdir(town.out))


@LINKS
def test_what_no_site_has_any_more_is_not_kept(town):
    """An asset of a theme that has changed goes with the last site that had it; what sites have stays one file."""
    town.build()
    shared = town.out / ".houserules" / "shared"
    before = set(os.listdir(shared))
    (shared / "0123").write_text("an older style sheet")
    town.build()

    assert before == set(os.listdir(shared))


def test_a_school_that_can_not_be_looked_into_has_not_left(town, monkeypatch):
    """Its folder is there: the others are published, it is told, and its site stands, also with --prune."""
    town.build()
    real = Path.lstat

    def lstat(path: Path):
        if path.name == "school.yml" and path.parent.name == "birch":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "lstat", lstat)
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path=".": (_ for _ in ()).throw(PermissionError(13, "Permission denied")) if str(path).endswith("birch") else scandir(path))
    run = Run()
    outcomes = town.build(run=run, prune=True)

    assert {"ash": True, "birch": False, "cedar": True} == published(outcomes)
    assert "schools/birch: It can't be read: Permission denied." in said_of(outcomes["birch"])
    assert ((), ()) == (run.left, run.removed)
    assert (town.out / "birch" / "index.html").exists()


@LINKS
def test_a_school_that_is_a_link(town, tmp_path):
    """It is built under the name of what it leads to; two folders that are one are told, and neither is built."""
    write_small_school(tmp_path / "elsewhere" / "elder")
    (town.schools / "link").symlink_to(tmp_path / "elsewhere" / "elder")
    (town.schools / "double").symlink_to("ash")
    outcomes = town.build()

    assert {"ash": False, "birch": True, "cedar": True, "elder": True} == published(outcomes)
    assert "Another folder here has the same name or is the same folder." in said_of(outcomes["ash"])
    assert not (town.out / "ash").exists()


@LINKS
def test_own_words_that_are_links_stay_that_school_s(town):
    """What one school has of its own is in no other's site, though it be by way of a link."""
    (town.schools / "ash" / "guidance").mkdir()
    (town.schools / "ash" / "words.txt").write_text("---\ntitle: Help\ndescription: Ours.\naudience: [parents]\n---\nOnly at Ash.\n")
    (town.schools / "ash" / "guidance" / "ours.md").symlink_to("../words.txt")
    assert all(published(town.build()).values())

    assert {"ash"} == {name.partition("/")[0] for name, content in town.bytes_of().items() if b"Only at Ash." in content}
    town.edit("ash/words.txt", "Only at Ash.", "At Ash alone.")
    town.build()
    assert b"At Ash alone." in town.bytes_of()["ash/guidance/ours/index.html"]


@pytest.mark.skipif(os.name == "nt", reason="There a name is always text.")
def test_a_file_whose_name_is_no_text(town):
    """It is told, and stops nobody else."""
    (town.schools / "ash" / "caf\udce9.md").write_text("x")
    outcomes = town.build()

    assert {"ash": False, "birch": True, "cedar": True} == published(outcomes)
    assert "This file can't be used here." in said_of(outcomes["ash"])


def vanishing(monkeypatch, act: Callable[[Path], None]) -> None:
    """Let something happen to a school's folder after it was checked."""
    real = work.guarded

    def guarded(setting, checked, make, seconds):
        if checked.slug == "birch":
            act(checked.folder)
        return real(setting, checked, make, seconds)

    monkeypatch.setattr(work, "guarded", guarded)


def test_a_folder_that_vanishes(town, monkeypatch):
    """While the others are built, somebody deletes a school: its last site stands, and the others are published."""
    town.build()
    before = town.seen()
    for name in ("ash", "birch", "cedar"):
        crest = town.schools / name / "crest.png"
        crest.write_bytes(crest.read_bytes() + b" ")
    vanishing(monkeypatch, shutil.rmtree)
    outcomes = town.build()

    assert {"ash": True, "birch": False, "cedar": True} == published(outcomes)
    assert outcomes["birch"].problems and not outcomes["birch"].fault
    assert before["birch/index.html"] == town.seen()["birch/index.html"]


# What would keep MkDocs busy for ever is refused (clauses/restricted.py); so many pages are not, and take it longer than a test may wait.
MUCH = {
    f"guidance/ours-{number}.md": f"---\ntitle: Ours {number}\ndescription: Ours.\naudience: [parents]\n---\n" + "Ours is *this*, and `that`, and **more** of it.\n\n" * 600
    for number in range(160)
}  # fmt: skip


@KILLS
@pytest.mark.parametrize("workers", [Workers(1), Workers(2)], ids=["one process", "two"])
def test_own_words_that_take_too_long(workers, town):
    """Five megabytes of them: that school is stopped, whatever else goes on, and is told where to look."""
    write_small_school(town.schools / "birch", files=MUCH)
    outcomes = town.build(workers=workers, seconds=2)

    assert {"ash": True, "birch": False, "cedar": True} == published(outcomes), outcomes
    assert not outcomes["birch"].fault, outcomes["birch"].fault
    assert "it took longer than 2 seconds or too much memory, or somebody stopped it. There is no site of this school yet." in said_of(outcomes["birch"])
    assert "Its own words were what took so long" in said_of(outcomes["birch"])


@KILLS
def test_a_site_that_takes_too_long(town, monkeypatch):
    """A library doesn't come back at one school, in the middle of its site: that one is told, the others are published, and its old site stands."""
    town.build()
    before = town.bytes_of()
    for name in ("ash", "birch", "cedar"):
        profile = town.schools / name / "school.yml"
        profile.write_text(profile.read_text("utf-8").replace("01632", "01633"), "utf-8")
    real = work.put_files

    def put(files, assets, folder, *more, **how):
        if folder.name == "birch":
            time.sleep(60)
        real(files, assets, folder, *more, **how)

    monkeypatch.setattr(work, "put_files", put)
    began = time.monotonic()
    outcomes = town.build(workers=Workers(2), seconds=2)

    assert {"ash": True, "birch": False, "cedar": True} == published(outcomes), outcomes
    said = "ended before it had finished: it took longer than 2 seconds or too much memory, or somebody stopped it. The last good one stands. Build it alone"
    assert said in said_of(outcomes["birch"])
    assert time.monotonic() - began < 40
    changed = {name.partition("/")[0] for name, content in town.bytes_of().items() if before[name] != content}
    assert {"ash", "cedar"} == changed


@KILLS
def test_a_worker_that_is_killed(town, monkeypatch):
    """The school at which it dies isn't published, and is told; all others are, those too that it had in hand."""
    write_small_schools(town.schools, [f"oak-{number}" for number in range(12)])
    vanishing(monkeypatch, lambda _: os.kill(os.getpid(), signal.SIGKILL))
    outcomes = town.build(workers=Workers(2))

    assert {"birch"} == {slug for slug, outcome in outcomes.items() if not outcome.published}
    assert 15 == len(outcomes)
    assert "ended before it had finished" in said_of(outcomes["birch"])
    monkeypatch.undo()
    assert not town.build(workers=Workers(2))["birch"].same
    assert [] == list((town.out / ".houserules" / "staging").iterdir())


def fail_later():
    """Be written as far as the second document, and fail."""
    yield 1
    raise ZeroDivisionError


def test_a_fault_of_ours_at_one_school(town, monkeypatch):
    """It is told as ours, with what went wrong, and the others are published."""
    monkeypatch.setattr(work, "_write", lambda *arguments, real=work._write: fail_later() if arguments[2].slug == "birch" else real(*arguments))
    outcomes = town.build()

    assert {"ash": True, "birch": False, "cedar": True} == published(outcomes)
    assert "ZeroDivisionError" in outcomes["birch"].fault
    assert "fault in Houserules" in said_of(outcomes["birch"])


def test_a_fault_of_ours_in_one_school_s_words(town, monkeypatch):
    """Words that make the engine fail are that school's alone."""
    real = compiling.compile_words
    write_small_school(town.schools / "birch", files={"guidance/ours.md": "---\ntitle: Ours\ndescription: O.\naudience: [parents]\n---\nOurs.\n"})
    monkeypatch.setattr(compiling, "compile_words", lambda words, composed, *rest, **named: real(words, composed, *rest, **named) if "guidance/ours" not in composed.pages else 1 / 0)
    outcomes = town.build()

    assert {"ash": True, "birch": False, "cedar": True} == published(outcomes)
    assert "ZeroDivisionError" in outcomes["birch"].fault


def test_two_processes_give_the_same_bytes_as_one(town, tmp_path):
    """Who does the work shows nowhere."""
    write_small_schools(town.schools, [f"oak-{number}" for number in range(9)])
    town.build(archives=True)
    build_small(town.schools, tmp_path / "two", town.core, workers=Workers(2), archives=True)
    two = {path.relative_to(tmp_path / "two").as_posix(): path.read_bytes() for path in (tmp_path / "two").rglob("*") if path.is_file()}
    one = {name: content for name, (_, _, content) in town.seen().items()}
    assert 12 == len([name for name in one if name.endswith("/index.html") and name.count("/") == 1])

    assert one == two


def test_the_first_site_of_a_single_school(own_town, tmp_path):
    """It is built plainly, for words that were never used before; what is put together afterwards, alone or among others, is the same."""
    for name in ("birch", "cedar"):
        shutil.move(own_town.schools / name, tmp_path / name)
    own_town.edit("docs/guidance/help.md", "Tell {{", "Do tell {{")
    run = Run()
    assert own_town.build(run=run)["ash"].published
    before = own_town.bytes_of()
    assert own_town.build()["ash"].same
    own_town.edit("ash/school.yml", PHONE, OTHER)
    assert not own_town.build()["ash"].same
    assert before != own_town.bytes_of()
    own_town.edit("ash/school.yml", OTHER, PHONE)
    for name in ("birch", "cedar"):
        shutil.move(tmp_path / name, own_town.schools / name)
    assert all(published(own_town.build()).values())

    assert before == {name: content for name, content in own_town.bytes_of().items() if name.startswith("ash/")}
    assert () == run.rendered


def test_strict(town):
    """Nothing is built unless all can be: those that are good hear why they were held back, and the sites that stand aren't touched."""
    town.build()
    before = town.bytes_of()
    town.edit("ash/school.yml", PHONE, OTHER)
    town.edit("birch/school.yml", "nation: england", "nation: englnd")
    outcomes = town.build(strict=True)

    assert {"ash": False, "birch": False, "cedar": True} == published(outcomes)
    assert "Did you mean 'england'?" in said_of(outcomes["birch"])
    held = "Nothing is wrong with this school. It was held back, because another school has problems (birch) and --strict was asked for. The last good one stands."
    assert held in said_of(outcomes["ash"])
    assert (True, False, True) == (outcomes["ash"].held, outcomes["birch"].held, outcomes["cedar"].same)
    assert before == town.bytes_of()


def test_manifest_says_what_stands(town):
    """Every file of a site but the manifest is in it, with its hash."""
    town.build()
    files = json.loads((town.out / "ash" / "manifest.json").read_bytes())["files"]
    there = {name.partition("/")[2]: hashlib.sha256(content).hexdigest() for name, content in town.bytes_of().items() if name.startswith("ash/")}

    assert files == {name: found for name, found in there.items() if name != "manifest.json"}


def test_each_authority_s_words_are_its_schools(town, tmp_path):
    """A change in an authority's folder is noticed by its schools, however its name is written there, and by no other."""
    for name, written in (("fern", "authority: fern"), ("moss", "authority: \"mo\\x73s\"")):
        (tmp_path / "authorities" / name).mkdir(parents=True)
        (tmp_path / "authorities" / name / "authority.yml").write_text(yaml.safe_dump({"name": f"{name} Council", "hours": {"reply": "9 to 5"}}))
        school = town.schools / {"fern": "ash", "moss": "birch"}[name] / "school.yml"
        profile = {key: value for key, value in yaml.safe_load(school.read_text("utf-8")).items() if key != "hours"}
        school.write_text(yaml.safe_dump(profile) + written + "\n")
    assert all(published(town.build()).values())
    for name, school in (("fern", "ash"), ("moss", "birch")):
        path = tmp_path / "authorities" / name / "authority.yml"
        path.write_text(path.read_text().replace("9 to 5", "all night"))
        outcomes = town.build()

        assert outcomes[school].published and not outcomes[school].same, name
        assert outcomes["cedar"].same
