"""A handbook says what its pages say, in order, and its contents and index lead where they say."""

from __future__ import annotations

import html
import re
import zipfile
from io import BytesIO

import page as page_validation
import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from tests.documents.conftest import EXAMPLES, ROOT, page_words, pdf_words, table_heads, word_words
from tests.documents.test_words import plain

from houserules.documents.handbooks import Handbook, choose_parts, read_handbooks
from houserules.pages.site import SitePage
from houserules.problems import Problems

HANDBOOKS = read_handbooks(ROOT / "docs" / "handbooks")


def parts(built, handbook: Handbook) -> list[str]:
    """Give the pages of a handbook that a school has."""
    return [page for page in handbook.pages if (built.folder / page / "index.html").is_file()]


@pytest.mark.parametrize("slug", EXAMPLES)
def test_word_says_what_the_pages_say(examples, slug):
    """Each page stands in the handbook word for word, with the numbers that it has on the web; pages come in their order."""
    built = examples(slug)
    made = built.handbooks("docx")

    assert {f"{handbook.name}-handbook" for handbook in HANDBOOKS} == set(made)
    for handbook in HANDBOOKS:
        said = " ".join(word_words(made[f"{handbook.name}-handbook"], book=True))
        after = 0
        for page in parts(built, handbook):
            here = " ".join(page_words(built.page(page)))
            assert here in said, (handbook.name, page)
            assert said.index(here) > after
            after = said.index(here)


@pytest.mark.parametrize("slug", EXAMPLES)
def test_pdf_says_what_word_says(examples, slug):
    """From the first page on, the PDF has the words of the Word file, but for the pages' numbers and repeated heads."""
    built = examples(slug)
    for name, content in built.handbooks("pdf").items():
        handbook = next(handbook for handbook in HANDBOOKS if f"{handbook.name}-handbook" == name)
        expected, found = (plain(_body(words)) for words in (word_words(built.handbooks("docx")[name], book=True), pdf_words(content)))
        heads = [head.split() for page in parts(built, handbook) for head in table_heads(built.page(page)) if head]
        assert None is first_difference(expected, found, heads), name


def first_difference(expected: list[str], found: list[str], repeated: list[list[str]]) -> str | None:
    """Give where two texts part, or None where they don't; in the second, some words may stand once more anywhere."""
    at = 0
    for position, word in enumerate(expected):
        while at < len(found) and found[at] != word:
            again = next((words for words in repeated if found[at : at + len(words)] == words), None)
            if again is None:
                return f"{' '.join(expected[position : position + 12])} | {' '.join(found[at : at + 12])}"
            at += len(again)
        if at == len(found):
            return " ".join(expected[position : position + 12])
        at += 1
    return " ".join(found[at : at + 12]) or None


def test_difference_is_found():
    """What is missing, too much or another word is seen; a repeated head is not."""
    repeated = [["x", "y"]]

    assert None is first_difference(list("abcd"), list("abxycd"), repeated)
    for other in ("abd", "abc", "abcde", "acbd"):
        assert first_difference(list("abcd"), list(other), repeated)


def _body(words: list[str]) -> list[str]:
    """Give the words between the contents and the index."""
    text = " ".join(words)
    body = text[: text.rindex("Index of clauses")].split("Index of clauses", 1)[1]
    body = re.sub(r"^[ .]+\d+ ", "", body)  # the last line of the contents
    return re.sub(r"(?<=\w/) (?=\w)", "", body).split()  # a long address goes on in the next line


def test_index_has_every_clause_with_its_page(examples):
    """Each clause stands once in the index, under its title, and the PDF names the page on which its heading is."""
    import pypdfium2

    built = examples("alder-lane-primary")
    content = built.handbooks("pdf")["staff-handbook"]
    sheets = [sheet.get_textpage().get_text_range().replace("\r\n", "\n") for sheet in pypdfium2.PdfDocument(content)]
    start = next(number for number, text in enumerate(sheets) if "\nIndex of clauses\n" in text)
    index = " ".join(" ".join(sheets[start:]).split())
    rows = re.findall(r"Staff agreement, (\d+\.\d+) (\d+)", index)
    on_page = dict(re.findall(r'<span class="hr-number">([\d.]+)</span> ([^<]+)', built.page("policies/staff-acceptable-use")))

    assert len(rows) > 30
    assert sorted(on_page) == sorted(number for number, _ in rows)
    for number, sheet in rows:
        title = html.unescape(on_page[number])
        assert f"{title} Staff agreement, {number} {sheet}" in index
        assert f"{number} {title}" in " ".join(sheets[int(sheet) - 1].split()), (number, title, sheet)


def test_word_contents_lead_to_headings(examples):
    """Every line of the contents and of the index leads to a bookmark of the same file, and no bookmark stands twice."""
    for name, content in examples("brackenfield-academy").handbooks("docx").items():
        with zipfile.ZipFile(BytesIO(content)) as archive:
            xml = archive.read("word/document.xml").decode()
            assert "<w:updateFields" in archive.read("word/settings.xml").decode()
        bookmarks = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml)

        assert len(bookmarks) == len(set(bookmarks)), name
        assert set(re.findall(r"PAGEREF (\w+)", xml)) <= set(bookmarks)
        assert set(re.findall(r'w:anchor="([^"]+)"', xml)) <= set(bookmarks)


@pytest.mark.parametrize("slug", EXAMPLES)
def test_handbooks_hold_to_their_standards(examples, slug, tmp_path):
    """PDF/UA-1 and Open XML."""
    built = examples(slug)
    for name, content in built.handbooks("pdf").items():
        assert [] == [(name, failure.rule_id, failure.message) for failure in page_validation.validate_pdf_bytes(content, profile="ua1").failures]
    checker = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=20)
    for name, content in built.handbooks("docx").items():
        (tmp_path / "handbook.docx").write_bytes(content)
        assert [] == [(name, str(error)) for error in checker.validate(str(tmp_path / "handbook.docx")).errors]


def test_pages_of_a_handbook_are_there():
    """Every page that a handbook lists, or that offers it, is one of ours."""
    for handbook in HANDBOOKS:
        assert [] == [page for page in (*handbook.pages, *handbook.offered_on) if not (ROOT / "docs" / f"{page}.md").is_file()]


def page(id: str, layer: str = "core", audience: tuple[str, ...] = ("staff",)) -> SitePage:
    """Give a page of which only that matters."""
    return SitePage(id, id, id, "", audience, "", "", "", (), layer, is_policy=id.startswith("policies/"))


def test_own_policies_come_last():
    """An authority's or a school's own policy stands at the end of the handbooks of its readers; another's does not."""
    handbook = Handbook(name="a", title="A", description="", audience="staff", pages=("policies/b", "guidance/missing", "policies/a"))
    pages = [page("policies/a"), page("policies/b"), page("policies/own", "school"), page("guidance/own", "school")]
    pages += [page("policies/for-parents", "school", ("parents",)), page("policies/core-only")]

    assert ["policies/b", "policies/a", "policies/own"] == [each.id for each in choose_parts(handbook, [handbook], {each.id: each for each in pages})]


def test_handbook_with_a_mistake_is_said(tmp_path):
    """A key that isn't one, or an empty list of pages, is a problem of its file."""
    (tmp_path / "a.yml").write_text("title: A\ndescription: B\naudience: staff\npages: []\nsize: 3\n", "utf-8")

    with pytest.raises(Problems, match="a.yml"):
        read_handbooks(tmp_path)
