"""Reading age: what each page asks of its readers, measured on the composed text of every example school."""

from __future__ import annotations

from collections import defaultdict

import pytest

from houserules.rules.reading_age import FEWEST_WORDS, LIMITS, Counts, count_page, count_text, readers_of
from houserules.rules.situations import cover_pairs

SCHOOLS = ("alder-lane-primary", "brackenfield-academy", "oakhollow-special", "ysgol-bryn-eithin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cat sat.", Counts(9, 3, 1)),
        ("* The cat sat.\n* The **dog** ran!", Counts(18, 6, 2)),
        ("## A heading\n\nSee [the page](page:guidance/x) of {{ school.name }}.", Counts(12, 4, 1)),
        ("Ring 01632 960100 or write to a@b.example.", Counts(13, 4, 1)),
        ("| A | table |", Counts()),
    ],
)
def test_what_is_counted(text, expected):
    """Letters, words and sentences; no headings, tables, list marks, names or contact details."""
    assert expected == count_text(text)


def test_formula():
    """100 words of 430 letters in 5 sentences: ARI 8.823, Coleman-Liau 8.004, and 5 years on their mean."""
    assert 13.4135 == pytest.approx(Counts(430, 100, 5).reading_age, abs=0.001)


def measure(core, facts) -> dict[str, float]:
    """Give the reading age of each page, and of the short ones together, that is above its readers' limit."""
    pooled: dict[str, Counts] = defaultdict(Counts)
    wrong = {}
    for id, page in core.composed.pages.items():
        if not page.when.holds(facts):
            continue
        counts, readers = count_page(core.composed.nodes[id], facts), readers_of(page)
        if counts.words < FEWEST_WORDS:
            pooled[readers] += counts
        elif counts.reading_age > LIMITS[readers]:
            wrong[id] = round(counts.reading_age, 1)
    return wrong | {readers: round(counts.reading_age, 1) for readers, counts in pooled.items() if counts.reading_age > LIMITS[readers]}


@pytest.mark.parametrize("slug", SCHOOLS)
def test_pages_can_be_read_by_their_readers(core, slug):
    """No page of an example school is above its readers' age."""
    school = core.school(core.folder / "schools" / slug)

    assert {} == measure(core, school.facts)


def test_pages_can_be_read_in_every_situation(core, vocabulary):
    """Nor is any page in the situations that cover every pair of answers."""
    wrong = {id: age for facts in cover_pairs(vocabulary) for id, age in measure(core, facts).items()}

    assert {} == wrong
