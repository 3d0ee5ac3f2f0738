"""Slips: a code that leads to the page with the version signed, and a named slip for each child of a class."""

from __future__ import annotations

import io
import zipfile

import page as page_validation
import pytest
import zxingcpp
from PIL import Image
from tests.documents.conftest import ROOT, pdf_words

from houserules.commands.class_list import read_class
from houserules.commands.slips import slips
from houserules.documents.code import address_of, make_code
from houserules.documents.slips import Child
from houserules.problems import Problems

SCHOOL = ROOT / "schools" / "alder-lane-primary"
AGREEMENT = "pupil-agreement-ks2"


@pytest.fixture
def class_list(tmp_path):
    """A list with names that mean something to somebody."""
    path = tmp_path / "3B.csv"
    path.write_text('name,class\nZoë Ŵyn O\'Brien,3B\n"Smith, John <b>",3B\n"#set text(red) \\ ""x""",\n', "utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"name,class\nAnn,3B\nBen,\n", [Child("Ann", "3B"), Child("Ben")]),
        ("\ufeffClass;Name\r\n3B;Ann\r\n;;\r\n".encode(), [Child("Ann", "3B")]),
        ("Name\nZoë\n".encode("cp1252"), [Child("Zoë")]),
        ("name\n A   b\u202e\u1401\ue000 \n".encode(), [Child("A b")]),
        ("name\tclass\r\nZoë\t3B\r\n".encode("utf-16"), [Child("Zoë", "3B")]),
        (b"sep=;\r\nname;class\r\nSmith, John;3B\r\n", [Child("Smith, John", "3B")]),
        (b"Class 3B, autumn term\n,\nclass,name\n3B,Ann\n", [Child("Ann", "3B")]),
        ("name\nSiân O’Brien\n".encode("cp1252"), [Child("Siân O’Brien")]),
        (b"name,class,,\nAnn,3B,,\n", [Child("Ann", "3B")]),
    ],
    ids=[
        "plain", "as Excel saves it", "an older Excel", "signs that nobody sees", "Unicode text", "told of its separator", "a heading",
        "an apostrophe that Word put in", "empty columns",
    ],
)
def test_class_is_read(tmp_path, content, expected):
    """Names and classes come out whatever program wrote the list."""
    (tmp_path / "class.csv").write_bytes(content)

    assert expected == read_class(tmp_path / "class.csv")


@pytest.mark.parametrize("content", [b"", b"first,last\nA,B\n", b"name\n\n", b"name\n" + b"A\n" * 2001, b'name\n"Ann\n' + b"Ben\n" * 40_000, None])
def test_class_that_cannot_be_read_is_said(tmp_path, content):
    """An empty list, one without names, one of thousands and one that isn't there are problems."""
    if content is not None:
        (tmp_path / "class.csv").write_bytes(content)

    with pytest.raises(Problems):
        read_class(tmp_path / "class.csv")


SAVE_AS = "Open it in Excel or LibreOffice, and save it as 'CSV UTF-8'."
DOUBTFUL = "The letters of this list can't be told for certain: here it would say '{}'. It wasn't saved as UTF-8, in which every letter has one meaning. " + SAVE_AS
SPLIT = (
    "This line has {} parts, and there {}. A name with a comma in it comes apart, and the slip would be made out to half of it. "
    'Put such a name in quotes, "Smith, John", or write it without the comma.'
)
MISREAD = {
    "a comma in a name": (b"name,class\nAnn,3B\nSmith, John,3B\n", [f":3: {SPLIT.format(3, 'are 2 columns')}"]),
    "a comma in the only column": (b"name\nSmith, John\n", [f":2: {SPLIT.format(2, 'is one column')}"]),
    "MS-DOS": ("name\nAnn\nRenée\nZoë\nJesús\n".encode("cp850"), [f":{n}: {DOUBTFUL.format(says)}" for n, says in ((3, "Ren‚e"), (4, "Zo‰"), (5, "Jes£s"))]),
    "Macintosh": ("name\nGarcía\nZoë\n".encode("mac_roman"), [f":{n}: {DOUBTFUL.format(says)}" for n, says in ((2, "Garc’a"), (3, "Zo‘"))]),
    "a workbook": (b"PK\x03\x04\x14\0", [f": This is a workbook, and a list as plain text (CSV) is needed here. {SAVE_AS}"]),
    "no text": (b"name\n\0\1", [f": This isn't a list as plain text (CSV). {SAVE_AS}"]),
}


