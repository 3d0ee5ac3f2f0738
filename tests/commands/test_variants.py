"""`houserules variants`: every text once, with its schools; and where two schools part."""

from __future__ import annotations

import json
import re

import pytest
from tests.fleet.small import write_small_core, write_small_school

from houserules.commands.variants import variants
from houserules.core import Core
from houserules.problems import Problems

NEVER, LATER = "Staff must not be friends with former pupils.", "Staff may be friends with former pupils later."
QUESTION = "May staff be friends with former pupils?"


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    """A small core, and schools: ash and cedar say never, birch later; cedar has an authority and elm words of its own."""
    folder = tmp_path_factory.mktemp("variants")
    extra = {"clauses/contact/nowhere.md": "---\ntitle: Nowhere\nreason: None.\nwhen: {nation: scotland}\n---\nOnly Scottish schools have this.\n"}
    policy = "---\ntitle: Staff agreement\ndescription: What staff agree to.\naudience: [staff]\nsections:\n  - title: Contact\n    clauses: [contact/former-pupils, contact/report, contact/nowhere]\n---\nKeep apart, and tell somebody.\n"
    core = write_small_core(folder / "core", {**extra, "policies/staff.md": policy})
    (folder / "authorities" / "fernshire" / "clauses" / "contact").mkdir(parents=True)
    (folder / "authorities" / "fernshire" / "authority.yml").write_text("name: Fernshire\n", "utf-8")
    clause = "---\ntitle: Tell somebody\nreason: Early is best.\n---\nIn {}, staff must ring [the line](https://line.example).\n"
    (folder / "authorities" / "fernshire" / "clauses" / "contact" / "report.md").write_text(clause.format("Fernshire"), "utf-8")
    for name, changes, files in (
        ("ash", {}, {}),
        ("birch", {"decisions.friends": "later"}, {}),
        ("cedar", {"authority": "fernshire"}, {}),
        ("elm", {}, {"clauses/contact/report.md": clause.format("the elm wood")}),
    ):
        write_small_school(folder / "schools" / name, {"school.name": f"{name.capitalize()} School", **changes}, files)
    return folder / "schools", Core(core)


@pytest.fixture(scope="module")
def found(there, tmp_path_factory) -> dict:
    """All texts as data."""
    out = tmp_path_factory.mktemp("out") / "texts.json"
    assert 0 == variants(*there, [].append, out=out)
    return json.loads(out.read_text("utf-8"))


def the_text(found: dict, part: str) -> dict:
    """Give the one text in which something stands."""
    (text,) = [text for text in found["texts"] if part in text["text"]]
    return text


def schools_of(found: dict, text: dict) -> list[str]:
    """Give the slugs of the schools that get a text."""
    return found["sets"][str(text["set"])]


@pytest.mark.parametrize(
    ("part", "schools"),
    [
        (NEVER, ["ash", "cedar", "elm"]),
        (LATER, ["birch"]),
        ("Ask the [headteacher] if in doubt.", ["ash", "birch", "cedar", "elm"]),
        ("In Fernshire, staff must ring the line.", ["cedar"]),
        ("In the elm wood, staff must ring the line.", ["elm"]),
        ("[designated safeguarding lead], and this page says how.", ["ash", "birch"]),
    ],
)
def test_a_text_has_its_schools(found, part, schools):
    """Each text stands there once, with the schools that get it."""
    text = the_text(found, part)

    assert schools == schools_of(found, text)
    assert len(schools) == text["count"]


@pytest.mark.parametrize(("part", "layer"), [(NEVER, "core"), ("In Fernshire", "authority"), ("In the elm wood", "own"), ("Tell [What people call the school]", "core")])
def test_a_text_says_in_whose_words_it_is(found, part, layer):
    """Texts of the core, of an authority and of a school are told apart, also where they stand on one page."""
    assert layer == the_text(found, part)["words"]


