# The first of the two moves, for documents: from the page's HTML, in which letters stand for values (and, for a fleet,
# marks part the cases of each choice), to a form that can be filled for any school that has this page.
"""Compose a document: the forms of a page's Word file and PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from houserules.documents.model import Asked, Document, Paragraph
from houserules.documents.read_html import read_blocks, read_line
from houserules.documents.tree import add_to_slips, find_pictures
from houserules.documents.typst_source import write_typst
from houserules.documents.word import write_word
from houserules.documents.word_stamp import WordForm, cut_word
from houserules.outputs.stamp import Cut, cut_text
from houserules.pages.alphabet import Alphabet, Form
from houserules.pages.frame import Frame
from houserules.pages.site import SitePage

# Values that only documents have: the school's colours, its crest, and the code that leads to a page.
LINK_COLOUR, OWN_COLOUR, CREST = "documents.link_colour", "documents.own_colour", "documents.crest"
KINDS = (("Word", "docx"), ("PDF", "pdf"))


@dataclass(frozen=True)
class Forms:
    """A page's documents with their values open: where they go in the site (without an ending), for Word, and for Typst."""

    page: str
    path: str
    word: WordForm
    typst: Cut
    coded: bool = False  # whether there is a slip, with a code on it


def code_of(page: str) -> str:
    """Give the name of the value that is the code of a page."""
    return f"documents.code.{page}"


def size_of(page: str, ending: str) -> str:
    """Give the name of the value that is the size of a page's document."""
    return f"documents.size.{ending}.{page}"


def open_forms(page: SitePage, render: Callable[..., str], html: str, url: str, alphabet: Alphabet, ask: Frame) -> Forms:
    """Give the forms of a page's documents.

    `render` renders a template of overrides/documents; `html` is what the page says, `url` where it stands in its site.
    """
    base = f"https://{alphabet.code('site.address', Form.HOST)}/{alphabet.code('site.address', Form.PATH)}/"
    document = read_document(page, render, html, url, base)
    letters = {
        "link": alphabet.code(LINK_COLOUR), "own": alphabet.code(OWN_COLOUR), "crest": alphabet.code(CREST), "code": alphabet.code(code_of(page.id)),
    }  # fmt: skip
    asked = Asked(
        lambda text: ask.where("given", "school.site_url", caller=lambda: text),
        lambda text: ask.unless("given", "school.site_url", caller=lambda: text),
        lambda text: ask.where("given", "brand.logo", caller=lambda: text),
    )
    parts, source = write_word(document, letters, asked), write_typst(document, letters, asked)
    meanings = alphabet.meanings()
    coded = "code" in find_pictures(document.blocks)
    return Forms(page.id, url + page.name, cut_word(parts, meanings), cut_text(source, meanings), coded)


def read_document(page: SitePage, render: Callable[..., str], html: str, url: str, base: str) -> Document:
    """Give the tree of a page's document; `base` is the address of the site, with letters in it."""

    def address(href: str) -> tuple[str, bool]:
        if href.startswith("#") or urlsplit(href).scheme:
            return href, False
        return base + urljoin(f"https://site/{url}", href).removeprefix("https://site/"), True

    blocks = read_blocks(render("document.html", content=html), address)
    if page.is_policy:
        blocks = add_to_slips(blocks, Paragraph(read_line(render("code.html"))))
    foot = tuple(read_line(line) for line in render("foot.html").splitlines() if line.strip())
    return Document(page.title, blocks, read_line(render("head.html")), foot, render("school.html").strip(), page.description)
