"""Conditions: what may be asked, when it holds, and what is said of what can't be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.problems import Problems
from houserules.profile.conditions import ALWAYS, Condition, read_condition
from houserules.profile.conditions import Test as Asked
from houserules.strict_yaml import parse_yaml

VOCABULARY = {
    "nation": frozenset({"england", "wales", "scotland"}),
    "stage": frozenset({"ks1", "ks2", "ks3"}),
    "phones": frozenset({"handed-in", "away-all-day"}),
    "given": frozenset({"links.complaints", "school.phone"}),
}
FACTS = {
    "nation": frozenset({"wales"}),
    "stage": frozenset({"ks1", "ks2"}),
    "phones": frozenset({"handed-in"}),
    "given": frozenset({"school.phone"}),
}


def read(text: str) -> Condition:
    """Give the condition that a line of YAML says."""
    document = parse_yaml(text, "f.yml")
    return read_condition(document.content, VOCABULARY, document)


@pytest.mark.parametrize(
    ("text", "holds", "words"),
    [
        ("{nation: wales}", True, "nation is wales"),
        ("{nation: england}", False, "nation is england"),
        ("{nation: [england, wales]}", True, "nation is england or wales"),
        ("{nation: wales, phones: handed-in}", True, "nation is wales and phones is handed-in"),
        ("{nation: wales, phones: away-all-day}", False, "nation is wales and phones is away-all-day"),
        ("[{nation: england}, {phones: handed-in}]", True, "nation is england or phones is handed-in"),
        ("[{nation: england}, {phones: away-all-day}]", False, "nation is england or phones is away-all-day"),
        ("{stage: ks2}", True, "stage is ks2"),
        ("{stage: [ks2, ks3]}", True, "stage is ks2 or ks3"),
        ("{stage: ks3}", False, "stage is ks3"),
        ("{given: school.phone}", True, "school.phone given"),
        ("{given: links.complaints}", False, "links.complaints given"),
        ("{given: [school.phone, links.complaints]}", False, "school.phone and links.complaints given"),
    ],
)
def test_condition_holds_or_not(text, holds, words):
    """All keys must hold, one value of each is enough, one alternative of a list is enough; of `given` all must be there."""
    condition = read(text)

    assert holds is condition.holds(FACTS)
    assert words == str(condition)
    assert not condition.always


@pytest.mark.parametrize("text", ["", "null"])
def test_no_condition_always_holds(text):
    """Where nothing is asked, every school has the text."""
    assert ALWAYS == read(text)
    assert ALWAYS.always
    assert ALWAYS.holds({})
    assert "always" == str(ALWAYS)


def test_fact_that_isnt_known_doesnt_hold():
    """A school about which something isn't known doesn't have what asks for it."""
    assert not read("{nation: wales}").holds({})
    assert not read("{given: school.phone}").holds({})


MISTAKES = {
    "{natoin: wales}": ["f.yml:1:2: 'natoin' isn't something that a condition can ask. Did you mean 'nation'?"],
    "{zzz: wales}": ["f.yml:1:2: 'zzz' isn't something that a condition can ask."],
    "{school.name: x}": ["f.yml:1:2: 'school.name' isn't something that a condition can ask."],
    "{nation: whales}": ["f.yml:1:10: 'whales' isn't a value of 'nation'. Did you mean 'wales'?"],
    "{nation: zzz}": ["f.yml:1:10: 'zzz' isn't a value of 'nation'. It can be england, scotland, wales."],
    "{nation: [wales, zzz]}": ["f.yml:1:10: 'zzz' isn't a value of 'nation'. It can be england, scotland, wales."],
    "{nation: }": ["f.yml:1:10: There is no value for 'nation'. It can be england, scotland, wales."],
    "{nation: []}": ["f.yml:1:10: There is no value for 'nation'. It can be england, scotland, wales."],
    "{nation: {x: y}}": ["f.yml:1:10: A value of 'nation' is needed here. It can be england, scotland, wales."],
    "{nation: [[wales]]}": ["f.yml:1:10: A value of 'nation' is needed here. It can be england, scotland, wales."],
    "{nation: zzz, zzz: x}": [
        "f.yml:1:10: 'zzz' isn't a value of 'nation'. It can be england, scotland, wales.",
        "f.yml:1:15: 'zzz' isn't something that a condition can ask.",
    ],
    "[{nation: wales}, {}]": ["f.yml:1:19: A condition is needed here. Write it as {key: value}."],
    "{}": ["f.yml:1:1: A condition is needed here. Write it as {key: value}."],
    "[]": ["f.yml:1:1: A condition is needed here. Write it as {key: value}."],
    "wales": ["f.yml:1:1: A condition is needed here. Write it as {key: value}."],
    "[wales, {zzz: x}]": [
        "f.yml:1:2: A condition is needed here. Write it as {key: value}.",
        "f.yml:1:10: 'zzz' isn't something that a condition can ask.",
    ],
}


@pytest.mark.parametrize(("text", "messages"), MISTAKES.items())
def test_mistakes_in_a_condition(text, messages):
    """An unknown name or value, and what is no condition at all, are named at their place, all of them."""
    with pytest.raises(Problems) as found:
        read(text)

    assert messages == [str(problem) for problem in found.value.problems]


ASKED = st.sampled_from(sorted((key, value) for key, values in VOCABULARY.items() for value in values)).map(
    lambda pair: Asked(pair[0], (pair[1],))
)
CONDITIONS = st.lists(st.lists(ASKED, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple).map(Condition)
SCHOOLS = st.fixed_dictionaries({key: st.sets(st.sampled_from(sorted(values))).map(frozenset) for key, values in VOCABULARY.items()})


@given(CONDITIONS, CONDITIONS, SCHOOLS)
def test_both_hold_together(one, other, facts):
    """`one & other` holds for exactly those schools for which both do."""
    assert (one.holds(facts) and other.holds(facts)) is (one & other).holds(facts)


@given(CONDITIONS, SCHOOLS)
def test_condition_depends_on_its_keys_only(condition, facts):
    """What a condition says it depends on is all that it depends on."""
    assert condition.holds(facts) is condition.holds({key: facts[key] for key in condition.keys})
    assert condition.keys == {test.key for test in condition.tests()}
    assert not condition.always or condition.holds(facts)
