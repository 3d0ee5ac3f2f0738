"""Files that are saved while a run reads them: nothing is kept or published as if it were made of what stood there before."""

from __future__ import annotations

import shutil

import pytest

from houserules.core import Core
from houserules.fleet import check as module
from houserules.fleet.check import check_school, find_core_of, find_sheet
from houserules.fleet.setting import make_setting
from houserules.fleet.store import Store
from houserules.fleet.work import compile_bundle
from houserules.kept import keep
from houserules.problems import Problems


@pytest.fixture
def own_core(core, tmp_path):
    """A core whose words can be changed."""
    for part in ("docs", "overrides", "fonts", "hooks"):
        shutil.copytree(core.folder / part, tmp_path / "core" / part)
    shutil.copy(core.folder / "mkdocs.yml", tmp_path / "core")
    return Core(tmp_path / "core")


@pytest.fixture
def setting(own_core, tmp_path):
    return make_setting(own_core.folder, tmp_path / "out", Store(tmp_path / "store"), tmp_path / "schools", documents=False)


def test_words_that_were_changed_are_not_kept(setting, own_core, school_folder):
    checked = check_school(setting, school_folder())
    clause = own_core.docs / "clauses" / "contact" / "former-pupils.md"
    clause.write_text(clause.read_text("utf-8") + "\nThis was added meanwhile.\n", "utf-8")
    made = compile_bundle(setting, checked)
    assert "changed while" in str(made.problems[0])
    assert setting.store.load("bundles", checked.words) is None


def test_a_profile_that_was_changed_is_not_kept(setting, school_folder):
    folder = school_folder()
    key = check_school(setting, folder).profile
    shutil.rmtree(setting.store.folder)
    school_folder({"school.name": "Another Name"})
    with pytest.raises(Problems, match="changed while"):
        find_sheet(setting, folder, key)
    assert setting.store.load("profiles", key) is None


def test_an_authority_that_was_changed_is_not_kept(setting, school_folder, tmp_path):
    layer = "layer: Fernshire\n"
    folder = school_folder({"authority": "fernshire"}, files={"authorities/fernshire/authority.yml": layer})
    contents = module.read_contents(folder)
    key = module._key_of_sheet(setting, folder.name, contents, module._read_above(setting, folder, contents.profile))
    (tmp_path / "authorities" / "fernshire" / "authority.yml").write_text(f"# changed\n{layer}", "utf-8")
    with pytest.raises(Problems, match="changed while"):
        module.refuse_changed(setting, folder, profile=key)


def test_a_vocabulary_that_was_changed_is_refused(setting, own_core):
    decision = next((own_core.docs / "decisions").rglob("*.yml"))
    decision.write_text(decision.read_text("utf-8") + "\n# changed\n", "utf-8")
    with pytest.raises(Problems, match="changed while"):
        find_core_of(setting)


def test_what_was_read_of_changed_files_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("HOUSERULES_CACHE", str(tmp_path / "cache"))
    words = tmp_path / "words"
    words.mkdir()
    text = words / "a.md"
    text.write_text("before", "utf-8")

    def read() -> str:
        text.write_text("meanwhile", "utf-8")
        return text.read_text("utf-8")

    assert keep([words], read) == "meanwhile"
    text.write_text("before", "utf-8")
    assert keep([words], lambda: text.read_text("utf-8")) == "before"
