"""A text is cut once and filled for each school: its cases looked up, its values escaped for where they stand."""

from __future__ import annotations

import pickle

import pytest

from houserules.documents.fill_cut import Slot, Texts, cut_for_filling, fill_cut
from houserules.outputs.stamp import escape_html
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, EACH, EACH_END, IF, IF_END, IF_NOT, MARK_END, Alphabet, Form

ALPHABET = Alphabet()
NAME = ALPHABET.code("school.name")
ENTRY = ALPHABET.code("account.handle")
OPEN = f"{CHOICE}{DIGITS[7]}{MARK_END}"
VALUES = {"school.name": "Oak & Ash"}
LISTS = {"accounts": ({"account.handle": "@a"}, {"account.handle": "<b>", "account.note": "x"})}


def fill(text: str, choices=()) -> str:
    """Cut and fill a text."""
    return fill_cut(cut_for_filling(text, ALPHABET.meanings()), Texts(choices, VALUES, LISTS, escape_html)).decode()


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


def test_value_is_escaped_once():
    """However many places a value has in the documents of a school, it is written and escaped for the first only; a place in another form is another."""
    escaped = []
    texts = Texts((), VALUES, LISTS, lambda value: escaped.append(value) or value.upper())
    pieces = [cut_for_filling(text, ALPHABET.meanings()) for text in (f"a {NAME} b {NAME}", f"{NAME}", f"https://{ALPHABET.code('school.name', Form.HOST)}/")]

    assert [b"a OAK & ASH b OAK & ASH", b"OAK & ASH", b"HTTPS:///"] == [fill_cut(each, texts) for each in pieces]
    assert ["Oak & Ash", "https://"] == escaped


def test_entries_of_a_list_have_values_of_their_own():
    """What stood in an entry doesn't show in the next one, nor outside the list; there the value is that of the school."""
    lists = {"accounts": ({"school.name": "one"}, {"school.name": "two"})}
    texts = Texts((), VALUES, lists, escape_html)
    pieces = cut_for_filling(f"{NAME}: {EACH}accounts{MARK_END}{NAME} {EACH_END}{NAME}", ALPHABET.meanings())

    assert b"Oak &amp; Ash: one two Oak &amp; Ash" == fill_cut(pieces, texts)


def test_case_in_a_list_is_that_of_the_school():
    """A choice in a part that is repeated is looked up as any other."""
    pieces = cut_for_filling(f"{EACH}accounts{MARK_END}{OPEN}one{CASE}two{CHOICE_END}{EACH_END}", ALPHABET.meanings())

    assert [b"oneone", b"twotwo"] == [fill_cut(pieces, Texts({7: case}, VALUES, LISTS, escape_html)) for case in (0, 1)]


def test_slot_comes_back_from_a_file():
    """What is kept between runs is the same when it is read."""
    (segment,) = cut_for_filling(NAME, ALPHABET.meanings())
    (slot,) = segment.holes()
    again = pickle.loads(pickle.dumps(slot, pickle.HIGHEST_PROTOCOL))

    assert (Slot, slot, slot.path, slot.form) == (type(again), again, again.path, again.form)
