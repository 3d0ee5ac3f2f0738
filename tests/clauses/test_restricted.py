"""Restricted Markdown: what a school may write, and that whatever it may write is harmless."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from houserules.clauses.placeholders import PLACEHOLDER
from houserules.clauses.restricted import MOST_BRACKETS, MOST_BYTES, MOST_LINE, find_unrestricted
from houserules.core import find_core

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "restricted.yml").read_text("utf-8"))


def said(text: str) -> list[str]:
    """Give the messages of what isn't restricted Markdown in a text that begins on the third line of its file."""
    return [str(problem) for problem in find_unrestricted(text, "f.md", 3)]


@pytest.mark.parametrize("text", CASES["passed"])
def test_ordinary_text_passes(text):
    """What a school would ordinarily write is let pass."""
    assert [] == said(text)


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"][:24])
def test_what_a_school_may_not_write(case):
    """HTML, attributes, pictures, blocks, code and links that lead astray are refused, at their place."""
    assert case["problems"] == said(case["text"])


def test_too_much_is_refused():
    """A text, a line and the number of brackets are bounded, since Markdown can take minutes over a few kilobytes."""
    line = "x" * 99 + "\n"

    assert [] == said(line * (MOST_BYTES // 100) + "[" * 0)
    assert ["f.md:3: This text is too long (32 kB; at most 32 kB). Split it into several files."] == said(line * (MOST_BYTES // 100 + 1))
    assert ["f.md:3: This text is too long (32 kB; at most 32 kB). Split it into several files."] == said("é\n" * (MOST_BYTES // 3 + 1))
    assert [] == said("x" * MOST_LINE)
    assert ["f.md:4:1: This line is 2001 characters long; at most 2000. Write one sentence a line."] == said("\n" + "x" * (MOST_LINE + 1))
    assert [] == said("[a] " * MOST_BRACKETS)
    assert ["f.md:3: There are 201 square brackets in this text; at most 200. Split it into several files."] == said(
        "[a]\n" * (MOST_BRACKETS + 1)
    )


@pytest.mark.parametrize("shape", ["{}", "* {}", "> {}"], ids=["lines", "lists", "quotes"])
@pytest.mark.parametrize(
    "unit", ["[a ", "[](#", "*_", "**a *b ", "`a ``b ", "\\*", "| ", "(a", "_a__b ", "1. ", "[x](https://x ", "a* b_ "]
)
def test_whatever_passes_renders_quickly(unit, shape, markdown):
    """The longest text of any one sort takes Markdown a moment, and no stack overflows."""
    most = MOST_BYTES - 2000 if "[" not in unit else MOST_BRACKETS * len(unit) // unit.count("[") - 10
    width = min(1900, most)
    text = "\n".join(shape.format((unit * width)[:width]) for _ in range(max(1, most // (width + 4))))
    if said(text):
        return
    begun = time.process_time()
    markdown.reset().convert(text)

    assert time.process_time() - begun < 5


@pytest.fixture(scope="module")
def markdown() -> Markdown:
    """Markdown with the extensions that mkdocs.yml names."""
    return make_markdown()


def make_markdown() -> Markdown:
    """Make Markdown with the extensions that mkdocs.yml names, which MkDocs' own (tables, fenced code) join."""
    named = yaml.load((find_core() / "mkdocs.yml").read_text("utf-8"), yaml.BaseLoader)["markdown_extensions"]
    return Markdown(extensions=[*(entry if isinstance(entry, str) else next(iter(entry)) for entry in named), "tables", "fenced_code"])


MARKDOWN = make_markdown()
ALLOWED = {
    "p": (), "em": (), "strong": (), "ul": ("class",), "ol": ("class", "start"), "li": ("class",), "a": ("href", "title"), "blockquote": (), "hr": (), "br": (),
    "code": (), "pre": (), "table": (), "thead": (), "tbody": (), "tr": (), "th": ("style",), "td": ("style",), "input": ("type", "disabled", "checked"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), ("id",)),
}  # fmt: skip
ADDRESS = re.compile(r"https?://|mailto:|#|value:|(?:clause|policy|scenario|answer|ruling|page|reference|helpline):")
PIECES = [
    "/// html | script", "/// html | a(href='javascript:x')", "///", "/", "* ", "+ ", "- ", "1. ", "> ", "    ", "  ", " ", "\n", "\n\n", "[x]", "[x](", "](",
    "javascript:alert(1)", "https://x.example", ")", ":", "[", "]", "(", "{", "}", "{: onclick=x}", "{foo onclick=x}", "onclick=x", "{{ school.name }}",
    "]({{ links.complaints }})", ".x", "#y", "<", "<b>", "<script>", "</", ">", "&", "&lt;", "&#60;", "!", "!!!", "???", "===", "![", "*x*", "**", "_", "`", "``",
    "\\", "a", "b c", "|", "| a |\n|---|\n| ", "---", "# ", "## ", "<a@b.c>", "@", "mailto:a@b.c", "[^1]", "[TOC]", "\t", "\"", "'", "=", "::", "--8<--", "~~~",
    "[ ] ", "[x]: ", "?", "wzxhzdk:0", "klzzwxh:0001",
]  # fmt: skip


class _Seen(HTMLParser):
    """Collects what must not be in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[object] = []

    def handle_starttag(self, tag, attrs) -> None:
        for name, value in attrs:
            if name not in ALLOWED.get(tag, ()) or (name == "href" and not ADDRESS.match(value or "")):
                self.wrong.append((tag, name, value))
            if (name == "class" and not re.fullmatch("task-list(?:-item)?", value)) or (
                name == "style" and not re.fullmatch("text-align: (?:left|right|center);", value)
            ):
                self.wrong.append((tag, name, value))
        if tag not in ALLOWED:
            self.wrong.append(tag)

    def handle_comment(self, data) -> None:
        self.wrong.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=12).map("".join))
@example("> /// html | script\n> alert(1)\n> ///\n")
@example("* a\n\n\t/// html | script\n\talert(1)\n\t///\n")
@example("+ /// html | b\n")
@example("*x*{foo onclick=alert(1)}\n")
@example("[x]:javascript:alert(1)\n\n[x]\n")
@example("[x]:\njavascript:alert(1)\n\n[x]\n")
@example("*x*{{ school.name }}{foo}")
def test_whatever_passes_is_harmless(text):
    """A text that is let pass gives plain elements only, with no attribute of its own and no address but those allowed."""
    if said(text) or not len(PLACEHOLDER.findall(text)) == text.count("{{") == text.count("}}"):
        return
    # as pages.alphabet does: an address becomes value:LETTER, any other placeholder a letter
    encoded = PLACEHOLDER.sub("\u1401", re.sub(r"\]\( *\{\{ *[\w.]+ *\}\} *\)", "](value:\u1402)", text))
    seen = _Seen()
    seen.feed(MARKDOWN.reset().convert(encoded))
    seen.close()

    assert [] == seen.wrong
