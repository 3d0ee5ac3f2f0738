"""Fill documents: the second move, in which a school's cases are looked up and its values put in."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from houserules.documents.calendar import NAME, make_calendar, read_calendar_words
from houserules.documents.code import address_of, make_code
from houserules.documents.compose import CREST, LINK_COLOUR, OWN_COLOUR, Forms, code_of, form_code_of, size_of
from houserules.documents.crest import NotAPicture, read_crest
from houserules.documents.fill_cut import Choices, Texts, fill_cut
from houserules.documents.typeset import NotTypeset, Typesetter
from houserules.documents.typst_source import escape_typst
from houserules.documents.unchanged import MadeFrom, Published
from houserules.documents.word_stamp import Kept, fill_word
from houserules.outputs.stamp import Lists, Values, escape_html, write_value
from houserules.pages.alphabet import Form
from houserules.problems import Place, Problem, shown
from houserules.profile.brand import find_shades
from houserules.profile.read import PROFILE, School


@dataclass(frozen=True)
class Filling:
    """What is put into the documents of one school: the case of each choice, its values, its lists, its pictures (PNG).

    The texts are those of its Word files, which share them as they share what is kept.
    """

    choices: Choices
    values: Values
    lists: Lists
    pictures: Mapping[str, bytes]
    texts: Texts = field(compare=False)
    kept: Kept = field(default_factory=Kept, compare=False)
    form: str = ""  # the address of the online form, where people sign on it


@dataclass
class Made:
    """The documents of a school: the files by name, the values (sizes) that its pages show, and what is to be said.

    What each PDF was made from is to be kept (unchanged.py), so that it need not be made again.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    notes: list[Problem] = field(default_factory=list)
    made_from: dict[str, MadeFrom] = field(default_factory=dict)


def make_filling(school: School, values: Values, choices: Choices = (), say: Callable[[Problem], object] = lambda _: None) -> Filling:
    """Give what is put into a school's documents; `say` hears of a logo that can't be used."""
    shades = find_shades(school.profile.brand.colour)
    own = {LINK_COLOUR: shades.link.removeprefix("#"), OWN_COLOUR: shades.own.removeprefix("#")}
    pictures = {}
    if logo := school.profile.brand.logo:
        try:
            crest = read_crest(school.folder / logo)
        except NotAPicture as error:
            what = f"The logo '{logo}' isn't in the Word files and PDFs: {error}."
            say(Problem(Place(shown(school.folder / PROFILE)), what, "They are made without it.", "Save it as a PNG picture."))
            crest = read_crest(None)
        pictures["crest"], own[CREST] = crest.png, crest.svg
    form = values.get("links.sign_off_form", "") if school.answers.get("sign_off") in ("online-form", "both") else ""
    values = {**values, **own}
    return Filling(choices, values, school.lists, pictures, Texts(choices, values, school.lists, escape_html), form=form)


def make_files(
    documents: Iterable[Forms], school: School, values: Values, typesetter: Typesetter, choices: Choices = (), published: Published | None = None
) -> Made:
    """Make the documents of a school. What can't be made is left out and said; the rest is made, or taken from those
    that were published last where it is as it was."""
    making = make_in_turn(enumerate(documents), school, values, typesetter, choices, published or Published())
    while True:
        try:
            next(making)
        except StopIteration as made:
            return made.value


def make_in_turn(
    documents: Iterable[tuple[int, Forms]], school: School, values: Values, typesetter: Typesetter, choices: Choices, published: Published
) -> Generator[int, None, Made]:
    """Make the documents of a school one by one: before each, its number is given, so that another school may take its turn
    and make the same document first (typeset.py says why that is worth it).

    Handbooks come last, one after the other: what Typst remembers of ten of them takes a gigabyte, and helps little.
    """
    made = Made()
    whole = make_filling(school, values, choices, made.notes.append)
    bound = False  # whether handbooks were begun
    for number, forms in documents:
        if not bound:
            yield number
        bound = not forms.page
        filling = add_code(whole, forms)
        contents = {"docx": fill_docx(forms, filling)}
        try:
            contents["pdf"], made.made_from[f"{forms.path}.pdf"] = find_or_fill_pdf(forms, filling, typesetter, published)
        except NotTypeset as missing:
            made.notes.append(_not_typeset(school, forms.id, missing.text, values))
        for ending, content in contents.items():
            made.files[f"{forms.path}.{ending}"] = content
            made.values[size_of(forms.id, ending)] = count_kilobytes(len(content))
    if bound:
        typesetter.forget()
    return made


def add_code(filling: Filling, forms: Forms) -> Filling:
    """Give what is put into a document: where it is signed, with the codes of its page and of the online form, each with its version."""
    if not forms.coded:
        return filling
    site, version = filling.values.get("school.site_url"), filling.values[f"version.{forms.page.rpartition('/')[2]}"]
    values, pictures = dict(filling.values), dict(filling.pictures)
    if site is not None:
        code = make_code(address_of(site, forms.page, version))
        values[code_of(forms.page)], pictures["code"] = code.svg, code.png
    if filling.form:
        code = make_code(write_value(filling.form, Form.QUERY) + version)
        values[form_code_of(forms.page)], pictures["form"] = code.svg, code.png
    return replace(filling, values=values, pictures=pictures)


def find_or_fill_pdf(forms: Forms, filling: Filling, typesetter: Typesetter, published: Published) -> tuple[bytes, MadeFrom]:
    """Give a school's PDF, as it was published or made now, and what is to be kept of it. Raises NotTypeset."""
    source = fill_source(forms, filling)
    return published.find_or_make(f"{forms.path}.pdf", typesetter.name(source), lambda: typesetter.set(source))


def fill_pdf(forms: Forms, filling: Filling, typesetter: Typesetter) -> bytes:
    """Give a school's PDF. Raises NotTypeset where a value has a sign that no font has."""
    return typesetter.set(fill_source(forms, filling))


def fill_source(forms: Forms, filling: Filling) -> str:
    """Give the source of a school's PDF."""
    return fill_cut(forms.typst, Texts(filling.choices, filling.values, filling.lists, escape_typst)).decode()


def fill_docx(forms: Forms, filling: Filling) -> bytes:
    """Give a school's Word file."""
    return fill_word(forms.word, filling.texts, filling.pictures, filling.kept)


def add_calendar(made: Made, school: School, references: Mapping[str, Mapping[str, object]], docs: Path) -> None:
    """Add the calendar of a school's review dates to its documents. Raises Problems with what is wrong in its words."""
    made.files[NAME] = calendar = make_calendar(school, references, read_calendar_words(docs))
    made.values[size_of("calendar", "ics")] = count_kilobytes(len(calendar))


def count_kilobytes(size: int) -> str:
    """Give how large a file is in kB, as file managers count them."""
    return str(max(1, round(size / 1000)))


def _not_typeset(school: School, page: str, text: str, values: Values) -> Problem:
    where = sorted(path for path, value in values.items() if text in value)
    what = f"The PDF of '{page}' can't be made: none of its fonts has a sign for '{text}'" + (f", which stands in {where[0]}." if where else ".")
    why = "The page and the Word file have it; the PDF is left out."
    return Problem(Place(shown(school.folder / PROFILE)), what, why, "Write it with other letters if the PDF is wanted.")


