"""The fixed corpus is what the benchmark says of it, and still can be read."""

from __future__ import annotations

import random
import re
import statistics

import pytest
from benchmarks.cores import FIXED, write_core
from benchmarks.schools import draw_facts, write_school

from houserules.clauses.placeholders import PLACEHOLDER
from houserules.core import Core


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Core:
    """The core made of the fixed corpus and the project's own theme and hooks."""
    return Core(write_core(FIXED, tmp_path_factory.mktemp("corpus")))


def test_corpus_is_as_large_as_is_said(corpus):
    """There are 60 pages, with about 1,100 words, eight values and two conditional blocks each."""
    texts = [path.read_text("utf-8").partition("\n---\n")[2] for path in (corpus.docs).rglob("*.md")]

    assert 60 == len(texts) == len(corpus.composed.pages)
    assert {2} == {text.count("::: when") for text in texts}
    assert 8 <= statistics.mean(len(PLACEHOLDER.findall(text)) for text in texts) < 9


def test_corpus_serves_any_school(corpus, tmp_path):
    """Schools of all kinds can be settled: no link leads to a page that a school hasn't got."""
    chance = random.Random(4)
    for number in range(20):
        school = corpus.school(write_school(tmp_path / f"school-{number}", draw_facts(corpus.vocabulary, chance), corpus, chance))
        pages = corpus.site(school).pages

        assert 50 < len(pages) <= 60
        assert 1000 < statistics.mean(len(page.markdown.split()) for page in pages.values()) < 1200


def test_theme_leads_to_pages_that_are_there(corpus):
    """Every page to which the theme itself leads is in the corpus. If it leads to a new one, rename a page there, and its links."""
    templates = [path.read_text("utf-8") for path in (corpus.folder / "overrides").rglob("*.html")]
    led_to = {name for text in templates for name in re.findall(r"'(guidance/[a-z0-9-]+)/' \| url", text)}

    assert "guidance/report-a-concern" in led_to
    assert set() == led_to - set(corpus.composed.pages)
