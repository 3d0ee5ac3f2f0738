"""The rules of the words: each is broken by its cases, alone, and kept by the sample."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from houserules.rules import answers, claims, links, wording

RULES = {rule.__name__: rule for module in (answers, links, wording, claims) for rule in module.RULES}
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "rules.yml").read_text("utf-8"))


def broken(small) -> dict[str, list[str]]:
    """Give what each rule says of some words, for those that say anything."""
    said = {name: sorted(str(problem) for problem in rule(small.words, small.composed, small.vocabulary)) for name, rule in RULES.items()}
    return {name: messages for name, messages in said.items() if messages}


def test_every_rule_has_its_cases():
    """No rule goes without a case, and no case without a rule."""
    assert list(RULES) == list(CASES)


def test_sample_breaks_no_rule(small_core):
    """The sample's words, which all cases change, keep every rule."""
    assert {} == broken(small_core())


@pytest.mark.parametrize(
    ("rule", "case"), [pytest.param(rule, case, id=f"{rule}: {case['name']}") for rule, cases in CASES.items() for case in cases]
)
def test_rule_is_broken_alone(rule, case, small_core):
    """The case breaks this rule and no other, with exactly these messages."""
    small = small_core(case.get("files"), case.get("replace"))

    assert {rule: sorted(case["problems"])} == broken(small)


KEPT = {
    "a name of one nation, in a block for that nation": {
        "guidance/help.md": {"## Questions": "::: when {nation: england}\nOfsted may ask.\n\n:::\n\n## Questions"},
    },
    "a name of one nation, on a page for that nation": {
        "policies/staff.md": {"audience: [staff]": "audience: [staff]\nwhen: {nation: england}", "Keep apart,": "Keep apart as Ofsted says,"},
        "guidance/help.md": {", or read the [staff agreement](policy:staff)": ""},
        "scenarios/contact/friend-request.md": {" [why](clause:contact/former-pupils)": " that is why", "order: 10": "order: 10\nwhen: {nation: england}"},
    },
    "a link under the condition of its target": {
        "guidance/help.md": {"## Questions": "::: when {stage: ks2}\nRead [the rule](clause:phones/pupils).\n\n:::\n\n## Questions"},
    },
    "an explanation that says neither must, should nor may": {
        "clauses/phones/pupils.md": {"Pupils should know": "Pupils know", "title: Pupils' phones": "title: Pupils' phones\nkind: explanation"},
    },
    "a clause that is dropped needs no reason": {
        "clauses/phones/pupils.md": {
            "reason: Lessons come first.": "dropped: our behaviour policy says it",
            "Pupils should know what the school says:\n\n::: show ruling contact/phones\n": "",
        },
    },
    "the same answer, told apart by a ruling alone": {
        "clauses/contact/former-pupils.md": {"::: when {friends: never}\nStaff must not be friends with former pupils.\n\n::: otherwise\nStaff may be friends with former pupils later.\n\n:::": "Staff must ask."},
    },
    "lines that end otherwise than with a full stop": {
        "guidance/help.md": {"## Questions": "* What now?\n\n> Dear parents and carers,\n\nShe said \"no.\"\n\n| A | B |\n|---|---|\n| c | d |\n\n## Questions"},
    },
    "a claim of the law beside its reference, and talk of a law that changes": {
        "guidance/help.md": {"## Questions": "[The law](reference:law) asks schools to say so, and the page is read again if the law changes.\n\n## Questions"},
    },
    "abbreviations that everybody knows, and one that links to its source": {
        "guidance/help.md": {"## Questions": "Watch TV in the UK, and read [what the DPIA says](reference:law).\n\n## Questions"},
    },
    "X, once called Twitter, and a prize of any size": {
        "guidance/help.md": {"## Questions": "X, once called Twitter, gives a prize of any size.\n\n## Questions"},
    },
}  # fmt: skip


@pytest.mark.parametrize("replace", KEPT.values(), ids=KEPT.keys())
def test_what_looks_alike_is_let_pass(replace, small_core):
    """What is near to a broken rule, and none, breaks none."""
    assert {} == broken(small_core(replace=replace))
