# The only module that drives MkDocs. The hook files hand over to it; they keep no state (MkDocs caches them for the
# life of the process), so the site travels in the configuration, which MkDocs makes afresh for every build.
"""Engine: MkDocs, given one school's composed pages and stamped at the end."""

from __future__ import annotations

import gc
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.toc import get_toc

from houserules.core import Core
from houserules.documents.events import is_serving
from houserules.outputs.brand import make_brand_files
from houserules.outputs.manifest import MANIFEST, hash_files, make_manifest
from houserules.outputs.search_index import INDEX, make_search_index, stamp_search_index
from houserules.outputs.search_words import read_search_words
from houserules.outputs.stamp import stamp_text
from houserules.pages.alphabet import Form, free_marks
from houserules.pages.everything import Everything
from houserules.pages.frame import Frame, find_steps
from houserules.pages.navigation import choose_navigation
from houserules.pages.site import Site
from houserules.problems import Problems
from houserules.profile.slug import folder_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.houserules")
SITE = "houserules_site"
_ONLY = "houserules_only"  # the pages that are to be rendered, where others are kept from an earlier run
_DIRTY = "'dirty' build"  # the warning of a build that leaves out what was not modified: we know better what that is
# Material's scripts (our pages have their own, a twentieth of the size), and what shapes PDFs.
_UNUSED = ("assets/javascripts/", "documents/")


