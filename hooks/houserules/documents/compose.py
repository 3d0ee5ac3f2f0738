# The first of the two moves, for documents: from the page's HTML, in which letters stand for values (and, for a fleet,
# marks part the cases of each choice), to a form that can be filled for any school that has this page.
"""Compose a document: the forms of a page's Word file and PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin, urlsplit

from houserules.documents.choose import is_close, is_easy_read, is_sheet, is_short
from houserules.documents.fill_cut import Pieces, cut_for_filling
from houserules.documents.model import Asked, Block, Document, Paragraph
from houserules.documents.read_html import read_blocks, read_line
from houserules.documents.tree import add_after, add_to_slips, find_links, find_pictures
from houserules.documents.typst_source import write_typst
from houserules.documents.word import write_word
from houserules.documents.word_stamp import WordForm, cut_word
from houserules.pages.alphabet import Alphabet, Form
from houserules.pages.frame import Frame
from houserules.pages.site_page import SitePage

# Values that only documents have: the school's colours, its crest, and the code that leads to a page.
LINK_COLOUR, OWN_COLOUR, CREST = "documents.link_colour", "documents.own_colour", "documents.crest"
KINDS = (("Word", "docx"), ("PDF", "pdf"))


@dataclass(frozen=True)
class Forms:
    """A page's documents with their values open: where they go in the site (without an ending), for Word, and for Typst.

    The variant tells them from others of the same page: in large print, a register, or (with no page) a handbook.
    """

    page: str
    path: str
    word: WordForm
    typst: Pieces
    coded: bool = False  # whether there is a slip, with a code on it
    variant: str = ""

    @property
    def id(self) -> str:
        """What they are known by."""
        return f"{self.page}.{self.variant}" if self.page and self.variant else self.page or self.variant


def code_of(page: str) -> str:
    """Give the name of the value that is the code of a page."""
    return f"documents.code.{page}"


def form_code_of(page: str) -> str:
    """Give the name of the value that is the code of the online form of a page."""
    return f"documents.form.{page}"


def size_of(id: str, ending: str) -> str:
    """Give the name of the value that is the size of a document, by the id of its forms."""
    return f"documents.size.{ending}.{id}"


def open_forms(document: Document, page: str, path: str, alphabet: Alphabet, ask: Frame, variant: str = "") -> Forms:
    """Give the forms of a page's documents, or of a handbook (with no page): their values are still open."""
    names = {"link": LINK_COLOUR, "own": OWN_COLOUR, "crest": CREST, "code": code_of(page), "form": form_code_of(page)}
    letters = {name: alphabet.code(value) for name, value in names.items()}

    def signed_online(text: str) -> str:
        given = ask.where("given", "links.sign_off_form", caller=lambda: text)
        return ask.where("sign_off", "online-form", "both", caller=lambda: given)

    asked = Asked(
        lambda text: ask.where("given", "school.site_url", caller=lambda: text),
        lambda text: ask.unless("given", "school.site_url", caller=lambda: text),
        lambda text: ask.where("given", "brand.logo", caller=lambda: text),
        signed_online,
    )
    parts, source = write_word(document, letters, asked), write_typst(document, letters, asked)
    meanings = alphabet.meanings()
    coded = bool({"code", "form"} & find_pictures(document.blocks))
    return Forms(page, path, cut_word(parts, meanings), cut_for_filling(source, meanings), coded, variant)


def address_of_site(alphabet: Alphabet) -> str:
    """Give the address of the site, with letters in it."""
    return f"https://{alphabet.code('site.address', Form.HOST)}/{alphabet.code('site.address', Form.PATH)}/"


def _leads_to(block: Block, address: str) -> bool:
    """Tell whether a block leads to an address that begins so."""
    return isinstance(block, Paragraph) and any(link.target.startswith(address) for link in find_links(block.inlines))


def read_document(page: SitePage, render: Callable[..., str], html: str, url: str, alphabet: Alphabet) -> Document:
    """Give the tree of a page's document.

    `render` renders a template of overrides/documents; `html` is what the page says, `url` where it stands in its site;
    the addresses in it hold letters of the alphabet.
    """
    base, form = address_of_site(alphabet), f"value:{alphabet.code('links.sign_off_form', Form.QUERY)}"

    def address(href: str) -> tuple[str, bool]:
        if href.startswith("#") or urlsplit(href).scheme:
            return href, False
        return base + urljoin(f"https://site/{url}", href).removeprefix("https://site/"), True

    easy_read = is_easy_read(page.id)
    blocks = read_blocks(render("document.html", content=html, easy_read=easy_read), address)
    if page.is_policy:
        blocks = add_to_slips(blocks, Paragraph(read_line(render("code.html"))))
        blocks = add_after(blocks, partial(_leads_to, address=form), Paragraph(read_line(render("form-code.html"))))
    foot = tuple(read_line(line) for line in render("foot.html").splitlines() if line.strip())
    head, school = read_line(render("head.html")), render("school.html").strip()
    kinds = {"large": easy_read, "sheet": is_sheet(page.id), "short": is_short(page.id), "close": is_close(page.id)}
    return Document(page.title, blocks, head, foot, school, page.description, **kinds)
