"""Only the documents that changed are made again, and nothing that was touched is taken for what we made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.documents.conftest import ROOT, build

from houserules.documents.fill import make_files
from houserules.documents.typeset import Typesetter, find_typesetter
from houserules.documents.unchanged import MadeFrom, Published, read_made_from, write_made_from

NAME = "guidance/letter/letter.pdf"
OLD = b"%PDF the one that was published"


def published(folder: Path, source: str = "s1", content: bytes = OLD) -> Published:
    """Give one published document, as its record says."""
    return Published(folder, {NAME: MadeFrom(source, hashlib.sha256(content).hexdigest())})


@pytest.fixture
def site(tmp_path):
    """The folder of a published site with one document."""
    (tmp_path / NAME).parent.mkdir(parents=True)
    (tmp_path / NAME).write_bytes(OLD)
    return tmp_path


def test_same_source_is_taken(site):
    """What was made from the same is given as it is, and nothing is made."""
    content, made_from = published(site).find_or_make(NAME, "s1", lambda: pytest.fail("made again"))

    assert OLD == content
    assert MadeFrom("s1", hashlib.sha256(OLD).hexdigest()) == made_from


@pytest.mark.parametrize("case", ["other source", "other name", "changed file", "no file", "no record", "no folder"])
def test_anything_else_is_made(site, case):
    """Another source, a file that somebody changed or took away, or no record of it: it is made, and the new one is noted."""
    before, name = published(site), NAME
    if case == "other source":
        before = published(site, "s0")
    elif case == "other name":
        name = "guidance/other/other.pdf"
    elif case == "changed file":
        (site / NAME).write_bytes(OLD + b" ")
    elif case == "no file":
        (site / NAME).unlink()
    elif case == "no record":
        before = Published(site)
    else:
        before = replace(before, folder=None)
    content, made_from = before.find_or_make(name, "s1", lambda: b"new")

    assert b"new" == content
    assert MadeFrom("s1", hashlib.sha256(b"new").hexdigest()) == made_from


def test_record_is_read_as_it_was_written(tmp_path):
    """What was kept is known again."""
    made_from = published(tmp_path).made_from
    (tmp_path / "record").write_text(write_made_from(made_from), "utf-8")

    assert made_from == read_made_from(tmp_path / "record")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": {"source": "x"}}', '{"a": {"source": 1, "content": 2}}', "null", '{"a": {"source": "x", "content": "y", "z": 1}}'])
def test_bad_record_is_none(tmp_path, text):
    """A record that was cut off, or is something else, only means that all is made."""
    (tmp_path / "record").write_text(text, "utf-8")

    assert {} == read_made_from(tmp_path / "record")
    assert {} == read_made_from(tmp_path / "none")


def test_name_of_a_source_hangs_on_everything_it_is_made_with(tmp_path):
    """Another source, look or font is another document; the same ones are the same anywhere."""

    def named(where: str, look: str, font: str, source: str = "x") -> str:
        for folder, name, content in (("looks", "document.typ", look), ("fonts", "a.ttf", font)):
            (tmp_path / where / folder).mkdir(parents=True, exist_ok=True)
            (tmp_path / where / folder / name).write_text(content)
        return Typesetter(tmp_path / where / "fonts", tmp_path / where / "looks").name(source)

    first = named("one", "look", "font")

    assert first == named("two", "look", "font")
    assert 4 == len({first, named("three", "look 2", "font"), named("four", "look", "font 2"), named("five", "look", "font", "y")})


@pytest.fixture(scope="module")
def made(core, tmp_path_factory):
    """The forms of two pages' documents, with their school and its values, and what was made of them."""
    from houserules.documents import making

    kept = []

    def keep(documents, school, values, typesetter, choices=(), published=None):
        documents = [forms for forms in documents if forms.page in ("guidance/letter-parent-agreement", "guidance/email-notices")]
        kept.append((documents, school, values))
        return make_files(documents, school, values, typesetter, choices, published)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "make_files", keep)
        build(core, ROOT / "schools" / "alder-lane-primary", tmp_path_factory.mktemp("unchanged") / "site")
    return kept[0]


class Counting(Typesetter):
    """Counts what it sets."""

    count = 0

    def set(self, source: str) -> bytes:
        self.count += 1
        return super().set(source)


def test_documents_of_a_school_that_changed_are_made(made, tmp_path):
    """A second run makes nothing and gives the same; one whose letter names somebody else makes that letter only."""
    documents, school, values = made
    plain = find_typesetter(ROOT)
    first = make_files(documents, school, values, plain)
    for name, content in first.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    before = Published(tmp_path, json_again(tmp_path, first.made_from))
    again = Counting(plain.fonts, plain.looks)
    second = make_files(documents, school, values, again, (), before)

    assert 0 == again.count
    assert first == second
    changed = make_files(documents, school, {**values, "people.head.name": "Ms Somebody Else"}, again, (), before)
    differ = {name for name, content in changed.files.items() if content != first.files[name] and name.endswith(".pdf")}
    assert len(differ) == again.count
    assert 0 < len(differ) < len(first.made_from)


def json_again(folder: Path, made_from):
    """Give what a record says once it was written and read."""
    (folder / "record.json").write_text(write_made_from(made_from), "utf-8")
    assert set(made_from) == set(json.loads((folder / "record.json").read_text("utf-8")))
    return read_made_from(folder / "record.json")
