"""Texts: conditional blocks and things to show, as a tree; what is wrong in them; what a school gets of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.clauses.text import Block, Choice, Chosen, Show, Text, choose, parse_text, positive, replace, settle, walk
from houserules.problems import Place, Problems
from houserules.profile.conditions import ALWAYS

CONDITIONS = {
    "nation": frozenset({"england", "wales", "scotland"}),
    "stage": frozenset({"ks1", "ks2"}),
    "given": frozenset({"school.phone"}),
}
ENGLAND, WALES = ({"nation": frozenset({nation})} for nation in ("england", "wales"))


def parse(text: str, first_line: int = 1):
    """Give the nodes of a text."""
    return parse_text(text, "f.md", first_line, CONDITIONS)


def said(text: str, first_line: int = 1) -> list[str]:
    """Give the messages of the problems in a text."""
    with pytest.raises(Problems) as found:
        parse(text, first_line)
    return [str(problem) for problem in found.value.problems]


def words(nodes) -> str:
    """Give the words of some nodes, what is shown in brackets, in one line."""
    parts = []
    for node in nodes:
        parts.append(
            node.text.strip() if isinstance(node, Text) else f"[{node.what} {node.name}]" if isinstance(node, Show) else words(node.nodes)
        )
    return " / ".join(part for part in parts if part)


PLAIN = "One.\nTwo.\n\n* three\n"
WHEN = "Before.\n\n::: when {nation: wales}\nWelsh.\n\n:::\n\nAfter.\n"
OTHERWISE = "::: when {nation: wales}\nWelsh.\n\n::: otherwise\nNot Welsh.\n\n:::\n"
NESTED = """\
::: when {nation: [wales, england]}
Outer.

::: when {nation: wales}
Inner.

::: otherwise
Inner other.

:::

Outer again.

::: otherwise
Neither.

::: when {stage: ks1}
Small.

:::

