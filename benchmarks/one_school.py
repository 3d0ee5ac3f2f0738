"""Time and memory of `mkdocs build` of the default school, beside plain MkDocs on the same pages.

The peer gets what ours makes on the way: every page as Markdown, composed and filled, with the same mkdocs.yml, theme
and overrides, and none of our hooks. Its own small hook only hands values to the templates, and it has Material's search
in place of ours. Neither makes Word files and PDFs. Runs take turns; the figures are medians, and the ratio is the median of the ratios pair by pair.

    python benchmarks/one_school.py [--runs 7] [--school schools/alder-lane-primary] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

from houserules.core import Core
from houserules.outputs.brand import write_brand_css
from houserules.outputs.stamp import cut_text, fill_text
from houserules.pages.navigation import choose_navigation
from houserules.pages.site import Site

ROOT = Path(__file__).resolve().parents[1]
HOOK = '''
import json, pathlib
GIVEN = json.loads(pathlib.Path(__file__).with_name("values.json").read_text("utf-8"))

class Page(dict):
    __getattr__ = dict.get

class Ask:
    def letter(self, path, form="plain"):
        return GIVEN["values"].get(path, "")
    def where(self, key, *values, caller):
        return caller() if set(values) & set(GIVEN["facts"].get(key, ())) else ""
    def unless(self, key, *values, caller):
        return "" if set(values) & set(GIVEN["facts"].get(key, ())) else caller()
    def there(self, files, caller):
        return caller()
    def part(self, steps, id, within, caller):
        return caller()
    def made(self, path, caller):
        return caller()

def on_config(config):
    config.extra["ask"] = Ask()
    return config

def on_page_markdown(markdown, page, config, files):
    page.meta.update(GIVEN["pages"][page.file.src_uri]["meta"])
    page.meta["houserules"] = Page(GIVEN["pages"][page.file.src_uri]["houserules"])

def on_page_content(html, page, config, files):
    page.meta["houserules_toc"] = page.toc
'''


@dataclass(frozen=True)
class Run:
    """One build: seconds on the clock, and the most memory the process held, in MB."""

    seconds: float
    megabytes: float


def write_plain_tree(site: Site, folder: Path, core: Path = ROOT) -> None:
    """Write what plain MkDocs needs to make the same pages; `core` is the folder of the words and the theme."""
    meanings = site.alphabet.meanings()

    def fill(text: str) -> str:
        return fill_text(cut_text(text, meanings), site.values, site.school.lists, str)

    pages = {}
    for page in site.pages.values():
        path = folder / "docs" / page.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fill(page.markdown), "utf-8")
        meta = {"title": fill(page.title), "description": fill(page.description)} | ({"template": page.template} if page.template else {})
        names = [name for name in dir(page) if not name.startswith("_") and isinstance(getattr(page, name), (str, bool, tuple)) and name != "markdown"]
        pages[page.src_uri] = {"meta": meta, "houserules": {name: getattr(page, name) for name in names}}
    settings = yaml.safe_load((core / "mkdocs.yml").read_text("utf-8"))
    nav = _filled(choose_navigation(settings["nav"], site.pages), fill)
    settings |= {"hooks": ["hook.py"], "nav": nav, "site_name": site.values["school.name"], "plugins": ["search"]}
    settings["site_url"] = site.values.get("school.site_url", "")
    settings["theme"]["custom_dir"] = str(core / "overrides")
    (folder / "docs" / "assets").mkdir(exist_ok=True)
    (folder / "docs" / "assets" / "brand.css").write_text(write_brand_css(site.school.profile.brand.colour), "utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    facts = {key: sorted(values) for key, values in site.facts.items()}
    (folder / "values.json").write_text(json.dumps({"values": site.values, "facts": facts, "pages": pages}), "utf-8")
    (folder / "hook.py").write_text(HOOK, "utf-8")


def _filled(entries, fill):
    return [entry if isinstance(entry, str) else {fill(title): inner if isinstance(inner, str) else _filled(inner, fill) for title, inner in entry.items()} for entry in entries]


def build(settings: Path, out: Path, **environment: str) -> Run:
    """Run `mkdocs build` once in a process of its own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings), "--site-dir", str(out)]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "DOCUMENTS": "no", **environment}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the build failed: {' '.join(command)}")
    return Run(time.perf_counter() - start, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--school", type=Path, default=ROOT / "schools" / "alder-lane-primary")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    core = Core(ROOT)
    site = core.site(core.school(asked.school))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plain").mkdir()
        write_plain_tree(site, folder / "plain")
        ours: list[Run] = []
        plain: list[Run] = []
        for number in range(asked.runs + 1):
            pair = (
                build(ROOT / "mkdocs.yml", folder / "ours", SCHOOL=str(asked.school.resolve())),
                build(folder / "plain" / "mkdocs.yml", folder / "theirs"),
            )
            if number:  # the first pair warms the caches
                ours.append(pair[0])
                plain.append(pair[1])
        counts = [sum(1 for _ in (folder / which).rglob("*.html")) for which in ("ours", "theirs")]
        shutil.rmtree(folder / "ours")
    figures = {
        "pages": counts,
        "seconds": {"houserules": median(ours, "seconds"), "plain": median(plain, "seconds")},
        "megabytes": {"houserules": median(ours, "megabytes"), "plain": median(plain, "megabytes")},
        "ratio": {
            name: round(statistics.median(getattr(mine, name) / getattr(theirs, name) for mine, theirs in zip(ours, plain, strict=True)), 3)
            for name in ("seconds", "megabytes")
        },
        "runs": asked.runs,
    }
    print(f"{'':12}{'houserules':>12}{'plain MkDocs':>14}{'ratio':>8}")
    for name in ("seconds", "megabytes"):
        print(f"{name:12}{figures[name]['houserules']:>12.2f}{figures[name]['plain']:>14.2f}{figures['ratio'][name]:>8.2f}")
    print(f"{counts[0]} and {counts[1]} pages, medians of {asked.runs} runs that took turns")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def median(runs: list[Run], name: str) -> float:
    """Give the median of a figure."""
    return round(statistics.median(getattr(run, name) for run in runs), 3)


if __name__ == "__main__":
    main()
