"""Decisions: the core's own are whole, and a file that is wrong is named with everything that is wrong in it."""

from __future__ import annotations

import pytest

from houserules.problems import Problems
from houserules.profile.decisions import Verdict, read_decisions

CONDITIONS = {"stage": frozenset({"ks4", "ks5"})}
GOOD = """\
question: May they?
why: It matters.
decided_by: the head
group: contact
asked_when: {stage: ks5}
answers:
  never:
    label: Never
    means: They may not.
    ruling: never
    says: They must not.
  ask-first:
    label: Ask first
    means: They may ask.
    ruling: ask-first
    says: They may, if they ask.
default: never
sources: [law]
"""


def read(tmp_path, files: dict[str, str]):
    """Read the decisions of a folder that holds these files."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return read_decisions(tmp_path, "docs/decisions", CONDITIONS)


def test_decision_is_read(tmp_path):
    """A file gives a decision with its answers in order, the condition under which it is asked, its default and sources."""
    decision = read(tmp_path, {"phones.yml": GOOD})["phones"]

    assert ("phones", "May they?", "never", ("law",)) == (decision.id, decision.question, decision.default, decision.sources)
    assert ["never", "ask-first"] == list(decision.answers)
    assert Verdict.ASK_FIRST == decision.answers["ask-first"].ruling
    assert "stage is ks5" == str(decision.asked_when)


def test_decisions_come_in_order_of_name(tmp_path):
    """The order is that of the names, on every machine."""
    assert ["a", "b", "c"] == list(read(tmp_path, {"b.yml": GOOD, "c.yml": GOOD, "a.yml": GOOD}))


MISTAKES = {
    "a default that is no answer": (
        GOOD.replace("default: never", "default: nver"),
        ["docs/decisions/x.yml:17:10: The default 'nver' isn't one of the answers. It can be never, ask-first."],
    ),
    "an unknown key": (
        GOOD + "colour: red\n",
        [("docs/decisions/x.yml:19:1: 'colour' isn't a field here. It would never be shown. "
         "Here may stand: question, why, decided_by, group, asked_when, answers, default, sources.")],
    ),
    "an unknown key in an answer": (
        GOOD.replace("label: Never", "lable: Never"),
        ["docs/decisions/x.yml:8:5: 'lable' isn't a field here. It would never be shown. Did you mean 'label'?",
         "docs/decisions/x.yml:8:5: answers.never.label is still to fill in. Write it there."],
    ),
    "an unknown ruling": (
        GOOD.replace("ruling: never", "ruling: nevre"),
        ["docs/decisions/x.yml:10:13: answers.never.ruling: 'nevre' isn't one of the possible values. Did you mean 'never'?"],
    ),
    "one answer": (
        GOOD[: GOOD.index("  ask-first")] + GOOD[GOOD.index("default") :],
        ["docs/decisions/x.yml:7:3: answers: there are 1 entries here, and there can be at least 2."],
    ),
    "no question": (GOOD.replace("question: May they?\n", ""), ["docs/decisions/x.yml:1:1: question is still to fill in. Write it there."]),
    "an unknown condition": (
        GOOD.replace("stage: ks5", "stage: ks6"),
        ["docs/decisions/x.yml:5:21: 'ks6' isn't a value of 'stage'. Did you mean 'ks5'?"],
    ),
    "a list": ("- a\n", ["docs/decisions/x.yml:1:1: Names with values are needed here. Write 'name: value' lines."]),
    "a key twice": (GOOD + "default: never\n", ["docs/decisions/x.yml:19:1: 'default' stands here a second time; the first is on line 17. Keep one of the two."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_in_a_decision(tmp_path, text, messages):
    """A file that is wrong gives exactly these messages."""
    with pytest.raises(Problems) as found:
        read(tmp_path, {"x.yml": text})

    assert messages == [str(problem) for problem in found.value.problems]


def test_mistakes_of_all_files_come_at_once(tmp_path):
    """One file that is wrong doesn't hide another."""
    with pytest.raises(Problems) as found:
        read(tmp_path, {"a.yml": GOOD.replace("label: Never", "x: y"), "b.yml": "- a\n", "c.yml": GOOD})

    assert {"docs/decisions/a.yml", "docs/decisions/b.yml"} == {problem.place.path for problem in found.value.problems}


def test_core_has_its_decisions(vocabulary):
    """There are at least 25 decisions, each with a reason, at least two answers that differ, and a default among them."""
    assert len(vocabulary.decisions) >= 25
    for id, decision in vocabulary.decisions.items():
        labels = [answer.label for answer in decision.answers.values()]
        assert decision.why, id
        assert decision.decided_by, id
        assert len(labels) == len(set(labels)) >= 2, id
        assert decision.default in decision.answers, id


def test_rulings_of_answers_are_whole(vocabulary):
    """An answer that gives a ruling says it in a sentence with must, should or may."""
    for id, decision in vocabulary.decisions.items():
        for name, answer in decision.answers.items():
            assert bool(answer.ruling) is bool(answer.says), f"{id}: {name}"
            assert not answer.says or answer.says.endswith("."), f"{id}: {name}"
            assert answer.means.endswith("."), f"{id}: {name}"


def test_no_decision_has_the_name_of_a_fact(vocabulary):
    """A decision whose id were that of a fact would hide it from every condition."""
    assert not set(vocabulary.decisions) & {"nation", "phase", "stage", "type", "trust", "given", "audience"}
