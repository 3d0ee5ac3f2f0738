# One compiler is kept for all PDFs: fonts are read once and Typst remembers what it has laid out. It never sees the system's
# fonts, the network or a clock, so the same source gives the same bytes anywhere.
#
# What Typst remembers of a paragraph it finds again only where all is the same: the styles above it, and the place in the
# source that it came from. So a source is handed over as one string, evaluated in a main file that never changes: all that
# is in it comes from the same place, whatever stands before it. And what belongs to one document (its title, its foot) is
# no style of its paragraphs (document.typ). It forgets what the last ten documents didn't have. So where there are several
# schools, each form is set for all of them before the next (fleet/work.py): what they share is laid out once.
"""Typeset Typst source as accessible PDFs (PDF/UA-1)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from houserules.documents.typst_source import escape_typst

STANDARD = "ua-1"
_REMEMBERED = 10  # documents; what none of the last so many had, Typst forgets
_MAIN = '#import "/document.typ"\n#eval("{}", mode: "markup", scope: dictionary(document))\n'
_MISSING = re.compile(r"the text `\"(?P<text>.*?)\"` could not be displayed", re.DOTALL)


class NotTypeset(Exception):
    """A text has signs that none of our fonts has."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass
class Typesetter:
    """Sets PDFs with the fonts in one folder and the looks (`.typ`) in another."""

    fonts: Path
    looks: Path
    _compiler: Any = field(default=None, init=False, repr=False)

    @cached_property
    def _means(self) -> bytes:
        """What a PDF depends on besides its source, as a hash: the version of Typst, the looks and the fonts."""
        whole = hashlib.sha256(f"typst {version('typst')} {STANDARD} {_MAIN}".encode())
        for folder in (self.looks, self.fonts):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                content = path.read_bytes()
                whole.update(f"\0{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
        return whole.digest()

    def name(self, source: str) -> str:
        """Give what the PDF of a source is known by: wherever this is the same, so are its bytes."""
        return hashlib.sha256(self._means + source.encode()).hexdigest()

    def set(self, source: str) -> bytes:
        """Give the PDF of a source. Raises NotTypeset where a sign can't be shown."""
        import typst  # takes a moment, and only documents need it

        if self._compiler is None:
            fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(self.fonts)])
            self._compiler = typst.Compiler(font_paths=fonts, root=str(self.looks))
        try:
            return self._compiler.compile(write_main(source), format="pdf", pdf_standards=[STANDARD])
        except typst.TypstError as error:
            if found := _MISSING.search(error.message):
                raise NotTypeset(found["text"]) from error
            raise RuntimeError(f"{error.message}\n{error.diagnostic}") from error


    def forget(self) -> None:
        """Let Typst forget what it remembers of the documents that were set."""
        if self._compiler is not None:
            for _ in range(_REMEMBERED + 1):
                self._compiler.compile(b"", format="pdf")


def write_main(source: str) -> bytes:
    """Give the main file in which a source is evaluated, with the looks in its scope."""
    return _MAIN.format(escape_typst(source)).encode()


@cache
def find_typesetter(core: Path) -> Typesetter:
    """Give the typesetter for a core's folder; it is kept, because reading fonts takes longer than setting a document."""
    return Typesetter(core / "fonts", core / "overrides" / "documents")
