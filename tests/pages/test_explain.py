"""Explain: which words of a text lead to the glossary, and which are left alone."""

from __future__ import annotations

import pytest

from houserules.clauses.text import Block, Choice, Text, walk
from houserules.pages.explain import explain_terms, find_terms
from houserules.pages.targets import GLOSSARY_PAGE, Target, resolve_links
from houserules.profile.conditions import ALWAYS, Condition
from houserules.profile.conditions import Test as Asked

TERMS = {"hoax": "hoax", "age limit": "age-limit", "age": "age"}
WALES = Condition(((Asked("nation", ("wales",)),),))


def explained(text: str) -> str:
    """Give a text with its terms explained."""
    (node,) = explain_terms((Text(text),), TERMS)
    return node.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is a hoax.", "It is a [hoax](term:hoax)."),
        ("Hoax! A hoax again.", "[Hoax](term:hoax)! A hoax again."),
        ("Age limits differ.", "[Age limits](term:age-limit) differ."),
        ("A hoax.\n\n## More\n\nA hoax.", "A [hoax](term:hoax).\n\n## More\n\nA [hoax](term:hoax)."),
        ("* **A hoax:** it is.", "* **A [hoax](term:hoax):** it is."),
        ("- [ ] A hoax.", "- [ ] A [hoax](term:hoax)."),
        ("1. A hoax.", "1. A [hoax](term:hoax)."),
    ],
)
def test_first_in_each_section_is_a_link(text, expected):
    """The first place in each section, in the plural and with a capital too; the longer term goes before the shorter."""
    assert expected == explained(text)


@pytest.mark.parametrize(
    "text",
    [
        "## A hoax",
        "> Tell them that it is a hoax.",
        "| hoax | no |",
        "<p>hoax</p>",
        "    hoax",
        "Read [about a hoax](page:guidance/hoax), `hoax` and ![hoax](hoax.png).",
        "It is {{ hoax.hoax }}.",
        "The page of teenagers, hoaxers and hoax-makers.",
        "Words.{.hoax}",
    ],
)
def test_what_is_no_prose_or_no_term_is_left(text):
    """Headings, quotations, tables, HTML, code, links, placeholders, attributes and other words stay as they are."""
    assert text == explained(text)


def test_choices_are_looked_at_each_for_itself():
    """What stands before a choice is known to every case of it; what stands in a case is known to nothing after it."""
    def choice(text):
        return Choice(((WALES, (Block("div", (Text(text),)),)), (ALWAYS, (Text(text),))))

    after_choice = explain_terms((choice("A hoax."), Text("A hoax.")), TERMS)
    before_choice = explain_terms((Text("A hoax."), choice("A hoax.")), TERMS)

    assert (choice("A [hoax](term:hoax)."), Text("A [hoax](term:hoax).")) == after_choice
    assert (Text("A [hoax](term:hoax)."), choice("A hoax.")) == before_choice


def test_place_of_a_text_stays():
    """A text with a link in it is still the text of its file and line."""
    place = object()

    assert place is explain_terms((Text("A hoax.", place),), TERMS)[0].place


def test_without_terms_nothing_changes():
    """A glossary in which nothing is marked leaves every text alone."""
    nodes = (Text("A hoax."),)

    assert nodes is explain_terms(nodes, {})


def test_a_link_to_a_term_carries_what_is_said_of_it():
    """The entry's words are the link's title, with no sign in them that would end it."""
    target = Target(GLOSSARY_PAGE, "term-hoax", "hoax", ALWAYS, note='A story that "is not" true.')

    assert "[x](glossary.md#term-hoax \"A story that 'is not' true.\")" == resolve_links("[x](term:hoax)", "guidance/help", {("term", "hoax"): target}, print)


def test_core_explains_every_term_that_is_marked(core):
    """Each entry marked `tooltip` is linked to from some page, and no policy holds such a link."""
    marked = find_terms(core.words.glossary)
    texts = {id: _text(nodes) for id, nodes in core.composed.nodes.items()}

    assert 12 <= len(marked) <= 30
    assert [] == [id for id in marked.values() if not any(f"(term:{id})" in text for text in texts.values())]
    assert [] == [id for id, text in texts.items() if "(term:" in text and id.startswith("policies/")]


def _text(nodes) -> str:
    return "\n".join(node.text for node, _ in walk(nodes) if isinstance(node, Text))