def configure_site(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and settle the school, and set what MkDocs has to know of it. Aborts with all problems at once."""
    core_folder = Path(config.config_file_path).parent
    try:
        site = config.extra.get(SITE) or _read_site(config, core_folder)
    except Problems as found:
        for problem in found.problems:
            log.error("%s", problem)
        count = len(found.problems)
        raise Abort(f"{count} problem{'s' if count > 1 else ''} to mend; nothing was built.") from None
    config.extra[SITE] = site
    config.extra["serving"] = is_serving()  # then MkDocs puts a script of its own into each page, which our policy would refuse
    letter = site.alphabet.code
    config.site_name = letter("school.name")
    config.site_url = f"https://{letter('site.address', Form.HOST)}/{letter('site.address', Form.PATH)}/"
    config.nav = choose_navigation(config.nav or [], site.pages)
    if isinstance(site, Everything):
        config.extra["ask"] = Frame(site.alphabet, {}, site.numbers.number, site.whens)
        return config
    config.extra["ask"] = Frame(site.alphabet, site.facts)
    config.watch = [*config.watch, str(site.school.folder)]
    if site.school.authority:
        config.watch = [*config.watch, str(site.school.authority.folder)]
    return config


def _read_site(config: MkDocsConfig, core_folder: Path) -> Site:
    core = Core(core_folder)
    asked = os.environ.get("SCHOOL")
    folder = folder_of(Path(asked)) if asked else core_folder / config.extra["school"]
    # Reading makes some hundred thousand small objects and no rubbish: looking for rubbish meanwhile took as long as reading.
    gc.disable()
    try:
        return core.site(core.school(folder))
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)  # Markdown makes a small tree for every page, and drops it whole
        gc.enable()


def replace_files(files: Files, config: MkDocsConfig) -> Files:
    """Give MkDocs the school's pages, its colours and its logo, and of the folder docs/ only the assets."""
    site: Site | Everything = config.extra[SITE]
    docs = Path(config.docs_dir).resolve()
    in_docs = {folder for folder in {file.src_dir for file in files} if folder and Path(folder).resolve().is_relative_to(docs)}
    kept = [file for file in files if file.src_uri.startswith("assets/") or file.src_dir not in in_docs]
    kept = [file for file in kept if not file.src_uri.startswith(_UNUSED) and not file.src_uri.endswith((".map", ".typ"))]
    only = config.extra.get(_ONLY)
    for page in site.pages.values():
        file = File.generated(config, page.src_uri, content=page.markdown)
        if only is not None and page.id not in only:
            file.is_modified = lambda: False  # in the navigation it stands all the same
        kept.append(file)
    if isinstance(site, Everything):
        return Files(kept)
    return Files(kept + [File.generated(config, name, content=content) for name, content in make_brand_files(site.school).items()])


def describe_page(page: Page, config: MkDocsConfig) -> None:
    """Tell the theme what it needs to know of a page."""
    composed = config.extra[SITE].pages[page.file.src_uri.removesuffix(".md")]
    page.meta.update(title=composed.title, description=composed.description, houserules=composed)
    if composed.template:
        page.meta["template"] = composed.template


def finish_content(html: str, page: Page, config: MkDocsConfig) -> str:
    """Finish what Markdown made of a page, and tell the theme on what each of its headings depends."""
    html = free_marks(html)
    # under a name of our own: Material would make a second skip link of it, to whatever heading comes first
    page.meta["houserules_toc"], page.toc = page.toc, get_toc([])
    if isinstance(config.extra[SITE], Everything):
        page.meta["houserules_steps"] = find_steps(html)
    return html


def stamp_output(output: str, name: str, config: MkDocsConfig) -> str:
    """Put the values in one file's text."""
    site: Site | Everything = config.extra[SITE]
    if isinstance(site, Everything):
        site.outputs[name] = output
        return ""  # MkDocs writes no file
    return stamp_text(output, name, site.alphabet.meanings(), site.values, site.school.lists)


def write_search_index(files: Files, config: MkDocsConfig) -> None:
    """Write our own search index from the pages as Markdown left them, with the values put in."""
    bodies = {file.src_uri.removesuffix(".md"): file.page.content for file in files.documentation_pages() if file.page and file.page.content is not None}
    site: Site | Everything = config.extra[SITE]
    if isinstance(site, Everything):
        site.bodies.update(bodies)
        return
    index = make_search_index(site.pages, bodies, read_search_words(Path(config.docs_dir) / "search"))
    path = Path(config.site_dir) / INDEX
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(stamp_search_index(index, site.alphabet, site.values, site.school.lists), "utf-8", newline="\n")


def remove_what_is_not_published(config: MkDocsConfig) -> None:
    """Remove the compressed sitemap: its bytes depend on the clock."""
    (Path(config.site_dir) / "sitemap.xml.gz").unlink(missing_ok=True)


def write_manifest(config: MkDocsConfig) -> None:
    """Write manifest.json, last of all files."""
    folder = Path(config.site_dir)
    site: Site | Everything = config.extra[SITE]
    if isinstance(site, Everything):
        return
    text = make_manifest(
        site.school, site.pages.values(), site.standings, site.clauses, site.references, site.alphabet.meanings(), hash_files(folder)
    )
    (folder / MANIFEST).write_text(text, "utf-8", newline="\n")


class _Warnings(logging.Handler):
    """Keeps what MkDocs warns of: no flag of MkDocs is leaned on for the verdict."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def render_everything(core: Core, everything: Everything, folder: Path, *, documents: bool, only: frozenset[str] | None = None) -> list[str]:
    """Render all pages with all cases at once (or `only` some, by id), into `everything`; the assets go to a folder. Gives the warnings.

    With `documents`, the pages offer Word files and PDFs; they aren't made here.
    """
    return build_site(core, everything, folder, documents=documents, only=only)


def build_site(core: Core, site: Site | Everything, folder: Path, *, documents: bool = True, only: frozenset[str] | None = None) -> list[str]:
    """Build a settled site into a folder with MkDocs, and give the warnings; nothing is printed.

    Raises whatever MkDocs raises: a settled site that can't be built is our bug.
    """
    config = load_config(str(core.folder / "mkdocs.yml"), site_dir=str(folder))
    config.extra |= {SITE: site, "documents": documents, _ONLY: only}
    make_templates = config.theme.get_env
    config.theme.get_env = lambda: core.theme(make_templates)
    warnings, logger = _Warnings(), logging.getLogger("mkdocs")
    level, propagate = logger.level, logger.propagate
    logger.addHandler(warnings)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        mkdocs_build(config, dirty=only is not None)
    finally:
        logger.removeHandler(warnings)
        logger.setLevel(level)
        logger.propagate = propagate
    return [message for message in warnings.messages if _DIRTY not in message]
