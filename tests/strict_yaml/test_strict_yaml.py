"""Strict YAML: what is read, what is refused, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from houserules.problems import Place, Problems
from houserules.strict_yaml import MOST_BYTES, MOST_NODES, Document, parse_yaml, read_text, read_yaml

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list:
    """Give the cases of a file as parameters."""
    return [pytest.param(case, id=case["name"]) for case in yaml.safe_load((CASES / name).read_text("utf-8"))]


def said(call, *arguments) -> list[str]:
    """Give the messages of the problems that a call raises."""
    with pytest.raises(Problems) as found:
        call(*arguments)
    return [str(problem) for problem in found.value.problems]


@pytest.mark.parametrize("case", cases("texts.yml"))
def test_text_is_read_as_it_was_typed(case):
    """A file that is in order gives texts, lists and mappings, and guesses at nothing."""
    assert case["content"] == parse_yaml(case["text"], "f.yml").content


@pytest.mark.parametrize("case", cases("mistakes.yml"))
def test_mistakes_are_named_at_their_place(case):
    """A file that is not in order gives exactly these problems."""
    assert case["problems"] == said(parse_yaml, case["text"], "f.yml")


def test_places_are_of_values_and_names():
    """A part's place is that of its value; its name has a place of its own; what isn't there has its parent's."""
    document = parse_yaml("school:\n  name: A\n  ages: {from: 3}\npeople:\n", "f.yml")

    assert Place("f.yml", 2, 9) == document.place("school", "name")
    assert Place("f.yml", 3, 16) == document.place("school", "ages", "from")
    assert Place("f.yml", 4, 8) == document.place("people")
    assert Place("f.yml", 3, 9) == document.place("school", "ages", "to")
    assert Place("f.yml", 1, 1) == document.name_place("school")
    assert Place("f.yml", 3, 10) == document.name_place("school", "ages", "from")
    assert Place("f.yml", 1, 1) == Document(None, {}, "f.yml").place("x")


def test_places_count_from_the_line_on_which_the_text_begins():
    """Front matter begins on the second line of its file, and its problems are named there."""
    assert Place("f.md", 3, 4) == parse_yaml("a: 1\nb: 2\n", "f.md", 2).place("b")
    assert ["f.md:4:1: 'a' stands here a second time; the first is on line 2. Keep one of the two."] == said(
        parse_yaml, "a: 1\nb: 2\na: 3\n", "f.md", 2
    )


def test_texts_gives_every_value():
    """Every text that is a value is given with its place; names and empty values are not."""
    document = parse_yaml("a: x\nb: [y, {c: z}]\nd:\n", "f.yml")

    assert {("x", 1, 4), ("y", 2, 5), ("z", 2, 12)} == {(text, place.line, place.column) for text, place in document.texts()}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_endless_nesting_is_stopped(opening):
    """A text nested a hundred thousand levels deep is refused, and no stack overflows."""
    assert any("nested more than 12 levels deep" in message for message in said(parse_yaml, opening * 60_000, "f.yml"))


def test_too_many_entries_are_stopped():
    """Small entries without end are refused before they fill the memory."""
    inside = "- 1\n" * (MOST_NODES - 1)

    assert MOST_NODES - 1 == len(parse_yaml(inside, "f.yml").content)
    assert ["f.yml:20000:3: There are more than 20,000 entries in this file."] == said(parse_yaml, inside + "- 1\n", "f.yml")


