"""The words of a page, of its Word file and of its PDF are the same."""

from __future__ import annotations

import difflib
import re

import pytest
from tests.documents.conftest import EXAMPLES, page_words, pdf_words, table_heads, word_words


@pytest.mark.parametrize("slug", EXAMPLES)
def test_word_says_what_the_page_says(examples, slug):
    """Word for word, the numbers of clauses included."""
    built = examples(slug)
    documents = built.documents("docx")

    assert [] == built.warnings
    assert len(documents) > 20
    for page, content in documents.items():
        assert [] == differences(page_words(built.page(page)), word_words(content)), page


@pytest.mark.parametrize("slug", EXAMPLES)
def test_pdf_says_what_the_page_says(examples, slug):
    """Word for word, but for the numbers of lists and what stands on top and at the foot of each sheet."""
    built = examples(slug)
    documents = built.documents("pdf")

    assert set(built.documents("docx")) == set(documents)
    for page, content in documents.items():
        expected, found = plain(page_words(built.page(page))), plain(pdf_words(content))
        more = differences(expected, found)
        assert set() == set(more) - {f"+ {head}" for head in table_heads(built.page(page))}, page


def plain(words: list[str]) -> list[str]:
    """Give words without the numbers of lists."""
    return [word for word in words if not re.fullmatch(r"\d\d?\.", word)]


def differences(expected: list[str], found: list[str]) -> list[str]:
    """Give what is in one and not in the other, in order: what is missing after a minus, what is too much after a plus."""
    made = []
    for kind, start, end, begin, stop in difflib.SequenceMatcher(None, expected, found, autojunk=False).get_opcodes() if expected != found else ():
        if kind != "equal":
            made += [f"- {' '.join(expected[start:end])}"] if end > start else []
            made += [f"+ {' '.join(found[begin:stop])}"] if stop > begin else []
    return made
