"""What is cut is the same text, and knows its choices; what is cut of a page needs nothing else."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houserules.fleet.cut import cut_choices, cut_pages, file_of, find_numbers
from houserules.outputs.stamp import cut_text
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, MARK_END, Alphabet
from houserules.pages.everything import Everything, Numbers
from houserules.pages.site_page import SitePage
from houserules.profile.conditions import Condition
from houserules.profile.conditions import Test as Asked

NUMBERS = st.sampled_from([0, 7, 10, 281474976710655])


def a_choice(pieces: st.SearchStrategy) -> st.SearchStrategy:
    case = st.lists(pieces, max_size=3).map(tuple)
    return st.tuples(NUMBERS, st.lists(case, min_size=1, max_size=3)).map(lambda found: (found[0], *found[1]))


PIECES = st.lists(st.recursive(st.text("<p> é\n", min_size=1, max_size=4), a_choice, max_leaves=10), max_size=6).map(tuple)


def write(pieces: tuple) -> str:
    """Write pieces as the engine leaves them, with marks."""
    return "".join(
        piece if isinstance(piece, str) else f"{CHOICE}{digits(piece[0])}{MARK_END}{CASE.join(map(write, piece[1:]))}{CHOICE_END}" for piece in pieces
    )


def digits(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def joined(pieces: tuple) -> tuple:
    """Join texts that touch, in all cases."""
    made: list = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        else:
            made.append(piece if isinstance(piece, str) else (piece[0], *map(joined, piece[1:])))
    return tuple(made)


@given(PIECES)
def test_cut_is_what_was_written(pieces):
    """Any texts and choices, however deep, come back from their marks."""
    assert joined(pieces) == cut_choices(write(pieces))


@given(PIECES)
def test_numbers_are_found_in_both_forms(pieces):
    """The two ways of cutting know the same choices, in the same order."""
    text = write(pieces)

    assert list(find_numbers(cut_choices(text))) == list(find_numbers(cut_text(text, {})))


@pytest.mark.parametrize(("id", "expected"), [("index", "index.html"), ("guidance/help", "guidance/help/index.html")])
def test_file_of_a_page(id, expected):
    """The first page is the site's own index."""
    assert expected == file_of(id)


@pytest.fixture
def everything() -> Everything:
    """A page with a choice and two letters, as the engine hands it back, beside a page that was not rendered."""
    alphabet, numbers = Alphabet(), Numbers()
    name, phone, spare = (alphabet.code(path) for path in ("school.name", "school.phone", "school.email"))
    here, other = (numbers.number(type("Choice", (), {"cases": ((Condition(((Asked(key, ("a",)),),)), ()),)})) for key in ("nation", "phase"))
    page = SitePage("guidance/a", f"About {name}", "A", "What it says.", (), "supports", "", "its Markdown", (), "core")
    body = f'<p>{phone}</p>{CHOICE}{digits(here)}{MARK_END}<h2 id="x">X</h2>{CHOICE_END}'
    made = Everything({"guidance/a": page, "guidance/b": page}, {"guidance/a": Condition(()), "guidance/b": Condition(())}, alphabet, numbers)
    made.bodies["guidance/a"] = body
    made.outputs["guidance/a/index.html"] = f"<title>{name}</title>{body}"
    assert other != here and spare not in body
    return made


def test_a_cut_page_stands_alone(everything):
    """It has the letters and the choices that stand in it and no other, not its Markdown, and can be kept."""
    (cut,) = cut_pages(everything, {"guidance/a"}, frozenset())

    assert {"school.name", "school.phone"} == {path for path, _ in cut.letters.values()}
    assert ["nation"] == [test.key for conditions in cut.choices.values() for condition in conditions for test in condition.tests()]
    assert ("guidance/a/index.html", "") == (cut.file, cut.page.markdown)
    assert cut == pickle.loads(pickle.dumps(cut))
