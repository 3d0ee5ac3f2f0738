"""A list with our own field names makes drafts too, and adds to those that the register made."""

from __future__ import annotations

import pytest

from houserules.problems import Problems
from houserules.register.outcome import Fate

WHOLE = """\
school.name;school.nation;school.phase;school.type;school.ages.from;school.ages.to;school.phone;school.address;people.head.name;\
people.safeguarding_lead.email;review.owner;review.review_by;decisions.former_pupils;Our notes
Ysgol Tŷ Coch;wales;primary;maintained;3;11;01632 960500;"1 Heol Fawr
Tre Goch; TG1 1AA";Siân Lloyd;diogelu@tycoch.example;the deputy head;2027-09-30;never;pays late
"""


def test_a_whole_school(write_list, take, core, schools):
    """A list that says everything makes a school that can be published at once."""
    (outcome,) = take(write_list(WHOLE))
    school = core.school(schools / "ysgol-ty-coch")

    assert (Fate.NEW, (), ()) == (outcome.fate, outcome.lacks, outcome.wrong)
    assert ("wales", "never") == (school.profile.school.nation, school.answers["former_pupils"])
    assert ("1 Heol Fawr", "Tre Goch", "TG1 1AA") == school.profile.school.address


def test_adds_to_the_register(write_list, extract, take, core, schools):
    """A list of numbers and safeguarding leads fills in what the register doesn't know, and both are kept up to date."""
    take(extract(only=("900101",)))
    leads = write_list(
        "school.urn,people.safeguarding_lead.email,review.owner,review.review_by\n900101,safe@harrow.example,the head,2027-09-30\n900199,a@b.example,,\n"
    )
    outcome, unknown = take(leads)

    assert (Fate.UPDATED, "harrow-bank-primary-school", ()) == (outcome.fate, outcome.folder, outcome.lacks)
    assert "No school with this number was imported before" in unknown.why
    again = take(extract({"900101": {"TelephoneNum": "01632 960999"}}, only=("900101",)))[0]
    assert ["school.phone"] == [change.field for change in again.changed]
    assert "safe@harrow.example" == core.school(schools / outcome.folder).profile.people.safeguarding_lead.email


ROWS = {
    "an unknown phase": (
        "school.name,school.phase\nA School,primry\n",
        "school.phase: 'primry' isn't one of the possible values. Did you mean 'primary'?",
    ),
    "a placeholder for a name": (
        "school.name,school.phase\nTBC,primary\n",
        "school.name: 'TBC' looks like a place that is still to be filled in.",
    ),
    "no name": ("school.name,school.phase\n,primary\n", "It has no name (school.name) and no number (school.urn)."),
    "a folder outside": ("school.name,folder\nA School,../../evil\n", "can't be the name of a school's folder"),
    "a folder in a folder": ("school.name,folder\nA School,a/b\n", "can't be the name of a school's folder"),
    "a hidden folder": ("school.name,folder\nA School,.import\n", "'.import' can't be the name of a school's folder."),
    "a folder in capitals": ("school.name,folder\nA School,School\n", "'School' can't be the name of a school's folder."),
    "a name without letters for an address": (
        "school.name\nمدرسة النور\n",
        "Give each its number (school.urn) or its folder's name (folder)",
    ),
}


@pytest.mark.parametrize(("text", "why"), ROWS.values(), ids=ROWS)
def test_rows_left_out(text, why, write_list, take, schools):
    """A row that can't become a profile says why."""
    (outcome,) = take(write_list(text))

    assert why in outcome.why
    assert outcome.mistake
    assert [] == [path.name for path in schools.iterdir()]


def test_unusable_cells(write_list, take):
    """A cell that a profile can't hold is named and left out; the school is made."""
    text = "school.name,school.email,decisions.former_pupils,people.head.show_name\nA School,at the office,nevr,perhaps\n"
    (outcome,) = take(write_list(text))

    assert Fate.NEW is outcome.fate
    assert [
        "people.head.show_name: 'perhaps' isn't yes or no. Write yes or no.",
        "decisions.former_pupils: 'nevr' isn't one of the answers. Did you mean 'never'?",
    ] == [one for one in outcome.unusable if "email" not in one]
    assert ["school.email: 'at the office' isn't an email address. It should look like office@school.example."] == [
        one for one in outcome.unusable if "email" in one
    ]


