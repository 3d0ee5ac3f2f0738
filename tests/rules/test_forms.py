"""Forms: each agreement has its sign-off, and those of pupils and parents a covering letter, in every situation."""

from __future__ import annotations

import pytest

SIGNED_AT_HOME = ("pupil", "pupil-and-parent", "parent")


@pytest.fixture(scope="module")
def agreements(core):
    """The policies that somebody agrees to."""
    return {id: policy for id, policy in core.composed.pages.items() if id.startswith("policies/") and ("agreement" in id or id.endswith(("guest-wifi", "acceptable-use")))}


def test_every_agreement_says_who_signs(core, agreements):
    """An agreement is signed, and what is signed is an agreement."""
    assert {id for id, policy in core.composed.pages.items() if getattr(policy, "sign_off", "")} == set(agreements)
    assert 13 == len(agreements)


def test_every_agreement_has_its_form(readings, agreements):
    """It ends with a slip where the school takes paper, and with the way to the form where it takes that."""
    wrong = []
    for number, facts, id, text in readings:
        if id not in agreements:
            continue
        (answer,) = facts["sign_off"]
        found = ('<div class="hr-slip">' in text, "[Sign online](" in text)
        if found != (answer in ("paper", "both"), answer in ("online-form", "both")):
            wrong.append(f"{id}, situation {number}: {answer} {found}")

    assert [] == wrong


def test_what_is_signed_at_home_has_its_letter(readings, agreements):
    """A school that has a pupils' or parents' agreement has a letter that leads to it."""
    letters: dict[int, str] = {}
    for number, _, id, text in readings:
        if id.startswith("guidance/letter-"):
            letters[number] = letters.get(number, "") + text
    wrong = {
        (id, number)
        for number, _, id, _ in readings
        if id in agreements and agreements[id].sign_off in SIGNED_AT_HOME and f"(policy:{agreements[id].name})" not in letters.get(number, "")
    }

    assert set() == wrong