:::
"""


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        (PLAIN, ENGLAND, "One.\nTwo.\n\n* three"),
        (WHEN, WALES, "Before. / Welsh. / After."),
        (WHEN, ENGLAND, "Before. / After."),
        (OTHERWISE, WALES, "Welsh."),
        (OTHERWISE, ENGLAND, "Not Welsh."),
        (NESTED, WALES, "Outer. / Inner. / Outer again."),
        (NESTED, ENGLAND, "Outer. / Inner other. / Outer again."),
        (NESTED, {"nation": frozenset({"scotland"})}, "Neither."),
        (NESTED, {"nation": frozenset({"scotland"}), "stage": frozenset({"ks1"})}, "Neither. / Small."),
        ("::: show ruling contact/x\n\nWords.\n\n::: show register\n", ENGLAND, "[ruling contact/x] / Words. / [register ]"),
        ("::: when {nation: wales}\n::: show scenarios contact\n:::\n", WALES, "[scenarios contact]"),
        ("::: when {nation: wales}\n:::\n", WALES, ""),
        ("", ENGLAND, ""),
        ("\n\n  \n", ENGLAND, ""),
        ("A ::: in a line is text.\n", ENGLAND, "A ::: in a line is text."),
        ("  ::: so is one that doesn't begin the line\n", ENGLAND, "::: so is one that doesn't begin the line"),
    ],
)
def test_what_a_school_gets(text, facts, expected):
    """A school gets what stands under no condition, and of each block the case that holds."""
    assert expected == words(choose(parse(text), facts))
    assert expected == words(settle(parse(text), facts))


MISTAKES = {
    "a block without an end": ("One.\n\n::: when {nation: wales}\nTwo.\n", ["f.md:3:1: This '::: when' has no end. Put ':::' on a line of its own after it."]),
    "an end without a block": ("One.\n\n:::\n", ["f.md:3:1: This ':::' closes nothing."]),
    "an end too many": (WHEN + "\n:::\n", ["f.md:10:1: This ':::' closes nothing."]),
    "an otherwise without a when": ("::: otherwise\nOne.\n\n:::\n", ["f.md:1:1: This 'otherwise' belongs to no '::: when'.", "f.md:4:1: This ':::' closes nothing."]),
    "a second otherwise": (OTHERWISE.replace("Not Welsh.", "::: otherwise\nNot."), ["f.md:5:1: This 'otherwise' belongs to no '::: when'."]),
    "an otherwise that says more": (
        OTHERWISE.replace("otherwise", "otherwise {nation: england}"),
        ["f.md:4:1: This line can't be understood. Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'."],
    ),
    "a when without a condition": (
        "::: when\nOne.\n",
        ["f.md:1:1: This line can't be understood. Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'."],
    ),
    "another word": ("::: note\nOne.\n", ["f.md:1:1: This line can't be understood. Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'."]),
    "four colons": ("::::\n", ["f.md:1:1: This line can't be understood. Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'."]),
    "no space": (":::when {nation: wales}\n", ["f.md:1:1: This line can't be understood. Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'."]),
    "an unknown value": ("::: when {nation: whales}\nOne.\n\n:::\n", ["f.md:1:19: 'whales' isn't a value of 'nation'. Did you mean 'wales'?"]),
    "an unknown key": ("\n::: when {natoin: wales}\nOne.\n\n:::\n", ["f.md:2:11: 'natoin' isn't something that a condition can ask. Did you mean 'nation'?"]),
    "a condition that isn't YAML": (
        "::: when {nation: wales\nOne.\n\n:::\n",
        [("f.md:1:10: This line can't be understood. The file is read no further than this. "
         "Close the group with }, and put a comma between its parts; or put the value in quotes if { belongs to it.")],
    ),
    "an alias in a condition": (
        "::: when {nation: *wales}\nOne.\n\n:::\n",
        ["f.md:1:19: '*wales' points at another part of the file, which isn't allowed here. Type the value out, or put it in quotes."],
    ),
    "a condition of nothing": ("::: when ~\nOne.\n\n:::\n", ["f.md:1:10: A condition is needed here. Write it as {key: value}."]),
    "a word for a condition": ("::: when wales\nOne.\n\n:::\n", ["f.md:1:10: A condition is needed here. Write it as {key: value}."]),
    "nothing to show": ("::: show\n", ["f.md:1:1: This line can't be understood. Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'."]),
    "what can't be shown, near to what can": ("::: show rulings contact/x\n", ["f.md:1:1: 'rulings' can't be shown. Did you mean 'ruling'?"]),
    "a contact that isn't one": (
        "::: show contact head\n",
        ["f.md:1:1: 'head' can't stand after 'show contact'. Write one of: school, safeguarding, social-care, out-of-hours, allegations."],
    ),
    "helplines for nobody": (
        "::: show helplines\n",
        ["f.md:1:1: '' can't stand after 'show helplines'. Write one of: pupils, parents, staff, governors, volunteers, visitors, leaders, everybody."],
    ),
    "several": ("::: x\n\n:::\n\n::: when {nation: zzz}\n", [
        "f.md:1:1: This line can't be understood. Write '::: when {...}', '::: otherwise', '::: show ...' or ':::'.",
        "f.md:3:1: This ':::' closes nothing.",
        "f.md:5:1: This '::: when' has no end. Put ':::' on a line of its own after it.",
        "f.md:5:19: 'zzz' isn't a value of 'nation'. It can be england, scotland, wales.",
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_in_a_text(text, messages):
    """What is wrong in a text is named at its line, all of it."""
    assert messages == said(text)


def test_what_can_be_shown_is_said_where_nothing_is_near():
    """A word that is near to nothing gets the list."""
    (message,) = said("::: show xyzzy\n")

    assert message.startswith("f.md:1:1: 'xyzzy' can't be shown. It can be ruling, scenario,")


def test_lines_count_from_where_the_text_begins():
    """A text that stands after its front matter is named by the lines of the file."""
    assert ["f.md:12:1: This ':::' closes nothing."] == said("One.\n\n:::\n", 10)
    assert Place("f.md", 11, 1) == parse("\nOne.\n", 10)[0].place


def test_block_stands_in_an_element_of_its_own():
    """What a block gives can't join up with the list before it."""
    (choice,) = parse(OTHERWISE)

    assert isinstance(choice, Choice)
    assert ["div", "div"] == [inner[0].selector for _, inner in choice.cases]


