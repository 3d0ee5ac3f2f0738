"""Publishing: whatever happens, and whenever, a school's folder is the old site whole or the new one whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from houserules.outputs import exchange, journal, publish
from houserules.outputs.exchange import Moves
from houserules.outputs.publish import Output, open_output
from houserules.problems import Problems

SLUG = "alder-lane-primary"
PLAIN = Moves(pauses=())
RENAMES = Moves(exchange=None, pauses=())
WAYS = pytest.mark.parametrize("moves", [PLAIN, RENAMES], ids=["as-this-system-can", "renames"])
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="This system doesn't fork.")
OURS = ("made-by-houserules", "lock", "staging", "sites", "replacing")


def write_site(folder: Path, name: str) -> None:
    for page in ("index.html", "guidance/boundaries/index.html", "assets/brand.css"):
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(f"{name}: {page}")


def read_site(folder: Path) -> str | None:
    """Give the name of the site in a folder, or None where there is none; fail where it isn't whole."""
    if not os.path.lexists(folder):
        return None
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    name = texts["index.html"].partition(":")[0]
    assert {page: f"{name}: {page}" for page in ("index.html", "guidance/boundaries/index.html", "assets/brand.css")} == texts
    return name


def publish_site(output: Output, name: str, slug: str = SLUG) -> None:
    write_site(output.stage(slug), name)
    output.publish(slug)


def left_over(folder: Path) -> list[str]:
    """Name what is in our own folder and shouldn't be there when nothing is under way."""
    ours = folder / ".houserules"
    strays = [path.name for path in ours.iterdir() if path.name not in OURS]
    return strays + [f"{part}/{path.name}" for part in ("staging", "replacing") for path in (ours / part).iterdir()]


def said(call: Callable[[], object]) -> str:
    """Give what the one problem says that a call raises; each has a place, and whole sentences."""
    with pytest.raises(Problems) as raised:
        call()
    (problem,) = raised.value.problems
    assert problem.place.path
    assert problem.what.endswith(".")
    assert problem.fix.endswith(".")
    assert not [word for word in ("Error", "Errno", "None", "Path(") if word in str(problem)]
    return str(problem)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def published(out: Path) -> Path:
    """A folder in which the site 'old' is published."""
    with open_output(out, PLAIN) as output:
        publish_site(output, "old")
    return out


# --- what is published


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


# --- which folders are refused


def a_file(out: Path) -> None:
    out.write_text("mine")


def a_link_to_nothing(out: Path) -> None:
    out.symlink_to(out.parent / "gone")


def a_folder_of_photos(out: Path) -> None:
    (out / "photos").mkdir(parents=True)


def a_folder_with_a_file(out: Path) -> None:
    out.mkdir()
    (out / "letter.docx").touch()


def a_hidden_folder_only(out: Path) -> None:
    (out / ".git").mkdir(parents=True)


def a_mark_that_is_a_folder(out: Path) -> None:
    (out / ".houserules" / "made-by-houserules").mkdir(parents=True)
    (out / "photos").mkdir()


def a_houserules_that_is_a_file(out: Path) -> None:
    out.mkdir()
    (out / ".houserules").touch()


def a_houserules_that_is_a_link(out: Path) -> None:
    other = out.parent / "other"
    with open_output(other):
        out.mkdir()
        (out / ".houserules").symlink_to(other / ".houserules", target_is_directory=True)


def somebody_elses_houserules(out: Path) -> None:
    (out / ".houserules" / "notes").mkdir(parents=True)


@pytest.mark.parametrize(
    ("lay_out", "expected"),
    [
        (a_file, "This is a file"),
        (a_link_to_nothing, "leads nowhere"),
        (a_folder_of_photos, "'photos'"),
        (a_folder_with_a_file, "'letter.docx'"),
        (a_hidden_folder_only, "'.git'"),
        (a_mark_that_is_a_folder, "'.houserules/made-by-houserules'"),
        (a_houserules_that_is_a_file, "'.houserules'"),
        (a_houserules_that_is_a_link, "'.houserules'"),
        (somebody_elses_houserules, "'.houserules/notes'"),
    ],
)
def test_a_foreign_folder_is_refused_and_left_as_it_is(out: Path, lay_out: Callable[[Path], None], expected: str):
    """Nothing is written into, and nothing deleted from, a folder that isn't ours."""
    lay_out(out)
    before = sorted(out.parent.rglob("*"))

    assert expected in said(lambda: open_output(out))
    assert before == sorted(out.parent.rglob("*"))


