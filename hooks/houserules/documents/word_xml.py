# Element order matters to Word (ECMA-376, 17.3.1.26 for pPr, 17.3.2.28 for rPr, 17.4.59 for tblPr): each function keeps it.
"""The XML of Word's elements (WordprocessingML), as text."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from houserules.documents.look import OWN_COLOUR

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' mc:Ignorable="w14"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TAB = "<w:tab/>"
GAP = '<w:p><w:pPr><w:spacing w:after="60" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
APPLICATION = (
    f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Houserules</Application></Properties>'
)
_EMU = 36000  # English metric units in a millimetre
_SIZES = {"crest": 14, "code": 24, "form": 24}  # millimetres; both are square
_LINES = {
    "bottom": '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="' + OWN_COLOUR + '"/></w:pBdr>',
    "top": '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="' + OWN_COLOUR + '"/></w:pBdr>',
}


def document(body: str) -> str:
    """Give document.xml."""
    return f"{_XML}<w:document {_NAMES}><w:body>{body}</w:body></w:document>"


def section(document: str) -> str:
    """Give the properties of the only section, as python-docx wrote them."""
    start, end = document.rindex("<w:sectPr"), document.rindex("</w:sectPr>") + len("</w:sectPr>")
    return document[start:end]


def in_columns(section: str, gap: int) -> tuple[str, str]:
    """Give a section's properties twice: for what stands across the sheet, and for what follows it in two columns.

    Both name the header and the footer, so that they stay when somebody deletes the break between the two.
    """
    below = section.replace("<w:pgSz", '<w:type w:val="continuous"/><w:pgSz', 1)
    return section, re.sub(r"<w:cols [^>]*/>", f'<w:cols w:num="2" w:space="{gap}"/>', below)


def header(kind: str, paragraphs: Iterable[str]) -> str:
    """Give a header (`hdr`) or a footer (`ftr`)."""
    return f"{_XML}<w:{kind} {_NAMES}>{''.join(paragraphs)}</w:{kind}>"


def relations(text: str, pictures: Mapping[str, Callable[[str], str]]) -> str:
    """Give the relations of a part, with pictures added to those that it has; each goes through a function that says where it is there."""
    made = "".join(when(f'<Relationship Id="{_picture_id(name)}" Type="{_R}/image" Target="media/{name}.png"/>') for name, when in pictures.items())
    if not text:
        text = f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    return text.replace("</Relationships>", made + "</Relationships>")


def _picture_id(name: str) -> str:
    return f"rIdPicture{list(_SIZES).index(name) + 1}"


def properties(title: str, author: str, subject: str) -> str:
    """Give the properties of the document; there is no date in them, because none would be true."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_escape(title)}</dc:title><dc:subject>{_escape(subject)}</dc:subject><dc:creator>{_escape(author)}</dc:creator>"
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def paragraph(style: str, inner: str, *, number: tuple[int, int | None] | None = None, kept: bool = False, line: str = "", section: str = "") -> str:
    """Give a paragraph: its style, its place in a list, whether it stays with the next, a line above or below, and the section that it ends."""
    made = f'<w:pStyle w:val="{style}"/>' if style else ""
    if kept:
        made += "<w:keepNext/>"
    if number:
        made += f'<w:numPr><w:ilvl w:val="{number[0]}"/><w:numId w:val="{number[1]}"/></w:numPr>'
    made += _LINES.get(line, "") + section
    return f"<w:p>{f'<w:pPr>{made}</w:pPr>' if made else ''}{inner}</w:p>"


def run(inner: str, *, bold: bool = False, italic: bool = False, colour: str = "", link: bool = False) -> str:
    """Give a run."""
    made = '<w:rStyle w:val="Hyperlink"/>' if link else ""
    made += "<w:b/>" if bold else ""
    made += "<w:i/>" if italic else ""
    made += f'<w:color w:val="{colour}"/>' if colour else ""
    return f"<w:r>{f'<w:rPr>{made}</w:rPr>' if made else ''}{inner}</w:r>"


