# Everything of a Word file but its words: python-docx gives the package, its styles are set here. Made once for each
# kind of document and kept; the words are put in by word.py. The school's colours are letters, like its name.
"""The empty Word file: page, styles, lists."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

from docx import Document as open_document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from houserules.documents.look import FONT, LEFT, LINK_COLOUR, OWN_COLOUR, RIGHT_SIDE, SHEET_SIDE, SHEET_WIDTH, WIDTH
from houserules.documents.word_lists import write_numbering

_KEPT = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Header", "Footer", "List Bullet", "List Number", "List Continue", "Quote")
_GREY = "404040"
_DROPPED = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "customXml/", "word/numbering.xml", "docProps/core.xml")
# For each style: size, space before and after in points, and what else; the colours are names that `word.py` knows.
_STYLES = {
    "Normal": (11, 0, 6, {}),
    "Title": (24, 0, 4, {"bold": True, "colour": LINK_COLOUR}),
    "Subtitle": (13, 0, 10, {"colour": _GREY}),
    "Heading 1": (15, 18, 6, {"bold": True, "colour": LINK_COLOUR, "next": True}),
    "Heading 2": (12, 12, 3, {"bold": True, "colour": "1A1A1A", "next": True}),
    "Heading 3": (11, 9, 3, {"bold": True, "colour": "1A1A1A", "next": True}),
    "List Bullet": (11, 0, 3, {}),
    "List Number": (11, 0, 3, {}),
    "List Continue": (11, 0, 3, {"left": 425}),
    "Tick Box": (11, 0, 4, {"left": 425, "hanging": 425}),
    "Quote": (11, 3, 6, {"left": 284, "bar": "767676"}),
    "Right Example": (10.5, 0, 3, {"left": 284, "bar": "1E6B3A"}),
    "Wrong Example": (10.5, 0, 3, {"left": 284, "bar": "A3231C"}),
    "Reason": (9.5, 3, 3, {"left": 284, "colour": _GREY, "bar": "D0D0D0"}),
    "Small Print": (9.5, 0, 4, {"colour": _GREY}),
    "Ruling": (11, 3, 6, {"left": 284, "bar": LINK_COLOUR}),
    "Fact": (10, 0, 1, {"left": 284, "bar": OWN_COLOUR}),
    "Contact": (11, 3, 2, {"left": 284, "bar": OWN_COLOUR}),
    "Contact Bullet": (11, 0, 2, {"left": 568, "hanging": 284, "bar": OWN_COLOUR}),
    "Label": (11, 6, 3, {"bold": True, "next": True}),
    "Slip": (11, 12, 6, {"next": True, "cut": True}),
    "Header": (9.5, 0, 0, {"colour": _GREY}),
    "Footer": (8.5, 0, 0, {"colour": _GREY}),
}


# A handbook has one more level of headings: its parts, each on a sheet of its own.
_BOOK = {
    "Title": (30, 60, 6, {"bold": True, "colour": LINK_COLOUR}),
    "Heading 1": (22, 0, 8, {"bold": True, "colour": LINK_COLOUR, "next": True, "sheet": True}),
    "Heading 2": (15, 18, 6, {"bold": True, "colour": LINK_COLOUR, "next": True}),
    "Heading 3": (12, 12, 3, {"bold": True, "colour": "1A1A1A", "next": True}),
    "Heading 4": (11, 9, 3, {"bold": True, "colour": "1A1A1A", "next": True}),
    "Contents Title": (15, 18, 6, {"bold": True, "colour": LINK_COLOUR, "next": True}),
    "toc 1": (11, 8, 2, {"bold": True, "tab": True}),
    "toc 2": (10.5, 0, 1, {"left": 425, "tab": True}),
}
_LARGE, _LARGER = 18, 1.45  # points: the least in large print, and how much larger the rest is
_SMALLER, _CLOSER = 0.78, 0.5  # of a sheet for the wall: the letters, and the room between lines
_SHORT, _CLOSE = (0.86, 0.5), (0.91, 0.6)  # the same, of one with few words; and of a letter or a form


@cache
def make_skeleton(*, book: bool = False, large: bool = False, sheet: bool = False, short: bool = False, close: bool = False) -> dict[str, bytes]:
    """Give the parts of an empty Word file by name: of a document, of a handbook (`book`), of one in large print, of a sheet,
    also a short one, or of a letter or a form (`close`)."""
    made = start_document(book=book, large=large, sheet=sheet, short=short, close=close)
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = (SHEET_SIDE, SHEET_SIDE) if sheet else (LEFT, RIGHT_SIDE)
    section.top_margin, section.bottom_margin = Mm(19 if sheet else 25 if close else 28), Mm(17 if sheet else 20 if close else 22)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)
    section.header.paragraphs[0].text = section.footer.paragraphs[0].text = "x"
    for relation in list(made.part.rels.values()):
        if "stylesWithEffects" in relation.reltype:
            made.part.drop_rel(relation.rId)
            made.part.rels.pop(relation.rId, None)
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.startswith(_DROPPED)}
    _set_settings(parts, book)
    parts["word/numbering.xml"] = write_numbering().encode()
    types = parts["[Content_Types].xml"].decode()
    types = re.sub(r'<Override PartName="/(?:word/stylesWithEffects|customXml/|docProps/thumbnail)[^>]*/>', "", types)
    types = re.sub(r'<Default Extension="(?:jpeg|png)"[^>]*/>', "", types)
    types = types.replace("<Default ", '<Default Extension="png" ContentType="image/png"/><Default ', 1)
    parts["[Content_Types].xml"] = types.encode()
    root = parts["_rels/.rels"].decode()
    parts["_rels/.rels"] = re.sub(r'<Relationship [^>]*(?:thumbnail)[^>]*/>', "", root).encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = re.sub(r'<Relationship [^>]*customXml[^>]*/>', "", relations).encode()
    return parts


def start_document(*, book: bool = False, large: bool = False, sheet: bool = False, short: bool = False, close: bool = False):
    """Give an empty document as python-docx knows it, with our styles."""
    made = open_document()
    ours = {**_STYLES, **_BOOK} if book else _STYLES
    if large:
        ours = {name: (max(_LARGE, round(size * _LARGER)), before, after, {**more, "colour": _in_black(more.get("colour"))}) for name, (size, before, after, more) in ours.items()}
    if sheet or close:
        smaller, closer = _CLOSE if close else _SHORT if short else (_SMALLER, _CLOSER)
        ours = {
            name: (round(2 * size * (_SMALLER if name == "Title" else smaller)) / 2, round(before * closer), round(after * closer), more)
            for name, (size, before, after, more) in ours.items()
        }
    _set_styles(made, ours, SHEET_WIDTH if sheet else WIDTH)
    return made


def _in_black(colour: str | None) -> str | None:
    """Give the colour that a style has in large print, where nothing is grey."""
    return "000000" if colour == _GREY else colour


def _set_styles(made, ours: dict, width: int) -> None:
    styles, kept = made.styles, {*(name for name in _KEPT if name in ours), "Default Paragraph Font"}
    for style in list(styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid") or style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER) and style.name not in kept:
            style.delete()
    for name, (size, before, after, more) in ours.items():
        if name not in [style.name for style in styles]:
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        _set_style(styles[name], size, before, after, more, width)
    for link in styles.element.findall(f".//{qn('w:link')}"):  # to styles of characters, which aren't kept
        link.getparent().remove(link)
    _hyperlink(styles)
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(defaults):
        defaults.remove(child)
    fonts = OxmlElement("w:rFonts")
    for which in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{which}"), FONT)
    language = OxmlElement("w:lang")
    for which, value in (("val", "en-GB"), ("eastAsia", "en-GB"), ("bidi", "ar-SA")):
        language.set(qn(f"w:{which}"), value)
    defaults.extend([fonts, language])
    for name, number in (("List Bullet", 2), ("List Number", 3), ("Contact Bullet", 2)):
        styles[name].element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


def _set_style(style, size: float, before: float, after: float, more: dict, width: int) -> None:
    element = style.element
    for name in ("w:rPr", "w:pPr"):
        if (found := element.find(qn(name))) is not None:
            element.remove(found)
    style.font.size, style.font.bold = Pt(size), more.get("bold")
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.15
    shape.widow_control = True
    if more.get("next"):
        shape.keep_with_next = True
    if bar := more.get("bar"):
        _border(element, "left", bar, 18, 8)
    if more.get("cut"):
        _border(element, "top", "767676", 6, 14, "dashed")
    properties = element.get_or_add_pPr()
    if "left" in more:
        indent = properties.get_or_add_ind()
        indent.set(qn("w:left"), str(more["left"]))
        if "hanging" in more:
            indent.set(qn("w:hanging"), str(more["hanging"]))
    if style.name.startswith("Heading"):
        properties.append(_valued("w:outlineLvl", str(int(style.name[-1]) - 1)))
    if more.get("sheet"):
        shape.page_break_before = True
    if style.name in ("Header", "Footer") or more.get("tab"):
        tabs = OxmlElement("w:tabs")
        stop = OxmlElement("w:tab")
        stop.set(qn("w:val"), "right")
        stop.set(qn("w:pos"), str(width))
        if more.get("tab"):
            stop.set(qn("w:leader"), "dot")
        tabs.append(stop)
        properties.insert_element_before(tabs, "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    if colour := more.get("colour"):
        shade = style.element.get_or_add_rPr()
        made = _valued("w:color", colour)
        shade.insert_element_before(made, "w:spacing", "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")


def _border(element, side: str, colour: str, size: int, space: int, kind: str = "single") -> None:
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", str(size)), ("space", str(space)), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _hyperlink(styles) -> None:
    style = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    properties = style.element.get_or_add_rPr()
    properties.append(_valued("w:color", LINK_COLOUR))
    properties.append(_valued("w:u", "single"))


def _valued(name: str, value: str):
    made = OxmlElement(name)
    made.set(qn("w:val"), value)
    return made


def _set_settings(parts: dict[str, bytes], book: bool) -> None:
    # The pages of a handbook's contents are counted when it is opened.
    counted = b'<w:updateFields w:val="true"/>' if book else b""
    parts["word/settings.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/>'
        b'<w:defaultTabStop w:val="425"/><w:characterSpacingControl w:val="doNotCompress"/>' + counted + b'<w:compat><w:compatSetting w:name="compatibilityMode" '
        b'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/>'
        b'<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
