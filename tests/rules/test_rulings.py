"""Rulings: no two pages contradict each other, under whatever answers."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from houserules.clauses.text import Choice, Show, walk
from houserules.profile.decisions import Verdict
from houserules.rules.situations import list_situations

# Rulings on the same matter, asked by different people: their verdict is the same under every answer.
AGREE = [
    *((f"contact/staff-pupils-{by}", f"contact/pupils-staff-{by}") for by in ("school-platform", "school-email", "personal-account", "personal-phone", "video-call", "online-game")),
    *((f"contact/staff-parents-{by}", f"contact/parents-staff-{by}") for by in ("school-platform", "school-email", "school-phone", "personal-account", "personal-phone", "video-call")),
    ("contact/staff-pupils-personal-account", "answers/staff-add-a-pupil-back"),
    ("contact/staff-pupils-personal-account", "accounts/follow-a-pupil"),
    ("contact/volunteers-pupils-personal-account", "answers/coach-adds-a-pupil"),
    ("contact/staff-former-pupils-personal-account", "answers/add-staff-after-leaving"),
    ("contact/staff-parents-personal-account", "answers/my-parents-friend-is-my-teacher"),
    ("contact/staff-pupils-own-address", "answers/message-to-my-own-address"),
    ("contact/staff-pupils-out-of-hours", "answers/answer-after-hours"),
    ("parents/child-uses-ai", "answers/ai-in-a-lesson"),
    ("parents/pupil-phone-in-school", "answers/phone-at-break"),
    ("staff/artificial-intelligence", "answers/marking-with-ai"),
    ("staff/personal-phone-in-lesson", "answers/teachers-phone-in-class"),
    ("staff/personal-phone-in-lesson", "answers/phone-on-a-visit"),
    ("staff/media-appearance", "answers/governor-in-the-media"),
    ("images/staff-picture-on-own-phone", "answers/volunteer-takes-pictures"),
    ("accounts/department-account", "answers/club-account"),
]
# The first asks for a part of what the second asks for, and is never freer.
NEVER_FREER = [
    ("contact/pupils-staff-official-account", "contact/staff-pupils-official-account"),
    ("contact/parents-staff-official-account", "contact/staff-parents-official-account"),
    ("answers/homework-with-ai", "parents/child-uses-ai"),
    ("answers/message-on-a-watch", "parents/pupil-smart-watch"),
    ("answers/phones-in-a-lesson", "answers/phone-at-break"),
    ("answers/phone-at-break", "answers/bring-a-phone"),
    ("answers/phone-at-break", "answers/sixth-form-phone"),
    ("answers/post-other-children", "images/parents-film-event"),
    ("answers/pupil-follows-the-school", "accounts/approve-followers"),
    ("answers/governor-uses-ai", "staff/artificial-intelligence"),
]
FREEDOM = {Verdict.NEVER: 0, Verdict.ASK_FIRST: 1, Verdict.ALLOWED: 2}


def verdicts(core, one: str, other: str):
    """Give each pair of verdicts that two rulings can come to, with a situation in which they do."""
    first, second = core.words.rulings[one], core.words.rulings[other]
    guards = [tuple((case.when, True) for case in ruling.cases if not case.when.always) for ruling in (first, second)]
    for facts in list_situations(guards, core.vocabulary):
        yield first.case(facts).verdict, second.case(facts).verdict, facts


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_rulings_on_one_matter_agree(core, one, other):
    """Whoever asks gets the same verdict, under every answer."""
    assert [] == [(first, second, facts) for first, second, facts in verdicts(core, one, other) if first is not second][:1]


@pytest.mark.parametrize(("part", "whole"), NEVER_FREER)
def test_a_part_is_never_freer_than_the_whole(core, part, whole):
    """What is allowed in a case is allowed in general; what is never allowed in general isn't in a case."""
    assert [] == [(first, second, facts) for first, second, facts in verdicts(core, part, whole) if FREEDOM[first] > FREEDOM[second]][:1]


def test_no_two_rulings_ask_the_same(core):
    """Two rulings never answer the same question."""
    counts = Counter(" ".join(sorted(re.findall(r"\w+", ruling.question.lower()))) for ruling in core.words.rulings.values())

    assert [] == [question for question, count in counts.items() if count > 1]


SAYS = {
    Verdict.ALLOWED: re.compile(r"\b(?:may|should|must tell)\b"),
    Verdict.ASK_FIRST: re.compile(r"\b(?:ask|agree|agreed|agrees|approved?|allowed|permission|advice|talk|speak|office|until|unless|if|once|when|first|before|yes|chosen|must tell|[Oo]nly|asked)\b"),
    Verdict.NEVER: re.compile(r"\b(?:must|should|not|no|cannot|too young|[Nn]obody)\b"),
}


def test_a_sentence_fits_its_verdict(core):
    """What is allowed may be done, what is to be asked says whom or when, what is never done must not be."""
    cases = [(id, case) for id, ruling in core.words.rulings.items() for case in ruling.cases]

    assert [] == [f"{id}, {case.verdict}: {case.says}" for id, case in cases if not SAYS[case.verdict].search(case.says)]


def depends_on(clause, words) -> set[str]:
    """Give the keys of what a clause depends on: its condition, its choices and the rulings that it shows."""
    keys = set(clause.when.keys)
    for node, _ in walk(clause.body):
        if isinstance(node, Choice):
            keys |= {key for condition, _ in node.cases for key in condition.keys}
        elif isinstance(node, Show) and node.what == "ruling":
            keys |= {key for case in words.rulings[node.name].cases for key in case.when.keys}
    return keys


def test_a_ruling_rests_on_a_clause_that_reads_the_same_answers(core):
    """Each decision that a ruling reads is read by a clause that it cites, so that the clause can't say otherwise."""
    decisions = set(core.vocabulary.decisions)
    missing = {}
    for id, ruling in core.words.rulings.items():
        read = {key for case in ruling.cases for key in case.when.keys} & decisions
        cited = set().union(*(depends_on(core.words.clauses[clause], core.words) for clause in ruling.clauses))
        if read - cited:
            missing[id] = sorted(read - cited)

    assert {} == missing


def test_a_verdict_is_printed_by_a_ruling_and_nothing_else(core):
    """No text types a verdict: each comes from a ruling, and so from the answers."""
    typed = re.compile(r"hr-verdict|^\s*(?:[*-] )?\*\*(?:Allowed|Ask first|Never)\*\*(?! means)")
    texts = [(node.place, line) for id in core.words.prose for node, _ in walk(core.words.prose[id].body) if hasattr(node, "text") for line in node.text.split("\n")]

    assert [] == [f"{place}: {line}" for place, line in texts if typed.search(line)]
