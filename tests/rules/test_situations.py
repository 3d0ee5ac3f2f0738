"""Situations: the schools that there could be, and that each of them gets pages which are whole."""

from __future__ import annotations

import re
from itertools import combinations, product

import pytest

from houserules.clauses.placeholders import PLACEHOLDER
from houserules.pages.alphabet import EACH, EACH_END
from houserules.pages.targets import LINK
from houserules.profile.conditions import ALWAYS, GIVEN, Condition
from houserules.profile.conditions import Test as Asked
from houserules.profile.contradictions import PHASE_AGES
from houserules.profile.fields import Phase
from houserules.rules.seen import find_faults
from houserules.rules.situations import cover_pairs, hold, list_situations, possible_stages

ENGLISH_ONLY = {"academy", "free-school"}


def test_every_pair_is_covered(situations, vocabulary):
    """Every two values of every two facts (nation, phase, type, trust, states, answers) that can be together, are, in some situation."""
    decided = {id: tuple(decision.answers) for id, decision in vocabulary.decisions.items()}
    values = {key: tuple(vocabulary.conditions[key]) for key in vocabulary.conditions if key not in ("stage", GIVEN)}
    seen = {
        (one, first, other, second)
        for facts in situations
        for one, other in combinations(sorted(values), 2)
        for first in facts[one]
        for second in facts[other]
    }
    wanted = {
        (one, first, other, second)
        for one, other in combinations(sorted(values), 2)
        for first, second in product(values[one], values[other])
        if not ({first, second} & ENGLISH_ONLY and {first, second} & {"wales", "scotland", "northern-ireland"})
    }

    assert set(decided) <= set(values)
    assert set() == wanted - seen


def test_every_stage_and_value_is_tried_with_every_answer(situations, vocabulary):
    """With every answer, each stage is there once and missing once, and so is each optional value."""
    answers = [(id, answer) for id, decision in vocabulary.decisions.items() for answer in decision.answers]
    for key in ("stage", GIVEN):
        for value in vocabulary.conditions[key]:
            for id, answer in answers:
                found = {value in facts[key] for facts in situations if answer in facts[id]}
                assert {True, False} == found, f"{key} {value} with {id} {answer}"


def test_situations_can_be(situations):
    """No situation is one that no school is in: stages fit the phase, and academies are English."""
    for facts in situations:
        (phase,), (nation,), (school_type,) = facts["phase"], facts["nation"], facts["type"]
        assert facts["stage"] in possible_stages(phase)
        assert nation == "england" or school_type not in ENGLISH_ONLY


def test_situations_are_the_same_every_time(situations, vocabulary):
    """Chance begins from the same seed, so that a fault that is found can be found again."""
    assert situations == cover_pairs(vocabulary)


def test_situations_are_few(situations, vocabulary):
    """The cover costs no more than a few times the largest pair of decisions."""
    assert len(situations) < 200


@pytest.mark.parametrize("phase", Phase)
def test_possible_stages_fit_the_ages(phase):
    """The stages of a phase are those that some span of its ages gives."""
    youngest, oldest = PHASE_AGES[phase]

    assert possible_stages(phase)
    assert all(stages for stages in possible_stages(phase))
    assert set(possible_stages(phase)) <= set(possible_stages())
    assert frozenset({"ks2"}) in possible_stages("primary") or (youngest, oldest) != PHASE_AGES[Phase.PRIMARY]


def test_list_situations_gives_every_combination(vocabulary):
    """The facts that matter to some guards are combined in every way that can be."""
    wales, academy = Condition(((Asked("nation", ("wales",)),),)), Condition(((Asked("type", ("academy",)),),))
    given = Condition(((Asked(GIVEN, ("links.complaints", "school.phone")),),))
    nations = list(list_situations([((wales, True),)], vocabulary))
    both = list(list_situations([((wales, True), (academy, False))], vocabulary))
    asked = list(list_situations([((given, True),)], vocabulary))

    assert [{"england"}, {"northern-ireland"}, {"scotland"}, {"wales"}] == [facts["nation"] for facts in nations]
    assert 4 * 6 - 3 * 2 == len(both)
    assert [set(), {"links.complaints"}, {"school.phone"}, {"links.complaints", "school.phone"}] == [facts[GIVEN] for facts in asked]
    assert 1 == len(list(list_situations([], vocabulary)))


def test_hold_asks_what_must_and_must_not_be():
    """A guard holds where its condition does, or doesn't, as it is wanted."""
    wales = Condition(((Asked("nation", ("wales",)),),))
    facts = {"nation": frozenset({"wales"})}

    assert hold((), facts)
    assert hold(((wales, True),), facts)
    assert not hold(((wales, False),), facts)
    assert not hold(((wales, True), (ALWAYS, False)), facts)


