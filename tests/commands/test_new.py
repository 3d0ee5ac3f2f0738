"""`houserules new` asks what a school must answer and writes a school.yml that the reader takes."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
import pytest

from houserules.commands.new import UNFINISHED, new
from houserules.commands.schema import SCHEMA, write_schema
from houserules.problems import Problems, as_typed
from houserules.profile.blank import write_scalar
from houserules.profile.questions import FACTS

DEFAULT = ""
NAME = 'St Mary\'s: a "school" #1'
FACTS_TYPED = [
    NAME, "england", "2", "4", "11", "maintained", "", "office@school.example", "O'Brien", "Siân — Jo", "01632 960101", "",
    "the deputy head", "2027-09-30",
]  # fmt: skip
STOP = object()


class Terminal:
    """Somebody at a keyboard: types the given answers, then Enter for ever; remembers what was on the screen.

    Where the question holds a text of `when`, its answer is typed instead.
    """

    def __init__(self, typed: Iterable[object], when: Mapping[str, str] | None = None) -> None:
        self.typed, self.when = iter(typed), when or {}
        self.screen: list[str] = []
        self.asked = 0

    def ask(self, prompt: str) -> str:
        self.asked += 1
        assert self.asked < 200, "the interview doesn't come to an end"
        question = next(line for line in reversed(self.screen) if line.startswith("["))
        self.screen.append(prompt)
        for text, typed in self.when.items():
            if text in question:
                return typed
        typed = next(self.typed, DEFAULT)
        if typed is STOP:
            raise click.Abort
        return str(typed)

    def say(self, line: str) -> None:
        self.screen.append(click.unstyle(line))

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.screen))


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where a school is to be: its folder isn't there yet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "schools" / "st-marys"


def talk(folder, core, *typed) -> tuple[int, Terminal]:
    """Hold an interview; give the status and the terminal."""
    terminal = Terminal(typed)
    return new(folder, False, core, terminal.ask, terminal.say), terminal


def test_full_interview_passes(folder, core):
    """With the facts typed and every default taken, the profile is complete and reads back as it was typed."""
    status, terminal = talk(folder, core, *FACTS_TYPED)
    school = core.school(folder)

    assert 0 == status
    assert NAME == school.profile.school.name
    assert "primary" == school.profile.school.phase
    assert "Siân — Jo" == school.profile.people.safeguarding_lead.name
    assert {id: decision.default for id, decision in core.vocabulary.decisions.items()} == school.answers
    assert {"school.yml"} == {path.name for path in folder.iterdir()}
    assert "school.yml is written" in terminal.text


def test_asks_with_reasons(folder, core):
    """Each decision comes with its question, its reason, who decides, its answers and the default."""
    _, terminal = talk(folder, core, *FACTS_TYPED)

    for id, decision in core.vocabulary.decisions.items():
        if id == "phones_sixth_form":
            continue
        assert decision.question in terminal.text
        assert " ".join(decision.why.split()) in terminal.text
        for number, (answer_id, answer) in enumerate(decision.answers.items(), 1):
            mark = " (the default)" if answer_id == decision.default else ""
            assert f"{number} {answer.label}{mark} {' '.join(answer.means.split())}" in terminal.text
    assert core.vocabulary.decisions["phones_sixth_form"].question not in terminal.text


@pytest.mark.parametrize("typed", ["3", "recent-leavers", "Recent-Leavers", "not with recent leavers", "  3 "])
def test_ways_to_answer(typed, folder, core):
    """A number, an answer's id or its label choose it."""
    talk(folder, core, *FACTS_TYPED, typed)

    assert "recent-leavers" == core.school(folder).answers["former_pupils"]


def test_wrong_answers_are_asked_again(folder, core):
    """What can't be used is explained, and the same question comes again."""
    typed = ["", "TBC", *FACTS_TYPED[:-1], "30/9/2027", "2027-09-30", "9", "nevr", "never"]
    status, terminal = talk(folder, core, *typed)

    assert 0 == status
    assert "This one is needed, and can't be left empty." in terminal.text
    assert "'TBC' looks like a place that is still to be filled in." in terminal.text
    assert "Did you mean '2027-09-30'?" in terminal.text
    assert "'9' isn't one of the answers. Type a number from 1 to 3." in terminal.text
    assert "Did you mean 'never'?" in terminal.text
    assert "never" == core.school(folder).answers["former_pupils"]