@pytest.mark.parametrize(("content", "messages"), MISREAD.values(), ids=MISREAD.keys())
def test_list_that_could_be_misread_is_refused(content, messages, tmp_path, monkeypatch):
    """No slip is made out to half a name, or to a name with other letters."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_bytes(content)

    with pytest.raises(Problems) as found:
        read_class(tmp_path / "class.csv")

    assert [f"class.csv{message}" for message in messages] == [str(problem) for problem in found.value.problems]


def test_each_child_has_a_slip(core, class_list, tmp_path):
    """Each name stands on the sheet and on a slip, exactly as it was typed, with the version; the PDF is accessible."""
    assert 0 == slips(SCHOOL, AGREEMENT, class_list, tmp_path / "slips.pdf", core)

    content = (tmp_path / "slips.pdf").read_bytes()
    said = " ".join(pdf_words(content))
    for name in ("Zoë Ŵyn O'Brien", "Smith, John <b>", '#set text(red) \\ "x"'):
        assert 2 == said.count(name), name
    assert 3 == said.count("agree to it")
    assert page_validation.is_pdf_compliant_bytes(content, profile="ua1")


def test_slips_are_not_written_into_a_site(core, class_list, tmp_path):
    """Names of children never land in a folder that is published."""
    site = tmp_path / "public"
    (site / ".houserules").mkdir(parents=True)
    (site / "a").mkdir()
    for out in (site / "a" / "slips.pdf", SCHOOL / "slips.pdf", ROOT / "docs" / "slips.pdf"):
        with pytest.raises(Problems, match="can't be written here"):
            slips(SCHOOL, AGREEMENT, class_list, out, core)
        assert not out.exists()


def test_nothing_but_a_pdf_is_written_over(core, class_list, tmp_path):
    """Not the class list, not somebody's letter, not what only ends like a PDF; a sheet of slips is replaced."""
    listed = class_list.read_bytes()
    other, there = tmp_path / "letter.docx", tmp_path / "notes.pdf"
    there.write_text("my notes")
    for out, match in ((class_list, "another kind of file"), (other, "another kind of file"), (there, "would be lost"), (tmp_path, "This is a folder")):
        with pytest.raises(Problems, match=match):
            slips(SCHOOL, AGREEMENT, class_list, out, core)
    assert listed == class_list.read_bytes()
    assert "my notes" == there.read_text()


def test_agreement_without_a_slip_is_said(core, class_list, tmp_path):
    """A policy that nobody signs, and one that isn't there, are named; nothing is written."""
    for name, match in (("online-safety", "has no slip"), ("pupil-agreement-ks9", "Did you mean")):
        with pytest.raises(Problems, match=match):
            slips(SCHOOL, name, class_list, tmp_path / "slips.pdf", core)
    assert not (tmp_path / "slips.pdf").exists()


def test_code_leads_to_the_version():
    """The address in the code is that of the page, with the version that is signed."""
    assert "https://x.example/rules/policies/a/?version=12ab34cd" == address_of("https://x.example/rules/", "policies/a", "12ab34cd")
    assert make_code("https://x.example/").png == make_code("https://x.example/").png
    assert make_code("https://x.example/a").png != make_code("https://x.example/b").png
    assert make_code("https://x.example/").svg.startswith("<svg")


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/",
        "https://www.alder-lane.example/rules/policies/pupil-agreement-ks2/?version=12ab34cd",
        "https://forms.example/f?school=1&name=a%20b&version=12ab34cd",
        "https://müller.example/?version=12ab34cd",
        "https://x.example/" + "long-" * 60,
    ],
    ids=["short", "page", "form", "umlaut", "long"],
)
def test_code_can_be_read(address):
    """What a telephone reads in the picture is the address, and nothing in the picture asks for another alphabet."""
    with Image.open(io.BytesIO(make_code(address).png)) as picture:
        assert ("1", picture.height) == (picture.mode, picture.width)
        (found,) = zxingcpp.read_barcodes(picture.convert("L"))

    assert (address, "]Q1", "M") == (found.text, found.symbology_identifier, found.ec_level)


def test_agreements_carry_a_code(examples):
    """The slip of an agreement has a code with alternative text where the site has an address, and none where it hasn't."""
    there = examples("alder-lane-primary").documents("docx")["policies/pupil-agreement-ks2"]
    missing = examples("oakhollow-special").documents("docx")["policies/parent-agreement"]
    with zipfile.ZipFile(io.BytesIO(there)) as archive:
        assert "word/media/code.png" in archive.namelist()
        assert 'descr="Code that leads to this page' in archive.read("word/document.xml").decode()
    with zipfile.ZipFile(io.BytesIO(missing)) as archive:
        assert "word/media/code.png" not in archive.namelist()
        assert "code" not in archive.read("word/_rels/document.xml.rels").decode()
