"""Recompose: after any edit the pages are those that composing from the start gives, and only what holds the edit is new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from houserules.clauses.layers import Source, layers_of
from houserules.clauses.read import read_words
from houserules.pages.compose import compose_pages
from houserules.pages.recompose import Recomposer
from houserules.problems import Problems


class Reader:
    """Reads words as a preview does: a file that is as it was gives the same object."""

    def __init__(self, docs: Path, vocabulary) -> None:
        self.docs, self.vocabulary, self.known = docs, vocabulary, {}

    def read(self):
        def recall(kind: str, source: Source, make: Callable):
            key = (kind, source, source.path.read_bytes())
            if key not in self.known:
                self.known[key] = make(source)
            return self.known[key]

        return read_words(layers_of(self.docs, None, None), self.vocabulary, recall)


@pytest.fixture
def trial(small_core):
    """A small core's words, something that reads them again and again, and what puts the pages together again and again."""
    core = small_core()
    return core, Reader(core.docs, core.vocabulary), Recomposer(core.vocabulary, core.blocks)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("clauses/contact/former-pupils.md", "if in doubt", "whenever you doubt"),
        ("clauses/contact/former-pupils.md", "title: Former pupils", "title: Those who have left"),
        ("clauses/phones/pupils.md", "[ks2, ks3]", "[ks4]"),
        ("rulings/contact/friends.yml", "Staff must not.", "Never."),
        ("policies/staff.md", "intro: How we keep apart.", "intro: Why."),
        ("policies/staff.md", "clauses: [phones/pupils]", "clauses: [phones/pupils, contact/report]"),
        ("guidance/help.md", "Tell {{ school.short_name }}", "Ring {{ school.name }}"),
        ("answers/parents/phone.md", "question: ", "question: So, "),
        ("helplines/ring.yml", "name: ", "name: New "),
        ("references/law.yml", "publisher: ", "publisher: New "),
    ],
)
def test_an_edit_gives_what_composing_gives(trial, name, old, new):
    """Whatever is edited, all pages and targets are as if they were composed from the start; and so they are when it is taken back."""
    core, reader, recomposer = trial
    before = recomposer.compose(reader.read())
    path = core.docs / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    words = reader.read()
    whole, made = compose_pages(words, core.vocabulary, core.blocks), recomposer.compose(words)

    assert (whole.pages, whole.nodes, whole.targets) == (made.pages, made.nodes, made.targets)
    assert before.nodes != whole.nodes or before.pages != whole.pages or before.targets != whole.targets
    path.write_text(text, "utf-8")
    assert before.nodes == recomposer.compose(reader.read()).nodes


def test_what_does_not_hold_the_edit_is_the_same_object(trial):
    """A page that holds nothing of an edited clause isn't composed again."""
    core, reader, recomposer = trial
    before = recomposer.compose(reader.read())
    path = core.docs / "clauses/contact/former-pupils.md"
    path.write_text(path.read_text("utf-8").replace("if in doubt", "whenever you doubt"), "utf-8")
    after = recomposer.compose(reader.read())

    assert {"policies/staff"} == {id for id, nodes in after.nodes.items() if nodes is not before.nodes[id]}
    assert before.targets is after.targets


def test_a_clause_that_comes_and_goes_is_noticed(trial):
    """A file that was missing is found when it is there, and its page says so again when it is gone."""
    core, reader, recomposer = trial
    path = core.docs / "clauses/contact/report.md"
    text = path.read_text("utf-8")
    recomposer.compose(reader.read())
    path.unlink()
    with pytest.raises(Problems, match="contact/report"):
        recomposer.compose(reader.read())
    with pytest.raises(Problems, match="contact/report"):
        recomposer.compose(reader.read())
    path.write_text(text, "utf-8")

    assert compose_pages(core.words, core.vocabulary, core.blocks).nodes == recomposer.compose(reader.read()).nodes
