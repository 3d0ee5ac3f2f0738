# The whole shelf takes half a minute to compile, so whole runs are tried on tests/sample: a core of a few pages with every kind
# of text in it, and schools that differ in what its decisions ask.
"""A small core and small schools, in folders that a test may change."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from houserules.core import Core
from houserules.fleet.build import Options, Run, build_fleet
from houserules.fleet.find import find_schools
from houserules.fleet.work import Outcome

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample"
NAV = ["index.md", "guidance/help.md", "guidance/report-a-concern.md", "guidance/accessibility.md", {"Staff": ["policies/staff.md", "guidance/sources.md"]}]
SEARCH = {
    "same": [["phone", "mobile"], ["head", "{{ terms.head }}"]],
    "asked_as": {"guidance/help": ["whom do I tell", "{{ terms.safeguarding_lead }}"]},
    "idle": ["a", "the"],
}
# The frame of every page leads to these.
PAGES = {
    "guidance/report-a-concern.md": "---\ntitle: Report a concern\ndescription: Whom to turn to.\naudience: [parents]\n---\nAsk {{ school.name }}.\n",
    "guidance/accessibility.md": "---\ntitle: Accessibility\ndescription: How to read this.\naudience: [parents]\n---\nAsk for paper.\n",
}
LOST = ("approved", "hours")  # what the sample says of texts that the small core hasn't got, and of no matter here


def write_small_core(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """Put a core together: the sample's words with the project's theme, hooks and settings; `files` are written below docs/."""
    shutil.copytree(SAMPLE / "docs", folder / "docs")
    for name, content in {"search/words.yml": yaml.safe_dump(SEARCH), **PAGES, **(files or {})}.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(content, "utf-8")
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "hooks").mkdir()
    for hook in (ROOT / "hooks").glob("*.py"):
        shutil.copyfile(hook, folder / "hooks" / hook.name)
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8")) | {"nav": NAV}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    return folder


def write_small_school(folder: Path, changes: Mapping[str, Any] | None = None, files: Mapping[str, str] | None = None) -> Path:
    """Write a school that suits the small core; `changes` are values by their dotted path, None to take one out."""
    profile = yaml.safe_load((SAMPLE / "school.yml").read_text("utf-8"))
    profile |= {"common_questions": ["parents/phone"], "decisions": {"friends": "never", "phones": "ask-first"}}
    profile["review"] = {key: value for key, value in profile["review"].items() if key not in LOST}
    number = 100_000 + zlib.crc32(folder.name.encode()) % 900_000
    profile["school"] |= {"urn": str(number), "site_url": f"https://rules.{folder.name}.example/"}  # which no two schools share
    for path, value in (changes or {}).items():
        *above, last = path.split(".")
        here = profile
        for key in above:
            here = here[int(key)] if key.isdigit() else here.setdefault(key, {})
        if value is None:
            del here[last]
        else:
            here[last] = value
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SAMPLE / "crest.png", folder / "crest.png")
    for name, content in {"school.yml": yaml.safe_dump(profile, sort_keys=False, allow_unicode=True), **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    return folder


def write_small_schools(folder: Path, names: Iterable[str] = ("ash", "birch", "cedar")) -> Path:
    """Write some schools that differ in name, nation and answers."""
    for number, name in enumerate(names):
        changes: dict[str, Any] = {"school.name": f"{name.capitalize()} School", "school.phone": f"01632 9604{number:02}"}
        if number % 2:
            changes |= {"decisions.friends": "later", "decisions.phones": "handed-in"}
        if number % 3 == 2:
            changes |= {"brand.logo": None}
        write_small_school(folder / name, changes)
    return folder


def build_small(schools: Path, out: Path, core: Path, run: Run | None = None, **options: Any) -> dict[str, Outcome]:
    """Build a folder of schools in this process, and give what became of each by its slug."""
    folders = find_schools(schools)
    outcomes = build_fleet(folders, out, Core(core), Options(documents=False, **options), run=run, whole=schools)
    return {outcome.slug: outcome for outcome in outcomes}


def said_of(outcome: Outcome) -> str:
    """Give all that is said of a school, as it is shown."""
    return "\n".join(map(str, outcome.problems))
