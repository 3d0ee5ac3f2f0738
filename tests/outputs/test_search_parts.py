"""The entries of the search index that are found part by part are those of the whole page, whichever cases a school gets."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from houserules.engine import render_everything
from houserules.outputs.search_index import HEADINGS, EntryReader, Found, describe_entries
from houserules.outputs.search_parts import find_part_entries, split_body
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, MARK_END
from houserules.pages.everything import hold_everything
from houserules.pages.site_page import SitePage

# One of each kind: the first page, rulings with a heading each, clauses, a table of rulings, entries, cards of contacts, scenarios.
PAGES = (
    "index", "guidance/answers-parents", "policies/mobile-phones", "guidance/who-may-contact-whom", "guidance/glossary", "guidance/report-a-concern",
    "guidance/boundaries-work", "guidance/sources",
)  # fmt: skip
IDLE = frozenset({"a", "the", "of"})
NONE = 9  # no case at all
_MARKS = re.compile(f"({CHOICE}[{DIGITS}]+{MARK_END}|{CASE}|{CHOICE_END})")


@pytest.fixture(scope="module")
def pages(core, tmp_path_factory) -> Mapping[str, tuple[SitePage, str]]:
    """Pages of the shelf with their bodies, all cases in them, as the engine leaves them."""
    everything = hold_everything(core.composed, core.vocabulary)
    render_everything(core, everything, tmp_path_factory.mktemp("site"), documents=False, only=frozenset(PAGES))
    return {id: (everything.pages[id], everything.bodies[id]) for id in PAGES}


def choose(text: str, cases: Mapping[str, int]) -> str:
    """Leave of each choice one case: the plainest way, mark by mark. `cases` says which, by the number as it is written."""
    made: list[str] = []
    open_choices: list[list] = []  # its case, and the one at which the reader stands
    for piece in _MARKS.split(text):
        if piece.startswith(CHOICE):
            open_choices.append([cases[piece[1:-1]], 0])
        elif piece == CASE:
            open_choices[-1][1] += 1
        elif piece == CHOICE_END:
            open_choices.pop()
        elif all(case == here for case, here in open_choices):
            made.append(piece)
    return "".join(made)


def numbers_in(body: str) -> list[str]:
    """Give the numbers of the choices in a body, as they are written."""
    return sorted({found.partition(MARK_END)[0] for found in body.split(CHOICE)[1:]})


def whole(page: SitePage, body: str) -> list[Found]:
    """Give the entries of a whole page, as a plain build finds them."""
    reader = EntryReader(page.title, page.description, "policy" if page.is_policy else "page")
    reader.feed(body)
    reader.close()
    return list(describe_entries(reader.entries, page.id, page.audience, IDLE))


def by_parts(page: SitePage, body: str, cases: Mapping[str, int]) -> list[Found]:
    """Give the entries that are found in the parts of a page, each with its cases chosen on its own."""
    there = (part for part in split_body(body) if all(cases[_written(number)] == case for number, case in part.way))
    return [found for part in there for found in find_part_entries(choose(part.html, cases), part.opened, page, IDLE)]


def _written(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


@given(data=st.data())
@settings(max_examples=12)
@pytest.mark.parametrize("id", PAGES)
def test_entries_of_the_parts_are_those_of_the_page(id, data, pages):
    """For any cases of all choices, also for such as no school can have together."""
    page, body = pages[id]
    cases = {number: data.draw(st.sampled_from([0, 0, 0, 1, 2, NONE])) for number in numbers_in(body)}

    assert whole(page, choose(body, cases)) == by_parts(page, body, cases)


@pytest.mark.parametrize("id", PAGES)
def test_parts_are_the_page(id, pages):
    """Nothing that is said is lost between two parts, and no choice stands across two."""
    _, body = pages[id]
    parts = split_body(body)

    assert said_in(body) == "".join(said_in(part.html) for part in parts)
    assert all(part.html.count(CHOICE) == part.html.count(CHOICE_END) for part in parts)
    assert parts[0].opened is None
    assert all(part.opened is not None for part in parts[1:])


def said_in(html: str) -> str:
    """Give the words of a piece of HTML, without white space."""
    return "".join(_MARKS.sub("", re.sub("<[^>]*>", "", html)).split())


@pytest.mark.parametrize("id", ["guidance/who-may-contact-whom", "guidance/answers-parents", "policies/mobile-phones", "guidance/sources"])
def test_a_page_of_many_headings_has_many_parts(id, pages):
    """Else it would be read again for every combination of all its cases, headings that not every school has included."""
    parts = split_body(pages[id][1])

    assert len(parts) > 10
    assert max(len(numbers_in(part.html)) for part in parts) < 25


PIECES = st.recursive(
    st.text("ab é\n", max_size=3)
    | st.sampled_from(["<p>one</p>", "<br>", '<div class="hr-also">Also: two.</div>', "<hr>", "&amp;", "<tr id='row'><th>x</th></tr>", '<h2>no id</h2>'])
    | st.tuples(st.sampled_from(sorted(HEADINGS)), st.text("ab", min_size=1, max_size=2)).map(lambda found: f'<{found[0]} id="{found[1]}">{found[1]}</{found[0]}>\n'),
    lambda inner: st.lists(inner, max_size=4).map(lambda found: f"<section class='hr-clause'>{''.join(found)}</section>")
    | st.tuples(st.integers(0, 3), st.lists(st.lists(inner, max_size=3).map("".join), min_size=1, max_size=3)).map(
        lambda found: f"{CHOICE}{DIGITS[found[0]]}{MARK_END}{CASE.join(found[1])}{CHOICE_END}"
    ),
    max_leaves=14,
)
PAGE = SitePage("guidance/a", "A page", "A", "What it says.", ("parents",), "supports", "", "", (), "core")


@given(st.lists(PIECES, max_size=6).map("".join), st.lists(st.integers(0, 3), min_size=4, max_size=4))
def test_any_page(body, chosen):
    """Choices within choices, headings within choices, text before the first heading, elements that stay open across headings."""
    cases = {DIGITS[number]: case for number, case in enumerate(chosen)}

    assert whole(PAGE, choose(body, cases)) == by_parts(PAGE, body, cases)
