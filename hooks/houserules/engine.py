# The only module that drives MkDocs. The hook files hand over to it; they keep no state (MkDocs caches them for the
# life of the process), so the site travels in the configuration, which MkDocs makes afresh for every build.
"""Engine: MkDocs, given one school's composed pages and stamped at the end."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files

from houserules.core import Core
from houserules.outputs.brand import write_brand_css
from houserules.outputs.manifest import make_manifest
from houserules.outputs.stamp import stamp_text
from houserules.pages.alphabet import Form
from houserules.pages.navigation import choose_navigation
from houserules.pages.site import Site
from houserules.problems import Problem, Problems

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.houserules")
SITE = "houserules_site"


def configure_site(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and settle the school, and set what MkDocs has to know of it. Aborts with all problems at once."""
    core_folder = Path(config.config_file_path).parent
    try:
        site = config.extra.get(SITE) or _read_site(config, core_folder)
    except Problems as found:
        for problem in found.problems:
            log.error("%s", problem)
        raise Abort(f"{len(found.problems)} problem(s) to mend; nothing was built.") from None
    config.extra[SITE] = site
    letter = site.alphabet.code
    config.site_name = letter("school.name")
    config.site_url = f"https://{letter('school.site_url', Form.HOST)}/{letter('school.site_url', Form.PATH)}/" if "school.site_url" in site.values else ""
    config.nav = choose_navigation(config.nav or [], site)
    config.extra["letter"] = lambda path, form="plain": letter(path, Form(form))
    config.extra["given"] = lambda path: path in site.school.values or bool(site.school.lists.get(path))
    config.watch = [*config.watch, str(site.school.folder)]
    if site.school.authority:
        config.watch = [*config.watch, str(site.school.authority.folder)]
    return config


def _read_site(config: MkDocsConfig, core_folder: Path) -> Site:
    core = Core(core_folder)
    asked = os.environ.get("SCHOOL")
    folder = Path(asked) if asked else core_folder / config.extra["school"]
    return core.site(core.school(folder))


def replace_files(files: Files, config: MkDocsConfig) -> Files:
    """Give MkDocs the school's pages, its colours and its logo, and of the folder docs/ only the assets."""
    site: Site = config.extra[SITE]
    docs = Path(config.docs_dir).resolve()
    kept = [file for file in files if file.src_uri.startswith("assets/") or not _lies_in(file, docs)]
    for page in site.pages.values():
        kept.append(File.generated(config, page.src_uri, content=page.markdown))
    kept.append(File.generated(config, "assets/brand.css", content=write_brand_css(site.school.profile.brand.colour)))
    if logo := site.school.profile.brand.logo:
        kept.append(File.generated(config, f"assets/{logo_name(logo)}", abs_src_path=str(site.school.folder / logo)))
    return Files(kept)


def logo_name(logo: str) -> str:
    """Give the name under which a school's logo is published."""
    return "logo" + Path(logo).suffix.lower()


def _lies_in(file: File, folder: Path) -> bool:
    return bool(file.abs_src_path) and Path(file.abs_src_path).resolve().is_relative_to(folder)


def describe_page(page: Page, config: MkDocsConfig) -> None:
    """Tell the theme what it needs to know of a page."""
    composed = config.extra[SITE].pages[page.file.src_uri.removesuffix(".md")]
    page.meta.update(title=composed.title, description=composed.description, houserules=composed)
    if composed.template:
        page.meta["template"] = composed.template


def stamp_output(output: str, name: str, config: MkDocsConfig) -> str:
    """Put the values in one file's text."""
    site: Site = config.extra[SITE]
    return stamp_text(output, name, site.alphabet.meanings(), site.values, site.school.lists)


def stamp_built_files(config: MkDocsConfig) -> None:
    """Put the values in the search index, which its plugin writes last, and remove the compressed sitemap."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    if index.is_file():
        index.write_text(stamp_output(index.read_text("utf-8"), index.name, config), "utf-8", newline="\n")
    (Path(config.site_dir) / "sitemap.xml.gz").unlink(missing_ok=True)


def write_manifest(config: MkDocsConfig) -> None:
    """Write manifest.json, last of all files."""
    folder = Path(config.site_dir)
    (folder / "manifest.json").write_text(make_manifest(config.extra[SITE], folder), "utf-8", newline="\n")


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of: no flag of MkDocs is leaned on for the verdict."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def build_site(core: Core, site: Site, folder: Path) -> list[str]:
    """Build a settled site into a folder with MkDocs, and give the warnings; nothing is printed.

    Raises whatever MkDocs raises: a settled site that can't be built is our bug.
    """
    config = load_config(str(core.folder / "mkdocs.yml"), site_dir=str(folder))
    config.extra[SITE] = site
    warnings, logger = _Warnings(), logging.getLogger("mkdocs")
    level, propagate = logger.level, logger.propagate
    logger.addHandler(warnings)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        mkdocs_build(config)
    finally:
        logger.removeHandler(warnings)
        logger.setLevel(level)
        logger.propagate = propagate
    return warnings.messages


__all__ = ["Problem", "build_site", "configure_site", "describe_page", "replace_files", "stamp_built_files", "stamp_output", "write_manifest"]
