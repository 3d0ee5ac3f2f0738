"""Notes: what isn't wrong, and yet worth saying."""

from __future__ import annotations

from houserules.profile.notes import find_notes


def notes(school, vocabulary, tmp_path, monkeypatch) -> list[str]:
    """Give the notes on a school."""
    monkeypatch.chdir(tmp_path)
    return [str(note) for note in find_notes(school, vocabulary)]


def test_colour_that_is_adjusted(school_folder, read, tmp_path, monkeypatch, vocabulary):
    """A school whose colour can't be read on white learns which one its links have."""
    every = {f"decisions.{id}": decision.default for id, decision in vocabulary.decisions.items()}
    (note,) = notes(read(school_folder(changes=every | {"brand.colour": "#f2b705"})), vocabulary, tmp_path, monkeypatch)

    assert note.startswith("schools/marsh-street/school.yml: The colour #f2b705 can't be read on white, so links and buttons use #")


def test_decisions_taken_by_default(school_folder, read, tmp_path, monkeypatch, vocabulary):
    """Decisions that nobody took are counted and named; those that were taken aren't."""
    every = {f"decisions.{id}": decision.default for id, decision in vocabulary.decisions.items()}
    left = every | {"decisions.gaming": None, "decisions.tutoring": ""}

    assert [] == notes(read(school_folder(changes=every)), vocabulary, tmp_path, monkeypatch)
    assert ["schools/marsh-street/school.yml: 2 decisions are taken by default: gaming, tutoring."] == notes(
        read(school_folder(changes=left)), vocabulary, tmp_path, monkeypatch
    )
