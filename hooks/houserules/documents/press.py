"""Press: makes the documents of one site, page by page, while the site is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from houserules.documents.choose import is_document
from houserules.documents.compose import open_forms, read_document
from houserules.documents.crest import NotAPicture, read_crest
from houserules.documents.fill import Filling, fill_docx, fill_pdf, make_filling
from houserules.documents.typeset import NotTypeset, Typesetter
from houserules.pages.alphabet import Alphabet, Form
from houserules.pages.site import Site, SitePage
from houserules.problems import Place, Problem, shown
from houserules.profile.read import PROFILE


@dataclass(frozen=True)
class Download:
    """A file that a page offers: its kind (Word or PDF), its name beside the page, a letter for its size, and what that is called."""

    kind: str
    name: str
    size: str
    value: str


@dataclass
class Press:
    """Makes the documents of one site; `render` renders a template of overrides/documents for a page, with letters in it."""

    site: Site
    render: Callable[..., str]
    typesetter: Typesetter
    files: dict[str, bytes] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    _filling: Filling | None = None

    def make(self, page: SitePage, html: str, url: str) -> tuple[Download, ...]:
        """Make the documents of a page, if it has any, and give what can be fetched; `html` is what the page says."""
        if not is_document(page.id):
            return ()
        if self._filling is None:
            self._filling = self._fill()
        filling, code = self._filling, self.site.alphabet.code
        base = f"https://{code('school.site_url', Form.HOST)}/{code('school.site_url', Form.PATH)}/" if "school.site_url" in filling.values else ""
        document = read_document(page, lambda name, **more: self.render(page, name, **more), html, url, base)
        forms = open_forms(document, self.site.alphabet, page.id, bool(filling.pictures))
        made = {("Word", "docx"): fill_docx(forms, filling)}
        try:
            made["PDF", "pdf"] = fill_pdf(forms, filling, self.typesetter)
        except NotTypeset as missing:
            self.notes.append(self._not_typeset(page, missing.text))
        return tuple(self._keep(page, url, kind, ending, content) for (kind, ending), content in made.items())

    def _keep(self, page: SitePage, url: str, kind: str, ending: str, content: bytes) -> Download:
        download = offer(page, kind, ending, self.site.alphabet)
        self.files[url + download.name] = content
        self.sizes[download.value] = say_size(len(content))
        return download

    def _fill(self) -> Filling:
        school, crest = self.site.school, None
        if logo := school.profile.brand.logo:
            try:
                crest = read_crest(school.folder / logo)
            except NotAPicture as error:
                what = f"The logo '{logo}' isn't in the Word files and PDFs: {error}."
                self.notes.append(Problem(Place(shown(school.folder / PROFILE)), what, "They are made without it.", "Save it as a PNG picture."))
        return make_filling(self.site.values, school.lists, school.profile.brand.colour, crest)

    def _not_typeset(self, page: SitePage, text: str) -> Problem:
        place = Place(shown(self.site.school.folder / PROFILE))
        what = f"The PDF of '{page.id}' can't be made: none of its fonts has a sign for '{text}'."
        return Problem(place, what, "The page and the Word file have it; the PDF is left out.", "Write it with other letters if the PDF is wanted.")


def offer(page: SitePage, kind: str, ending: str, alphabet: Alphabet) -> Download:
    """Give what a page offers of one kind."""
    value = f"documents.size.{ending}.{page.id}"
    return Download(kind, f"{page.name}.{ending}", alphabet.code(value), value)


def offers(page: SitePage, alphabet: Alphabet) -> tuple[Download, ...]:
    """Give all that a page could offer, for a rendering that serves every school."""
    return tuple(offer(page, kind, ending, alphabet) for kind, ending in (("Word", "docx"), ("PDF", "pdf"))) if is_document(page.id) else ()


def say_size(size: int) -> str:
    """Say how large a file is: in kB, as file managers count them."""
    return f"{max(1, round(size / 1000))} kB"


def write_files(press: Press, folder: Path) -> None:
    """Write the documents that were made into the folder of their site."""
    for name, content in press.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
