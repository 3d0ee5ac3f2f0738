"""A harness for whole sites: build with `mkdocs build` or `houserules build`, as a person would, and look at the files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import pytest
from tests.once import make_once

ROOT = Path(__file__).resolve().parents[2]
# The suite also runs on ProperDocs, MkDocs' drop-in fork: HOUSERULES_ENGINE=properdocs pytest
ENGINE = os.environ.get("HOUSERULES_ENGINE", "mkdocs")
EXAMPLES = ("alder-lane-primary", "brackenfield-academy", "oakhollow-special", "ysgol-bryn-eithin")


@dataclass(frozen=True)
class Built:
    """What a build left and said."""

    folder: Path
    status: int
    said: str

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file by its path."""
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()}

    def text(self, name: str) -> str:
        """Give a file's text."""
        return (self.folder / name).read_text("utf-8")

    @cached_property
    def everything(self) -> str:
        """All texts of the site in one."""
        return "\n".join(content.decode() for name, content in self.files.items() if name.endswith((".html", ".json", ".xml", ".css", ".txt")))


def run(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module's command line as a person would, and give what it said and its status."""
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )


def build_with_mkdocs(school: Path, folder: Path, *options: str, documents: bool = False) -> Built:
    """Run `mkdocs build` for a school's folder; most tests have no use for its Word files and PDFs, which take longest."""
    settings = ROOT / "mkdocs.yml"
    wanted = "yes" if documents else "no"
    done = run(ENGINE, "build", "--config-file", settings, "--site-dir", folder, *options, SCHOOL=str(school), DOCUMENTS=wanted)
    return Built(folder, done.returncode, done.stdout + done.stderr)


def build_with_houserules(path: Path, out: Path, *options: str, documents: bool = False) -> Built:
    """Run `houserules build` for a school's folder, or a folder of them."""
    done = run("houserules", "build", path, "--out", out, *options, *(() if documents else ("--no-documents",)))
    return Built(out, done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="session")
def mkdocs_sites(tmp_path_factory) -> dict[str, Built]:
    """Every example school, built strictly with `mkdocs build`."""
    return {slug: _once(tmp_path_factory, "with-mkdocs", slug, partial(_strictly, slug)) for slug in EXAMPLES}


@pytest.fixture(scope="session")
def fleet(tmp_path_factory) -> Built:
    """Every example school, built with one `houserules build`."""
    return _once(tmp_path_factory, "with-houserules", "public", lambda out: build_with_houserules(ROOT / "schools", out))


def _strictly(slug: str, folder: Path) -> Built:
    built = build_with_mkdocs(ROOT / "schools" / slug, folder, "--strict")
    assert built.status == 0, built.said
    return built


def _once(factory: pytest.TempPathFactory, way: str, name: str, build: Callable[[Path], Built]) -> Built:
    """Build a folder `name` for all workers; what was said is kept beside it."""

    def make(folder: Path) -> None:
        built = build(folder / name)
        (folder / "said.json").write_text(json.dumps([built.status, built.said]), "utf-8")

    folder = make_once(factory, f"{name}-{way}", make)
    return Built(folder / name, *json.loads((folder / "said.json").read_text("utf-8")))