def nothing(out: Path) -> None:
    pass


def an_empty_folder(out: Path) -> None:
    out.mkdir()


def what_a_system_puts_there(out: Path) -> None:
    out.mkdir()
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (out / name).touch()


def a_link_to_a_folder(out: Path) -> None:
    (out.parent / "real").mkdir()
    out.symlink_to("real", target_is_directory=True)


def a_run_killed_at_its_very_start(out: Path) -> None:
    (out / ".houserules").mkdir(parents=True)
    (out / ".houserules" / "lock").touch()


@pytest.mark.parametrize(
    "lay_out", [nothing, an_empty_folder, what_a_system_puts_there, a_link_to_a_folder, a_run_killed_at_its_very_start]
)
def test_folders_that_are_taken(out: Path, lay_out: Callable[[Path], None]):
    """A new folder, an empty one, a link to one, and one in which a run had only just begun."""
    lay_out(out)
    for name in ("first", "second"):
        with open_output(out, PLAIN) as output:
            publish_site(output, name)

    assert "second" == read_site(out / SLUG)


def test_a_folder_stays_the_same_while_it_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where a path starts from, or a link leads to, may change in the meantime."""
    monkeypatch.chdir(tmp_path)
    with open_output(Path("out")) as output:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        publish_site(output, "first")

    assert "first" == read_site(tmp_path / "out" / SLUG)


def test_litter_in_our_own_folder_is_left_alone(published: Path):
    """What a system writes wherever somebody looks is not taken for a site."""
    litter = [published / ".houserules" / part / ".DS_Store" for part in ("staging", "sites", "replacing")]
    for path in litter:
        path.touch()
    with open_output(published):
        pass

    assert [True] * 3 == [path.is_file() for path in litter]


def test_folders_above_are_made(tmp_path: Path):
    """`--out` may name a folder in a folder that isn't there yet."""
    with open_output(tmp_path / "a" / "b") as output:
        publish_site(output, "first")

    assert "first" == read_site(tmp_path / "a" / "b" / SLUG)


# --- which places are refused


def a_folder_made_by_hand(site: Path) -> None:
    site.mkdir()
    (site / "mine").touch()


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


# --- folders that can't be written


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC], ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize(("where", "act"), [(os, "mkdir"), (os, "listdir"), (Path, "open")])
def test_a_folder_that_can_not_be_written(out: Path, monkeypatch: pytest.MonkeyPatch, where: object, act: str, code: int):
    """Whatever the system refuses first, it is said in one sentence, and the lock isn't kept."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as refusing:
        refusing.setattr(where, act, refuse)

        assert f"can't be written: {os.strerror(code)}." in said(lambda: open_output(out))
    open_output(out).close()


@pytest.mark.parametrize("part", ["made-by-houserules", "staging", "sites"])
def test_a_disk_that_fills_up_while_the_folder_is_made(out: Path, monkeypatch: pytest.MonkeyPatch, part: str):
    """The next run takes up the folder where this one left it."""

    def fill(act: Callable) -> Callable:
        def refuse(path: Path, *rest: object, **more: object) -> object:
            if Path(path).name == part:
                raise OSError(errno.ENOSPC, "No space left on device")
            return act(path, *rest, **more)

        return refuse

    with monkeypatch.context() as full:
        full.setattr(Path, "mkdir", fill(Path.mkdir))
        full.setattr(Path, "write_text", fill(Path.write_text))

        assert "No space left" in said(lambda: open_output(out))
    with open_output(out) as output:
        publish_site(output, "new")


def test_a_folder_that_became_read_only(published: Path, monkeypatch: pytest.MonkeyPatch):
    """A folder of ours that may no longer be changed is refused before anything is built."""
    monkeypatch.setattr(os, "access", lambda path, how: False)

    assert "you may not change it" in said(lambda: open_output(published))
    assert "old" == read_site(published / SLUG)


@FORKS
def test_a_read_only_folder_for_real():
    """The same without pretending: as somebody who isn't allowed to write there."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        folder.mkdir()
        for path, mode in ((Path(place), 0o755), (folder, 0o555)):
            path.chmod(mode)

        def refused() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            assert "can't be written" in said(lambda: open_output(folder))
            assert "can't be written" in said(lambda: open_output(folder / "inner"))

        assert 0 == in_a_child(refused)
        assert [] == list(folder.iterdir())


