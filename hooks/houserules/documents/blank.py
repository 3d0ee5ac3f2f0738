# For those who fill in by hand: where a value of the school's goes, there is a control that says what belongs there. All
# controls for one value are bound to one place in a part of their own (ECMA-376, 17.5.2.6 and 22.5), so what is typed into
# one of them appears in all. What the words settle (terms, numbers, versions) stands as text.
"""Blank templates: Word files in which each value of the school's is a named control."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from houserules.documents.compose import LINK_COLOUR, OWN_COLOUR
from houserules.documents.fill_cut import Texts
from houserules.documents.model import Asked, Document
from houserules.documents.shelf import without_codes
from houserules.documents.word import write_word
from houserules.documents.word_stamp import Kept, cut_word, fill_word
from houserules.outputs.stamp import escape_html
from houserules.pages.alphabet import Alphabet, Form
from houserules.profile.brand import find_shades
from houserules.profile.declaration import find_entry
from houserules.profile.placeholders import ALWAYS_THERE, LISTS, TITLES, Placeholder

_LONGEST_NAME = 64  # Word takes no longer names of controls
_GREY = "595959"
_STORE = "{5B8A1C7E-3D52-4E0B-9F4C-6A7D21C0E5B4}"
_SPACE = "urn:houserules:values"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SECTIONS = ("people.", "local_safeguarding.")  # whose fields are called the same for each person or service
_NAMES = {  # where the help of a field says too little by itself
    "school.short_name": "What people call the school", "review.owner": "Who keeps these rules up to date", "review.review_by": "Date of the review",
    "hours.reply": "When staff answer messages", "paper_copies.ask": "Whom to ask for a paper copy",
}  # fmt: skip
# An account that is closed says so, and this isn't known of one that isn't filled in.
_LEFT_OUT = ("accounts.closed",)


@dataclass
class Controls:
    """Gives a control for each letter that stands for a value of the school's; keeps which were wanted, and counts them."""

    meanings: Mapping[str, tuple[str, Form]]
    placeholders: Mapping[str, Placeholder]
    values: Mapping[str, str]
    wanted: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def give(self, letter: str) -> str:
        """Give the control for a letter, or nothing where it stands for something else."""
        path = self.meanings.get(letter, ("", Form.PLAIN))[0]
        if path not in self.placeholders or path.startswith("terms."):
            return ""
        self.count += 1
        known = self.values.get(path, "") if path in TITLES or path in ALWAYS_THERE and not path.startswith(("school.", "review.")) else ""
        repeated = path.startswith(_repeated())
        if not repeated:
            self.wanted[path] = known
        return _control(path, name_of(self.placeholders[path]), known, self.count, bound=not repeated)


def name_of(placeholder: Placeholder) -> str:
    """Say in plain words what goes where a placeholder stands, from what its field says of itself."""
    if placeholder.path in _NAMES:
        return _NAMES[placeholder.path]
    if placeholder.path == "school.address.line":
        return "A line of the school's address"
    says = re.split(r"[:;,.](?: |$)", find_entry(placeholder.path).help)[0]
    if placeholder.path.startswith("accounts."):
        return f"Official account: {says[:1].lower()}{says[1:]}"
    if placeholder.path.startswith(_SECTIONS):
        above = find_entry(placeholder.path.rpartition(".")[0]).help.rstrip(".")
        return f"{above}: {says[:1].lower()}{says[1:]}"
    return says + (": its web address" if placeholder.path.startswith("links.") else "")


def make_blank(document: Document, alphabet: Alphabet, placeholders: Mapping[str, Placeholder], values: Mapping[str, str], colour: str | None) -> bytes:
    """Give a document as a blank Word file; of the values, those that aren't placeholders are put in, and so are terms."""
    letters = {"link": alphabet.code(LINK_COLOUR), "own": alphabet.code(OWN_COLOUR)}
    meanings = alphabet.meanings()
    controls = Controls(meanings, placeholders, values)
    asked = Asked(lambda _: "", lambda text: text, lambda _: "")
    parts = write_word(replace(document, blocks=without_codes(document.blocks)), letters, asked, controls.give)
    parts = _with_store(parts, controls.wanted, placeholders)
    shades = find_shades(colour)
    settled = {path: value for path, value in values.items() if path not in placeholders or path.startswith("terms.")}
    told = {path: f"[{name_of(placeholder)}]" for path, placeholder in placeholders.items() if not path.startswith(("terms.", *_repeated()))}
    own = {LINK_COLOUR: shades.link.removeprefix("#"), OWN_COLOUR: shades.own.removeprefix("#")}
    lists = {name: ({path: "" for path in placeholders if path.startswith(f"{name}.") and path not in _LEFT_OUT},) for name in LISTS}
    texts = Texts((), {**told, **settled, **own}, lists, escape_html)
    return fill_word(cut_word(parts, meanings), texts, {}, Kept())


