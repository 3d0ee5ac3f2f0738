"""Terms: each nation's word for a post or a body."""

from __future__ import annotations

import pytest

from houserules.problems import Problems
from houserules.profile.fields import Nation, SchoolType
from houserules.profile.terms import read_terms

CONDITIONS = {"nation": frozenset(Nation), "type": frozenset(SchoolType)}
GOOD = """\
profile: people.head.title
cases:
  - when: {nation: wales}
    says: pennaeth
  - when: [{type: further-education}, {nation: northern-ireland}]
    says: principal
  - says: headteacher
"""


def read(tmp_path, text: str, name: str = "head.yml"):
    """Read the term that a file with this text gives."""
    (tmp_path / name).write_text(text, "utf-8")
    return read_terms(tmp_path, "docs/terms", CONDITIONS)


@pytest.mark.parametrize(
    ("nation", "type", "word"),
    [
        ("wales", "maintained", "pennaeth"),
        ("wales", "further-education", "pennaeth"),
        ("england", "further-education", "principal"),
        ("northern-ireland", "maintained", "principal"),
        ("scotland", "independent", "headteacher"),
    ],
)
def test_first_case_that_holds(tmp_path, nation, type, word):
    """A school gets the word of the first case that holds for it."""
    facts = {"nation": frozenset({nation}), "type": frozenset({type})}

    assert word == read(tmp_path, GOOD)["head"].word(facts)


MISTAKES = {
    "a last case with a condition": (
        GOOD.replace("  - says: headteacher\n", ""),
        ["docs/terms/head.yml:3:3: The last case has a condition. A school could be left without a word. Remove it."],
    ),
    "no case": (
        "cases: []\n",
        ["docs/terms/head.yml:1:8: cases: there are 0 entries here, and there can be at least 1."],
    ),
    "an unknown nation": (
        GOOD.replace("nation: wales", "nation: whales"),
        ["docs/terms/head.yml:3:20: 'whales' isn't a value of 'nation'. Did you mean 'wales'?"],
    ),
    "an answer to a decision": (
        GOOD.replace("nation: wales", "gaming: never"),
        ["docs/terms/head.yml:3:12: 'gaming' isn't something that a condition can ask."],
    ),
    "no word": (GOOD.replace("    says: pennaeth\n", ""), ["docs/terms/head.yml:3:5: cases.0.says is still to fill in. Write it there."]),
    "an unknown key": (
        GOOD.replace("says: pennaeth", "say: pennaeth"),
        ["docs/terms/head.yml:3:5: cases.0.says is still to fill in. Write it there.",
         "docs/terms/head.yml:4:5: 'say' isn't a field here. It would never be shown. Did you mean 'says'?"],
    ),
    "a list": ("- a\n", ["docs/terms/head.yml:1:1: Names with values are needed here. Write 'name: value' lines."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_in_a_term(tmp_path, text, messages):
    """A file that is wrong gives exactly these messages."""
    with pytest.raises(Problems) as found:
        read(tmp_path, text)

    assert messages == [str(problem) for problem in found.value.problems]


def test_core_has_a_word_for_everybody(vocabulary):
    """Every term gives a word in every nation and type, small at its start unless it is a name."""
    for id, term in vocabulary.terms.items():
        for nation in Nation:
            for type in SchoolType:
                facts = {
                    "nation": frozenset({nation}),
                    "type": frozenset({type}),
                    "phase": frozenset({"primary"}),
                    "stage": frozenset({"ks2"}),
                    "trust": frozenset({"no"}),
                }
                assert term.word(facts).strip(), f"{id}: {nation}, {type}"


def test_profile_of_a_term_is_a_field(vocabulary):
    """The field from which a school's own word comes is one that a text may print."""
    for id, term in vocabulary.terms.items():
        assert not term.profile or term.profile in vocabulary.placeholders, id


@pytest.mark.parametrize(
    ("nation", "lead"),
    [
        ("england", "designated safeguarding lead"),
        ("wales", "designated safeguarding person"),
        ("scotland", "child protection coordinator"),
        ("northern-ireland", "designated teacher"),
    ],
)
def test_nations_differ_in_their_words(nation, lead, school_folder, core):
    """The safeguarding lead is called what the nation calls the post."""
    changes = {"school.nation": nation, "school.type": "maintained", "school.trust": None}

    assert lead in core.school(school_folder(changes=changes)).values["terms.safeguarding_lead"]


def test_school_may_have_words_of_its_own(school_folder, core):
    """A title in the profile stands in place of the nation's word, wherever the word is used."""
    own = core.school(school_folder(changes={"people.head.title": "executive headteacher"})).values
    ours = core.school(school_folder(changes={"people.head.title": None})).values

    assert ("executive headteacher", "executive headteacher") == (own["terms.head"], own["people.head.title"])
    assert ("headteacher", "headteacher") == (ours["terms.head"], ours["people.head.title"])
