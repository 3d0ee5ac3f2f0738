"""Every example school, built in this process with its Word files and PDFs."""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from tests.once import make_once

from houserules.core import Core
from houserules.documents.elements import Element, Words, read_elements
from houserules.engine import build_site

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ("alder-lane-primary", "brackenfield-academy", "oakhollow-special", "ysgol-bryn-eithin")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Built:
    """A site's folder, and what MkDocs warned of."""

    folder: Path
    warnings: list[str]

    def documents(self, ending: str) -> dict[str, bytes]:
        """Give the documents of a kind, by page."""
        found = (path for path in sorted(self.folder.rglob(f"*.{ending}")) if path.stem == path.parent.name)
        return {path.parent.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def others(self, variant: str, ending: str) -> dict[str, bytes]:
        """Give what else there is of pages, such as `large-print`, by page."""
        found = sorted(self.folder.rglob(f"*-{variant}.{ending}"))
        return {path.parent.relative_to(self.folder).as_posix(): path.read_bytes() for path in found if path.parent.name != "handbooks"}

    def every(self, ending: str) -> dict[str, bytes]:
        """Give all documents of a kind, whatever they are, by the path of their file."""
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in sorted(self.folder.rglob(f"*.{ending}"))}

    def handbooks(self, ending: str) -> dict[str, bytes]:
        """Give the handbooks by name."""
        return {path.stem: path.read_bytes() for path in sorted((self.folder / "handbooks").glob(f"*.{ending}"))}

    def page(self, id: str) -> str:
        """Give the HTML of a page."""
        return (self.folder / id / "index.html").read_text("utf-8")


def build(core: Core, school: Path, folder: Path) -> Built:
    """Build a school's site with its documents."""
    return Built(folder, build_site(core, core.site(core.school(school)), folder))


@pytest.fixture(scope="session")
def examples(core, tmp_path_factory):
    """Give the built site of an example school, built when it is first asked for."""

    @cache
    def give(slug: str) -> Built:
        def make(folder: Path) -> None:
            built = build(core, ROOT / "schools" / slug, folder / "site")
            (folder / "warnings.json").write_text(json.dumps(built.warnings), "utf-8")

        folder = make_once(tmp_path_factory, f"{slug}-with-documents", make)
        return Built(folder / "site", json.loads((folder / "warnings.json").read_text("utf-8")))

    return give


def table_heads(text: str) -> set[str]:
    """Give the words of each table's head on a page: a PDF has them again on each sheet."""
    return {" ".join(words(re.sub(r"<[^>]*>", " ", head))) for head in re.findall(r"<thead.*?</thead>", text, re.DOTALL)}


def page_words(text: str) -> list[str]:
    """Give the words of a page, from its title to the end of what it says, but for what only a screen or a listener gets."""
    article = re.search(r'<h1 id="?top"?>.*?<footer class="hr-page-foot"[^>]*>(?P<foot>.*?)</footer>', text, re.DOTALL)
    assert article
    made: list[str] = []
    _collect(read_elements(_balanced(article[0])), made, "hr-page--pupils" in text)
    return words("".join(made))


def _balanced(text: str) -> str:
    """Give the parts of a page's article that are its text, each whole."""
    title = re.search(r"<h1 .*?</h1>", text, re.DOTALL)
    lead = re.search(r'<p class="hr-lead">.*?</p>', text, re.DOTALL)
    approval = re.search(r'<div class="hr-approval.*?</dl>\s*</div>', text, re.DOTALL)
    start = text.index('<div class="hr-words">') + len('<div class="hr-words">')
    body = text[start : text.index('<footer class="hr-page-foot"')]
    first = approval is not None and approval.start() < start
    parts = [title[0] if title else "", lead[0] if lead else "", approval[0] if approval and first else "", body]
    parts.append(approval[0] if approval and not first else "")
    return " ".join(f"<div>{part}</div>" for part in parts)


_BLOCKS = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "h4", "div", "section", "summary", "tr", "dt", "dd", "blockquote", "br", "table", "ul", "ol", "details"})


def _collect(element: Element, made: list[str], pupils: bool) -> None:
    for child in element.children:
        if isinstance(child, Words):
            made.append(child.text)
        elif isinstance(child, Element) and child.name != "template" and not {"hr-hidden", "hr-only-narrow", "hr-screen-only"}.intersection(child.classes):
            space = " " if child.name in _BLOCKS or "hr-register__platform" in child.classes or "hr-source" in child.classes else ""
            made.append(space)
            if pupils and "hr-clause__why" in child.classes:  # there words.css hides the sources
                child = Element(child.name, child.attributes, [_without_sources(part) for part in child.children])
            _collect(child, made, pupils)
            made.append(space)


def _without_sources(part):
    if not isinstance(part, Element):
        return part
    kept = [_without_sources(child) for child in part.children if not (isinstance(child, Element) and "hr-source" in child.classes)]
    return Element(part.name, part.attributes, kept)


def word_words(content: bytes, *, book: bool = False) -> list[str]:
    """Give the words of a Word file's body; the numbers that Word counts are counted here too."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    made: list[str] = []
    section = clause = 0
    for paragraph in body.iter(f"{_W}p"):
        number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        level = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        if number is not None and number.get(f"{_W}val") == "1":
            depth = int(level.get(f"{_W}val")) - book
            if depth < 0:
                section = clause = 0  # a part of a handbook, which counts from 1 again
            elif depth == 0:
                section, clause = section + 1, 0
                made.append(f" {section}. ")
            else:
                clause += 1
                made.append(f" {section}.{clause} ")
        for part in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab"):
            made.append(part.text or "" if part.tag == f"{_W}t" else " ")
        made.append(" ")
    return words("".join(made))


def pdf_words(content: bytes) -> list[str]:
    """Give the words of a PDF but for what stands on top and at the foot of its sheets, and the signs of its lists."""
    import pypdfium2

    sheets = [sheet.get_textpage().get_text_range().replace("\r\n", "\n").split("\n") for sheet in pypdfium2.PdfDocument(content)]
    made = []
    for number, lines in enumerate(sheets, 1):
        assert lines[0] == sheets[0][0]
        assert lines[-1].replace("\u00a0", " ").endswith(f"Page {number} of {len(sheets)}"), lines[-2:]
        foot = next(at for at in range(-min(5, len(lines)), 0) if " · " in lines[at])  # a long one takes several lines
        made += lines[1:foot]
    return words("\n".join(made))


def share_on_the_right(content: bytes) -> float:
    """Give which part of the letters below its title stands on the right half of a PDF's first sheet."""
    import pypdfium2

    sheet = pypdfium2.PdfDocument(content)[0]
    middle, width, height = sheet.get_width() / 2, sheet.get_width(), sheet.get_height() * 0.86
    text = sheet.get_textpage()
    left, right = len(text.get_text_bounded(0, 0, middle, height)), len(text.get_text_bounded(middle, 0, width, height))
    return right / (left + right)


def letters_of(words: str, content: bytes) -> float:
    """Give how large the letters are, in points, with which some words stand on a PDF's first sheet."""
    import pypdfium2
    from pypdfium2 import raw

    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    found = text.search(words).get_next()
    return raw.FPDFText_GetFontSize(text, found[0])


def words(text: str) -> list[str]:
    """Give the words of a text, with nothing of how they are set."""
    text = unicodedata.normalize("NFKC", html.unescape(text)).replace("\u00ad", "").replace("\ufffe", "-")
    return re.sub(r"[•–▪☐\[\]]", " ", text).split()