@pytest.fixture(scope="module")
def wrong(readings, core) -> dict[str, str]:
    """Everything that a reader of some school would stumble over, and the first situation in which it is so."""
    placeholders = core.vocabulary.placeholders
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    there: dict[int, set[tuple[str, str]]] = {}
    for number, facts, id, text in readings:
        if number not in there:
            there[number] = {key for key, target in core.composed.targets.items() if target.when.holds(facts)}
        faults_here = [f"a link to the {kind} '{name}' leads nowhere" for _, kind, name in LINK.findall(text) if (kind, name) not in there[number]]
        faults_here += unguarded(text, facts, placeholders)
        if (id, text) not in seen:
            seen.add((id, text))
            faults_here += find_faults(text)
        for fault in faults_here:
            found.setdefault(f"{id}: {fault}", f"situation {number}")
    return found


EMPTY = re.compile("is empty$|nothing stands under '## Where this comes from")


def test_every_situation_gets_whole_pages(wrong):
    """In every situation, every page composes: no section is empty, nothing doubled, left open or unguarded; every link leads somewhere."""
    found = {fault: where for fault, where in wrong.items() if not EMPTY.search(fault)}

    assert not found, "\n".join(f"{fault} ({where})" for fault, where in sorted(found.items()))


def test_no_frame_is_left_empty(wrong):
    """Where nothing stands in a frame, such as the list of sources, the frame isn't there either."""
    found = {fault: where for fault, where in wrong.items() if EMPTY.search(fault)}

    assert not found, "\n".join(f"{fault} ({where})" for fault, where in sorted(found.items()))


_LISTED = re.compile(f"{EACH}.*?{EACH_END}", re.DOTALL)


def unguarded(text: str, facts, placeholders):
    """Give the optional values that a page would print of a school which hasn't given them."""
    for path, _ in PLACEHOLDER.findall(_LISTED.sub("", text) if EACH in text else text):
        if path in placeholders and not placeholders[path].always and path not in facts[GIVEN]:
            yield f"'{path}' isn't given"


def test_hours_of_replies_stand_only_where_there_are_any(readings):
    """A school whose staff answer in school hours only prints no other hours."""
    wrong = [f"{id}, situation {number}" for number, facts, id, text in readings if "{{ hours.reply" in text and "school-hours-only" in facts["out_of_hours"]]

    assert [] == wrong


FOR_OLDER = re.compile(r"[Pp]upils may (?:bring a phone|wear|use)|hand it in|pouch|homework|sixth|[Aa] young carer|Pupils of \d")


def test_nurseries_read_nothing_that_is_for_older_pupils(readings):
    """Where all children are under 5, the policies on phones and on AI say nothing of what older pupils may bring or use."""
    policies = ("policies/mobile-phones", "policies/artificial-intelligence")
    texts = {(id, text) for _, facts, id, text in readings if id in policies and facts["stage"] == {"eyfs"}}
    seen = [(id, line) for id, text in texts for line in re.sub(r"/// html \| div.hr-example.*?///", "", text, flags=re.DOTALL).split("\n")]

    assert set(policies) == {id for id, _ in texts}
    assert [] == [f"{id}: {line}" for id, line in seen if FOR_OLDER.search(line)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("## A\n\n## B\n\nWords.\n", "nothing stands under '## A'"),
        ("## A\n\nWords.\n\n### B\n", "nothing stands under '### B'"),
        ("Words..\n", "two full stops: 'Words..'"),
        ("Why?. Words.\n", "two full stops: 'Why?.'"),
        ("## A {#a}\n\nWords.\n\n## B {#a}\n\nWords.\n", "the anchor 'a' stands twice"),
        ("Words {{ x.y } z.\n", "braces are left"),
        ("::: show x\n", "'::: show x' is left"),
        ("* a.\n*\n", "an empty entry in a list"),
        ("Words.\n\n/// html | p.x\n\n///\n", "the block 'p.x' is empty"),
    ],
)
def test_faults_are_seen(text, fault):
    """The test above would see each of these."""
    assert [fault] == list(find_faults(text))


def test_no_fault_in_a_whole_page():
    """And it sees none in a page that is in order."""
    assert [] == list(find_faults("## A {#a}\n\n### B {#b}\n\nWords ... {{ x.y }}.\n\n/// html | p.x\n\nWords.\n\n///\n\n* a\n"))
