"""Drafts are written for the schools that are wanted, and brought up to date without touching anybody's work."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from houserules.problems import Problems, list_unfilled
from houserules.register.outcome import Fate
from houserules.register.record import RECORD

HARROW, BROOK, QUARRY = "900101", "900104", "900106"
FERNSHIRE = (
    "name: Fernshire Council\nschool:\n  local_authority: Fernshire Council\nreview:\n  owner: the deputy head\n  review_by: 2027-09-30\n"
)
NEW_PHONE = {"TelephoneNum": "01632 960999"}
LACKS = ("people.safeguarding_lead.phone or .email", "review.owner", "review.review_by")


def by_number(outcomes):
    """Give the outcomes by their schools' numbers; of a number that comes twice, the first."""
    return {outcome.number: outcome for outcome in reversed(outcomes)}


def edit(path, old, new):
    """Change a profile as somebody would in an editor."""
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    path.write_bytes(text.replace(old, new).encode())


def snapshot(folder):
    """Give every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_drafts(extract, take, schools):
    """Every school of the extract gets its folder or its reason, and nothing is left lying about."""
    outcomes = by_number(take(extract()))

    assert {"new": 17, "left out": 7} == {
        str(fate): sum(one.fate is fate for one in outcomes.values()) for fate in (Fate.NEW, Fate.LEFT_OUT)
    }
    assert sorted(one.folder for one in outcomes.values() if one.known) == sorted(path.name for path in schools.iterdir())
    assert "harrow-bank-primary-school" == outcomes[HARROW].folder
    assert ["register.json", "school.yml"] == sorted(path.name for path in (schools / "harrow-bank-primary-school").iterdir())
    assert LACKS == outcomes[HARROW].lacks


def test_schools_of_one_name_have_their_numbers(extract, take):
    """Three schools of one name, in two authorities, are told apart by their numbers, whichever are imported."""
    name = "st-brannocs-church-of-england-primary-school"

    assert f"{name}-900124" == by_number(take(extract(), authorities=("Otherton",)))["900124"].folder
    assert [f"{name}-900102", f"{name}-900103"] == [
        by_number(take(extract(), authorities=("999",)))[urn].folder for urn in ("900102", "900103")
    ]


def test_a_folders_name_stays(extract, take):
    """A school that changes its name, or meets a namesake, keeps the folder that it has."""
    take(extract(only=(BROOK,)))
    renamed = by_number(
        take(extract({BROOK: {"EstablishmentName": "Brook Vale High"}, HARROW: {"EstablishmentName": "Brook Vale Academy"}}))
    )

    assert "brook-vale-academy" == renamed[BROOK].folder
    assert ["school.name"] == [change.field for change in renamed[BROOK].changed]
    assert (Fate.NEW, f"brook-vale-academy-{HARROW}") == (renamed[HARROW].fate, renamed[HARROW].folder)


def test_a_school_that_became_an_academy(extract, take, schools):
    """Closed under its old number and opened under a new one, it has a folder for each, and the report says so once."""
    take(extract(only=(HARROW,)))
    old = snapshot(schools)
    converted = {HARROW: {"EstablishmentStatus (name)": "Closed"}, BROOK: {"EstablishmentName": "Harrow Bank Primary School"}}
    outcomes = by_number(take(extract(converted, only=(HARROW, BROOK))))
    again = by_number(take(extract(converted, only=(HARROW, BROOK))))

    assert old.items() <= snapshot(schools).items()
    assert (Fate.CLOSED, "harrow-bank-primary-school") == (outcomes[HARROW].fate, outcomes[HARROW].folder)
    assert (Fate.NEW, f"harrow-bank-primary-school-{BROOK}", False) == (outcomes[BROOK].fate, outcomes[BROOK].folder, outcomes[BROOK].mistake)
    assert f"'harrow-bank-primary-school' is that of a school of this name with the number {HARROW}" in outcomes[BROOK].why
    assert "Both folders stay." in outcomes[BROOK].why
    assert (Fate.UNCHANGED, "") == (again[BROOK].fate, again[BROOK].why)


def test_imported_before_without_a_number(extract, take, schools, write_list):
    """It can't be said whether a school with a number is the same, so nothing is written, and that is the reason given."""
    take(write_list("school.name\nHarrow Bank Primary School\n"))
    before = snapshot(schools)
    outcome = by_number(take(extract(only=(HARROW,))))[HARROW]

    assert before == snapshot(schools)
    assert (Fate.LEFT_OUT, True) == (outcome.fate, outcome.mistake)
    assert "without a number, so it can't be said whether this is the same." in outcome.why


