# What is agreed to can be had in large print as well, and the office has a sheet on which to note who has signed it.
"""The shelf: what can be fetched of a site, page by page, and the handbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from houserules.documents.bind import Part, bind_handbook
from houserules.documents.choose import is_easy_read
from houserules.documents.compose import KINDS, Forms, address_of_site, open_forms, size_of
from houserules.documents.handbooks import Handbook, choose_parts
from houserules.documents.model import Block, Document, Panel, Paragraph, Table
from houserules.documents.read_html import read_blocks
from houserules.documents.tree import find_headings, find_words, walk
from houserules.pages.alphabet import Alphabet
from houserules.pages.frame import Frame
from houserules.pages.site_page import SitePage

_WIDTHS = (0.29, 0.17, 0.14, 0.14, 0.26)  # of a register: name, class or role, version, date, signature
LARGE, REGISTER = "large-print", "register"
PAGE = "guidance/downloads"  # where all of it is offered


@dataclass(frozen=True)
class Download:
    """A file that is offered if it could be made: its kind (Word or PDF), its address in the site, and the name of the value of its size."""

    kind: str
    path: str
    size: str
    variant: str = ""


@dataclass(frozen=True)
class Held:
    """What there is of a page."""

    page: SitePage
    plain: tuple[Download, ...]
    large: tuple[Download, ...] = ()
    register: tuple[Download, ...] = ()

    @property
    def group(self) -> str:
        """What it is: something to sign, a policy, or a letter, form or sheet."""
        return "agreements" if self.register else "policies" if self.page.is_policy else "papers"


@dataclass
class Shelf:
    """The handbooks, and what there is of each page; filled while the site is built."""

    handbooks: tuple[Handbook, ...]
    held: list[Held] = field(default_factory=list)

    def binds(self, page: SitePage) -> bool:
        """Tell whether a page stands in a handbook."""
        return any(page.id in handbook.pages for handbook in self.handbooks)

    def hold(self, page: SitePage, document: Document, path: str) -> tuple[Download, ...]:
        """Note what there is of a page, and give what the page itself offers."""
        signed = is_signed(document)
        large = _downloads(page.id, path, LARGE) if signed and not is_easy_read(page.id) else ()
        held = Held(page, _downloads(page.id, path), large, _downloads(page.id, path, REGISTER) if signed else ())
        self.held.append(held)
        return held.plain + held.large

    def group(self, name: str) -> list[Held]:
        """Give what there is of a group, by title."""
        return sorted((held for held in self.held if held.group == name), key=lambda held: (held.page.title.casefold(), held.page.id))

    def offered_on(self, page: SitePage) -> list[tuple[Handbook, tuple[Download, ...]]]:
        """Give the handbooks that a page offers, with their files."""
        there = [handbook for handbook in self.handbooks if page.id in (*handbook.offered_on, PAGE)]
        return [(handbook, _downloads("", handbook.path, handbook.path)) for handbook in there]


def _downloads(page: str, path: str, variant: str = "") -> tuple[Download, ...]:
    id = f"{page}.{variant}" if page and variant else page or variant
    whole = f"{path}-{variant}" if page and variant else path
    return tuple(Download(kind, f"{whole}.{ending}", size_of(id, ending), variant) for kind, ending in KINDS)


def is_signed(document: Document) -> bool:
    """Tell whether a document is agreed to, on paper or online."""
    return any(isinstance(part, Panel) and part.kind == "sign-off" for part in walk(document.blocks))


def open_variants(page: SitePage, document: Document, path: str, render: Callable[..., str], alphabet: Alphabet, ask: Frame) -> Iterator[Forms]:
    """Give the forms of what else there is of an agreement: in large print, and the sheet of who has signed."""
    if not is_signed(document):
        return
    if not document.large:
        yield open_forms(replace(document, large=True, sheet=False), page.id, f"{path}-{LARGE}", alphabet, ask, LARGE)
    blocks = read_register(partial(render, composed=page))
    title = "".join(text.text for heading in find_headings(blocks) for text in find_words(heading.inlines))
    yield open_forms(replace(document, title=title, blocks=blocks, large=False, sheet=False), page.id, f"{path}-{REGISTER}", alphabet, ask, REGISTER)


def read_register(render: Callable[..., str], rows: str = "") -> tuple[Block, ...]:
    """Give the sheet of who has signed, with rows for those whose names are known, else blank ones."""
    blocks = read_blocks(render("register.html", rows=rows), lambda href: (href, False))
    return tuple(replace(block, widths=_WIDTHS) if isinstance(block, Table) else block for block in blocks)


def open_handbooks(
    shelf: Shelf, pages: Mapping[str, SitePage], trees: Mapping[str, Document], render: Callable[..., str], alphabet: Alphabet, ask: Frame
) -> Iterator[Forms]:
    """Give the forms of every handbook, bound from the trees of its pages."""
    base = address_of_site(alphabet)
    for handbook in shelf.handbooks:
        parts = [_part(page, trees[page.id], ask) for page in choose_parts(handbook, shelf.handbooks, pages)]
        if parts:
            document = bind_handbook(handbook, parts, partial(render, handbook=handbook), base)
            yield open_forms(document, "", handbook.path, alphabet, ask, handbook.path)


def _part(page: SitePage, document: Document, ask: Frame) -> Part:
    opened, _, closed = ask.there([page.src_uri], caller=lambda: "\0").partition("\0")
    return Part(page, replace(document, blocks=without_codes(document.blocks)), opened, closed)


def without_codes(blocks: Iterable) -> tuple:
    """Give blocks without the codes on their slips: a handbook isn't handed in."""
    made = []
    for block in blocks:
        if isinstance(block, Panel):
            block = Panel(block.kind, without_codes(block.blocks))
        if not (isinstance(block, Paragraph) and len(block.inlines) == 1 and getattr(block.inlines[0], "name", "") in ("code", "form")):
            made.append(block)
    return tuple(made)
