"""The authority's layer: what it gives its schools, what it may not say, and where its mistakes are named."""

from __future__ import annotations

import pytest

FERNSHIRE = """\
name: Fernshire Council
school:
  local_authority: Fernshire Council
  trust: Somebody's Trust
people:
  data_protection_officer:
    email: dpo@fernshire.example
  deputy_safeguarding_leads:
    - name: A
    - name: B
    - name: C
local_safeguarding:
  social_care:
    name: Front Door
    phone: 01632 960200
hours:
  reply: 9am to 4pm
decisions:
  gaming: school-club-only
  phones_pupils: not-brought
"""
SCHOOL = {
    "authority": "fernshire",
    "school.local_authority": None,
    "school.trust": "",
    "hours": None,
    "local_safeguarding.social_care": {"phone": "01632 960999"},
}


@pytest.fixture
def school(school_folder, tmp_path, monkeypatch):
    """Give a function that writes a school beside its authority."""
    monkeypatch.chdir(tmp_path)

    def write(authority: str = FERNSHIRE, changes=None, slug: str = "fernshire"):
        files = {} if authority is None else {f"authorities/{slug}/authority.yml": authority}
        return school_folder(changes=SCHOOL | (changes or {}), files=files)

    return write


def test_authority_fills_what_the_school_leaves_empty(school, read):
    """A value that a school doesn't give, or leaves empty, is its authority's."""
    values = read(school()).values

    assert "Fernshire Council" == values["school.local_authority"]
    assert "Somebody's Trust" == values["school.trust"]
    assert "9am to 4pm" == values["hours.reply"]
    assert "Front Door" == values["local_safeguarding.social_care.name"]


def test_school_has_the_last_word(school, read):
    """What a school gives stands in place of its authority's, within a section and as a whole list."""
    found = read(school())

    assert "01632 960999" == found.values["local_safeguarding.social_care.phone"]
    assert "dpo@marsh-street.example" == found.values["people.data_protection_officer.email"]
    assert 2 == len(found.lists["people.deputy_safeguarding_leads"])
    assert "handed-in" == found.answers["phones_pupils"]


def test_authority_gives_default_answers(school, read):
    """A decision that the school doesn't take is its authority's, and its place is in the authority's file."""
    found = read(school())

    assert "school-club-only" == found.answers["gaming"]
    assert "authorities/fernshire/authority.yml:19:11" == found.sources["gaming"]
    assert found.sources["phones_pupils"].startswith("schools/marsh-street/school.yml:")


def test_authority_is_known_by_name_and_folder(school, read, tmp_path):
    """The school knows its authority's name, slug and folder, of which the last holds its wording."""
    authority = read(school()).authority

    assert ("fernshire", "Fernshire Council", (tmp_path / "authorities" / "fernshire").resolve()) == (
        authority.slug,
        authority.name,
        authority.folder.resolve(),
    )


def test_school_without_an_authority(school_folder, read):
    """A school needs no authority."""
    assert read(school_folder()).authority is None