def test_back(folder, core):
    """b goes back one question, where Enter keeps what was answered; from the first it goes nowhere."""
    talk(folder, core, "b", "Wrong name", "wales", "b", "b", "b", "Right name", *FACTS_TYPED[2:], "never", "2", "b", "b", "", "1")
    school = core.school(folder)

    assert "Right name" == school.profile.school.name
    assert "wales" == school.profile.school.nation
    assert "never" == school.answers["former_pupils"]
    assert "school-club-only" == school.answers["gaming"]
    assert "school-hours-only" == school.answers["out_of_hours"]


def test_answer_is_taken_back(folder, core):
    """- leaves out what may be left out, on second thoughts; where something is needed it is no answer."""
    status, terminal = talk(folder, core, "-", *FACTS_TYPED[:6], "01632 960100", "b", "-", *FACTS_TYPED[7:])
    school = core.school(folder).profile.school

    assert 0 == status
    assert (NAME, None, "office@school.example") == (school.name, school.phone, school.email)
    assert "Enter to keep '01632 960100', or - to leave it out" in terminal.text


def test_changed_answer_brings_back_another(folder, core):
    """Where an earlier answer no longer goes with a changed one, it is asked again."""
    typed = [*FACTS_TYPED[:5], "academy", *["b"] * 5, "scotland", "maintained", *FACTS_TYPED[6:]]
    status, terminal = talk(folder, core, *typed)

    assert 0 == status
    assert "An earlier answer no longer goes with this one" in terminal.text
    assert "maintained" == core.school(folder).profile.school.type


def test_question_mark_shows_sources(folder, core):
    """? shows where a decision comes from, with addresses; for a fact, whether it may be published."""
    _, terminal = talk(folder, core, "?", *FACTS_TYPED, "?")
    references = [core.words.references[id] for id in core.vocabulary.decisions["former_pupils"].sources]
    shown = [reference.title in terminal.text and reference.url in terminal.text for reference in references]

    assert "It may stand on the site." in terminal.text
    assert ["england" in reference.jurisdiction for reference in references] == shown


def test_online_form_needs_its_address(folder, core):
    """Whoever chooses an online form is asked where it is, so that the profile passes."""
    form = "https://forms.school.example/agree"
    terminal = Terminal(FACTS_TYPED, {core.vocabulary.decisions["sign_off"].question: "both", "online form on which": form})

    assert 0 == new(folder, False, core, terminal.ask, terminal.say)
    assert form == core.school(folder).profile.links.sign_off_form


@pytest.mark.parametrize("already", range(1, 30, 7))
def test_stopped_and_gone_on(already, folder, core):
    """An interview that was stopped keeps its answers, and the next one goes on from there."""
    typed = [*FACTS_TYPED, "never", *["1"] * 40]
    status, terminal = talk(folder, core, *typed[:already], STOP)

    assert 1 == status
    assert [UNFINISHED] == [path.name for path in folder.iterdir()]
    assert f"Your answers are kept in schools/st-marys/{UNFINISHED}." in terminal.text

    left_out = [number for number, answer in enumerate(FACTS_TYPED) if answer == "" and number < already]  # comes again
    status, terminal = talk(folder, core, *[DEFAULT for _ in left_out], *typed[already:])
    assert 0 == status
    assert f"Welcome back: {already - len(left_out)} of" in terminal.text
    assert [NAME, "never"] == [core.school(folder).profile.school.name, core.school(folder).answers["former_pupils"]]
    assert ["school.yml"] == [path.name for path in folder.iterdir()]


def test_stopped_at_once(folder, core):
    """Nothing was answered, so nothing is written: not even the folder."""
    status, terminal = talk(folder, core, STOP)

    assert 1 == status
    assert "Stopped. Nothing is written." in terminal.text
    assert not folder.exists()


@pytest.mark.parametrize("error", [click.Abort, KeyboardInterrupt, EOFError])
def test_ways_to_stop(error, folder, core):
    """Ctrl-C, and the end of what is piped in, stop it in the same way."""

    def ask(prompt: str) -> str:
        raise error

    assert 1 == new(folder, False, core, ask, lambda line: None)