def _control(path: str, name: str, known: str, number: int, *, bound: bool) -> str:
    text = f"[{name}]"
    shown = "" if known else "<w:showingPlcHdr/>"
    bind = f"<w:dataBinding w:prefixMappings=\"xmlns:v='{_SPACE}'\" w:xpath=\"{_xpath(path)}\" w:storeItemID=\"{_STORE}\"/>" if bound else ""
    look = "" if known else f'<w:rPr><w:color w:val="{_GREY}"/></w:rPr>'
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{_shorten(name)}"/><w:tag w:val="{path}"/><w:id w:val="{number}"/>'
        f'<w:placeholder><w:docPart w:val="{path}"/></w:placeholder>{shown}{bind}<w:text/></w:sdtPr>'
        f'<w:sdtContent><w:r>{look}<w:t xml:space="preserve">{html.escape(known or text)}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def _repeated() -> tuple[str, ...]:
    """Give how the placeholders begin that stand for the entries of a list."""
    return tuple(f"{name}." for name in LISTS)


def _shorten(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rpartition(" ")[0]
    return html.escape(name)


def _xpath(path: str) -> str:
    return f"/v:values/v:value[@name='{path}']"


def _with_store(parts: Mapping[str, bytes], wanted: Mapping[str, str], placeholders: Mapping[str, Placeholder]) -> dict[str, bytes]:
    """Give parts with the one in which the values are kept, and the one with the words that a control shows while it is empty."""
    values = "".join(f'<value name="{path}">{html.escape(known)}</value>' for path, known in sorted(wanted.items()))
    own = f'{_XML}<values xmlns="{_SPACE}">{values}</values>'
    data = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    told = f'{_XML}<ds:datastoreItem ds:itemID="{_STORE}" xmlns:ds="{data}"><ds:schemaRefs><ds:schemaRef ds:uri="{_SPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    rel = f'{_XML}<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/customXmlProps" Target="itemProps1.xml"/></Relationships>'
    more = (
        f'<Relationship Id="rIdValues" Type="{_OFFICE}/customXml" Target="../customXml/item1.xml"/>'
        f'<Relationship Id="rIdWords" Type="{_OFFICE}/glossaryDocument" Target="glossary/document.xml"/>'
    )
    kinds = (
        '<Override PartName="/customXml/itemProps1.xml" ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
        '<Override PartName="/word/glossary/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"/>'
    )
    types = parts["[Content_Types].xml"].decode().replace("</Types>", f"{kinds}</Types>")
    relations = parts["word/_rels/document.xml.rels"].decode().replace("</Relationships>", f"{more}</Relationships>")
    return {
        **parts, "[Content_Types].xml": types.encode(), "word/_rels/document.xml.rels": relations.encode(),
        "word/glossary/document.xml": _words_of_controls(placeholders).encode(),
        "customXml/item1.xml": own.encode(), "customXml/itemProps1.xml": told.encode(), "customXml/_rels/item1.xml.rels": rel.encode(),
    }  # fmt: skip


def _words_of_controls(placeholders: Mapping[str, Placeholder]) -> str:
    made = "".join(
        f'<w:docPart><w:docPartPr><w:name w:val="{path}"/><w:category><w:name w:val="General"/><w:gallery w:val="placeholder"/></w:category>'
        '<w:behaviors><w:behavior w:val="content"/></w:behaviors>'
        f'<w:guid w:val="{_guid(path)}"/></w:docPartPr><w:docPartBody><w:p><w:r><w:rPr><w:color w:val="{_GREY}"/></w:rPr>'
        f'<w:t xml:space="preserve">{html.escape(f"[{name_of(placeholder)}]")}</w:t></w:r></w:p></w:docPartBody></w:docPart>'
        for path, placeholder in placeholders.items()
        if not path.startswith("terms.")
    )
    return f'{_XML}<w:glossaryDocument xmlns:w="{_WORD}"><w:docParts>{made}</w:docParts></w:glossaryDocument>'


def _guid(path: str) -> str:
    return f"{{{zlib.crc32(path.encode()):08X}-0000-4000-8000-{zlib.adler32(path.encode()):012X}}}"