def test_a_condition_is_said_with_labels(found):
    """Why a text is there is said with the question and the answer's label, and no id."""
    never, later = the_text(found, NEVER), the_text(found, LATER)

    assert [f"“{QUESTION}” “Never”"] == [stand["when"] for stand in never["stands"]]
    assert re.fullmatch(f"“{re.escape(QUESTION)}” “(?!Never).+”", later["stands"][0]["when"])
    assert "friends" not in later["stands"][0]["when"].replace(QUESTION, "")


def test_a_text_says_where_it_stands(found):
    """A text names its page and heading."""
    stand = the_text(found, NEVER)["stands"][0]

    assert ("policies/staff", "Former pupils") == (stand["page"], stand["heading"])
    assert "Staff agreement" == found["pages"]["policies/staff"]


def test_what_no_school_gets_is_left_out(there, found, tmp_path):
    """A text that no school gets is only there if it is asked for."""
    out = tmp_path / "all.json"
    variants(*there, [].append, out=out, unused=True)

    assert not [text for text in found["texts"] if "Scottish" in text["text"]]
    text = the_text(json.loads(out.read_text("utf-8")), "Only Scottish schools")
    assert (0, "nation: Scotland") == (text["count"], text["stands"][0]["when"])


def test_the_page_stands_alone(there, found, tmp_path):
    """The page to proof-read holds every text once, asks for nothing, and names the schools."""
    out = tmp_path / "new" / "texts.html"
    variants(*there, [].append, out=out)
    page = out.read_text("utf-8")

    assert len(found["texts"]) == page.count('<div class="text')
    assert 1 == page.count(NEVER)
    assert "Ash School, Cedar School, Elm School" in page
    assert not re.search(r"<script|\ssrc=|url\(|<link", page)


def test_the_summary_counts(there, found):
    """The summary says how many texts there are, and which are in an authority's or a school's own words."""
    said: list[str] = []
    variants(*there, said.append)
    of_all = sum(text["count"] == 4 for text in found["texts"])

    assert f"{len(found['texts'])} texts for 4 schools: {of_all} that every school gets, {len(found['texts']) - of_all} that some get." == said[0]
    assert any("In Fernshire, staff must ring" in line and "Cedar School" in line for line in said)


def test_two_schools_part(there):
    """It is said where two schools part, what each says, and which answer is why; nothing that they share."""
    said: list[str] = []
    assert 0 == variants(*there, said.append, differs=("ash", "birch"))
    text = "\n".join(said)

    assert said.index("\nStaff agreement (policies/staff)") < said.index("  Former pupils")
    assert f"    Ash School:\n      {NEVER}\n    Birch School:\n      {LATER}\n    Because: “{QUESTION}” Ash School: “Never”; Birch School: “" in text
    assert "if in doubt" not in text


def test_own_words_are_a_reason(there):
    """Where the answers are the same, it is the words that aren't."""
    said: list[str] = []
    variants(*there, said.append, differs=("ash", "elm"))

    assert "    Because: One of the two has words of its own here." in said
    assert 1 == sum(line.startswith("    Because") for line in said)


def test_a_school_is_the_same_as_itself(there):
    """Nothing is found where there is nothing."""
    said: list[str] = []
    variants(*there, said.append, differs=("ash", "ash"))

    assert ["Ash School and Ash School part at 0 places."] == said


@pytest.mark.parametrize(("more", "says"), [({"differs": ("ash", "brich")}, "Did you mean 'birch'?"), ({"out": "texts.docx"}, ".html for a page to proof-read")])
def test_what_cannot_be_done_is_said(there, tmp_path, more, says):
    """A wrong name and a wrong ending are said with what to do."""
    more = more | ({"out": tmp_path / more["out"]} if "out" in more else {})
    with pytest.raises(Problems, match=re.escape(says)):
        variants(*there, [].append, **more)


def test_a_draft_is_left_out_and_named(tmp_path, there):
    """A school whose profile isn't complete gets no text, and the summary says so."""
    write_small_school(tmp_path / "schools" / "ash")
    write_small_school(tmp_path / "schools" / "draft", {"school.name": None})
    said: list[str] = []
    variants(tmp_path / "schools", there[1], said.append)

    assert any(line.startswith("1 left out") and "draft" in line for line in said)