def test_nothing_is_lost_by_a_crash(folder, core):
    """Whatever breaks off the interview, the answers before it are kept."""

    class Crash(Exception):
        pass

    answers = iter([NAME, "wales"])

    def ask(prompt: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise Crash from None

    with pytest.raises(Crash):
        new(folder, False, core, ask, lambda line: None)

    kept = (folder / UNFINISHED).read_text("utf-8")
    assert f"\n  name: {write_scalar(NAME)}\n" in kept
    assert "\n  nation: wales\n" in kept


def test_defaults(folder, core):
    """--defaults asks nothing, takes every default and leaves every fact empty."""
    terminal = Terminal([])
    status = new(folder, True, core, terminal.ask, terminal.say)
    text = (folder / "school.yml").read_text("utf-8")

    assert 0 == status
    assert 0 == terminal.asked
    for id, decision in core.vocabulary.decisions.items():
        assert f"\n  {id}: {decision.default}\n" in text
    assert "\n  name:\n" in text
    assert "'houserules check schools/st-marys' says what is still missing." in terminal.text


def test_defaults_then_check_names_what_is_empty(folder, core):
    """Filling in what the reader names, and nothing else, ends in a school that passes; all that is required gets named."""
    new(folder, True, core, None, lambda line: None)
    path = folder / "school.yml"
    answers = dict(zip(FACTS, FACTS_TYPED, strict=True)) | {"school.phase": "primary", "school.phone": "01632 960100"}
    named: set[str] = set()
    for _ in range(3):
        try:
            core.school(folder)
            break
        except Problems as found:
            text = "\n".join(str(problem) for problem in found.problems)
        new_ones = {name for name in FACTS if f"{name} " in text or f"{name}." in text} - named
        assert new_ones, text
        named |= new_ones
        lines = path.read_text("utf-8").split("\n")
        for name in new_ones:
            fill(lines, name, answers[name])
        path.write_text("\n".join(lines), "utf-8")
    needed = set(FACTS) - {"school.email", "people.safeguarding_lead.name", "people.safeguarding_lead.email"}

    assert needed <= named
    assert NAME == core.school(folder).profile.school.name


def fill(lines: list[str], name: str, value: str) -> None:
    """Write a value after its name in the lines of a profile."""
    here, keys = -1, name.split(".")
    for depth, key in enumerate(keys):
        here = next(number for number in range(here + 1, len(lines)) if lines[number].startswith(f"{'  ' * depth}{key}:"))
    lines[here] = f"{lines[here]} {write_scalar(value)}"


@pytest.mark.parametrize("defaults", [True, False])
@pytest.mark.parametrize("content", ["", "school: {name: Mine}\n"])
def test_never_overwrites(defaults, content, folder, core):
    """A profile that is there stays as it is, even an empty one; nothing is asked."""
    folder.mkdir(parents=True)
    (folder / "school.yml").write_text(content)
    terminal = Terminal([])

    with pytest.raises(Problems, match="This school has its profile already. It is never overwritten."):
        new(folder, defaults, core, terminal.ask, terminal.say)
    assert content == (folder / "school.yml").read_text()
    assert 0 == terminal.asked


def test_never_overwrites_what_came_meanwhile(folder, core):
    """A profile that somebody else made during the interview stays, and so do the answers."""
    typed = iter([*FACTS_TYPED, *[DEFAULT] * 60])

    def ask(prompt: str) -> str:
        if not (folder / "school.yml").exists() and (folder / UNFINISHED).exists():
            (folder / "school.yml").write_text("theirs")
        return next(typed)

    with pytest.raises(Problems):
        new(folder, False, core, ask, lambda line: None)
    assert "theirs" == (folder / "school.yml").read_text()
    assert (folder / UNFINISHED).exists()


def test_defaults_spare_an_unfinished_interview(folder, core):
    """--defaults doesn't pass over answers that are waiting."""
    talk(folder, core, NAME, STOP)

    with pytest.raises(Problems, match="an interview that was stopped"):
        new(folder, True, core, None, lambda line: None)
    assert not (folder / "school.yml").exists()


def test_unfinished_file_that_was_changed(folder, core):
    """Answers that somebody spoilt in the unfinished file are asked again; the others count."""
    talk(folder, core, NAME, "wales", "primary", STOP)
    path = folder / UNFINISHED
    path.write_text(path.read_text("utf-8").replace("nation: wales", "nation: Gwales"), "utf-8")
    status, terminal = talk(folder, core, "scotland", *FACTS_TYPED[3:])

    assert 0 == status
    assert "Welcome back: 2 of" in terminal.text
    assert "scotland" == core.school(folder).profile.school.nation


def test_bad_folder_names(tmp_path, core):
    """A folder whose name can't stand in an address is refused before anything is asked."""
    with pytest.raises(Problems, match="'My School' can't be the name of a school's folder"):
        new(tmp_path / "My School", False, core, None, lambda line: None)
    assert [] == list(tmp_path.iterdir())


def test_file_for_a_folder(tmp_path, core):
    """A file in place of the folder is said to be one."""
    (tmp_path / "school").write_text("x")

    with pytest.raises(Problems, match="This is a file"):
        new(tmp_path / "school", True, core, None, lambda line: None)


def test_file_above_the_folder(tmp_path, core):
    """A folder that can't be made is a mistake to mend."""
    (tmp_path / "schools").write_text("x")

    with pytest.raises(Problems, match="This file can't be written"):
        new(tmp_path / "schools" / "mine", True, core, None, lambda line: None)


def test_full_disk(folder, core, monkeypatch):
    """A disk that is full is said at once; the answers that were kept before stay, and no half file."""
    talk(folder, core, NAME, STOP)
    kept = (folder / UNFINISHED).read_bytes()

    def full(path, *rest, **named):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    terminal = Terminal(["wales"])
    with pytest.raises(Problems, match="This file can't be written: No space left on device"):
        new(folder, False, core, terminal.ask, terminal.say)
    assert 1 == terminal.asked
    assert {UNFINISHED: kept} == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_schema_is_put_beside(folder, core):
    """The schema that the first line names is there, so that an editor finds it without a network."""
    new(folder, True, core, None, lambda line: None)
    first = (folder / "school.yml").read_text("utf-8").split("\n")[0]

    assert f"# yaml-language-server: $schema=../{SCHEMA}" == first
    assert write_schema(core.vocabulary) == (folder / ".." / SCHEMA).resolve().read_text("utf-8")


def test_other_schema_is_left_alone(folder, core):
    """A schema that differs isn't overwritten, and the message says what to run."""
    folder.parent.mkdir()
    (folder.parent / SCHEMA).write_text("{}")
    terminal = Terminal([])

    assert 0 == new(folder, True, core, terminal.ask, terminal.say)
    assert "{}" == (folder.parent / SCHEMA).read_text()
    assert f"houserules schema --out schools/{SCHEMA}" in terminal.text


def test_same_schema_is_not_mentioned(folder, core):
    """Where the schema is there and the same, nothing is said of it."""
    folder.parent.mkdir()
    (folder.parent / SCHEMA).write_text(write_schema(core.vocabulary), "utf-8")
    terminal = Terminal([])
    new(folder, True, core, terminal.ask, terminal.say)

    assert SCHEMA not in terminal.text


def test_same_answers_same_bytes(tmp_path, core):
    """What is written depends on the answers alone."""
    texts = set()
    for name in ("one", "two"):
        new(tmp_path / name / "school", True, core, None, lambda line: None)
        texts.add((tmp_path / name / "school" / "school.yml").read_bytes())

    assert 1 == len(texts)
    assert b"\r" not in texts.pop()


def test_full_disk_leaves_no_folder(folder, core, monkeypatch):
    """Where nothing could be written, the folder that was made for it is gone again."""
    real = Path.open

    def full(path, mode="r", *rest, **named):
        if mode == "x":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(Problems, match="This file can't be written: No space left on device"):
        new(folder, True, core)

    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [("my-school", "schools/my-school"), ("Our Schools", '"schools/Our Schools"'), ("St John's (new)", '"schools/St John\'s (new)"'), ("$x y", "'schools/$x y'")],
)
def test_path_in_a_command_can_be_typed(name, shown_as, tmp_path, monkeypatch):
    """A path that holds a blank is in quotes where a command is suggested."""
    monkeypatch.chdir(tmp_path)

    assert shown_as == as_typed(tmp_path / "schools" / name)
