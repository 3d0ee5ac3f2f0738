"""The manifest: what a site holds, for programs; nothing private, and no byte that depends on the day."""

from __future__ import annotations

import hashlib
import json

import pytest

from houserules import __version__
from houserules.outputs.manifest import MANIFEST, hash_files, make_manifest

HASHES = {"index.html": "b" * 64, "assets/a.css": "a" * 64}
PRIVATE = (
    "Robin Ashdown",
    "Quentin Sparrow",
    "Yasmin Holloway",
    "07700 900301",
    "07700 900303",
    "network@marsh-street.example",
    "Farah Dean",
)


@pytest.fixture
def manifest(core, school_folder):
    """Give a function that makes the manifest of a school's site."""

    def make(**how) -> str:
        site = core.site(core.school(school_folder(**how)))
        return make_manifest(
            site.school, site.pages.values(), site.standings, site.clauses, site.references, site.alphabet.meanings(), HASHES
        )

    return make


def test_manifest_of_the_sample(manifest, core):
    """It names the school, the version of the core, the date of review, each page, the references and every file."""
    found = json.loads(manifest())

    assert {"manifest": 1, "core": __version__, "review_by": "2027-09-30"}.items() <= found.items()
    assert {"slug": "marsh-street", "name": "Marsh Street Primary School", "authority": None}.items() <= found["school"].items()
    about = {"nation": "england", "phase": "primary", "ages": [3, 11], "monogram": "MS", "colour": "#1f4f8f"}
    assert about == {name: found["school"][name] for name in about}
    assert HASHES == found["files"]
    assert {"title", "edition", "checked_on", "review_by"} == set(found["references"]["kcsie"])
    assert {"title", "audience", "status"} == set(found["pages"]["guidance/boundaries"])


def test_policies_have_version_standing_and_clauses(manifest):
    """Of a policy it says which version it is, how that stands to what was approved, and which clauses it holds."""
    policy = json.loads(manifest())["pages"]["policies/staff-acceptable-use"]

    assert ["audience", "clauses", "standing", "status", "title", "version"] == sorted(policy)
    assert "changed" == policy["standing"]
    assert 8 == len(policy["version"])
    assert "contact/former-pupils" in policy["clauses"]


def test_school_of_an_authority_names_it(manifest):
    """A school that uses an authority's layer says whose."""
    files = {"authorities/fernshire/authority.yml": "name: Fernshire Council\n"}

    assert "fernshire" == json.loads(manifest(changes={"authority": "fernshire"}, files=files))["school"]["authority"]


def test_values_are_literal(manifest):
    """A name with signs in it stands there as it was typed: this is JSON, and no HTML."""
    name = 'O\'Brien & Sons <b>_St_</b> "x" \\ é'

    assert name == json.loads(manifest(changes={"school.name": name}))["school"]["name"]


def test_nothing_private_is_in_it(manifest):
    """Neither who holds an account, nor the network manager, nor a number for colleagues, nor a name that is not to be shown."""
    text = manifest()

    assert not [private for private in PRIVATE if private in text]


def test_no_letter_is_left_in_it(manifest):
    """Titles that hold a placeholder are filled."""
    assert not [character for character in manifest() if "\u1400" <= character <= "\u167f" or "\ue000" <= character <= "\uf8ff"]


def test_manifest_is_the_same_every_time(manifest):
    """The same site gives the same text, with its keys in order."""
    first = manifest()
    pages = list(json.loads(first)["pages"])

    assert first == manifest()
    assert first.endswith("}\n")
    assert sorted(pages) == pages
    assert sorted(HASHES) == list(json.loads(first)["files"])


def test_every_other_file_is_hashed(tmp_path):
    """Each file but the manifest has its SHA-256, by its name with strokes, in order."""
    for name in ("index.html", "b/x.txt", "a/y.txt", "B.txt", MANIFEST, "b/manifest.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    expected = {
        name: hashlib.sha256(name.encode()).hexdigest() for name in ("B.txt", "a/y.txt", "b/manifest.json", "b/x.txt", "index.html")
    }

    assert expected == hash_files(tmp_path)
