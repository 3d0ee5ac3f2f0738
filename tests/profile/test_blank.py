"""The text of a school.yml explains itself, and the reader reads back from it exactly what was answered."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.problems import Problems
from houserules.profile.blank import WIDTH, write_blank, write_scalar
from houserules.profile.declaration import NEEDED, Entry, list_entries, list_facts
from houserules.profile.fields import Profile
from houserules.profile.kinds import normalise
from houserules.profile.models import fill_model
from houserules.profile.questions import GROUPS
from houserules.profile.read import read_school
from houserules.strict_yaml import parse_yaml, refuse_characters

SCHEMA = "../school.schema.json"
COMPLETE = {
    "school.name": "Alder Lane", "school.nation": "england", "school.phase": "primary", "school.ages.from": "4", "school.ages.to": "11",
    "school.type": "maintained", "school.email": "office@school.example", "people.head.name": "Ms A. Okafor",
    "people.safeguarding_lead.phone": "01632 960101", "review.owner": "the deputy head", "review.review_by": "2027-09-30",
}  # fmt: skip
AWKWARD = [
    "no", "Yes", "012", "0x1F", "1e5", "22:30", "2027-09-30", "~", "null", "- first", "-", "?", "? what", "a: b", "a:", ":a", "a #b", "#a",
    "'", '"', "O'Brien & Sons <b>_St_ Mary*s</b>", 'Jo "Jay" Day', "back\\slash", "\\n", "{{ school.name }}", "{a: b}", "[a, b]", "*alias",
    "&anchor", "!tag", "%percent", "@handle", "`tick`", "|", ">", "a, b", "Ysgol Bryn Eithin — Siân", "學校", "a\u0301", "\ufeffa", "🎓 school",
    "---", "...", "--- a", "=", "<<", "true", "a  b", " a", "a ", "a\tb", "a\nb", "a\rb", "a\u00a0b", "1_000", "+44 1632 960100", "x" * 200,
    "2001-12-14 21:59:43", "01632 960100", "a:b", "http://a.example/#b",
]  # fmt: skip


def lines_of(text: str, ending: str) -> list[str]:
    """Give the notes that stand directly above the line of a name."""
    lines = text.split("\n")
    here = lines.index(ending)
    above = here
    while above and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    return lines[above:here]


@pytest.fixture(scope="module")
def blank(vocabulary) -> str:
    """A school.yml in which nothing is answered."""
    return write_blank(vocabulary, {}, SCHEMA)


def test_first_line_names_the_schema(blank):
    """Editors find the schema by the first line."""
    assert f"# yaml-language-server: $schema={SCHEMA}" == blank.split("\n")[0]


def test_lines_are_short(blank):
    """Nothing but what is to be copied is wider than a window."""
    assert [] == [line for line in blank.split("\n") if len(line) > WIDTH and not line.lstrip().startswith(("# - ", "#   "))]


def walk(above: Entry | None = None):
    """Give every entry that has a line of its own in the file."""
    for entry in list_entries(above):
        yield entry
        if entry.model and not (entry.many or entry.table):
            yield from walk(entry)


def test_every_field_stands_there_in_order(blank):
    """The names in the file are the declared ones, in the order of their declaration."""
    declared = [entry.name for entry in walk()]
    written = [line.strip().rstrip(":") for line in blank.split("\ndecisions:")[0].split("\n") if re.match(r" *\w+:$", line)]

    assert declared[: declared.index("decisions")] == written


@pytest.mark.parametrize("path", [entry.path for entry in walk() if entry.path != "decisions"])
def test_every_field_is_explained(blank, path):
    """Above each field stand its help, its example, and whether it is required or private."""
    entry = next(entry for entry in walk() if entry.path == path)
    text = blank.split("\ndecisions:")[0]
    notes = [" ".join(part.lstrip("# ") for part in found.split("\n")) for found in re.findall(rf"((?: *#.*\n)+) *{entry.name}:\n", text)]
    wanted = [entry.help, entry.marks, entry.example if entry.choices else write_scalar(entry.example) if entry.example else ""]

    assert any(all(part in note for part in wanted) for note in notes)


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("nation", "england, wales, scotland, northern-ireland"),
        ("type", "maintained, academy, free-school, independent, non-maintained-special, further-education"),
    ],
)
def test_what_is_chosen_from_a_list_names_the_whole_list(blank, name, choices):
    """Somebody who fills in the file by hand needn't guess what may stand there."""
    notes = " ".join(line.strip("# ") for line in lines_of(blank, f"  {name}:"))

    assert f"One of: {choices}." in notes


@pytest.mark.parametrize("path", ["school.name", "school.ages.from", "review.review_by", *NEEDED])
def test_required_ones_are_marked(path):
    """What a school must fill in says so."""
    entry = next(entry for entry in list_facts() if entry.path == path)

    assert entry.marks.startswith("Required")


@pytest.mark.parametrize("path", ["people.head.mobile", "people.network_manager.name", "people.network_manager.email"])
def test_private_ones_are_marked(path):
    """What is never published says so, in its help or beside it."""
    entry = next(entry for entry in list_facts() if entry.path == path)

    assert "never published" in f"{entry.help} {entry.marks}".lower()