FILES = {
    "a file that isn't there": (None, "f.yml: This file isn't there. Check the name, or make one with 'houserules new'."),
    "Latin-1": (
        "a: Dún\n".encode("latin-1"),
        "f.yml: This file isn't plain text in UTF-8 (byte 4). Save it again as UTF-8 text (in Notepad: Save as, Encoding, UTF-8).",
    ),
    "UTF-16": (
        "a: 1\n".encode("utf-16"),
        "f.yml: This file isn't plain text in UTF-8 (byte 0). Save it again as UTF-8 text (in Notepad: Save as, Encoding, UTF-8).",
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n",
        "f.yml: This file isn't plain text in UTF-8 (byte 0). Save it again as UTF-8 text (in Notepad: Save as, Encoding, UTF-8).",
    ),
    "a lone surrogate": (
        b"a: \xed\xa0\x80\n",
        "f.yml: This file isn't plain text in UTF-8 (byte 3). Save it again as UTF-8 text (in Notepad: Save as, Encoding, UTF-8).",
    ),
    "zeros": (b"a: \x00\n", "f.yml:1:4: The character U+0000 (a control character) can't be used here. Delete it and type the word again."),
    "one byte too many": (
        b"#" * (MOST_BYTES + 1),
        "f.yml: This file is too large (256 kB; at most 256 kB). A file of this kind is a few pages of text: look for something pasted by mistake.",
    ),
    "fifty megabytes": (
        b"a" * 50 * 1024 * 1024,
        "f.yml: This file is too large (51,200 kB; at most 256 kB). A file of this kind is a few pages of text: look for something pasted by mistake.",
    ),
}


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES.keys())
def test_files_that_cant_be_read(tmp_path, content, message):
    """A file that isn't plain text of a sane size is refused in one sentence."""
    path = tmp_path / "f.yml"
    if content is not None:
        path.write_bytes(content)

    assert [message] == said(read_yaml, path, "f.yml")


def test_folder_in_place_of_a_file(tmp_path):
    """A folder that is named as a file is refused."""
    assert ["f.yml: This is a folder, and a file is needed here."] == said(read_yaml, tmp_path, "f.yml")


def test_file_that_the_system_refuses(tmp_path, monkeypatch):
    """What the system says is passed on, without a traceback."""
    path = tmp_path / "f.yml"
    path.write_text("a: 1\n")

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert ["f.yml: This file can't be read: Permission denied."] == said(read_yaml, path, "f.yml")


@pytest.mark.parametrize(
    "content",
    [b"a: 1\r\nb: 2\r\n", b"a: 1\rb: 2\r", b"\xef\xbb\xbfa: 1\nb: 2\n", b"\xef\xbb\xbfa: 1\r\nb: 2"],
    ids=["Windows", "old Mac", "mark", "Notepad"],
)
def test_line_ends_and_byte_order_mark_make_no_difference(tmp_path, content):
    """A file saved on any system reads the same."""
    path = tmp_path / "f.yml"
    path.write_bytes(content)
    document = read_yaml(path, "f.yml")

    assert {"a": "1", "b": "2"} == document.content
    assert Place("f.yml", 2, 4) == document.place("b")
    assert "a: 1\nb: 2" == read_text(path, "f.yml").strip()


REFUSED = [
    chr(code) for code in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
]
REFUSED += [chr(code) for code in (0x1400, 0x1401, 0x166C, 0x167F, 0xE000, 0xF000, 0xF8FF, 0xFDD0, 0xFFFE, 0xFFFF)]


@pytest.mark.parametrize("character", REFUSED, ids=lambda character: f"U+{ord(character):04X}")
def test_every_character_that_cant_be_published_is_refused(character):
    """Controls, overrides, and the ranges that we use ourselves are refused, typed and escaped."""
    assert 1 == len(said(parse_yaml, f"a: 'x{character}'\n", "f.yml"))
    assert 1 == len(said(parse_yaml, f'a: "x\\u{ord(character):04x}"\n', "f.yml"))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60) | st.text("ab:-[]{}&*!|>'\"%@`#,? \n\t~=<", max_size=60))
def test_any_text_is_read_or_refused(text):
    """Whatever is typed gives a document or problems with a place in the file, and never anything else."""
    try:
        document = parse_yaml(text, "f.yml")
    except Problems as found:
        assert all(problem.place.path == "f.yml" and problem.place.line >= 1 and problem.what for problem in found.problems)
    else:
        assert all(isinstance(value, str) for value, _ in document.texts())


def _inside(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(st.text("abcdef", min_size=1, max_size=4), inner, max_size=3)


@given(st.recursive(st.none() | st.text("abc é:#-'\"{}[],&*!%@|>?\\", max_size=12), _inside, max_leaves=8))
def test_what_a_program_writes_reads_back(content):
    """Texts, lists and mappings written by a YAML library are read back as they were."""
    written = yaml.safe_dump(content, allow_unicode=True)

    assert content == parse_yaml(written, "f.yml").content
