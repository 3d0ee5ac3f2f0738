"""What else there is of an agreement: large print, easy read, the register; and where people sign online."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile

import page as page_validation
import pytest
from docx import Document
from openxml_audit import FileFormat, OpenXmlValidator
from tests.documents.conftest import page_words, pdf_words, word_words
from tests.documents.test_words import differences, plain

from houserules.documents.elements import read_elements
from houserules.outputs.stamp import write_value
from houserules.pages.alphabet import Form

ONLINE = "brackenfield-academy"  # people sign there on paper or on a form
EASY_READ = "policies/pupil-agreement-easy-read"
SIGNED = ("policies/staff-acceptable-use", "policies/pupil-agreement-ks3-ks4", "policies/visitor-agreement")


def sizes(content: bytes) -> set[float]:
    """Give the sizes of the letters in a PDF, in points; those of the boxes to tick and of lists' signs are as large."""
    import pypdfium2
    from pypdfium2 import raw

    found = set()
    for sheet in pypdfium2.PdfDocument(content):
        text = sheet.get_textpage()
        found |= {round(raw.FPDFText_GetFontSize(text.raw, at), 1) for at in range(text.count_chars())}
    return {size for size in found if size > 1}  # what pdfium puts in for itself, such as the ends of lines, has none


def part_of(content: bytes, name: str) -> bytes:
    """Give a part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_large_print_is_large_and_says_the_same(examples):
    """Every agreement but the easy-read one is there in large print, word for word, with nothing under 18 points, and nothing grey."""
    built = examples(ONLINE)
    words, pdfs = built.others("large-print", "docx"), built.others("large-print", "pdf")

    assert set(words) == set(pdfs)
    assert set(SIGNED) <= set(words)
    assert EASY_READ not in words
    assert "policies/online-safety" not in words
    for page in SIGNED:
        assert [] == differences(page_words(built.page(page)), word_words(words[page])), page
        assert 18 <= min(sizes(pdfs[page]))
        assert b'w:color w:val="404040"' not in part_of(words[page], "word/styles.xml")
        used = {paragraph.style.name: paragraph.style.font.size.pt for paragraph in Document(io.BytesIO(words[page])).paragraphs}
        assert 18 <= min(used.values()), used
    assert 10 > min(sizes(built.documents("pdf")[SIGNED[0]]))


def test_variants_hold_to_their_standards(examples, tmp_path):
    """Large print and registers pass PDF/UA-1 and openxml-audit."""
    built, checker = examples(ONLINE), OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=5)
    for variant in ("large-print", "register"):
        for name, content in built.others(variant, "pdf").items():
            assert [] == [(name, failure.rule_id) for failure in page_validation.validate_pdf_bytes(content, profile="ua1").failures]
        for name, content in built.others(variant, "docx").items():
            (tmp_path / "x.docx").write_bytes(content)
            assert [] == [(name, str(error)) for error in checker.validate(str(tmp_path / "x.docx")).errors]


def test_easy_read_has_room_for_a_symbol_beside_each_line(examples):
    """Beside each line of a clause, as on the page, and nowhere else; it is large, and other agreements have none."""
    built = examples(ONLINE)
    content = built.documents("docx")[EASY_READ]
    whole = read_elements(re.search(r"<article.*</article>", built.page(EASY_READ), re.DOTALL)[0])
    clauses = [part for part in whole.find("div") if "hr-clause__text" in part.classes]
    lines = sum(1 for clause in clauses for _ in clause.find("li"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        slots = archive.read("word/document.xml").decode().count('w:val="dashed"')

    assert lines > 30
    assert 4 * lines == slots  # four sides each
    assert 18 <= min(sizes(built.documents("pdf")[EASY_READ]))
    with zipfile.ZipFile(io.BytesIO(built.documents("docx")[SIGNED[0]])) as archive:
        assert 'w:val="dashed"' not in archive.read("word/document.xml").decode()


def test_register_has_its_columns_and_the_version(examples):
    """There is a register of each agreement: name, class or role, version, date, signature; the version is filled in."""
    built = examples(ONLINE)
    for page in SIGNED:
        version = re.search(r'data-hr-version="(\w+)"', built.page(page))[1]
        table = Document(io.BytesIO(built.others("register", "docx")[page])).tables[0]

        assert ["Name", "Class or role", "Version", "Date", "Signature"] == [cell.text for cell in table.rows[0].cells]
        assert {("", "", version, "", "")} == {tuple(cell.text for cell in row.cells) for row in table.rows[1:]}
        assert len(table.rows) > 15
        expected, found = (plain(words) for words in (word_words(built.others("register", "docx")[page]), pdf_words(built.others("register", "pdf")[page])))
        assert [] == differences(expected, found)


def test_signing_online_leads_to_the_form_with_the_version(examples):
    """Where people may sign on a form, the page and both documents lead there with the version, and there is a code of its own."""
    built = examples(ONLINE)
    for page in SIGNED:
        version = re.search(r'data-hr-version="(\w+)"', built.page(page))[1]
        address = f"https://forms.brackenfield.example/agree?version={version}"
        with zipfile.ZipFile(io.BytesIO(built.documents("docx")[page])) as archive:
            document = archive.read("word/document.xml").decode()
            assert {"word/media/code.png", "word/media/form.png"} <= set(archive.namelist())

        assert re.search(rf'<a class="md-button" href="{re.escape(address)}">Sign online</a>', built.page(page))
        assert address in html.unescape(document)
        assert "Code that leads to the online form" in document
        assert address.encode() in built.documents("pdf")[page]
    with zipfile.ZipFile(io.BytesIO(examples("alder-lane-primary").documents("docx")["policies/staff-acceptable-use"])) as archive:
        assert "word/media/form.png" not in archive.namelist()
        assert "form.png" not in archive.read("word/_rels/document.xml.rels").decode()


@pytest.mark.parametrize(
    ("address", "expected"),
    [("https://f.example/a", "https://f.example/a?version="), ("https://f.example/a?id=7", "https://f.example/a?id=7&version=")],
)
def test_version_is_added_to_an_address(address, expected):
    """Behind what the address asks already."""
    assert expected == write_value(address, Form.QUERY)


def test_all_of_it_is_offered_in_one_place(examples):
    """The page for downloads leads to every Word file and PDF of the site and to its calendar, each with its size."""
    built = examples(ONLINE)
    files = {path.relative_to(built.folder).as_posix(): path for path in built.folder.rglob("*") if path.suffix in (".docx", ".pdf", ".ics")}
    links = re.findall(r'href="([^"]+)" download>[^(]*\((\d+) kB\)', built.page("guidance/downloads"))
    found = [(posixpath.normpath(posixpath.join("guidance/downloads", address)), size) for address, size in links]

    assert set(files) == {name for name, _ in found}
    for name, size in found:
        assert int(size) == max(1, round(files[name].stat().st_size / 1000))


def test_handbooks_are_offered_to_their_readers(examples):
    """Staff find theirs on their own pages, and so do parents, pupils and governors."""
    built = examples(ONLINE)
    for page, name in (("staff-summary", "staff"), ("answers-parents", "parents"), ("answers-pupils", "pupils"), ("answers-governors", "governors")):
        assert f'href="../../handbooks/{name}-handbook.pdf" download' in built.page(f"guidance/{page}")