def test_a_folder_that_is_asked_for_is_another_schools(extract, take, schools, write_list):
    """A list that names a folder gets that folder or none, and is told whose it is."""
    take(extract(only=(HARROW,)))
    before = snapshot(schools)
    (outcome,) = take(write_list("school.name,school.urn,folder\nHarrow Bank,900777,harrow-bank-primary-school\n"))

    assert before == snapshot(schools)
    assert f"The folder of this name is that of the school with the number {HARROW}." in outcome.why


def test_a_draft_is_not_wrong_only_unfinished(extract, take, core, schools):
    """A draft's problems are that something is still to fill in, and nothing else; filled in, it is a school."""
    take(extract(only=(HARROW,)))
    folder = schools / "harrow-bank-primary-school"
    with pytest.raises(Problems) as found:
        core.school(folder)

    assert set(LACKS) == set(list_unfilled(found.value.problems))
    assert all("till to fill in" in str(problem) for problem in found.value.problems)
    edit(folder / "school.yml", "\n  owner:", "\n  owner: the deputy head")
    edit(folder / "school.yml", "\n  review_by:", "\n  review_by: 2027-09-30")
    text = (folder / "school.yml").read_text("utf-8")
    start = text.index("\n    phone:", text.index("\n  safeguarding_lead:"))
    (folder / "school.yml").write_text(f"{text[:start]}\n    phone: 01632 960101{text[start + len(chr(10) + '    phone:') :]}", "utf-8")
    school = core.school(folder)

    assert "Mrs Zoë Ó Briain" == school.profile.people.head.name
    assert ("Harrow Bank", "Fernbridge", "Fernshire", "FB1 4QT") == school.profile.school.address
    outcome = by_number(take(extract(only=(HARROW,))))[HARROW]
    assert ((), ()) == (outcome.lacks, outcome.wrong)


def test_an_authority_supplies(extract, take, core, schools, authority):
    """What the authority says for all isn't lacking, and its words aren't written over by the register's."""
    authority(FERNSHIRE)
    outcome = by_number(take(extract(only=(HARROW,)), "fernshire"))[HARROW]
    text = (schools / outcome.folder / "school.yml").read_text("utf-8")

    assert LACKS[:1] == outcome.lacks
    assert "\nauthority: fernshire\n" in text
    assert "\n  local_authority:\n" in text
    take(extract({HARROW: {"LA (name)": "Northfernshire"}}, only=(HARROW,)), "fernshire")
    assert text == (schools / outcome.folder / "school.yml").read_text("utf-8")


def test_an_unknown_authority_writes_nothing(extract, take, schools, authority):
    """An authority that isn't there is a mistake, not a draft that can't be read."""
    authority(FERNSHIRE)
    with pytest.raises(Problems, match="Did you mean 'fernshire'"):
        take(extract(), "fernshir")

    assert not schools.exists()


def test_again_changes_nothing(extract, take, schools):
    """The same file a second time: not a byte is written, and the same is said of each school."""
    first = by_number(take(extract()))
    before = snapshot(schools)
    times = {path: path.stat().st_mtime_ns for path in schools.rglob("*")}
    second = by_number(take(extract()))

    assert before == snapshot(schools)
    assert times == {path: path.stat().st_mtime_ns for path in schools.rglob("*")}
    assert all(one.fate is Fate.UNCHANGED for one in second.values() if one.known)
    assert {urn: one.lacks for urn, one in first.items()} == {urn: one.lacks for urn, one in second.items()}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_up_to_date_and_what_was_typed_stays(ends, extract, take, schools):
    """The register's new facts are put where they belong; the school's own facts, comments, order and line ends stay."""
    take(extract(only=(BROOK,)))
    path = schools / "brook-vale-academy" / "school.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ends.encode()))
    edit(path, 'phone: "01632960404"', 'phone: "01632960404"   # the office')
    edit(path, "    name: Dr Imran Sayer", "    name: 'Dr Imran A. Sayer'  # as he likes it")
    edit(path, "\n  short_name:", "\n  short_name: Brook Vale")
    edit(path, "    - Fernbridge", "    - Fernbridge  # not Fern Bridge")
    new = {"TelephoneNum": "01632 960999", "HeadLastName": "Newhead", "Locality": "Vale End", "SchoolWebsite": ""}
    before = path.read_bytes()
    outcome = by_number(take(extract({BROOK: new}, only=(BROOK,))))[BROOK]
    expected = before.replace(b'"01632960404"', b"01632 960999").replace(
        b"    - Brook Vale", f"    - Brook Vale{ends}    - Vale End".encode()
    )

    assert expected == path.read_bytes()
    assert Fate.UPDATED is outcome.fate
    assert ["school.phone", "school.address"] == [change.field for change in outcome.changed]
    assert [("people.head.name", "Dr Imran A. Sayer", "Dr Imran Newhead")] == [
        (one.field, one.school, one.register) for one in outcome.conflicts
    ]
    assert ["school.website"] == [change.field for change in outcome.silent]
    again = by_number(take(extract({BROOK: new}, only=(BROOK,))))[BROOK]
    assert (expected, ()) == (path.read_bytes(), again.conflicts + again.changed)


