# One tree between the page and the two kinds of file. What is in the tree is in both, so a clause can't differ between
# Word and PDF. Texts still hold letters where values go (pages/alphabet.py); a `Mark` opens, parts or closes what is
# repeated for every entry of a list, or what a choice gives, exactly as it stands in the HTML. What is made of a tree in
# which all cases stand must be, once they are chosen, what is made of the tree of one school: so nothing may be counted.
"""The tree of a document: what a page says, without how it looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from houserules.pages.alphabet import CASE, MARK_END


@dataclass(frozen=True)
class Text:
    """Words, plain or set apart: strong, emphasis, or a ruling (allowed, ask-first, never)."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead to an address, or (`#...`) to a heading of the same document; those to the site lead there only if it has an address."""

    target: str
    inlines: tuple[Inline, ...]
    on_site: bool = False


@dataclass(frozen=True)
class Break:
    """The end of a line within a paragraph."""


@dataclass(frozen=True)
class Tick:
    """A box to tick."""


@dataclass(frozen=True)
class Field:
    """The number of the page, how many pages there are, or the page at which a heading of the same document stands."""

    what: Literal["page", "pages", "at"]
    anchor: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture that each school has its own of: its crest, or the code that leads to a page."""

    name: str
    alt: str


@dataclass(frozen=True)
class Mark:
    """The beginning or the end of what is repeated, of what is there only where an entry has a value, or of a choice's cases."""

    text: str

    @property
    def opens(self) -> bool:
        return self.text.endswith(MARK_END)

    @property
    def parts(self) -> bool:
        """Whether it stands between two cases of a choice."""
        return self.text == CASE


@dataclass(frozen=True)
class Heading:
    """A heading; its number stands apart, because Word counts by itself. The contents of a handbook name those that are `listed`."""

    level: int
    inlines: tuple[Inline, ...]
    anchor: str = ""
    number: str = ""
    listed: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; its kind says what it is for (lead, small, ...)."""

    inlines: tuple[Inline, ...]
    kind: str = ""


@dataclass(frozen=True)
class Item:
    """One entry of a list."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Items:
    """A list: with bullets, with numbers, of boxes to tick, or with room for a symbol beside each entry.

    The key tells it from a list with the same words in another part of a handbook.
    """

    kind: Literal["bullet", "number", "tick", "symbol"]
    items: tuple[Item | Mark, ...]
    key: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table; a heading names its row."""

    blocks: tuple[Block, ...]
    heading: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it, so that somebody can write there."""
        return not self.blocks


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]

    @property
    def to_fill(self) -> bool:
        """Whether somebody is to write in it."""
        return any(cell.blank for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table; its head is repeated on each sheet. The kind `lines` is a slip to be filled in."""

    head: tuple[Row, ...]
    rows: tuple[Row | Mark, ...]
    widths: tuple[float, ...]
    caption: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Panel:
    """Blocks that belong together and look it: an example, a reason, a contact, a slip."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Entry:
    """A line of the contents: a heading, by its anchor, and how deep it stands (0 for a part, 1 for a section)."""

    depth: int
    anchor: str
    inlines: tuple[Inline, ...]
    number: str = ""


@dataclass(frozen=True)
class Contents:
    """The contents of a handbook, with their pages, under a title."""

    title: tuple[Inline, ...]
    entries: tuple[Entry | Mark, ...]


Inline = Text | Link | Break | Tick | Field | Picture | Mark
Block = Heading | Paragraph | Items | Table | Panel | Picture | Contents | Mark


@dataclass(frozen=True)
class Document:
    """A document with its values still open: what it says, and what stands on top and at the foot of every sheet.

    A handbook is a `book`: its first headings are those of its parts. In `large` print nothing is smaller than 18 points.
    A `sheet` is set small and close, to go on a wall as one sheet of paper; one with few words (`short`) less so.
    What is sent or filled in is `close`, so that it takes no sheet more than it must.
    """

    title: str
    blocks: tuple[Block, ...]
    head: tuple[Inline, ...]
    foot: tuple[tuple[Inline, ...], ...]
    school: str
    subject: str = ""
    book: bool = False
    large: bool = False
    sheet: bool = False
    short: bool = False
    close: bool = False


@dataclass(frozen=True)
class Asked:
    """What a document asks of a school, as marks or as an answer: whether its site has an address, whether it has a logo,
    and whether people sign on an online form.

    Each function takes a text and gives it where that is so; `unplaced` where the site has no address.
    """

    placed: Callable[[str], str]
    unplaced: Callable[[str], str]
    crested: Callable[[str], str]
    signed_online: Callable[[str], str] = lambda _: ""
