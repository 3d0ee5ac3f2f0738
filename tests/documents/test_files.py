"""The files hold to their standards, and to what a reader with other means than eyes needs."""

from __future__ import annotations

import io
import re
import zipfile

import page as page_validation
import pypdfium2
import pytest
from docx import Document
from openxml_audit import FileFormat, OpenXmlValidator
from tests.documents.conftest import EXAMPLES, ROOT, build, letters_of, share_on_the_right

from houserules.documents import events
from houserules.documents.choose import is_close, is_sheet, is_short
from houserules.engine import SITE


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_pdf_is_accessible(examples, slug):
    """Each PDF passes PDF/UA-1."""
    for name, content in examples(slug).documents("pdf").items():
        report = page_validation.validate_pdf_bytes(content, profile="ua1")
        assert [] == [(name, failure.rule_id, failure.message) for failure in report.failures]
        assert report.is_compliant, name


@pytest.mark.parametrize("slug", EXAMPLES)
def test_sheets_for_the_wall_are_one_sheet(examples, slug):
    """What is put up fills one side of paper at most, so that it can be."""
    sheets = {page: len(pypdfium2.PdfDocument(content)) for page, content in examples(slug).documents("pdf").items() if is_sheet(page)}

    assert 6 == len(sheets)
    assert {1} == set(sheets.values()), sheets


@pytest.mark.parametrize("slug", EXAMPLES)
def test_sheets_for_the_wall_fill_both_columns(examples, slug):
    """No half of the paper stays empty, and letters are as large as there is room for them."""
    for page, content in examples(slug).documents("pdf").items():
        if is_sheet(page):
            assert 0.25 < share_on_the_right(content) < 0.65, page
        if is_short(page):
            assert 8.75 < letters_of("First five minutes", content) / 14 * 10.5, page


@pytest.mark.parametrize("slug", EXAMPLES)
def test_letters_and_forms_begin_no_sheet_for_a_few_lines(examples, slug):
    """A letter is one sheet, and the form on which staff declare is both sides of one."""
    for page, content in examples(slug).documents("pdf").items():
        if is_close(page):
            assert (2 if page.endswith("declaration-form") else 1) == len(pypdfium2.PdfDocument(content)), page


@pytest.mark.parametrize("slug", EXAMPLES)
def test_every_word_file_is_clean(examples, slug, tmp_path):
    """Each Word file passes openxml-audit."""
    checker = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
    for name, content in examples(slug).documents("docx").items():
        path = tmp_path / "document.docx"
        path.write_bytes(content)
        result = checker.validate(str(path))
        assert [] == [(name, str(error)) for error in result.errors]


@pytest.fixture(scope="module")
def agreement(examples):
    """The staff agreement as python-docx reads it."""
    return Document(io.BytesIO(examples("alder-lane-primary").documents("docx")["policies/staff-acceptable-use"]))


def test_word_has_real_headings(agreement):
    """Title, sections and clauses have Word's own styles, and are numbered by Word."""
    styles = [paragraph.style.name for paragraph in agreement.paragraphs]

    assert "Title" == styles[0]
    assert styles.count("Heading 1") > 10
    assert styles.count("Heading 2") > 30
    for paragraph in agreement.paragraphs:
        if paragraph.style.name == "Heading 2":
            assert paragraph._p.pPr.numPr is not None
            assert not re.match(r"\d", paragraph.text)


def test_word_knows_its_language_and_title(agreement):
    """British English, title and author are set, and no date is."""
    properties = agreement.core_properties

    assert ("Staff acceptable use agreement", "Alder Lane Primary School", "en-GB") == (properties.title, properties.author, properties.language)
    assert (None, None) == (properties.created, properties.modified)
    assert 'w:val="en-GB"' in agreement.styles.element.xml


def test_word_has_boxes_to_tick_and_repeated_heads(examples):
    """A form has boxes that a click ticks, and each table says its head on every sheet."""
    content = examples("alder-lane-primary").documents("docx")["guidance/official-accounts-risk-assessment"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()

    assert xml.count("<w14:checkbox>") > 10
    assert xml.count("<w:tbl>") == xml.count("<w:tblHeader/>")


def test_foot_has_version_and_pages(agreement):
    """The foot says which version this is, and which page of how many."""
    foot = agreement.sections[0].footer._element.xml

    assert re.search(r"version [0-9a-f]{8}", "".join(re.findall(r"<w:t[^>]*>([^<]*)", foot)))
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_pages_offer_what_there_is(examples):
    """Each page of a document links to both files, with kind and size; other pages link to none."""
    built = examples("alder-lane-primary")
    for page in built.documents("docx"):
        found = re.findall(r'href="([^"]+)" download>\s*(Word|PDF)[^(<]*\((\d+) kB\)', built.page(page))
        assert ["Word", "PDF"] == [kind for _, kind, _ in found], page
        for name, _, size in found:
            assert (built.folder / page / name).is_file()
            assert int(size) == max(1, round((built.folder / page / name).stat().st_size / 1000))
    assert "download>" not in built.page("guidance/boundaries")


@pytest.mark.parametrize("slug", EXAMPLES[:1])
def test_same_bytes_again(examples, core, tmp_path, slug):
    """A second run gives the same bytes; nothing in them tells the time."""
    again = build(core, ROOT / "schools" / slug, tmp_path / "site")
    for ending in ("docx", "pdf"):
        assert examples(slug).documents(ending) == again.documents(ending)


def test_no_zip_entry_has_a_date(examples):
    """The parts of a Word file bear the earliest date that a zip file has."""
    content = examples("alder-lane-primary").documents("docx")["policies/parent-agreement"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert None is archive.testzip()
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}


@pytest.mark.parametrize(
    ("command", "asked", "environment", "expected"),
    [("build", True, "yes", True), ("serve", True, "yes", False), ("build", False, "yes", False), ("build", True, "no", False)],
)
def test_when_documents_are_wanted(monkeypatch, command, asked, environment, expected):
    """`mkdocs build` makes them; `mkdocs serve`, a setting or the environment can go without."""
    monkeypatch.setenv("DOCUMENTS", environment)
    events.note_command(command)
    try:
        assert expected == events.are_wanted({"documents": asked})
    finally:
        events.note_command("build")


def test_hook_and_engine_mean_the_same_site():
    """The site stands in MkDocs' configuration under one name."""
    assert SITE == events.SITE


def test_deputies_stand_within_the_bar_of_their_card(examples):
    """A list in a contact card has the card's bar beside it in Word, and is a list."""
    document = Document(io.BytesIO(examples("alder-lane-primary").documents("docx")["guidance/sheet-parents"]))
    deputy = next(paragraph for paragraph in document.paragraphs if "Mr Idris Khan" in paragraph.text)
    style = deputy.style.element

    assert "Contact Bullet" == deputy.style.name
    assert style.xpath("w:pPr/w:pBdr/w:left") and style.xpath("w:pPr/w:numPr/w:numId")
