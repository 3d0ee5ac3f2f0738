"""Every Word file opens in LibreOffice, which shows what the file says: its words, its numbers, its pictures, on as many sheets as it should take."""

from __future__ import annotations

import re
from functools import cache

import pypdfium2
import pytest
import zxingcpp
from pypdfium2 import raw
from tests.documents.conftest import EXAMPLES, pdf_words, share_on_the_right, table_heads, word_words
from tests.documents.test_words import differences, plain

from houserules.documents.choose import is_close, is_sheet, is_short

LEADER = re.compile(r"\.{3,}(\d+)$")  # from a line of the contents to its page
CRESTED = ("brackenfield-academy",)
PLACED = ("alder-lane-primary", "brackenfield-academy", "ysgol-bryn-eithin")  # whose profile says where the site stands
TOLERANCE = 1.25  # LibreOffice's letters are Liberation Sans, the PDF's are ours: nearly as wide


@pytest.fixture(scope="module")
def opened(examples, word_processor):
    """Give all Word files of an example school and what LibreOffice makes of each, opened when they are first asked for."""

    @cache
    def give(slug: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
        given = examples(slug).every("docx")
        return given, word_processor.open(given)

    return give


def is_book(path: str) -> bool:
    """Whether a file is a handbook."""
    return path.startswith("handbooks/")


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_word_file_opens(opened, slug):
    """Each of them can be opened, large print, registers and handbooks too."""
    given, shown = opened(slug)

    assert len(given) > 50
    assert [] == sorted(set(given) - set(shown))


@pytest.mark.parametrize("slug", EXAMPLES)
def test_it_shows_what_the_file_says(examples, opened, slug):
    """Word for word, with the numbers that it counts itself; a table's head stands again on each sheet. Each sheet has its foot: page x of y."""
    given, shown = opened(slug)
    for path, content in shown.items():
        expected, found = plain(word_words(given[path], book=is_book(path))), plain(_without_leaders(pdf_words(content)))
        page = path.rpartition("/")[0]
        heads = {"Name Class or role Version Date Signature"} if path.endswith("-register.docx") else table_heads(examples(slug).page(page)) if not is_book(path) else None
        more = _without_torn(differences(expected, found))
        if heads is None:
            assert [] == [each for each in more if each.startswith("-")], path
        else:
            assert set() == set(more) - {f"+ {head}" for head in heads}, path


@pytest.mark.parametrize("slug", EXAMPLES)
def test_it_takes_as_many_sheets_as_the_pdf(examples, opened, slug):
    """What is for the wall is one sheet, and so is the list of who has signed; nothing else is much longer than its PDF, or has a blank sheet."""
    pdfs = {path.removesuffix(".pdf"): len(pypdfium2.PdfDocument(content)) for path, content in examples(slug).every("pdf").items()}
    for path, content in opened(slug)[1].items():
        sheets, name = pypdfium2.PdfDocument(content), path.removesuffix(".docx")
        if is_sheet(path.rpartition("/")[0]) and not name.endswith("-large-print") or name.startswith("policies/") and name.endswith("-register"):
            assert 1 == len(sheets), path
        assert len(sheets) <= pdfs[name] * TOLERANCE + 1, path
        assert all(len(sheet.get_textpage().get_text_range()) > 100 for sheet in sheets), path


@pytest.mark.parametrize("slug", EXAMPLES)
def test_it_wastes_no_sheet(opened, slug):
    """A short sheet for the wall fills both columns; a letter is one sheet, and the form on which staff declare is both sides of one."""
    for path, content in opened(slug)[1].items():
        page, name = path.rpartition("/")[0], path.removesuffix(".docx")
        if is_short(page):
            assert 0.25 < share_on_the_right(content) < 0.65, path
        if is_close(page):
            assert (2 if name.endswith("declaration-form") else 1) == len(pypdfium2.PdfDocument(content)), path


def test_contents_of_a_handbook_lead_to_their_pages(opened):
    """LibreOffice counts the pages of the contents when it opens a handbook; on each stands the heading."""
    content = opened(EXAMPLES[0])[1]["handbooks/parents-handbook.docx"]
    sheets = [sheet.get_textpage().get_text_range().replace("\r\n", "\n") for sheet in pypdfium2.PdfDocument(content)]
    found = [(line[: match.start()].strip(), int(match[1])) for sheet in sheets for line in sheet.split("\n") if (match := LEADER.search(line))]

    assert len(found) > 100
    pages = [page for _, page in found]
    assert pages == sorted(pages)
    for words, page in found:
        heading = re.sub(r"^\d+\. ", "", words)
        assert heading in " ".join(sheets[page - 1].split()), (heading, page)


@pytest.mark.parametrize("slug", EXAMPLES)
def test_codes_can_be_read_from_the_sheet(opened, slug):
    """The code that is printed leads to the agreement with the version that stands in the foot; the school's crest is on top, if it has one.

    A site whose address isn't known has no codes.
    """
    for path, content in opened(slug)[1].items():
        if not re.fullmatch(r"policies/([a-z0-9-]*agreement[a-z0-9-]*)/\1\.docx", path):
            continue
        codes, sheets = [], pypdfium2.PdfDocument(content)
        for sheet in sheets:
            if list(_pictures(sheet)):
                codes += [code.text for code in zxingcpp.read_barcodes(sheet.render(scale=2).to_pil())]
        version = re.search(r"version ([0-9a-f]{8})", sheets[0].get_textpage().get_text_range())[1]
        placed = [code for code in codes if f"{path.rpartition('/')[0]}/" in code and version in code]
        assert (slug in PLACED) == bool(placed), (path, codes)
        crests = [part for part in _pictures(sheets[0]) if part.get_bounds()[3] > 760]
        assert (slug in CRESTED) == bool(crests), path


def test_a_file_that_is_torn_does_not_open(word_processor, opened):
    """A reader that opens whatever it is given would pass everything above."""
    content = next(iter(opened(EXAMPLES[0])[0].values()))

    assert [] == list(word_processor.open({"torn": content[: len(content) // 2], "no zip": b"PK\x03\x04"}))


def _pictures(sheet):
    return sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])


def _without_leaders(words: list[str]) -> list[str]:
    return [found for word in words if (found := LEADER.sub("", word))]


def _without_torn(more: list[str]) -> list[str]:
    """Give differences without those that are one word, such as an address, on two lines."""
    torn = {at for at in range(len(more) - 1) if more[at][:1] == "-" and more[at][2:] == more[at + 1][2:].replace(" ", "")}
    return [each for at, each in enumerate(more) if at not in torn and at - 1 not in torn]
