# The first of the two moves, for documents: from the page's HTML, in which letters stand for values, to a form that can be
# filled for any school that has this page with these answers.
"""Compose a document: the forms of a page's Word file and PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from houserules.documents.model import Document
from houserules.documents.read_html import read_blocks, read_line
from houserules.documents.typst_source import write_typst
from houserules.documents.word import write_word
from houserules.documents.word_stamp import WordForm, cut_word
from houserules.outputs.stamp import Cut, cut_text
from houserules.pages.alphabet import Alphabet, Form
from houserules.pages.site import SitePage

# Values that only documents have: the school's colours, its crest, and the code that leads to a page.
LINK_COLOUR, OWN_COLOUR, CREST = "documents.link_colour", "documents.own_colour", "documents.crest"


@dataclass(frozen=True)
class Forms:
    """A document with its values open, ready to be filled: for Word, and for Typst."""

    word: WordForm
    typst: Cut


def code_of(page: str) -> str:
    """Give the name of the value that is the code of a page."""
    return f"documents.code.{page}"


def read_document(page: SitePage, render: Callable[..., str], html: str, url: str, base: str) -> Document:
    """Give the tree of a page's document.

    `render` renders a template of overrides/documents; `html` is what the page says, `url` where it stands in its site, and
    `base` the address of the site (with letters in it), or nothing where there is none: then links to other pages are only words.
    """
    words = render("document.html", content=html)

    def address(href: str) -> str:
        parts = urlsplit(href)
        if href.startswith("#") or parts.scheme:
            return href
        if not base or not href:
            return ""
        return base + urljoin(f"https://site/{url}", href).removeprefix("https://site/")

    lines = [line for line in render("foot.html").splitlines() if line.strip()]
    return Document(
        page.title, read_blocks(words, address), read_line(render("head.html")), tuple(read_line(line) for line in lines),
        render("school.html").strip(), page.description, page.is_policy,
    )  # fmt: skip


def open_forms(document: Document, alphabet: Alphabet, page: str, crest: bool) -> Forms:
    """Give the forms of a document."""
    letters = {
        "link": alphabet.code(LINK_COLOUR), "own": alphabet.code(OWN_COLOUR), "crest": alphabet.code(CREST), "code": alphabet.code(code_of(page)),
    }  # fmt: skip
    parts, source = write_word(document, letters, crest), write_typst(document, letters, crest)
    meanings: Mapping[str, tuple[str, Form]] = alphabet.meanings()
    return Forms(cut_word(parts, meanings), cut_text(source, meanings))
