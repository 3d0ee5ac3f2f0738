"""Documents are made in turns, and handbooks all at a school's last turn."""

from __future__ import annotations

import pytest
from tests.documents.conftest import ROOT

from houserules.documents import fill
from houserules.documents.compose import Forms
from houserules.documents.typeset import find_typesetter
from houserules.documents.unchanged import MadeFrom, Published

A, B = (Forms(f"guidance/{name}", f"guidance/{name}/{name}", None, ()) for name in "ab")
BOOKS = tuple(Forms("", f"handbooks/{name}", None, (), variant=name) for name in ("parents", "staff"))


class Setter:
    """Counts how often it was told to forget."""

    forgot = 0

    def forget(self) -> None:
        self.forgot += 1


@pytest.mark.parametrize(
    ("documents", "turns", "forgot"),
    [((A, B), [0, 1], 0), ((A, B, *BOOKS), [0, 1, 2], 1), (BOOKS, [0], 1), ((), [], 0)],
    ids=["pages", "pages and handbooks", "handbooks", "none"],
)
def test_turns(documents, turns, forgot, monkeypatch):
    """A turn for each page's document, one for all handbooks, after which nothing of them is remembered; all are made."""
    for name in ("make_filling", "add_code"):
        monkeypatch.setattr(fill, name, lambda *_: None)
    monkeypatch.setattr(fill, "fill_docx", lambda forms, _: f"{forms.path} as Word".encode())
    monkeypatch.setattr(fill, "find_or_fill_pdf", lambda forms, *_: (f"{forms.path} as PDF".encode(), MadeFrom("", "")))
    setter, taken = Setter(), []

    def make():
        return (yield from fill.make_in_turn(enumerate(documents), None, {}, setter, (), Published()))

    making, made = make(), None
    while made is None:
        try:
            taken.append(next(making))
        except StopIteration as end:
            made = end.value

    assert (turns, forgot) == (taken, setter.forgot)
    assert {f"{forms.path}.{ending}" for forms in documents for ending in ("docx", "pdf")} == set(made.files)


def test_forgetting_changes_nothing():
    """The same source gives the same bytes after Typst forgot it."""
    typesetter = find_typesetter(ROOT)
    source = '#let (paper, ..rest) = made(10.5pt, black, black)\n#show: paper.with(title: "A", foot: (a, b) => ([], []))\n#"A."'
    before = typesetter.set(source)
    typesetter.forget()

    assert before == typesetter.set(source)
