"""Reading a profile: everything that is wrong at once, at its place; and what a school in order comes to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from houserules.problems import Problems
from houserules.profile.conditions import GIVEN
from houserules.profile.models import without_empty

CASES = [
    pytest.param(case, id=case["name"]) for case in yaml.safe_load((Path(__file__).parent / "cases" / "problems.yml").read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_problems_of_a_profile(case, write_case, problems_of, at, vocabulary):
    """A profile that is wrong gives exactly these messages."""
    folder = write_case(case)
    expected = [
        re.sub(r"QUESTION\((\w+)\)", lambda found: vocabulary.decisions[found[1]].question, message) for message in case["problems"]
    ]

    assert sorted(at(expected, folder)) == sorted(problems_of(folder))


def test_problems_come_in_the_order_of_the_file(school_folder, problems_of):
    """What is wrong is said from the top of the file to its end."""
    found = problems_of(school_folder(changes={"school.nation": "x", "people.head.email": "x", "decisions.sign_off": "x"}))

    assert ["x", "x", "x"] == [re.search(r"'(x)'", message)[1] for message in found]
    assert sorted(int(message.split(":")[1]) for message in found) == [int(message.split(":")[1]) for message in found]


def test_sample_has_no_problems(school_folder, problems_of):
    """The sample that all cases overlay is without a fault."""
    assert [] == problems_of(school_folder())


def test_sample_holds_every_field(school_folder, read):
    """Every field that is declared has a value in the sample, so that nothing goes untried."""
    profile = read(school_folder()).profile
    people = {name for name in type(profile.people).model_fields if not getattr(profile.people, name)}
    school = {name for name in type(profile.school).model_fields if getattr(profile.school, name) is None}
    sections = {name for name in type(profile).model_fields if not getattr(profile, name)}

    assert set() == people | school
    assert {"authority"} == sections


def test_folder_that_isnt_there(tmp_path, problems_of):
    """A school that isn't there is said not to be."""
    assert ["schools/nowhere: There is no such folder. Name the folder in which school.yml stands."] == problems_of(
        tmp_path / "schools" / "nowhere"
    )


def test_file_in_place_of_a_folder(tmp_path, problems_of):
    """A file named as a school is refused."""
    (tmp_path / "school").write_text("x")

    assert ["school: This is a file, and a school's folder is needed. Name the folder in which school.yml stands."] == problems_of(
        tmp_path / "school"
    )


def test_folder_without_a_profile(tmp_path, problems_of):
    """A folder without school.yml is said to have none."""
    (tmp_path / "schools" / "empty").mkdir(parents=True)

    assert ["schools/empty/school.yml: This file isn't there. Check the name, or make one with 'houserules new'."] == problems_of(
        tmp_path / "schools" / "empty"
    )


def test_folder_in_place_of_the_profile(tmp_path, problems_of):
    """A folder called school.yml is refused."""
    (tmp_path / "schools" / "odd" / "school.yml").mkdir(parents=True)

    assert ["schools/odd/school.yml: This is a folder, and a file is needed here."] == problems_of(tmp_path / "schools" / "odd")


@pytest.mark.parametrize("name", ["a", "a1", "x" * 64, "st-mary-s-2"])
def test_names_that_a_folder_may_have(name, school_folder, problems_of):
    """Small letters, digits and hyphens between them do."""
    assert [] == problems_of(school_folder(name=name))


@pytest.mark.parametrize("name", ["A", "a_b", "-a", "a-", "x" * 65, "é", "a b", "a.b"])
def test_names_that_a_folder_may_not_have(name, school_folder, problems_of):
    """What can't stand in an address can't be a school's name."""
    found = problems_of(school_folder(name=name))

    assert 1 == len(found)
    assert f"'{name}' can't be the name of a school's folder." in found[0]


def test_profile_that_is_a_link_out_of_the_folder(school_folder, tmp_path, problems_of):
    """A profile that lies elsewhere is not read."""
    folder = school_folder()
    (folder / "school.yml").rename(tmp_path / "elsewhere.yml")
    (folder / "school.yml").symlink_to(tmp_path / "elsewhere.yml")
    message = (
        "schools/marsh-street/school.yml: This is a link to a file outside the school's folder. "
        "Only what lies in the school's own folder is read. Copy the file here."
    )

    assert [message] == problems_of(folder)


def test_profile_that_is_a_link_within_the_folder(school_folder, problems_of):
    """A link to another file of the same folder is read."""
    folder = school_folder()
    (folder / "school.yml").rename(folder / "ours.yaml.txt")
    (folder / "school.yml").symlink_to("ours.yaml.txt")

    assert [] == problems_of(folder)


