# One complete sample without a fault (tests/sample), which cases overlay: a case then shows only what matters to it.
"""What all tests share: the core, its vocabulary, and a school's folder made from the sample."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

if os.environ.get("HOUSERULES_ENGINE") == "properdocs":
    import properdocs.replacement  # noqa: F401 - from here on, mkdocs is ProperDocs

os.environ.setdefault("HOUSERULES_CACHE", str(Path(tempfile.gettempdir()) / f"houserules-tests-{os.getpid()}"))

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings
from tests.word_processor import WordProcessor, find_word_processor

from houserules.clauses.layers import layers_of
from houserules.clauses.models import Words
from houserules.clauses.read import read_words
from houserules.core import Core, find_core
from houserules.pages.blocks import Blocks
from houserules.pages.compose import Composed, compose_pages
from houserules.profile.vocabulary import Vocabulary, read_vocabulary

SAMPLE = Path(__file__).parent / "sample"
PROFILE = "school.yml"

# The same examples on every machine and in every run, and nothing kept in the working folder.
settings.register_profile("houserules", database=None, derandomize=True, deadline=None, max_examples=100)
settings.load_profile("houserules")


@pytest.fixture(scope="session")
def core() -> Core:
    """The core of this clone; what it reads is read once for all tests."""
    return Core(find_core())


@pytest.fixture(scope="session")
def word_processor(tmp_path_factory: pytest.TempPathFactory) -> WordProcessor:
    """LibreOffice, which opens Word files as somebody would."""
    return find_word_processor(tmp_path_factory.mktemp("word-processor"))


@pytest.fixture(scope="session")
def vocabulary(core: Core) -> Vocabulary:
    """The core's decisions and terms."""
    return core.vocabulary


@pytest.fixture(scope="session")
def sample_text() -> str:
    """The sample profile as it is typed."""
    return (SAMPLE / PROFILE).read_text("utf-8")


@pytest.fixture
def school_folder(tmp_path: Path, sample_text: str) -> Callable[..., Path]:
    """Give a function that writes a school's folder, `<tmp_path>/schools/<name>`, and returns it.

    `changes` overlays the sample profile: a dotted path ("accounts.0.handle") to its new value, None to take it out.
    `text` (or bytes) stands in place of the whole profile. `files` are written beside it, by their path in the folder;
    a path that begins with "authorities/" is written beside the folder of schools.
    """

    def write(
        changes: Mapping[str, Any] | None = None,
        text: str | bytes | None = None,
        files: Mapping[str, str | bytes] | None = None,
        name: str = "marsh-street",
    ) -> Path:
        folder = tmp_path / "schools" / name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLE / "crest.png", folder / "crest.png")
        profile = text if text is not None else overlay(sample_text, changes) if changes else sample_text
        for path, content in {PROFILE: profile, **(files or {})}.items():
            whole = (tmp_path if path.startswith("authorities/") else folder) / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


def overlay(text: str, changes: Mapping[str, Any]) -> str:
    """Give a profile's text with some of its values changed; what it holds otherwise, and its order, stay."""
    content = yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # which makes only texts, lists and mappings
    for path, value in changes.items():
        *above, last = [int(key) if key.isdigit() else key for key in path.split(".")]
        here = content
        for key in above:
            here = here[key] if isinstance(here, list) else here.setdefault(key, {})
        if value is not None:
            if isinstance(here, list) and last == len(here):
                here.append(value)
            else:
                here[last] = value
        elif isinstance(here, list) or last in here:
            del here[last]
    return yaml.dump(content, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False, allow_unicode=True, width=1000)


@dataclass(frozen=True)
class SmallCore:
    """The sample's own few words, with what was put in their place, and what they come to."""

    docs: Path
    blocks: Blocks

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return read_vocabulary(self.docs)

    @cached_property
    def words(self) -> Words:
        return read_words(layers_of(self.docs, None, None), self.vocabulary)

    @cached_property
    def composed(self) -> Composed:
        return compose_pages(self.words, self.vocabulary, self.blocks)


@pytest.fixture
def small_core(tmp_path: Path, core: Core) -> Callable[..., SmallCore]:
    """Give a function that copies the sample's words and puts other files in their place, by path; None takes one out.

    In a text, `replace` changes what stands in the sample's own file.
    """

    def make(files: Mapping[str, str | None] | None = None, replace: Mapping[str, Mapping[str, str]] | None = None) -> SmallCore:
        docs = tmp_path / "docs"
        shutil.copytree(SAMPLE / "docs", docs, dirs_exist_ok=True)
        for path, changes in (replace or {}).items():
            text = (docs / path).read_text("utf-8")
            for old, new in changes.items():
                assert old in text, f"{old!r} doesn't stand in {path}"
                text = text.replace(old, new)
            (docs / path).write_text(text, "utf-8")
        for path, content in (files or {}).items():
            if content is None:
                (docs / path).unlink()
            else:
                (docs / path).parent.mkdir(parents=True, exist_ok=True)
                (docs / path).write_text(content, "utf-8")
        return SmallCore(docs, core.blocks)

    return make