def text(words: str) -> str:
    """Give the text of a run."""
    return f'<w:t xml:space="preserve">{_escape(words)}</w:t>'


def counter(name: str) -> str:
    """Give a field that Word counts: PAGE or NUMPAGES."""
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def page_of(anchor: str) -> str:
    """Give a field in which Word puts the page of a bookmark: nobody knows it before the pages are laid out."""
    return f'<w:fldSimple w:instr=" PAGEREF {_bookmark_name(anchor)} \\h "><w:r><w:t></w:t></w:r></w:fldSimple>'


def bookmark(anchor: str, inner: str) -> str:
    """Give words that a link can lead to; the name and the number follow from the anchor (names have 40 signs at most)."""
    number = zlib.crc32(anchor.encode()) >> 1
    return f'<w:bookmarkStart w:id="{number}" w:name="{_bookmark_name(anchor)}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def _bookmark_name(anchor: str) -> str:
    return f"part_{zlib.crc32(anchor.encode()):08x}"


def inner_link(anchor: str, inner: str) -> str:
    """Give a link to a bookmark."""
    return f'<w:hyperlink w:anchor="{_bookmark_name(anchor)}" w:history="1">{inner}</w:hyperlink>'


def outer_link(address: str, inner: str) -> str:
    """Give a link whose address stands with it; `address` is escaped."""

    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = f'<w:r><w:instrText xml:space="preserve"> HYPERLINK &quot;{address}&quot; </w:instrText></w:r>'
    return part("begin") + told + part("separate") + inner + part("end")


def tick_box() -> str:
    """Give a box that can be ticked with a click (a content control of Word 2010 and later)."""
    font = '<w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>'
    states = '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="Box to tick"/><w14:checkbox><w14:checked w14:val="0"/>{states}</w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r>{font}<w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    )


def picture(name: str, alt: str) -> str:
    """Give a picture in the line."""
    side, number, id = _SIZES[name] * _EMU, list(_SIZES).index(name) + 1, _picture_id(name)
    size = f'cx="{side}" cy="{side}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="{name}" descr="{_escape(alt)}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}.png" descr="{_escape(alt)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(widths: Sequence[int], caption: str, rows: str) -> str:
    """Give a table with lines between its rows."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"'
    borders = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    margins = '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
    told = f'<w:tblCaption w:val="{_escape(caption)}"/>' if caption else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>{margins}'
        f'<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{told}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def symbol_rows(widths: Sequence[int], rows: str) -> str:
    """Give a table without lines of its own: in each row a place for a symbol, and the words that it stands beside."""
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar>'
    look = '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{margins}{look}</w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def symbol_row(widths: Sequence[int], inner: str) -> str:
    """Give a row of such a table."""
    line = 'w:val="dashed" w:sz="6" w:space="0" w:color="767676"'
    borders = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right"))
    slot = f'<w:tc><w:tcPr><w:tcW w:w="{widths[0]}" w:type="dxa"/><w:tcBorders>{borders}</w:tcBorders></w:tcPr><w:p/></w:tc>'
    gap = f'<w:tc><w:tcPr><w:tcW w:w="{widths[1]}" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
    words = f'<w:tc><w:tcPr><w:tcW w:w="{widths[2]}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{widths[0]}"/></w:trPr>{slot}{gap}{words}</w:tr>'


def row(cells: str, *, head: bool, height: int) -> str:
    """Give a row; a head is repeated on each sheet, and no row is torn between two."""
    made = "<w:cantSplit/>" + (f'<w:trHeight w:val="{height}"/>' if height else "") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{made}</w:trPr>{cells}</w:tr>"


def cell(width: int, inner: str, *, shaded: bool) -> str:
    """Give a cell."""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F0F2F5"/>' if shaded else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inner}</w:tc>'


def _escape(words: str) -> str:
    return html.escape(words)
