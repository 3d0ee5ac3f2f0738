"""Forms: each agreement has its sign-off, and those of pupils, parents and staff a covering letter, in every situation."""

from __future__ import annotations

import pytest

from houserules.documents.choose import is_document

SIGNED_AFTER_A_LETTER = ("pupil", "pupil-and-parent", "parent", "staff")


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


def test_what_is_signed_after_a_letter_has_one(readings, agreements):
    """A school that has a pupils', parents' or staff agreement has a letter that leads to it."""
    letters: dict[int, str] = {}
    for number, _, id, text in readings:
        if id.startswith("guidance/letter-"):
            letters[number] = letters.get(number, "") + text
    wrong = {
        (id, number)
        for number, _, id, _ in readings
        if id in agreements and agreements[id].sign_off in SIGNED_AFTER_A_LETTER and f"(policy:{agreements[id].name})" not in letters.get(number, "")
    }

    assert set() == wrong


def test_what_staff_declare_has_its_form(readings):
    """In every situation the staff agreement leads to the form for family and friends, which is a document with room to write and to sign."""
    form = "guidance/declaration-form"
    pages = {(number, id): text for number, _, id, text in readings if id in (form, "policies/staff-acceptable-use")}

    assert is_document(form)
    assert [] == [number for number, id in pages if id != form and f"(page:{form})" not in pages[number, id]]
    assert [] == [number for number, id in pages if id != form and "Signature" not in pages.get((number, form), "")]