def test_a_file_that_can_not_be_read_is_left(extract, take, schools):
    """A profile with a slip in it is neither changed nor lost; it is mended first."""
    take(extract(only=(BROOK,)))
    path = schools / "brook-vale-academy" / "school.yml"
    edit(path, "\n  short_name:", "\n  short_name: [Brook")
    before = snapshot(schools)
    outcome = by_number(take(extract({BROOK: {"TelephoneNum": "01632 960999"}}, only=(BROOK,))))[BROOK]

    assert before == snapshot(schools)
    assert "Its school.yml can't be read, so it was left alone: schools/brook-vale-academy/school.yml:" in outcome.why
    assert outcome.mistake


def test_closed_since(extract, take, schools):
    """A school that has its folder and is closed now is told, even where only open schools are wanted; its folder stays."""
    take(extract())
    before = snapshot(schools)
    closed = {QUARRY: {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}}
    outcome = by_number(take(extract(closed), open_only=True))[QUARRY]

    assert (Fate.CLOSED, "quarry-lane-nursery-school") == (outcome.fate, outcome.folder)
    assert "closed (since 31-08-2026)" in outcome.why
    assert before == snapshot(schools)


def test_what_is_wanted(extract, take):
    """An authority, a trust, either by name or by number; only what is open."""
    assert {"900119", "900120", "900121", "900123", "900124", ""} == set(by_number(take(extract(), authorities=("OTHERTON",))))
    assert {"900104", "900110", "900115"} == set(by_number(take(extract(), trusts=("Fernshire  Learning Trust",))))
    assert {"900111"} == set(by_number(take(extract(), trusts=("7003",))))
    assert {"900124"} == set(by_number(take(extract(), trusts=("7003", "7004"), authorities=("997",))))
    assert not {"900105", "900116"} & set(by_number(take(extract(), open_only=True)))


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"authorities": ("Fernshir",)}, "No school in this file has the local authority 'Fernshir' (--la). Did you mean 'Fernshire'?"),
        (
            {"trusts": ("Learning",)},
            "No school in this file has the trust 'Learning' (--trust). Names with that in them: FERNSHIRE LEARNING TRUST.",
        ),
        ({"trusts": ("9",)}, "Write it as the file has it: its name or its number."),
    ],
)
def test_nobody_of_that_name(wanted, message, extract, take, schools):
    """A name that no row has is a mistake, with the nearest, and nothing is written."""
    with pytest.raises(Problems) as found:
        take(extract(), **wanted)

    assert message in str(found.value)
    assert not schools.exists()


def test_never_over_anything_else(extract, take, schools):
    """A folder, a file or a link that import didn't make is left as it is, and so is the profile that a school has already."""
    for name in ("harrow-bank-primary-school", "own"):
        (schools / name).mkdir(parents=True)
    (schools / "harrow-bank-primary-school" / "notes.txt").write_text("ours")
    (schools / "own" / "school.yml").write_text('school:\n  urn: "900104"\n')
    (schools / "quarry-lane-nursery-school").write_text("a file")
    os.symlink(schools / "own", schools / "the-bridge")
    before = snapshot(schools)
    outcomes = by_number(take(extract(only=(HARROW, BROOK, QUARRY, "900109"))))

    assert before == snapshot(schools)
    assert all("that wasn't made by import" in outcomes[urn].why for urn in (HARROW, QUARRY, "900109"))
    assert "It has a profile with its number already" in outcomes[BROOK].why
    assert all(one.mistake for urn, one in outcomes.items() if urn != BROOK)