def test_schools_without_numbers(write_list, take, schools):
    """Schools are known again by their name, or by the folder that the list gives; two of one name are told apart by nothing else."""
    text = "school.name,folder,school.phone\nThe Bridge,bridge-north,\nThe Bridge,bridge-south,\nThe Mill,,\nThe Mill,,\nThe Weir,,\n"
    first = take(write_list(text))
    second = take(write_list(text.replace("The Weir,,", "The Weir,,01632 960700")))

    assert ["bridge-north", "bridge-south", "the-weir"] == [path.name for path in sorted(schools.iterdir()) if "mill" not in path.name]
    assert "Another row has the same name." in first[3].why
    assert ["school.phone"] == [change.field for change in second[-1].changed]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "school.name,school.phse\nA,b\n",
            "list.csv:1: There is no field 'school.phse' that a list can hold. It would be lost. Did you mean 'school.phase'?",
        ),
        ("school.name,accounts.0.handle\nA,b\n", "There is no field 'accounts.0.handle' that a list can hold."),
        ("school.name,decisions.telepathy\nA,b\n", "There is no field 'decisions.telepathy' that a list can hold."),
        (
            "URN,EstablishmentName\n1,A\n",
            "Columns of the register are missing: TypeOfEstablishment (name), PhaseOfEducation (name), EstablishmentStatus (name).",
        ),
        (
            "URN,EstablishmentName,TypeOfEstablishment (code),PhaseOfEducation (name),EstablishmentStatus (name)\n1,A,2,b,c\n",
            "The register's column 'TypeOfEstablishment (name)' is missing. Without it no profile can be written. Use the register's download",
        ),
        (
            "URN,EstablishmentName,typeofestablishment,PhaseOfEducation (name),EstablishmentStatus (name)\n1,A,2,b,c\n",
            "If 'typeofestablishment' is the column 'TypeOfEstablishment (name)', write its name as the register does. Use the register's",
        ),
        ("school.name,school.urn\n", "list.csv: There is no school in this file: nothing stands below the names of its columns."),
        ("school.name,school.urn\n,\n\n", "list.csv: There is no school in this file: nothing stands below the names of its columns."),
        ("school.phase,school.phone\nprimary,1\n", "list.csv:1: Nothing in this list says which school a row is about."),
    ],
)
def test_columns(text, message, write_list, take, schools):
    """A column that would be lost, or one without which nothing can be done, is a mistake."""
    with pytest.raises(Problems) as found:
        take(write_list(text))

    assert message in str(found.value)
    assert not schools.exists()


def test_what_is_wrong_is_told_of_the_right_school(write_list, take, authority):
    """Rows that fill in the same fields differ in what is wrong with them: each school is told its own."""
    authority("name: Fernshire Council\n")
    columns = "school.name,school.nation,school.phase,school.type,school.ages.from,school.ages.to,decisions.sign_off,authority,"
    columns += "school.phone,people.head.name,people.safeguarding_lead.phone,review.owner,review.review_by"
    same = "01632 960700,Jo Lee,01632 960701,the head,2027-09-30"
    rows = [
        f"The Mill,england,primary,academy,4,11,paper,fernshire,{same}",
        f"The Weir,england,primary,academy,4,11,online-form,fernshire,{same}",
        f"The Lock,england,primary,academy,4,18,paper,fernshire,{same}",
        f"The Bridge,england,primary,academy,4,11,paper,fernshir,{same}",
    ]
    outcomes = take(write_list("\n".join([columns, *rows])))

    assert [
        (),
        ("There is no links.sign_off_form, but the answer to 'sign_off' is 'online-form' (schools/the-weir/school.yml",),
        ("The ages 4 to 18 don't fit the phase 'primary' (schools/the-lock/school.yml",),
        ("There is no authority 'fernshir' in authorities.",),
    ] == [tuple(what.split(":")[0] for what in outcome.wrong) for outcome in outcomes]
    assert [()] * 4 == [outcome.lacks for outcome in outcomes]
