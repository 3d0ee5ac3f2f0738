"""`houserules templates`: blank Word files whose every value is a named control."""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from functools import cache

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from tests.documents.conftest import pdf_words, word_words
from tests.documents.test_words import differences, plain

from houserules import __main__
from houserules.commands.templates import MARK, templates
from houserules.core import find_core
from houserules.documents.blank import name_of
from houserules.problems import Problems
from houserules.profile.fields import Nation, Phase
from houserules.profile.placeholders import LISTS

ROOT = find_core()
_CONTROL = re.compile(r'<w:sdt><w:sdtPr><w:alias w:val="([^"]+)"/><w:tag w:val="([^"]+)"/><w:id w:val="(\d+)"/>(.*?)</w:sdtPr><w:sdtContent>(.*?)</w:sdtContent>')


@pytest.fixture(scope="module")
def written(core, tmp_path_factory):
    """The templates with the default answers, and what was said."""
    out, said = tmp_path_factory.mktemp("templates") / "out", []
    assert 0 == templates(out, core, said.append)
    return out, said


@cache
def part(path, name: str) -> str:
    """Give a part of a Word file."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode() if name in archive.namelist() else ""


def test_every_document_is_there(written):
    """There is a template of every document of an all-through school, and all of them are named."""
    out, said = written
    made = sorted(path.name for path in out.glob("*.docx"))

    assert len(made) > 30
    assert {"staff-acceptable-use.docx", "pupil-agreement-ks5.docx", "letter-parent-agreement.docx"} <= set(made)
    assert set(made) <= {line.strip() for line in said}


def test_templates_are_clean(written):
    """Each passes openxml-audit."""
    checker = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=5)
    for path in sorted(written[0].glob("*.docx")):
        assert [] == [(path.name, str(error)) for error in checker.validate(str(path)).errors]


def test_templates_open(written, word_processor):
    """A word processor opens each and shows all that it says, with the names of the controls where values go."""
    given = {path.name: path.read_bytes() for path in sorted(written[0].glob("*.docx"))}
    shown = word_processor.open(given)

    assert set(given) == set(shown)
    for name, content in shown.items():
        expected, found = plain(word_words(given[name])), plain(pdf_words(content))
        assert [] == [each for each in differences(expected, found) if each.startswith("-")], name


def test_values_are_named_controls(written, core):
    """Each control has a short name in plain words, the placeholder as its tag, a number of its own, and says what belongs there."""
    placeholders = core.vocabulary.placeholders
    for path in sorted(written[0].glob("*.docx")):
        text = part(path, "word/document.xml")
        found = _CONTROL.findall(text)
        numbers = [number for _, _, number, _, _ in found]

        assert len(numbers) == len(set(numbers))
        for alias, tag, _, properties, inner in found:
            assert tag in placeholders, path.name
            assert len(html.unescape(alias)) <= 64
            if "showingPlcHdr" in properties:
                assert f"[{name_of(placeholders[tag])}]" == html.unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", inner)))
    asked = {tag for name in ("staff-acceptable-use", "sheet-staff") for _, tag, *_ in _CONTROL.findall(part(written[0] / f"{name}.docx", "word/document.xml"))}
    assert {"school.short_name", "people.safeguarding_lead.name", "review.review_by"} <= asked


def test_controls_share_what_is_typed(written):
    """Controls of one value are bound to one place; what is bound is there, and what an empty one shows is known."""
    path = written[0] / "staff-acceptable-use.docx"
    document, store, words = (part(path, name) for name in ("word/document.xml", "customXml/item1.xml", "word/glossary/document.xml"))
    bound = set(re.findall(r"value\[@name='([^']+)'\]", document + part(path, "word/header1.xml") + part(path, "word/footer1.xml")))

    assert bound == set(re.findall(r'<value name="([^"]+)">', store))
    assert "school.name" in bound
    assert set(re.findall(r'<w:docPart w:val="([^"]+)"', document)) <= set(re.findall(r'<w:name w:val="([^"]+)"', words))
    assert not {path for path in bound if path.startswith(tuple(f"{name}." for name in LISTS))}


def test_nothing_of_a_made_up_school_is_left(written):
    """No fact that stands for any school's gets into a template, and no letter is left in one."""
    for path in sorted(written[0].glob("*.docx")):
        with zipfile.ZipFile(path) as archive:
            text = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))
        assert [] == re.findall(r"school\.example|01632 960000|Any(?:school|person|service|authority|filter|monitor)|December 2099|2099-", text), path.name
        assert not re.search("[\u1401-\u166c\ue000-\uf8ff]", text)


def test_nation_and_answers_settle_the_words(core, tmp_path):
    """A nation's own words stand as text; a school's decisions and an authority's wording are followed."""
    templates(tmp_path / "wales", core, lambda _: None, nation="wales", phase="secondary")
    templates(tmp_path / "school", core, lambda _: None, school=ROOT / "schools" / "brackenfield-academy")
    templates(tmp_path / "authority", core, lambda _: None, authority=ROOT / "authorities" / "fernshire")

    assert "designated safeguarding person" in part(tmp_path / "wales" / "staff-acceptable-use.docx", "word/document.xml")
    assert not (tmp_path / "wales" / "pupil-agreement-ks2.docx").exists()
    assert "Brackenfield Academy" not in part(tmp_path / "school" / "staff-acceptable-use.docx", "word/document.xml")
    own = {path.stem for path in (ROOT / "authorities" / "fernshire" / "policies").glob("*.md")}
    assert own <= {path.stem for path in (tmp_path / "authority").glob("*.docx")}


def test_a_second_run_replaces_only_its_own(core, written, tmp_path):
    """What this command wrote is written again, with the same bytes; a file that was filled in, or isn't ours, is never lost."""
    out = tmp_path / "out"
    shutil.copytree(written[0], out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    templates(out, core, lambda _: None)
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}

    (out / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(Problems, match="'notes.txt' isn't a template"):
        templates(out, core, lambda _: None)
    (out / "notes.txt").unlink()
    (out / "staff-acceptable-use.docx").write_bytes(b"filled in")
    with pytest.raises(Problems, match="has been changed"):
        templates(out, core, lambda _: None)
    assert b"filled in" == (out / "staff-acceptable-use.docx").read_bytes()


def test_folder_that_is_not_ours_is_refused(core, tmp_path):
    """A folder with something in it, and a file, are left alone."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("a", "utf-8")
    for name, match in (("full", "isn't empty"), ("full/a.txt", "is a file")):
        with pytest.raises(Problems, match=match):
            templates(tmp_path / name, core, lambda _: None)
    assert not (tmp_path / "full" / MARK).exists()


def test_authority_that_cannot_be_used_is_said(core, tmp_path):
    """A folder without authority.yml, and a mistake in one, are named where the reader finds them; nothing is written."""
    with pytest.raises(Problems, match=r"no authority\.yml"):
        templates(tmp_path / "out", core, lambda _: None, authority=tmp_path)
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "authority.yml").write_text("name: Ours\ndecisions:\n  sign_off: nonsense\n", "utf-8")
    with pytest.raises(Problems) as found:
        templates(tmp_path / "out", core, lambda _: None, authority=tmp_path / "ours")

    assert "ours/authority.yml:3" in str(found.value).replace("\\", "/")
    assert not (tmp_path / "out").exists()


def test_command_knows_all_nations_and_phases():
    """What may be typed is what a profile may say."""
    assert [nation.value for nation in Nation] == list(__main__._NATIONS)
    assert [phase.value for phase in Phase] == list(__main__._PHASES)
