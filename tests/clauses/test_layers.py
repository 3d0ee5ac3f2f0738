"""Layers: which file counts, and what an authority or a school may not put in its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from houserules.clauses.layers import REPLACEABLE, Layer, find_sources, find_strays, layers_of


@pytest.fixture
def layers(tmp_path, monkeypatch):
    """Give a function that writes files (by layer and path) and gives the three layers."""
    monkeypatch.chdir(tmp_path)

    def write(*paths: str) -> tuple[Layer, ...]:
        for folder in ("core", "authority", "school"):
            (tmp_path / folder).mkdir(exist_ok=True)
        for path in paths:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(path)
        return layers_of(tmp_path / "core", tmp_path / "authority", tmp_path / "school")

    return write


def strays(layer: Layer) -> list[str]:
    """Give the messages about files that may not stand in a layer."""
    return [str(problem) for problem in find_strays(layer)]


def test_layers_come_in_order(tmp_path):
    """The core is trusted and comes first; a school without an authority has two layers."""
    names = [(layer.name, layer.trusted) for layer in layers_of(tmp_path, tmp_path, tmp_path)]

    assert [("core", True), ("authority", False), ("school", False)] == names
    assert ["core", "school"] == [layer.name for layer in layers_of(tmp_path, None, tmp_path)]
    assert ["core"] == [layer.name for layer in layers_of(tmp_path, None, None)]


def test_last_layer_that_has_a_file_counts(layers):
    """A file at the same path replaces the earlier one, and others are added, in order of id."""
    found = find_sources(
        layers("core/clauses/a/x.md", "core/clauses/b.md", "authority/clauses/a/x.md", "authority/clauses/c.md", "school/clauses/c.md", "school/clauses/a/y.md"),
        "clauses", ".md",
    )  # fmt: skip

    assert [("a/x", "authority"), ("a/y", "school"), ("b", "core"), ("c", "school")] == [
        (id, source.layer.name) for id, source in found.items()
    ]
    assert ["authority/clauses/a/x.md", "school/clauses/a/y.md", "docs/clauses/b.md", "school/clauses/c.md"] == [
        source.name for source in found.values()
    ]


def test_only_the_kind_and_ending_count(layers):
    """Files of another kind or ending are none of these sources."""
    found = find_sources(layers("core/clauses/a.md", "core/clauses/b.yml", "core/guidance/c.md", "core/d.md"), "clauses", ".md")

    assert ["a"] == list(found)
    assert {} == find_sources(layers(), "policies", ".md")


JUNK = (".DS_Store", "desktop.ini", "Thumbs.db", "~$own.docx", "own.md~", "own.md.bak", ".own.md.swp", "._own.md", ".#own.md", "#own.md#", "~WRL0001.tmp", ".git/own.md")


@pytest.mark.parametrize("name", JUNK)
def test_what_nobody_wrote_is_passed_over(name, layers):
    """What a computer or an editor puts into a folder is neither read nor told."""
    found = layers(f"school/clauses/contact/{name}")

    assert [] == [message for layer in found for message in strays(layer)]
    assert {} == find_sources(found, "clauses", ".md")


@pytest.mark.parametrize("kind", REPLACEABLE)
def test_wording_may_stand_in_its_folder(kind, layers):
    """Markdown in the folders for wording is no stray, nor is what everybody has in a folder."""
    path = f"school/{kind}/own-words.md"

    assert [] == strays(
        layers(path, "school/school.yml", "school/README.md", "school/crest.png", "school/.git/config", "school/notes.txt")[-1]
    )


NOT_USED = "This file can't be used here. It would not be published. Wording of your own is Markdown (.md) in clauses, policies, guidance, scenarios, answers."
NOT_READ = "This file can't be used here. It would not be read. The profile is school.yml; wording stands in folders such as clauses."
NAME = (
    "The name of this file can't be part of an address. Links lead to it by its name. "
    "Use small letters a to z, digits and hyphens, for example former-pupils.md, and put policies in no folder of their own."
)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("school/decisions/phones.yml", NOT_USED),
        ("school/references/kcsie.yml", NOT_USED),
        ("school/rulings/contact/x.yml", NOT_USED),
        ("school/terms/head.yml", NOT_USED),
        ("school/overrides/main.html", NOT_USED),
        ("school/hooks/read_school.py", NOT_USED),
        ("school/clauses/contact/x.yml", NOT_USED),
        ("school/clauses/contact/x.html", NOT_USED),
        ("school/clauses/crest.png", NOT_USED),
        ("school/mkdocs.yml", NOT_READ),
        ("school/School.YAML", NOT_READ),
        ("school/hook.py", NOT_READ),
        ("school/index.md", NOT_READ),
        ("school/clauses/Former pupils.md", NAME),
        ("school/clauses/Contact/x.md", NAME),
        ("school/clauses/x.y.md", NAME),
        ("school/clauses/x_y.md", NAME),
        ("school/clauses/-x.md", NAME),
        ("school/guidance/index.md", NAME),
        ("school/guidance/README.md", NAME),
        ("school/clauses/é.md", NAME),
        ("school/policies/ours/staff.md", NAME),
        ("school/clauses/a}{onclick=x.md", NAME),
    ],
)
def test_stray_is_named(path, message, layers):
    """What would not be read, or must not be, is named and not passed over."""
    assert [f"{path}: {message}"] == strays(layers(path)[-1])


def test_core_has_no_strays(layers):
    """The core is ours: it holds much else."""
    core, _, _ = layers("core/decisions/phones.yml", "core/Index.md")

    assert [] == strays(core)


def test_folder_that_isnt_there_has_no_strays(tmp_path):
    """A layer without a folder says nothing."""
    assert [] == strays(Layer("authority", tmp_path / "none"))


def test_link_out_of_the_folder(layers, tmp_path):
    """A link to a file or a folder elsewhere is named, and what it leads to is not read from there."""
    *_, school = all_layers = layers("school/clauses/own.md", "elsewhere/clauses/secret.md", "elsewhere/note.md")
    (tmp_path / "school" / "guidance").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "school" / "clauses" / "note.md").symlink_to(tmp_path / "elsewhere" / "note.md")
    found = strays(school)

    assert 2 == len(found)
    assert all(
        "This is a link out of the folder. Only what lies in the folder itself is read. Copy the file here instead." in message
        for message in found
    )
    assert {} == find_sources(all_layers, "guidance", ".md")


def test_link_within_the_folder(layers, tmp_path):
    """A link to another file of the same folder is a file like any other."""
    *_, school = layers("school/clauses/own.md")
    (tmp_path / "school" / "clauses" / "again.md").symlink_to(Path("own.md"))

    assert [] == strays(school)
    assert ["again", "own"] == list(find_sources((school,), "clauses", ".md"))


def test_link_to_a_file_elsewhere_is_no_source(layers, tmp_path):
    """What lies elsewhere is never read, so that nothing is said of its content."""
    *_, school = layers("school/clauses/own.md", "elsewhere/note.md")
    (tmp_path / "school" / "clauses" / "note.md").symlink_to(tmp_path / "elsewhere" / "note.md")

    assert ["own"] == list(find_sources((school,), "clauses", ".md"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes on this system")
def test_what_is_no_file_is_named(layers, tmp_path):
    """A pipe, and a link that leads nowhere, are named."""
    *_, school = layers("school/clauses/own.md")
    os.mkfifo(tmp_path / "school" / "clauses" / "pipe.md")
    (tmp_path / "school" / "clauses" / "gone.md").symlink_to("nowhere.md")

    assert ["school/clauses/gone.md: This isn't a file", "school/clauses/pipe.md: This isn't a file"] == [said.partition(" that")[0] for said in strays(school)]