MISTAKES = {
    "a value": (
        FERNSHIRE.replace("01632 960200", "ring us").replace("    phone: 01632 960999\n", ""),
        {"local_safeguarding.social_care": {"phone": ""}},
        [("@[authorities/fernshire/authority.yml|ring us]: local_safeguarding.social_care.phone: 'ring us' isn't a telephone number. "
         "Write digits and spaces, for example 01632 960123 or 01632 960123 ext 4.")],
    ),
    "a field": (
        FERNSHIRE.replace("  reply: 9am", "  replies: 9am"), {},
        ["@[authorities/fernshire/authority.yml|replies]: 'replies' isn't a field here. It would never be shown. Did you mean 'reply'?"],
    ),
    "an answer": (
        FERNSHIRE.replace("school-club-only", "school-club"), {},
        [("@[authorities/fernshire/authority.yml|school-club]: 'school-club' isn't an answer to 'gaming'. "
         "The question is: QUESTION Did you mean 'school-club-only'?")],
    ),
    "a decision": (
        FERNSHIRE.replace("gaming", "gamming"), {},
        ["@[authorities/fernshire/authority.yml|gamming]: There is no decision 'gamming'. It would change nothing. Did you mean 'gaming'?"],
    ),
    "no name": (
        FERNSHIRE.replace("name: Fernshire Council\n", "", 1), {},
        ["authorities/fernshire/authority.yml:1:1: The authority's name isn't filled in. Write 'name: ' and its name."],
    ),
    "an empty file": ("", {}, ["authorities/fernshire/authority.yml:1:1: The authority's name isn't filled in. Write 'name: ' and its name."]),
    "a list": ("- a\n", {}, ["authorities/fernshire/authority.yml:1:1: The authority's name isn't filled in. Write 'name: ' and its name."]),
    "what is each school's own": (
        FERNSHIRE + "accounts: []\nauthority: other\nschol: {}\nzzz: 1\n", {},
        [("authorities/fernshire/authority.yml:21:1: 'accounts' can't stand in authority.yml. It is each school's own. "
         "Here may stand: name, school, people, local_safeguarding, hours, filtering, links, paper_copies, brand, common_questions, review, decisions."),
         ("authorities/fernshire/authority.yml:22:1: 'authority' can't stand in authority.yml. It is each school's own. "
         "Here may stand: name, school, people, local_safeguarding, hours, filtering, links, paper_copies, brand, common_questions, review, decisions."),
         "authorities/fernshire/authority.yml:23:1: 'schol' can't stand in authority.yml. It isn't a field. Did you mean 'school'?",
         ("authorities/fernshire/authority.yml:24:1: 'zzz' can't stand in authority.yml. It isn't a field. "
         "Here may stand: name, school, people, local_safeguarding, hours, filtering, links, paper_copies, brand, common_questions, review, decisions.")],
    ),
    "YAML": (
        FERNSHIRE + "name: again\n", {},
        ["authorities/fernshire/authority.yml:21:1: 'name' stands here a second time; the first is on line 1. Keep one of the two."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("authority", "changes", "messages"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_of_an_authority(authority, changes, messages, school, problems_of, at, vocabulary):
    """What is wrong with an authority's file is named there, not in the school's."""
    folder = school(authority, changes)
    expected = at([message.replace("QUESTION", vocabulary.decisions["gaming"].question) for message in messages], folder)

    assert expected == problems_of(folder)


@pytest.mark.parametrize(
    ("asked", "fix"),
    [
        ("fernshir", "Did you mean 'fernshire'?"),
        ("zzz", "There should be a file authorities/zzz/authority.yml beside the folder of schools."),
        (
            "../schools/marsh-street",
            "There should be a file authorities/../schools/marsh-street/authority.yml beside the folder of schools.",
        ),
        ("..", "There should be a file authorities/../authority.yml beside the folder of schools."),
    ],
)
def test_authority_that_isnt_there(asked, fix, school, problems_of, at):
    """An authority's name is that of a folder beside the schools, and leads nowhere else."""
    folder = school(changes={"authority": asked})

    assert at([f"@[{asked}\n]: There is no authority '{asked}' in authorities. {fix}"], folder) == problems_of(folder)


def test_no_folder_of_authorities(school, problems_of, at):
    """A school that names an authority where there are none is told where one should be."""
    folder = school(authority=None)
    message = "@[fernshire\n]: There is no authority 'fernshire' in authorities. There should be a file authorities/fernshire/authority.yml beside the folder of schools."

    assert at([message], folder) == problems_of(folder)


def test_authority_without_its_file(school, problems_of, tmp_path):
    """An authority's folder without authority.yml is said to lack it."""
    folder = school()
    (tmp_path / "authorities" / "fernshire" / "authority.yml").unlink()

    assert [
        "authorities/fernshire/authority.yml: This file isn't there. Check the name, or make one with 'houserules new'."
    ] == problems_of(folder)