def test_logo_that_is_a_link_out_of_the_folder(school_folder, tmp_path, problems_of, at):
    """A picture that lies elsewhere would be copied to the public site: it is refused."""
    folder = school_folder()
    (folder / "crest.png").rename(tmp_path / "crest.png")
    (folder / "crest.png").symlink_to(tmp_path / "crest.png")

    assert at(
        ["@[crest.png]: 'crest.png' is a link to a file outside the school's folder. Copy the picture there."], folder
    ) == problems_of(folder)


def test_logo_that_is_too_large(school_folder, problems_of, at):
    """A picture straight from a camera is refused."""
    folder = school_folder()
    with (folder / "crest.png").open("r+b") as picture:
        picture.truncate(21 * 1024 * 1024)

    assert at(["@[crest.png]: 'crest.png' is larger than 20 MB. Save a smaller picture."], folder) == problems_of(folder)


def test_facts_of_the_sample(school_folder, read):
    """The facts are what conditions may ask: nation, phase, stages, type, trust, the answers, and what is given."""
    facts = read(school_folder()).facts

    assert {"england"} == facts["nation"]
    assert {"primary"} == facts["phase"]
    assert {"eyfs", "ks1", "ks2"} == facts["stage"]
    assert {"academy"} == facts["type"]
    assert {"yes"} == facts["trust"]
    assert {"handed-in"} == facts["phones_pupils"]
    assert {"links.complaints", "accounts", "people.deputy_safeguarding_leads", "school.address"} <= facts[GIVEN]
    assert "people.head.mobile" not in facts[GIVEN]


def test_what_is_empty_is_as_if_it_werent_there(school_folder, read):
    """A field left empty, an empty list and an empty section give nothing, and no problem."""
    empty = {
        "school.trust": "",
        "school.address": [],
        "links": {"complaints": "", "behaviour": "  "},
        "accounts": [],
        "decisions.sign_off": "",
    }
    school = read(school_folder(changes=empty))

    assert {"no"} == school.facts["trust"]
    assert not {"links.complaints", "links.behaviour", "accounts", "school.address"} & school.facts[GIVEN]
    assert "the default" == school.sources["sign_off"]


def test_answers_say_where_they_come_from(school_folder, read, tmp_path, monkeypatch, at):
    """An answer is the school's, with its place, or the default."""
    monkeypatch.chdir(tmp_path)
    folder = school_folder()
    school = read(folder)

    assert "handed-in" == school.answers["phones_pupils"]
    assert at(["@[handed-in]"], folder) == [school.sources["phones_pupils"]]
    assert "the default" == school.sources["gaming"]
    assert set(school.answers) == set(school.sources)


def test_values_are_normalised(school_folder, read):
    """A value is in Unicode's composed form, with single spaces and none at its ends."""
    school = read(school_folder(changes={"school.name": "  Ysgol\t Cafe\u0301 \n  Hen  "}))

    assert "Ysgol Café Hen" == school.values["school.name"]


def test_hostile_values_are_literal(school_folder, read):
    """Whatever signs a name holds, it is read as it was typed."""
    name = "O'Brien & Sons <b>_St_ Mary*s</b> [x](y) `z` {a} %s \\ \" $1"

    assert name == read(school_folder(changes={"school.name": name})).values["school.name"]


@given(
    st.one_of(
        st.none(),
        st.text(max_size=5),
        st.lists(st.text(max_size=3), max_size=2),
        st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
    )
)
def test_without_empty_leaves_nothing_empty(content):
    """What is left holds no empty value, however deep."""
    left = without_empty({"a": content, "b": [content, {"c": content}]})

    assert all(value is not None and value != "" for value in _leaves(left))


def _leaves(content):
    if isinstance(content, dict | list):
        for inner in content.values() if isinstance(content, dict) else content:
            yield from _leaves(inner)
    else:
        yield content


@pytest.mark.parametrize(
    "shape", ["x", ["x"], {"x": "y"}, [["x"]], [{"x": "y"}], "0"], ids=["text", "list", "group", "lists", "groups", "digit"]
)
def test_anything_anywhere_is_a_problem_or_is_read(shape, school_folder, read):
    """Whatever shape stands in whatever field, reading ends with a school or with problems, and never otherwise."""
    places = [
        "school", "school.name", "school.nation", "school.ages", "school.ages.from", "school.address", "people", "people.head", "people.head.name",
        "people.head.show_name", "people.deputy_safeguarding_leads", "local_safeguarding", "local_safeguarding.social_care", "hours", "links",
        "links.complaints", "brand", "brand.colour", "brand.logo", "review", "review.review_by", "review.approved", "review.approved.parent-agreement",
        "accounts", "accounts.0", "accounts.0.senior_access", "accounts.0.opened", "accounts.0.replies", "decisions", "decisions.gaming", "authority", "zzz",
    ]  # fmt: skip
    for place in places:
        try:
            read(school_folder(changes={place: shape}))
        except Problems as found:
            assert all(problem.what and "['" not in str(problem) and "{'" not in str(problem) for problem in found.problems), place
