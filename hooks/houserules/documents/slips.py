# The slip is the one on the agreement's page: read from there, so that it asks for the same lines and says the same words.
# Names of children are in memory while the file is made, and nowhere after that but in the file.
"""Slips of a class: one for each child, by name, and the sheet on which they are ticked off."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from houserules.documents.code import address_of, make_code
from houserules.documents.compose import CREST, LINK_COLOUR, OWN_COLOUR, code_of
from houserules.documents.fill_cut import Texts, cut_for_filling, fill_cut
from houserules.documents.model import Asked, Block, Cell, Document, Panel, Paragraph, Row, Table, Text
from houserules.documents.read_html import read_blocks, read_line
from houserules.documents.shelf import read_register
from houserules.documents.tree import add_to_slips, find_words
from houserules.documents.typeset import Typesetter
from houserules.documents.typst_source import escape_typst, write_typst
from houserules.pages.site import Site
from houserules.pages.site_page import SitePage
from houserules.profile.brand import find_shades

_SLIP = re.compile(r'<div class="hr-slip">.*?</table>\s*</div>', re.DOTALL)
_COLOURS = {"link": LINK_COLOUR, "own": OWN_COLOUR}


@dataclass(frozen=True)
class Child:
    """Somebody who is to sign, and the class, if it is known."""

    name: str
    group: str = ""


def make_slips(site: Site, page: SitePage, children: list[Child], render: Callable[..., str], typesetter: Typesetter) -> bytes | None:
    """Give a PDF with a slip for each child, and the sheet; None where the agreement has no slip. Raises NotTypeset."""
    found = _SLIP.search(page.markdown)
    if not found:
        return None
    alphabet = site.alphabet
    given = "school.site_url" in site.values
    slip = read_blocks(found[0], lambda href: (href, False))
    if given:
        slip = add_to_slips(slip, Paragraph(read_line(render("code.html"))))
    signed = f"<td>{alphabet.code(f'version.{page.name}')}</td><td></td><td></td>"
    rows = "".join(f"<tr><td>{html.escape(child.name)}</td><td>{html.escape(child.group)}</td>{signed}</tr>" for child in children)
    sheet = read_register(render, rows)
    slips = tuple(block for child in children for block in _named(slip, child))
    foot = tuple(read_line(line) for line in render("foot.html").splitlines() if line.strip())
    document = Document(page.title, (*sheet, Paragraph((), "sheet"), *slips), read_line(render("head.html")), foot, render("school.html").strip(), page.description)
    letters = {name: alphabet.code(path) for name, path in {**_COLOURS, "crest": CREST, "code": code_of(page.id)}.items()}
    asked = Asked(lambda text: text if given else "", lambda text: "" if given else text, lambda _: "")
    source = write_typst(document, letters, asked)
    shades = find_shades(site.school.profile.brand.colour)
    values = {**site.values, LINK_COLOUR: shades.link.removeprefix("#"), OWN_COLOUR: shades.own.removeprefix("#")}
    if given:
        values[code_of(page.id)] = make_code(address_of(values["school.site_url"], page.id, values[f"version.{page.name}"])).svg
    texts = Texts((), values, site.school.lists, escape_typst)
    return typesetter.set(fill_cut(cut_for_filling(source, alphabet.meanings()), texts).decode())


def _named(blocks: tuple[Block, ...], child: Child) -> tuple[Block, ...]:
    """Give a slip with a child's name and class in the lines that ask for them."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Panel):
            made.append(Panel(block.kind, _named(block.blocks, child)))
        elif isinstance(block, Table):
            named = False
            rows = []
            for row in block.rows:
                asks = " ".join(text.text for text in find_words([row])).lower() if isinstance(row, Row) else ""
                says = ""
                if not named and "name" in asks:
                    named, says = True, f"{child.name}, {child.group}" if "class" in asks and child.group else child.name
                elif "class" in asks:
                    says = child.group
                rows.append(_filled(row, says) if says else row)
            made.append(replace(block, rows=tuple(rows)))
        else:
            made.append(block)
    return tuple(made)


def _filled(row: Row, says: str) -> Row:
    return Row((row.cells[0], Cell((Paragraph((Text(says),)),)), *row.cells[2:]))