def test_walk_says_under_what_a_text_stands():
    """Of every text it is known what must hold for it to be there, and what must not."""
    found = {
        node.text.strip(): [(str(condition), holds) for condition, holds in guards]
        for node, guards in walk(parse(NESTED))
        if isinstance(node, Text)
    }

    assert {
        "Outer.": [("nation is wales or england", True)],
        "Inner.": [("nation is wales or england", True), ("nation is wales", True)],
        "Inner other.": [("nation is wales or england", True), ("nation is wales", False)],
        "Outer again.": [("nation is wales or england", True)],
        "Neither.": [("nation is wales or england", False)],
        "Small.": [("nation is wales or england", False), ("stage is ks1", True)],
    } == found


FACTS = st.fixed_dictionaries(
    {
        "nation": st.sampled_from(["england", "wales", "scotland"]).map(lambda nation: frozenset({nation})),
        "stage": st.sets(st.sampled_from(["ks1", "ks2"])).map(frozenset),
    }
)


@given(FACTS)
def test_guards_say_the_same_as_choose(facts):
    """A text is there for exactly those schools for which its guards hold."""
    nodes = parse(NESTED)
    there = words(choose(nodes, facts)).split(" / ")
    for node, guards in walk(nodes):
        if isinstance(node, Text):
            assert (node.text.strip() in there) is all(condition.holds(facts) is holds for condition, holds in guards)


def test_positive_is_what_must_hold():
    """Of guards, what must hold is put together; what must not is left out."""
    guards = {node.text.strip(): guards for node, guards in walk(parse(NESTED)) if isinstance(node, Text)}

    assert "nation is wales or england and nation is wales" == str(positive(guards["Inner."]))
    assert ALWAYS == positive(guards["Neither."])
    assert "stage is ks1" == str(positive(guards["Small."]))


def test_settle_keeps_the_place_of_a_choice():
    """A choice that gives nothing leaves its place behind, so that its neighbours stand as they would otherwise."""
    before, place, after = settle(parse(WHEN), ENGLAND)

    assert ("Before.", "After.") == (before.text.strip(), after.text.strip())
    assert Chosen((), False) == place


def test_replace_reaches_every_leaf():
    """Every leaf is changed, in blocks and in each case, and the conditions stay."""
    nodes = parse(NESTED + "\n::: show register\n")
    changed = replace(nodes, lambda node: (Text("X"), Text("Y")) if isinstance(node, Text) else ())

    assert "X / Y / X / Y / X / Y" == words(choose(changed, WALES))
    assert [str(node.cases[0][0]) for node, _ in walk(nodes) if isinstance(node, Choice)] == [
        str(node.cases[0][0]) for node, _ in walk(changed) if isinstance(node, Choice)
    ]
    assert nodes == replace(nodes, lambda node: (node,))


def test_choose_leaves_nothing_to_choose():
    """What a school gets holds texts, things to show and blocks, and no choice, however deep."""
    for facts in (ENGLAND, WALES, {}):
        assert all(isinstance(node, Text | Show | Block) for node, _ in walk(choose(parse(NESTED), facts)))


@given(
    st.text("ab :{}[]\n-", max_size=60)
    | st.lists(
        st.sampled_from(["::: when {nation: wales}", "::: otherwise", ":::", "Words.", "", "::: show register", "::: x"]), max_size=10
    ).map("\n".join)
)
def test_any_text_is_read_or_refused(text):
    """Whatever is typed gives nodes or problems, and the words of a text without colons are all kept."""
    try:
        nodes = parse(text)
    except Problems as found:
        assert all(problem.place.line >= 1 for problem in found.problems)
    else:
        if ":::" not in text:
            assert text.split() == words(nodes).split()