def test_marks_that_went_wrong(extract, take, schools):
    """A record that is damaged, copied or left without its profile is told, and nothing of those schools is changed."""
    take(extract(only=(HARROW, BROOK, QUARRY)))
    (schools / "harrow-bank-primary-school" / RECORD).write_text("{")
    shutil.copytree(schools / "brook-vale-academy", schools / "copy")
    (schools / "quarry-lane-nursery-school" / "school.yml").unlink()
    before = snapshot(schools)
    outcomes = by_number(take(extract({urn: NEW_PHONE for urn in (HARROW, BROOK, QUARRY)}, only=(HARROW, BROOK, QUARRY))))

    assert before == snapshot(schools)
    assert "This record of the last import is damaged" in outcomes[HARROW].why
    assert "Two folders hold this school's record, brook-vale-academy and copy." in outcomes[BROOK].why
    assert "Its folder has no school.yml." in outcomes[QUARRY].why


def test_killed_between_profile_and_record(extract, take, schools):
    """A run that died after the profile and before its record is completed by the next, without a conflict."""
    take(extract(only=(BROOK,)))
    record = schools / "brook-vale-academy" / RECORD
    old, changed = record.read_bytes(), {BROOK: {"TelephoneNum": "01632 960999"}}
    take(extract(changed, only=(BROOK,)))
    new = json.loads(record.read_text("utf-8"))["facts"]
    record.write_bytes(old)
    (schools / ".import" / "half").mkdir(parents=True)
    outcome = by_number(take(extract(changed, only=(BROOK,))))[BROOK]

    assert () == outcome.conflicts
    assert new == json.loads(record.read_text("utf-8"))["facts"]
    assert not (schools / ".import").exists()
    assert by_number(take(extract({BROOK: {"TelephoneNum": "01632 960111"}}, only=(BROOK,))))[BROOK].changed


def test_nowhere_to_write(extract, take, schools):
    """Where no folder can be made, that is said."""
    schools.write_text("a file")
    (schools.parent / "list").write_bytes(extract().read_bytes())
    schools.unlink()
    schools.symlink_to(schools.parent / "list" / "nowhere")
    with pytest.raises(Problems, match="This is a file, and the folder of schools is needed|Nothing can be written"):
        take(extract())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for the superuser, no folder is read-only")
def test_a_folder_that_is_read_only(extract, take, schools):
    """Where nothing can be written, that is said."""
    schools.mkdir(mode=0o555)
    with pytest.raises(Problems, match="Nothing can be written into this folder: Permission denied"):
        take(extract())


def test_a_disk_that_fails(extract, take, schools, monkeypatch):
    """A school that can't be written is told, the others are written, and none is there by half."""
    from houserules.register.home import Home

    add = Home.add

    def fail(home, name, files):
        if name.startswith("harrow"):
            raise OSError(28, "No space left on device")
        add(home, name, files)

    monkeypatch.setattr(Home, "add", fail)
    outcomes = by_number(take(extract(only=(HARROW, BROOK))))

    assert "It can't be written: No space left on device." in outcomes[HARROW].why
    assert ["brook-vale-academy"] == [path.name for path in schools.iterdir()]


@pytest.mark.parametrize(("make", "message"), [("file", "This is a file"), ("school", "This is one school's folder")])
def test_not_a_folder_of_schools(make, message, extract, take, schools):
    """A file, or one school's own folder, isn't where schools are put."""
    if make == "file":
        schools.write_text("x")
    else:
        schools.mkdir()
        (schools / "school.yml").write_text("school:\n")
    with pytest.raises(Problems, match=message):
        take(extract())


def test_two_at_once(extract, take, schools):
    """A second import into the same folder says so and stops."""
    from houserules.register.home import Home

    with Home(schools), pytest.raises(Problems, match="Another import is at work in this folder"):
        take(extract())


def test_a_row_twice(extract, take, schools):
    """A school that stands in the file twice is taken once, and the second row is named."""
    twice = [one for one in take(extract()) if one.number == HARROW]

    assert [Fate.NEW, Fate.LEFT_OUT] == [one.fate for one in twice]
    assert "The same school stands in row 2 already." == twice[1].why


def test_a_broken_end_writes_nothing(extract, take, schools):
    """A file that is broken in its last row has been read to its end before anything is written."""
    path = extract()
    path.write_bytes(path.read_bytes() + b'"900199","999')
    with pytest.raises(Problems, match="isn't closed"):
        take(path)

    assert not schools.exists()
