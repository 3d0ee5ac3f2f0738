# What a class is for is seen in a template or a script. A rule for a class that neither uses is read by every phone for
# nothing, and misleads whoever looks for what it is for.
"""The style sheets: no rule for a class that nothing uses, and a first visit that is small."""

from __future__ import annotations

import gzip
import posixpath
import re
from html.parser import HTMLParser

import pytest
from tests.sites.conftest import EXAMPLES, ROOT

OVERRIDES = ROOT / "overrides"
CLASS = re.compile(r"\.(hr-[a-z0-9]+(?:[-_]+[a-z0-9]+)*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Classes that are put together from a part and what a page or a ruling is called.
MADE = {"hr-page--": "the name of a page", "hr-ruling--": "a verdict", "hr-verdict--": "a verdict"}
VERDICTS = {"allowed", "ask-first", "never"}
POLICY = "policies/staff-acceptable-use/index.html"
MOST, LOGO = 120_000, 20_000  # bytes: all files of a first visit as gzip -9 makes them, and what of it a logo may take
URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


def styled() -> set[str]:
    """Give every class of ours for which a style sheet has a rule."""
    return {name for path in (OVERRIDES / "assets").glob("*.css") for name in CLASS.findall(COMMENT.sub("", path.read_text("utf-8")))}


def used() -> str:
    """Give everything that can put a class on a page: the templates, and the scripts of every page."""
    paths = [*OVERRIDES.rglob("*.html"), *(OVERRIDES / "blocks").glob("*.md"), *(OVERRIDES / "assets").glob("*.js")]
    return "\n".join(path.read_text("utf-8") for path in paths)


def is_used(name: str, text: str, pages: set[str]) -> bool:
    """Whether a class is named somewhere, or is put together from what there is."""
    begins = next((start for start in MADE if name.startswith(start)), "")
    known = pages if begins == "hr-page--" else VERDICTS
    if begins and name.removeprefix(begins) in known:
        return True
    element = name.partition("__")
    in_script = element[2] and f"{element[0]}__${{" in text and f'"{element[2]}"' in text  # search.js: `.hr-result__${name}`
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) or in_script)


def test_no_rule_for_a_class_that_nothing_uses(core):
    """Every class in a style sheet is one that a template or a script puts on a page."""
    text, pages = used(), {page.name for page in core.composed.pages.values()}

    assert len(styled()) > 50
    assert [] == sorted(name for name in styled() if not is_used(name, text, pages))


def test_a_class_that_nothing_uses_is_found(core):
    """The test above can fail."""
    pages = {page.name for page in core.composed.pages.values()}

    assert [False] * 3 == [is_used(name, used(), pages) for name in ("hr-nobody", "hr-page--no-such-page", "hr-verdict--perhaps")]


class _Files(HTMLParser):
    """Keeps what a page makes a browser fetch when it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "img") and given.get("src"):
            self.found.append(given["src"] or "")
        elif tag == "link" and given.get("rel") in ("stylesheet", "icon"):
            self.found.append(given["href"] or "")


def first_visit(built, page: str) -> dict[str, int]:
    """Give the packed size of a page and of every file that it names, and of every picture in its style sheets."""
    parser = _Files()
    parser.feed(built.text(page))
    names = [page, *(posixpath.normpath(posixpath.join(posixpath.dirname(page), address)) for address in parser.found)]
    for sheet in [name for name in names if name.endswith(".css")]:
        own = (address for address in URL.findall(built.text(sheet)) if not address.startswith(("data:", "#")))
        names += [posixpath.normpath(posixpath.join(posixpath.dirname(sheet), address)) for address in own]
    return {name: len(gzip.compress(built.files[name], 9)) for name in dict.fromkeys(names)}


@pytest.mark.parametrize("slug", EXAMPLES)
def test_a_first_visit_to_a_policy_is_small(mkdocs_sites, slug):
    """A parent on a slow phone waits for at most 120 kB: page, styles, scripts, signs, crest. Search comes when it is asked."""
    sizes = first_visit(mkdocs_sites[slug], POLICY)
    print(f"\n{slug}: a first visit to {POLICY} takes {sum(sizes.values()) / 1000:.1f} kB in {len(sizes)} files")

    assert len(sizes) > 12
    assert not [name for name in sizes if "search_index" in name or "minisearch" in name]
    assert sum(sizes.values()) <= MOST - (0 if "assets/logo.png" in sizes else LOGO), sizes
