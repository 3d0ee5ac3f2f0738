"""Questions: which ten stand on the first page, in which order, and how each is ruled there."""

from __future__ import annotations

import pytest

from houserules.pages.questions import LIST, MOST
from houserules.problems import Problems
from houserules.rules.situations import list_situations

AUTHORITY = "authorities/fernshire/authority.yml"


@pytest.fixture
def site(core, school_folder, tmp_path, monkeypatch):
    """Give a function that settles the site of a school."""
    monkeypatch.chdir(tmp_path)
    return lambda **how: core.site(core.school(school_folder(**how)))


def asked(site) -> list[str]:
    """Give the addresses of the questions on a site's first page."""
    return [entry[f"{LIST}.address"] for entry in site.school.lists[LIST]]


def test_core_chooses_ten(site, core):
    """A school that chooses none has the first ten of the core's list that are asked there."""
    found = asked(site(changes={"common_questions": None}))
    parts = [id.rpartition("/")[2] for id in core.words.common_questions if core.words.answers[id].when.holds(site().school.facts)]

    assert MOST == len(found) == len(set(found))
    assert parts[:MOST] == [address.rpartition("#")[2] for address in found]


def test_every_common_question_has_a_ruling(core):
    """What stands on the first page shows a ruling, so no question without one is chosen by the core."""
    assert core.words.common_questions
    assert [] == [id for id in core.words.common_questions if not core.words.answers[id].ruling]


def test_every_school_there_could_be_has_ten(core):
    """Whatever its phase, ages, nation and answers, enough of the core's list are asked at a school."""
    conditions = [core.composed.targets["answer", id].when for id in core.words.common_questions]
    situations = list(list_situations([((when, True),) for when in conditions], core.vocabulary))

    assert len(situations) > 10
    assert [] == [facts for facts in situations if sum(when.holds(facts) for when in conditions) < MOST]


def test_own_choice_comes_first(site):
    """A school's own questions stand first, in its order; the core's make up the ten, and none stands twice."""
    found = asked(site(changes={"common_questions": ["staff/staff-whatsapp", "parents/film-the-nativity"]}))

    assert ["guidance/answers-staff/#staff-whatsapp", "guidance/answers-parents/#film-the-nativity"] == found[:2]
    assert MOST == len(found) == len(set(found))


def test_more_than_ten_may_be_chosen(site, core):
    """Whoever chooses more than ten has some in reserve."""
    chosen = [id for id in core.words.answers if id.startswith("governors/")][:14]

    assert [f"guidance/answers-{id.replace('/', '/#')}" for id in chosen[:MOST]] == asked(site(changes={"common_questions": chosen}))


def test_question_that_is_not_asked_is_passed_over(site):
    """A primary school has no sixth form: the next question is taken, and `check` says so."""
    found = site(changes={"common_questions": ["pupils/phone-in-the-sixth-form", "staff/staff-whatsapp"]})

    assert "guidance/answers-staff/#staff-whatsapp" == asked(found)[0]
    assert MOST == len(asked(found))
    assert ["'pupils/phone-in-the-sixth-form' isn't asked" in str(note) for note in found.notes if "common question" in str(note)] == [True]


def test_authority_chooses_for_its_schools(site):
    """An authority's choice holds where the school has none of its own; what is passed over there is no school's concern."""
    files = {AUTHORITY: "name: Fernshire\ncommon_questions: [pupils/phone-in-the-sixth-form, staff/politics]\n"}
    below = site(changes={"authority": "fernshire", "common_questions": None}, files=files)
    own = site(changes={"authority": "fernshire", "common_questions": ["staff/side-business"]}, files=files)

    assert "guidance/answers-staff/#politics" == asked(below)[0]
    assert "guidance/answers-staff/#side-business" == asked(own)[0]
    assert "guidance/answers-staff/#politics" not in asked(own)
    assert not [note for note in below.notes if "common question" in str(note)]


def test_own_question_can_be_chosen(site):
    """A question of the school's own can stand on its first page, with a ruling of the core's or without one."""
    text = "---\nquestion: May we bring the dog?\naudience: [parents]\n---\nAsk the school office.\n"
    found = site(changes={"common_questions": ["parents/dog"]}, files={"answers/parents/dog.md": text})
    first = found.school.lists[LIST][0]

    assert {f"{LIST}.question": "May we bring the dog?", f"{LIST}.address": "guidance/answers-parents/#dog", f"{LIST}.parents": "yes"} == first


def test_unknown_question_is_a_problem(site):
    """A name that isn't a question's is refused at its line, with the nearest right one."""
    with pytest.raises(Problems) as caught:
        site(changes={"common_questions": ["parents/friends-with-a-teacher", "parents/class-group-chta"]})
    (problem,) = caught.value.problems

    assert "There is no question 'parents/class-group-chta'." in str(problem)
    assert "Did you mean 'parents/class-group-chat'?" in str(problem)
    assert str(problem).startswith("schools/marsh-street/school.yml:")


@pytest.mark.parametrize(("answer", "ruling"), [("never", "never"), ("declared", "ask_first"), ("discretion", "allowed")])
def test_ruling_follows_the_decision(site, answer, ruling):
    """The ruling on the first page is the one that the answer's own page shows."""
    found = site(changes={"decisions.parents_as_contacts": answer, "common_questions": ["staff/parent-friend-request"]})
    shown = found.pages["guidance/answers-staff"].markdown.partition("{#parent-friend-request}")[2].partition("hr-verdict--")[2]

    assert f"{LIST}.{ruling}" in found.school.lists[LIST][0]
    assert shown.startswith(ruling.replace("_", "-"))


def test_placeholder_in_a_question_is_filled(site):
    """A question may hold a term of the nation's."""
    changes = {"school.phase": "secondary", "school.ages": {"from": "11", "to": "18"}, "common_questions": ["parents/sixth-form-phone"]}

    assert "Can my son use his phone in the sixth form?" == site(changes=changes).school.lists[LIST][0][f"{LIST}.question"]
