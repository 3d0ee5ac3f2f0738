"""No byte of a document depends on the clock: the same inputs give the same files on any day."""

from __future__ import annotations

import io
import re
import zipfile

from tests.documents.conftest import ROOT

from houserules.documents.calendar import make_calendar, read_calendar_words
from houserules.documents.code import make_code
from houserules.documents.package import pack, write_package
from houserules.documents.word_skeleton import make_skeleton

_DATES = rb"/CreationDate|/ModDate|xmp:(?:Create|Modify|Metadata)Date"
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def test_pdfs_have_no_date(examples):
    """Neither a PDF's dictionary nor its metadata says when it was made."""
    documents = examples("alder-lane-primary").documents("pdf")

    assert len(documents) > 30
    assert [] == [name for name, content in documents.items() if re.search(_DATES, content)]


def test_word_files_have_no_date(examples):
    """Every part bears the earliest date that a zip file has, none has more told of it, and the properties name no day."""
    for name, content in examples("alder-lane-primary").documents("docx").items():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert None is archive.testzip()
            assert {(_EARLIEST, b"", b"", 0)} == {(part.date_time, part.extra, part.comment, part.external_attr) for part in archive.infolist()}, name
            assert b"dcterms:" not in archive.read("docProps/core.xml")
            assert not re.search(rb"<TotalTime|<LastPrinted|rsid", archive.read("docProps/app.xml") + archive.read("word/settings.xml"))
            pictures = [archive.read(part) for part in archive.namelist() if part.endswith(".png")]
        assert [] == [picture for picture in pictures if b"tIME" in picture or b"tEXt" in picture]


def test_skeleton_is_the_same_on_another_day(monkeypatch):
    """What python-docx gives is stripped of what it writes of the day."""
    first = make_skeleton()
    make_skeleton.cache_clear()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)

    assert first == make_skeleton()


def test_parts_are_packed_the_same_each_time():
    """A package is whole, says the same twice, and its pictures stand in it as they are."""
    code = make_code("https://x.example/").png
    parts = {"a.xml": b"<a>" + b"words " * 500 + b"</a>", "b.png": code, "c.xml": b"<c/>"}
    made = write_package(pack(name, content) for name, content in parts.items())

    assert made == write_package(pack(name, content) for name, content in parts.items())
    assert code in made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert None is archive.testzip()
        assert parts == {name: archive.read(name) for name in archive.namelist()}
        assert len(parts["a.xml"]) > 10 * archive.getinfo("a.xml").compress_size


def test_calendar_is_stamped_with_its_own_days(core):
    """The stamp that each event needs is the day of the event."""
    school = core.school(ROOT / "schools" / "brackenfield-academy")
    text = make_calendar(school, {}, read_calendar_words(ROOT / "docs")).decode()
    stamps, days = re.findall(r"DTSTAMP:(\d{8})T000000Z", text), re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text)

    assert len(stamps) > 1
    assert stamps == days
