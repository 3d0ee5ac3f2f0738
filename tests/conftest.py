# One complete sample without a fault (tests/sample), which cases overlay: a case then shows only what matters to it.
"""What all tests share: the core, its vocabulary, and a school's folder made from the sample."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from houserules.core import Core, find_core
from houserules.profile.vocabulary import Vocabulary

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
    content = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes only texts, lists and mappings
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
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)
