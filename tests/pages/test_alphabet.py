"""The letters that stand for placeholders: that Markdown takes them for words, and that none stands for two things."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from houserules.pages.alphabet import CODE, DIGITS, FIRST, LAST, Alphabet, Form, encode_placeholders, free_letters
from houserules.profile.placeholders import Kind, Placeholder

ALL = [chr(code) for code in range(FIRST, LAST + 1)]
PLACEHOLDERS = {
    placeholder.path: placeholder
    for placeholder in (
        Placeholder("school.name", Kind.TEXT, True),
        Placeholder("school.email", Kind.EMAIL, False),
        Placeholder("school.phone", Kind.PHONE, False),
        Placeholder("links.complaints", Kind.WEB, False),
    )
}


_FILLED = Alphabet()
CODES = [_FILLED.code(f"p{number}") for number in range(2500)]


def test_letters_are_words_to_markdown():
    """Every one is a letter without case, which doesn't decompose, isn't East Asian and is refused in what people type."""
    for letter in ALL:
        assert re.fullmatch(r"\w", letter), f"U+{ord(letter):04X}"
        assert "Lo" == unicodedata.category(letter)
        assert letter == letter.lower() == letter.upper() == letter.title()
        assert all(letter == unicodedata.normalize(form, letter) for form in ("NFC", "NFD", "NFKC", "NFKD"))
        assert "N" == unicodedata.east_asian_width(letter)


def test_same_placeholder_same_letter():
    """A placeholder has one letter in each form, however often it is asked for."""
    alphabet = Alphabet()
    first, capital, other = alphabet.code("a"), alphabet.code("a", Form.CAPITAL), alphabet.code("b")

    assert first == alphabet.code("a", Form.PLAIN)
    assert 3 == len({first, capital, other})
    assert {first: ("a", Form.PLAIN), capital: ("a", Form.CAPITAL), other: ("b", Form.PLAIN)} == alphabet.meanings()


def test_letters_follow_one_another_in_the_order_of_asking():
    """The same texts give the same letters, on any machine."""
    alphabets = Alphabet(), Alphabet()

    assert [chr(FIRST), chr(FIRST + 1)] == [alphabets[0].code("x"), alphabets[0].code("y")]
    assert [chr(FIRST), chr(FIRST + 1)] == [alphabets[1].code("y"), alphabets[1].code("x")]


def test_pairs_begin_after_the_singles():
    """The first 480 have a letter each, the others two; no code is another's, nor its beginning."""
    assert [1] * 480 == [len(code) for code in CODES[:480]]
    assert {2} == {len(code) for code in CODES[480:]}
    assert len(CODES) == len(set(CODES))
    assert not {code[0] for code in CODES[480:]} & set(CODES[:480])
    assert chr(FIRST + 480) + chr(FIRST) == CODES[480]


def test_letters_of_placeholders_sort_as_they_do(vocabulary):
    """Where every placeholder has its letter from the start, texts sort alike whichever of them they ask for first."""
    alphabet = Alphabet.of(vocabulary.placeholders)
    letters = [alphabet.code(path) for path in vocabulary.placeholders]

    assert sorted(letters) == letters
    assert alphabet.codes.items() <= Alphabet.of(dict(vocabulary.placeholders)).codes.items()


@given(st.lists(st.integers(0, 2499), max_size=30))
def test_codes_that_touch_are_told_apart(numbers):
    """However codes stand together, they are read as they were written."""
    written = "".join(CODES[number] for number in numbers)

    assert [CODES[number] for number in numbers] == re.findall(CODE, written)


@pytest.mark.parametrize(
    "text",
    [
        "*{}*",
        "**{}**",
        "_{}_",
        "a_{}_b",
        "a*{}*b",
        "# {}",
        "{}'s",
        '"{}"',
        "({})",
        "{}, {}",
        "| {} |\n|---|\n| {} |",
        "* {}\n* {}",
        "[{}](https://x.example)",
        "{}.",
    ],
)
def test_letters_stand_like_a_word(text):
    """Markdown makes of a letter what it makes of a word."""
    letter, word = chr(FIRST), "Word"
    made = [Markdown(extensions=["tables", "attr_list", "sane_lists"]).convert(text.replace("{}", thing)) for thing in (letter, word)]

    assert made[0].replace(letter, word) == made[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask {{ school.name }}.", "Ask <school.name plain>."),
        ("{{school.name}}", "<school.name plain>"),
        ("{{ school.name | capital }}", "<school.name capital>"),
        ("{{ school.name | plain }}", "<school.name plain>"),
        ("{{ school.email }}", '<a href="value:<school.email mailto>"><school.email plain></a>'),
        ("{{ school.phone }}", '<a href="value:<school.phone tel>"><school.phone plain></a>'),
        ("{{ links.complaints }}", '<a href="value:<links.complaints link>"><links.complaints plain></a>'),
        ("{{ school.phone | plain }}", "<school.phone plain>"),
        ("{{ links.complaints | link }}", "value:<links.complaints link>"),
        ("[x]({{ links.complaints }})", "[x](value:<links.complaints link>)"),
        ("[x]( {{ links.complaints }} )", "[x](value:<links.complaints link>)"),
        (
            "{{ number.staff.section-1 }}. {{ number.staff.contact/report }}",
            "<number.staff.section-1 plain>. <number.staff.contact/report plain>",
        ),
        ("{ school.name } {{ }}", "{ school.name } {{ }}"),
        ("{{ school.name }}{{ school.name }}", "<school.name plain><school.name plain>"),
    ],
)
def test_encode_placeholders(text, expected):
    """A value stands as a letter; an email, telephone number or web address as a link, in the form that its place wants."""
    alphabet = Alphabet()
    encoded = encode_placeholders(text, alphabet, PLACEHOLDERS)
    for code, (path, form) in alphabet.meanings().items():
        encoded = encoded.replace(code, f"<{path} {form.value}>")

    assert expected == encoded


def test_free_letters():
    """Letters and marks that JSON has escaped are written as themselves, and nothing else is."""
    marks = "".join(f"\\u{ord(mark):04x}" for mark in ("\u1401", "\u166c", "\ue000", "\ue012", *DIGITS))

    assert "\u1401\u166c\ue000\ue012" + DIGITS == free_letters(marks)
    assert r"\u00e9\u1301\u1701\ue100 \n" == free_letters(r"\u00e9\u1301\u1701\ue100 \n")
