"""Pages as their readers see them, with the nation's words in them: no other nation's names, nothing doubled, whole sentences."""

from __future__ import annotations

import pytest

from houserules.rules.nations import find_foreign_names
from houserules.rules.seen import find_slips, see_line


@pytest.fixture(scope="module")
def lines(readings, core) -> dict[tuple[str, str], str]:
    """Every line that some school's readers see, by its nation, with the page and the situation in which it stands first."""
    found: dict[tuple[str, str], str] = {}
    done: set[tuple[tuple[str, ...], str]] = set()
    words: dict[int, dict[str, str]] = {}
    for number, facts, id, text in readings:
        (nation,) = facts["nation"]
        terms = words.setdefault(number, {name: term.word(facts) for name, term in core.vocabulary.terms.items()})
        page = core.composed.pages[id]
        for line in (page.title, page.short_title, page.description, *text.split("\n")):
            key = ((nation, *terms.values()) if "{{" in line or "](" in line else (nation,), line)
            if key not in done:
                done.add(key)
                found.setdefault((nation, see_line(line, core.composed, terms)), f"{id}, situation {number}")
    return found


def test_no_school_reads_of_another_nations_bodies(lines):
    """On no page of a nation's schools stands a body, a law, a post or a document of another nation."""
    wrong = [f"{name} ({nation}; {where}): {line.strip()}" for (nation, line), where in lines.items() for name in find_foreign_names(line, nation)]

    assert not wrong, "\n".join(wrong)


def test_nothing_is_doubled_and_sentences_begin_with_capitals(lines):
    """With the nation's words in it, no line has a word or a space too many, an article that doesn't fit, or a small first letter."""
    wrong = [f"{slip} ({where}): {line.strip()}" for (_, line), where in lines.items() for slip in find_slips(line)]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("line", "slips"),
    [
        ("Ask the the office.", ["'the the'"]),
        ("Ask  the office.", ["'k  t'"]),
        ("Ask the office , please.", ["' , '"]),
        ("Ask. then wait.", ["'. then'"]),
        ("* ask the office.", ["it begins without a capital"]),
        ('<span class="x">Never</span> ask.', []),
        ("Ask a education authority.", ["'a education' needs 'an'"]),
        ("Ask an head.", ["'an head' needs 'a'"]),
        ("An hour in a university, a one-page form, a European and an honest answer.", []),
        ("* phones, and the exceptions", []),
        ("legislation.gov.uk, 2010 c. 15.", []),
        ("## ask", []),
        ("| ask. | then |", []),
        ("That is what it is. Is it?", []),
    ],
)
def test_slips_are_seen(line, slips):
    """The test above would see each of these, and none in what is right."""
    assert slips == list(find_slips(line))


def test_a_line_is_seen_with_the_nations_words(core):
    """Terms, titles and names stand in it, with a capital where it is asked for; ids of headings don't."""
    line = "## {{ terms.head | capital }} of {{ school.name }}: [](page:guidance/glossary), [a word](term:deepfake) {#x}"

    assert "## Principal of Marsh Street: Apps and terms, a word " == see_line(line, core.composed, {"head": "principal"})
