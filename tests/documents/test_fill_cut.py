"""A text is cut once and filled for each school: its cases looked up, its values escaped for where they stand."""

from __future__ import annotations

import pickle

import pytest

from houserules.documents.fill_cut import Slot, cut_for_filling, fill_cut
from houserules.outputs.stamp import escape_html
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, EACH, EACH_END, IF, IF_END, IF_NOT, MARK_END, Alphabet

ALPHABET = Alphabet()
NAME = ALPHABET.code("school.name")
ENTRY = ALPHABET.code("account.handle")
OPEN = f"{CHOICE}{DIGITS[7]}{MARK_END}"
VALUES = {"school.name": "Oak & Ash"}
LISTS = {"accounts": ({"account.handle": "@a"}, {"account.handle": "<b>", "account.note": "x"})}


def fill(text: str, choices=()) -> str:
    """Cut and fill a text."""
    return fill_cut(cut_for_filling(text, ALPHABET.meanings()), choices, VALUES, LISTS, escape_html, {})


@pytest.mark.parametrize(
    ("text", "case", "expected"),
    [
        (f"a{OPEN}one{CASE}two{CHOICE_END}b", 0, "aoneb"),
        (f"a{OPEN}one{CASE}two{CHOICE_END}b", 1, "atwob"),
        (f"a{OPEN}one{CASE}two{CHOICE_END}b", -1, "ab"),
        (f"a{OPEN}one{CHOICE_END}b", 1, "ab"),
        (f"a{OPEN}{CASE}for {NAME}{CHOICE_END}b", 0, "ab"),
        (f"a{OPEN}{CASE}for {NAME}{CHOICE_END}b", 1, "afor Oak &amp; Ashb"),
        (f"{OPEN}{NAME}{CHOICE_END}", 0, "Oak &amp; Ash"),
        (f"{EACH}accounts{MARK_END}{ENTRY}{IF}account.note{MARK_END}!{IF_END}{IF_NOT}account.note{MARK_END}?{IF_END} {EACH_END}", 0, "@a? &lt;b&gt;! "),
        (f"{CHOICE}{MARK_END}settled{CHOICE_END} {NAME}", 0, "settled Oak &amp; Ash"),
        ("", 0, ""),
    ],
)
def test_text_is_filled(text, case, expected):
    """Each kind of piece gives what it should, whichever case a school gets; choices may be numbered or named by a table."""
    assert expected == fill(text, {7: case})
    assert expected == fill(text, (-1,) * 7 + (case,))


def test_words_that_touch_are_one():
    """What nothing parts is one text, and a case of words alone is a text."""
    assert ("a settled b",) == cut_for_filling(f"a {CHOICE}{MARK_END}settled{CHOICE_END} b", {})
    assert ((7, "one", ""),) == cut_for_filling(f"{OPEN}one{CASE}{CHOICE_END}", {})


def test_slot_comes_back_from_a_file():
    """What is kept between runs is the same when it is read."""
    slot = cut_for_filling(NAME, ALPHABET.meanings())[0]
    again = pickle.loads(pickle.dumps(slot, pickle.HIGHEST_PROTOCOL))

    assert (Slot, slot, slot.path, slot.form) == (type(again), again, again.path, again.form)
