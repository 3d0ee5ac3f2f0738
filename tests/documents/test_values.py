"""Awkward values come out as themselves in Word and PDF, or are named; a logo that can't be used is said."""

from __future__ import annotations

import io
import zipfile

import page as page_validation
import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from PIL import Image
from tests.documents.conftest import ROOT, build, pdf_words, word_words, words

from houserules.documents.crest import SIDE, NotAPicture, read_crest
from houserules.documents.fill import make_files
from houserules.documents.typeset import find_typesetter

PAGE = "guidance/letter-parent-agreement"
HOSTILE = {
    "typst": '#set text(red) \\ "quoted" $x$ _a_ *b* `c` <label> @ref // no',
    "xml": "O'Brien & Sons <w:p/> ]]> &amp; <!-- x -->",
    "template": "{{ school.name }} {% x %} ${7*7}",
    "welsh": "Ysgol Tŷ Ŵyn",
    "right to left": "مدرسة النور",
    "hebrew": "בית ספר",
    "vietnamese": "Trường Nguyễn Thị Định",
    "greek and cyrillic": "Σχολείο Школа",
    "two hundred": "The Very Long Name of a School " * 6,
    "one long word": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3,
    "emoji": "School \U0001f600 \u2764\ufe0f \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f44d\U0001f3fd",
    "soft": "A\u2011b c\u00a0d",
}



@pytest.fixture(scope="module")
def forms(core, tmp_path_factory):
    """The forms of one page's documents, to be filled with any value; made by a build that leaves them behind."""
    kept = []
    from houserules.documents import making

    original = making.make_files

    def keep(documents, school, values, typesetter, choices=()):
        documents = list(documents)
        kept.append(([forms for forms in documents if forms.page == PAGE], school, values))
        return original(kept[-1][0], school, values, typesetter, choices)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "make_files", keep)
        build(core, ROOT / "schools" / "alder-lane-primary", tmp_path_factory.mktemp("forms") / "site")
    return kept[0]


def fill(forms, name: str):
    """Make the page's documents with a name of the school's."""
    documents, school, values = forms
    return make_files(documents, school, {**values, "school.name": name, "school.short_name": name}, find_typesetter(ROOT))


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_value_reads_exactly_so(forms, tmp_path, name):
    """What means something to Typst, XML or a template means nothing here; what has signs of its own shows them."""
    name = " ".join(name.split(" "))[:200].strip()
    made = fill(forms, name)

    assert [] == made.notes
    pdf, word = made.files[f"{PAGE}/letter-parent-agreement.pdf"], made.files[f"{PAGE}/letter-parent-agreement.docx"]
    assert " ".join(words(name)) in " ".join(word_words(word))
    if name.isascii():
        assert "".join(words(name)) in "".join(pdf_words(pdf))
    assert page_validation.is_pdf_compliant_bytes(pdf, profile="ua1")
    (tmp_path / "x.docx").write_bytes(word)
    assert [] == [str(error) for error in OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(tmp_path / "x.docx")).errors]


def test_word_files_open_whatever_the_name(forms, word_processor):
    """A word processor opens each, and shows the name; right-to-left names may come out of the PDF in the order of their signs."""
    names = {id: " ".join(name.split(" "))[:200].strip() for id, name in HOSTILE.items()}
    shown = word_processor.open({id: fill(forms, name).files[f"{PAGE}/letter-parent-agreement.docx"] for id, name in names.items()})

    assert set(names) == set(shown)
    for id, content in shown.items():
        text = "".join(pdf_words(content))
        assert "Dearparentsandcarers" in text, id
        if names[id].isascii():
            assert "".join(words(names[id])) in text, id


def test_missing_sign_is_named(forms):
    """A sign that no font has leaves the PDF out, says which, and leaves the Word file as it is."""
    made = fill(forms, "School of \u12ab Addis")

    assert [f"{PAGE}/letter-parent-agreement.docx"] == list(made.files)
    assert len(made.notes) == 1
    assert "\u12ab" in str(made.notes[0])
    assert "left out" in str(made.notes[0])
    assert "\u12ab" in " ".join(word_words(made.files[f"{PAGE}/letter-parent-agreement.docx"]))
    assert not [name for name in made.values if ".pdf." in name]


def picture(kind: str, size=(900, 300)) -> bytes:
    """Give a picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "navy").save(buffer, kind)
    return buffer.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><image href="https://elsewhere.example/x.png" width="9" height="9"/><rect width="9" height="9" fill="green" onclick="alert(1)"/></svg>'


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", picture("PNG")), ("a.jpg", picture("JPEG", (4000, 4000))), ("a.gif", picture("GIF")), ("a.webp", picture("WEBP")), ("a.svg", SVG.encode())],
)
def test_logo_becomes_a_small_square(tmp_path, name, content):
    """Whatever a logo was, it is a square PNG with nothing in it but dots."""
    (tmp_path / name).write_bytes(content)
    made = read_crest(tmp_path / name)
    square = Image.open(io.BytesIO(made.png))

    assert ("PNG", SIDE, SIDE) == (square.format, *square.size)
    assert {} == square.info
    assert b"alert" not in made.png
    assert "alert" not in made.svg
    assert made == read_crest(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", b"not a picture"), ("a.png", picture("PNG")[:60]), ("a.svg", b"<svg"), ("a.svg", b"\xff\xfe"), ("a.png", picture("PNG", (20_000, 12_000)))],
    ids=["no picture", "torn", "no svg", "not text", "huge"],
)
def test_logo_that_is_none_is_said(tmp_path, name, content):
    """A logo that can't be read is refused in words for a school, and a huge one before it fills the memory."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(NotAPicture, match="it "):
        read_crest(tmp_path / name)


def test_documents_are_made_without_a_bad_logo(forms, tmp_path):
    """The files are whole, and the note names the logo."""
    documents, school, values = forms
    (tmp_path / "crest.png").write_bytes(b"not a picture")
    brand = school.profile.brand.model_copy(update={"logo": "crest.png"})
    from dataclasses import replace

    school = replace(school, folder=tmp_path, profile=school.profile.model_copy(update={"brand": brand}))
    made = make_files(documents, school, values, find_typesetter(ROOT))

    assert 2 == len(made.files)
    assert ["crest.png"] == [word for note in made.notes for word in str(note).replace("'", " ").split() if word == "crest.png"][:1]
    with zipfile.ZipFile(io.BytesIO(made.files[f"{PAGE}/letter-parent-agreement.docx"])) as archive:
        assert None is archive.testzip()