def test_every_decision_is_explained(blank, vocabulary):
    """Above each decision stand its question, the reason, who decides, and what each answer means."""
    for id, decision in vocabulary.decisions.items():
        above = lines_of(blank.split("\ndecisions:")[1], f"  {id}:")
        notes = " ".join(" ".join(line.strip().lstrip("#").strip() for line in above).split())

        assert decision.question in notes
        assert " ".join(decision.why.split()) in notes
        assert decision.decided_by in notes
        assert f"{decision.default} (the default): " in notes
        for answer_id, answer in decision.answers.items():
            assert answer_id in notes
            assert f"{answer.label}. {answer.means}" in notes


def test_every_group_of_decisions_has_a_heading(vocabulary):
    """No group of decisions goes without its place in the order."""
    assert set(GROUPS) == {decision.group for decision in vocabulary.decisions.values()}


def test_reads_as_empty(blank):
    """A file in which nothing is answered holds names and no values."""
    document = parse_yaml(blank, "school.yml")

    def values(content):
        return [value for part in content.values() for value in (values(part) if isinstance(part, dict) else [part])]

    assert set(values(document.content)) == {None}
    assert list(Profile.model_fields) == list(document.content)


def test_passes_with_the_required_facts_alone(vocabulary, school_folder):
    """What is optional may stay empty."""
    school = read_school(school_folder(text=write_blank(vocabulary, COMPLETE, SCHEMA)), vocabulary)

    assert "Alder Lane" == school.profile.school.name
    assert {"the default"} == set(school.sources.values())


@pytest.mark.parametrize("section", ["accounts", "deputy_safeguarding_leads"])
def test_samples_can_be_copied(blank, section):
    """The lines to be copied are YAML, once their '# ' is gone, with every field of an entry."""
    found = re.search(rf"^( *){section}:\n((?:\1  #.*\n)+)", blank, re.MULTILINE)
    sample = "\n".join(line.strip().removeprefix("# ") for line in found.group(2).rstrip("\n").split("\n")[1:])
    content = parse_yaml(sample, "sample").content
    entry = next(entry for entry in walk() if entry.name == section)

    assert [[inner.name for inner in list_entries(entry)]] == [list(one) for one in content]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_back(text):
    """A text comes back from the strict reader as it was written."""
    assert text == parse_yaml(f"name: {write_scalar(text)}\nlast: x\n", "x").content["name"]


@pytest.mark.parametrize(
    "text", ["Alder Lane Primary School", "01632 960100", "2027-09-30", "11", "office@school.example", "https://a.example/b"]
)
def test_plain_texts_stay_plain(text):
    """What needs no quotes gets none: the file is for people."""
    assert text == write_scalar(text)


def publishable(text: str) -> bool:
    """Say whether the reader allows each character."""
    try:
        refuse_characters(text, "x")
    except Problems:
        return False
    return True


TEXTS = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and publishable(text))


@given(text=TEXTS)
def test_any_text_comes_back(text):
    """Whatever may be published comes back as it was written."""
    assert text == parse_yaml(f"a:\n  b: {write_scalar(text)}\n  c: d\n", "x").content["a"]["b"]


@settings(max_examples=15)
@given(name=TEXTS, owner=TEXTS, asked=TEXTS, choice=st.data())
def test_any_answers_come_back(vocabulary, name, owner, asked, choice):
    """The whole file gives back any texts and answers that were put in."""
    decided = {f"decisions.{id}": choice.draw(st.sampled_from(sorted(decision.answers))) for id, decision in vocabulary.decisions.items()}
    answers = {**COMPLETE, **decided, "school.name": name, "review.owner": owner, "paper_copies.ask": asked}
    document = parse_yaml(write_blank(vocabulary, answers, SCHEMA), "school.yml")

    for path, answer in answers.items():
        value = document.content
        for key in path.split("."):
            value = value[key]
        assert answer == value


@settings(max_examples=15)
@given(name=TEXTS.map(normalise).filter(lambda text: re.search(r"\w", text)), choice=st.data())
def test_any_school_is_read_back(vocabulary, tmp_path_factory, name, choice):
    """The reader gives the school that was written, wherever it takes the values at all."""
    decided = {id: choice.draw(st.sampled_from(sorted(decision.answers))) for id, decision in vocabulary.decisions.items()}
    answers = {**COMPLETE, "school.name": name, "links.sign_off_form": "https://forms.school.example/agree"}
    answers |= {f"decisions.{id}": answer for id, answer in decided.items()}
    folder = tmp_path_factory.mktemp("schools") / "alder-lane"
    folder.mkdir()
    (folder / "school.yml").write_text(write_blank(vocabulary, answers, SCHEMA), "utf-8", newline="\n")
    try:
        fill_model(Profile, parse_yaml(write_blank(vocabulary, answers, SCHEMA), "school.yml"))
    except Problems as found:  # "TBC", for example, is a name that the reader never takes
        assert {"school.name"} == {problem.what.partition(":")[0] for problem in found.problems}
        return
    school = read_school(folder, vocabulary)

    assert name == school.profile.school.name
    assert decided == dict(school.answers)