# --- two runs at once

HOLD = """
import sys
from pathlib import Path
from houserules.outputs.publish import open_output
from houserules.problems import Problems
try:
    with open_output(Path(sys.argv[1])) as output:
        output.stage("alder-lane-primary").joinpath("half").touch()
        print("open", flush=True)
        input()
except Problems as found:
    print(found.problems[0].what, flush=True)
"""


def start_run(folder: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_runs_into_one_folder(published: Path):
    """The second run says so and stops, and touches nothing of the first one's; after a kill the next one gets in."""
    with start_run(published) as other:
        assert "open\n" == other.stdout.readline()
        assert "Another run is publishing into this folder." in said(lambda: open_output(published))
        assert (published / ".houserules" / "staging" / SLUG / "half").exists()
        other.kill()
        other.wait()
    with open_output(published) as output:
        assert ("old", []) == (read_site(published / SLUG), left_over(published))
        publish_site(output, "new")


def test_several_runs_begin_a_new_folder_at_once(out: Path):
    """Exactly one gets the folder; each other is told that another run is at work, and not that the folder is foreign."""
    runs = [start_run(out) for _ in range(5)]
    answers = [run.stdout.readline() for run in runs]
    for run in runs:
        run.communicate("\n")

    assert ["Another run is publishing into this folder.\n"] * 4 + ["open\n"] == sorted(answers)


def test_a_second_opening_in_one_process(out: Path):
    """Not even one process opens a folder twice."""
    with open_output(out):
        assert "Another run" in said(lambda: open_output(out))


# --- folders in use, and renames that fail


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


# --- killed, or interrupted with Ctrl-C, at any moment

KILL = """
import os, sys
from pathlib import Path
from houserules.outputs.exchange import Moves
from houserules.outputs.publish import open_output
folder, step, when = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
count = 0
def rename(start, goal):
    global count
    count += 1
    if (count, when) == (step, "before"):
        os._exit(9)
    os.rename(start, goal)
    if (count, when) == (step, "after"):
        os._exit(9)
with open_output(folder, Moves(exchange=None, rename=rename, pauses=())) as output:
    staged = output.stage("alder-lane-primary")
    for page in ("index.html", "guidance/boundaries/index.html", "assets/brand.css"):
        (staged / page).parent.mkdir(parents=True, exist_ok=True)
        (staged / page).write_text(f"new: {page}")
    output.publish("alder-lane-primary")
"""


@pytest.mark.parametrize(
    ("step", "when", "at_once", "settled"),
    [
        (1, "before", "old", "old"),
        (1, "after", None, "new"),
        (2, "before", None, "new"),
        (2, "after", "new", "new"),
        (3, "before", "new", "new"),
        (3, "after", "new", "new"),
    ],
)
def test_killed_at_each_rename(published: Path, step: int, when: str, at_once: str | None, settled: str):
    """What stands at once after the kill, and what the next run makes of it before it does anything else."""
    assert 9 == subprocess.run([sys.executable, "-c", KILL, published, str(step), when], check=False).returncode
    assert at_once == read_site(published / SLUG)

    with open_output(published, RENAMES) as output:
        assert (settled, []) == (read_site(published / SLUG), left_over(published))
        publish_site(output, "newer")
    assert "newer" == read_site(published / SLUG)


def in_a_child(act: Callable[[], None]) -> int:
    """Do something in a forked process, and give its exit status: 0, 1 where it raised, 9 where it was killed."""
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:  # noqa: BLE001 - a fork of the test run must not go on as a second one
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def stop_at_line(number: int, stop: Callable[[], None]) -> Callable:
    """Give a trace function that stops at the nth line which is carried out in our three modules."""
    modules = {module.__file__ for module in (exchange, journal, publish)}
    count = 0

    def trace(frame, event: str, _: object) -> Callable | None:
        nonlocal count
        if frame.f_code.co_filename not in modules:
            return None
        if event == "line":
            count += 1
            if count == number:
                stop()
        return trace

    return trace


def run_to_line(folder: Path, moves: Moves, name: str, number: int, stop: Callable[[], None]) -> None:
    """Open a folder, publish a site into it and close it, and stop at the nth line of that."""
    before = sys.gettrace()
    sys.settrace(stop_at_line(number, stop))
    try:
        with open_output(folder, moves) as output:
            publish_site(output, name)
    finally:
        sys.settrace(before)


def interrupt() -> None:
    sys.settrace(None)
    raise KeyboardInterrupt


@FORKS
@WAYS
def test_the_first_publication_killed_at_every_line(tmp_path: Path, moves: Moves):
    """Killed anywhere, a first site is whole or not there, and the next run publishes into the folder."""
    standing: list[str | None] = []
    for number in range(1, 1000):
        folder = tmp_path / str(number)
        status = in_a_child(lambda: run_to_line(folder, moves, "new", number, lambda: os._exit(9)))  # noqa: B023 - called at once
        standing.append(read_site(folder / SLUG))
        with open_output(folder, moves) as output:
            assert [] == left_over(folder), number
            output.stage(SLUG)
        if status == 0:
            break
        assert 9 == status, number

    assert 50 < number < 999
    assert {None, "new"} == set(standing)


@FORKS
@WAYS
def test_a_later_publication_killed_at_every_line(published: Path, moves: Moves):
    """Killed anywhere, a whole site stands (with renames: or none for a moment), and the next run settles the rest."""
    standing: set[str] = set()
    old = "old"
    for number in range(1, 1000):
        new = str(number)
        status = in_a_child(lambda: run_to_line(published, moves, new, number, lambda: os._exit(9)))  # noqa: B023 - called at once
        names = {None: "none", old: "old", new: "new"}
        standing.add(names[read_site(published / SLUG)])
        open_output(published, moves).close()
        assert ([], True) == (left_over(published), read_site(published / SLUG) in (old, new)), number
        old = read_site(published / SLUG)
        if status == 0:
            break
        assert 9 == status, number

    assert 50 < number < 999
    assert ({"none", "old", "new"} if moves is RENAMES else {"old", "new"}) == standing


@WAYS
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_ctrl_c_at_every_line(tmp_path: Path, moves: Moves, first: bool):
    """Interrupted anywhere, a whole site stands at once (or none yet), and the next run publishes as if nothing had been."""
    standing: set[str] = set()
    for number in range(1, 1000):
        folder = tmp_path / (str(number) if first else "out")
        old, new = read_site(folder / SLUG), str(number)
        try:
            run_to_line(folder, moves, new, number, interrupt)
            if old or first:
                break
        except KeyboardInterrupt:
            standing.add({old: "old", new: "new"}[read_site(folder / SLUG)])
        with open_output(folder, moves) as output:
            publish_site(output, f"{number} again")
        assert (f"{number} again", []) == (read_site(folder / SLUG), left_over(folder)), number

    assert 50 < number < 999
    assert {"old", "new"} == standing


def test_ctrl_c_while_the_old_site_is_deleted(published: Path, monkeypatch: pytest.MonkeyPatch):
    """The new site is in place by then; what is left of the old one goes when the folder is closed."""
    with monkeypatch.context() as interrupted:
        real = Moves.remove

        def stop(moves: Moves, path: Path) -> bool:
            if not (path / "index.html").exists():
                return real(moves, path)
            (path / "index.html").unlink()
            raise KeyboardInterrupt

        interrupted.setattr(Moves, "remove", stop)
        with pytest.raises(KeyboardInterrupt), open_output(published) as output:
            publish_site(output, "new")

    assert ("new", []) == (read_site(published / SLUG), left_over(published))
