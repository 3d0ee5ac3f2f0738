"""Cores to measure on: the fixed corpus that is kept here, or the real shelf, each in a folder that a run may change."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
FIXED, REAL = "fixed", "real"


def write_core(which: str, folder: Path) -> Path:
    """Put a core together in a folder: the words of the fixed corpus or the project's own, with the project's theme, hooks and settings.

    The corpus brings its pages and says where they stand in the menu; all else is the project's, so nothing of it is kept twice.
    """
    words = ROOT / "benchmarks" / "corpus" if which == FIXED else ROOT
    shutil.copytree(words / "docs", folder / "docs")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "hooks").mkdir()
    for hook in (ROOT / "hooks").glob("*.py"):
        shutil.copyfile(hook, folder / "hooks" / hook.name)
    if (ROOT / "fonts").is_dir():
        shutil.copytree(ROOT / "fonts", folder / "fonts")
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    settings |= yaml.safe_load((words / "mkdocs.yml").read_text("utf-8"))
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), "utf-8")
    return folder
