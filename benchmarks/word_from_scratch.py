"""The peer of documents.py: a Word file made with python-docx, paragraph by paragraph, as any script that uses it does.

It makes the same file as stamping does: the plan is read from the stamped one beforehand, which isn't counted, so that the peer
need not read or choose any words. It opens a template that has all the styles already, which is the fastest way to begin.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache

from docx import Document as open_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, RGBColor
from lxml import etree

from houserules.documents.word_skeleton import start_document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Run:
    """Words that look alike, or a picture."""

    words: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    picture: str = ""
    side: int = 0
    words_of_picture: str = ""


@dataclass(frozen=True)
class Other:
    """An element that python-docx has no method for: a box to tick, a field, a link, a bookmark."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    text: str | None
    children: tuple[Other, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its style, its place in a list, whether it stays with the next, what is in it."""

    style: str
    number: tuple[int, int] | None
    kept: bool
    parts: tuple[Run | Other, ...]


@dataclass(frozen=True)
class Table:
    """A table: its widths, and for each row whether it is a head, and its cells with their shade."""

    widths: tuple[int, ...]
    rows: tuple[tuple[bool, tuple[tuple[str, tuple[Paragraph | Table, ...]], ...]], ...]


@dataclass(frozen=True)
class Plan:
    """All that is to be in a file."""

    title: str
    author: str
    subject: str
    body: tuple[Paragraph | Table, ...]
    header: tuple[Paragraph, ...]
    footer: tuple[Paragraph, ...]
    pictures: dict[str, bytes]
    numbering: bytes


def read_plan(content: bytes) -> Plan:
    """Read what is in a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = _style_names(parts["word/styles.xml"])

    def blocks(name: str) -> tuple:
        root = etree.fromstring(parts[name])
        return tuple(_block(child, names) for child in (root.find(f"{_W}body") if name.endswith("document.xml") else root) if child.tag in (f"{_W}p", f"{_W}tbl"))

    core = etree.fromstring(parts["docProps/core.xml"])
    told = {child.tag.rpartition("}")[2]: child.text or "" for child in core}
    pictures = {name.rpartition("/")[2]: part for name, part in parts.items() if name.startswith("word/media/")}
    return Plan(
        told["title"], told["creator"], told["subject"], blocks("word/document.xml"), blocks("word/header1.xml"), blocks("word/footer1.xml"), pictures,
        parts["word/numbering.xml"],
    )  # fmt: skip


def make_from_scratch(plan: Plan, template: bytes) -> bytes:
    """Make a Word file."""
    document = open_document(io.BytesIO(template))
    section = document.sections[0]
    for place, blocks in ((section.header, plan.header), (section.footer, plan.footer)):
        for old in list(place.paragraphs):
            old._p.getparent().remove(old._p)
        for block in blocks:
            _add_paragraph(place, block, plan.pictures)
    for block in plan.body:
        _add(document, block, plan.pictures)
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    for new in list(etree.fromstring(plan.numbering, document.part.numbering_part.element.getroottree().parser)):
        numbering.append(new)
    properties = document.core_properties
    properties.title, properties.author, properties.subject, properties.language = plan.title, plan.author, plan.subject, "en-GB"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@cache
def make_template(*, book: bool = False, large: bool = False) -> bytes:
    """Give an empty Word file with our styles."""
    buffer = io.BytesIO()
    start_document(book=book, large=large).save(buffer)
    return buffer.getvalue()


def _style_names(styles: bytes) -> dict[str, str]:
    return {style.get(f"{_W}styleId"): style.find(f"{_W}name").get(f"{_W}val") for style in etree.fromstring(styles).iter(f"{_W}style")}


def _block(element, names: dict[str, str]) -> Paragraph | Table:
    if element.tag == f"{_W}tbl":
        widths = tuple(int(column.get(f"{_W}w")) for column in element.find(f"{_W}tblGrid"))
        return Table(widths, tuple(_row(row, names) for row in element.findall(f"{_W}tr")))
    properties = element.find(f"{_W}pPr")
    style, number, kept = "Normal", None, False
    if properties is not None:
        named = properties.find(f"{_W}pStyle")
        style = names[named.get(f"{_W}val")] if named is not None else "Normal"
        kept = properties.find(f"{_W}keepNext") is not None
        counted = properties.find(f"{_W}numPr")
        if counted is not None:
            number = tuple(int(part.get(f"{_W}val")) for part in counted)
    return Paragraph(style, number, kept, tuple(_part(child) for child in element if child.tag != f"{_W}pPr"))


def _row(row, names: dict[str, str]) -> tuple:
    cells = []
    for cell in row.findall(f"{_W}tc"):
        shade = cell.find(f"{_W}tcPr/{_W}shd")
        inner = tuple(_block(child, names) for child in cell if child.tag in (f"{_W}p", f"{_W}tbl"))
        cells.append((shade.get(f"{_W}fill") if shade is not None else "", inner))
    return row.find(f"{_W}trPr/{_W}tblHeader") is not None, tuple(cells)


def _part(element) -> Run | Other:
    drawing = element.find(".//{*}docPr") if element.tag == f"{_W}r" else None
    if drawing is not None:
        side = int(element.find(".//{*}extent").get("cx"))
        return Run("", picture=f"{drawing.get('name')}.png", side=side, words_of_picture=drawing.get("descr"))
    inner = [child for child in element if child.tag != f"{_W}rPr"]
    properties = element.find(f"{_W}rPr")
    if element.tag == f"{_W}r" and len(inner) == 1 and inner[0].tag == f"{_W}t" and (properties is None or properties.find(f"{_W}rStyle") is None):
        bold = italic = False
        colour = ""
        if properties is not None:
            bold, italic = properties.find(f"{_W}b") is not None, properties.find(f"{_W}i") is not None
            shade = properties.find(f"{_W}color")
            colour = shade.get(f"{_W}val") if shade is not None else ""
        return Run(inner[0].text or "", bold, italic, colour)
    return _other(element)


def _other(element) -> Other:
    return Other(element.tag, tuple(element.attrib.items()), element.text, tuple(map(_other, element)))


def _add(place, block: Paragraph | Table, pictures: dict[str, bytes]) -> None:
    if isinstance(block, Paragraph):
        _add_paragraph(place, block, pictures)
        return
    made = place.add_table(len(block.rows), len(block.widths))
    made.style = "Table Grid"
    made.autofit = False
    for row, (head, cells) in zip(made.rows, block.rows, strict=True):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, width, (shade, inner) in zip(row.cells, block.widths, cells, strict=False):
            cell.width = Emu(width * 635)
            if shade:
                filled = OxmlElement("w:shd")
                filled.set(qn("w:val"), "clear")
                filled.set(qn("w:fill"), shade)
                cell._tc.get_or_add_tcPr().append(filled)
            first = cell.paragraphs[0]
            for each in inner:
                if first is not None and isinstance(each, Paragraph):
                    _fill_paragraph(first, each, pictures)
                else:
                    _add(cell, each, pictures)
                first = None


def _add_paragraph(place, paragraph: Paragraph, pictures: dict[str, bytes]) -> None:
    _fill_paragraph(place.add_paragraph(), paragraph, pictures)


def _fill_paragraph(made, paragraph: Paragraph, pictures: dict[str, bytes]) -> None:
    if paragraph.style != "Normal":
        made.style = paragraph.style
    if paragraph.kept:
        made.paragraph_format.keep_with_next = True
    if paragraph.number:
        numbered = made._p.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = paragraph.number
    for part in paragraph.parts:
        if isinstance(part, Other):
            made._p.append(_build(part))
        elif part.picture:
            shape = made.add_run().add_picture(io.BytesIO(pictures[part.picture]), Emu(part.side))
            shape._inline.docPr.set("descr", part.words_of_picture)
        else:
            run = made.add_run(part.words)
            if part.bold:
                run.bold = True
            if part.italic:
                run.italic = True
            if part.colour:
                run.font.color.rgb = RGBColor.from_string(part.colour)


def _build(part: Other):
    made = etree.Element(part.name) if not part.name.startswith(_W) else OxmlElement("w:" + part.name.removeprefix(_W))
    for name, value in part.attributes:
        made.set(name, value)
    if part.text is not None:
        made.text = part.text
    for child in part.children:
        made.append(_build(child))
    return made
