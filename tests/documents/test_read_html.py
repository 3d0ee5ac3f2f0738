"""The walk keeps what a page says and where its marks stand."""

from __future__ import annotations

import pytest

from houserules.documents.elements import read_elements
from houserules.documents.model import Break, Heading, Item, Items, Link, Mark, Panel, Paragraph, Text, Tick
from houserules.documents.read_html import read_blocks, read_line
from houserules.pages.alphabet import CHOICE, CHOICE_END, MARK_END

OPEN, END = CHOICE + MARK_END, CHOICE_END


def read(html: str):
    """Read a piece of HTML, its links as they are."""
    return read_blocks(html, lambda href: (href, False))


CASES = {
    "white space": ("<p> a\n  b <em>c</em>  d </p>", (Paragraph((Text("a b "), Text("c", "emphasis"), Text(" d"))),)),
    "entities": ("<p>&lt;b&gt; &amp; &quot;</p>", (Paragraph((Text('<b> & "'),)),)),
    "section with its number": ('<h2 id="section-1"><a class="toclink" href="#section-1">\u1401. Safe</a></h2>', (Heading(2, (Text("Safe"),), "section-1", "\u1401"),)),
    "clause with its number": ('<h3 id="a-b"><span class="hr-number">\u1402</span> Kind</h3>', (Heading(3, (Text("Kind"),), "a-b", "\u1402"),)),
    "number that is words": ('<h2 id="x">1. Safe</h2>', (Heading(2, (Text("1. Safe"),), "x"),)),
    "loose words in an entry": ("<ul><li>a<ul><li>b</li></ul></li></ul>", (Items("bullet", (Item((Paragraph((Text("a"),)), Items("bullet", (Item((Paragraph((Text("b"),)),)),)))),)),)),
    "box to tick": (
        '<ul class="task-list"><li class="task-list-item"><input type="checkbox" disabled/> a</li></ul>',
        (Items("tick", (Item((Paragraph((Text("a"),)),)),)),),
    ),
    "box in words": ('<p><span class="hr-box"></span> a</p>', (Paragraph((Tick(), Text(" a"))),)),
    "link": ('<p><a href="mailto:a@b.example">a</a></p>', (Paragraph((Link("mailto:a@b.example", (Text("a"),)),)),)),
    "source": ('<p>a <a class="hr-source" href="#b">b</a></p>', (Paragraph((Text("a ["), Link("#b", (Text("b"),)), Text("]"))),)),
    "source of a reason": ('<div class="hr-clause__why"><p>a <a class="hr-source" href="#b">b</a></p></div>', (Panel("why", (Paragraph((Text("a [b]"),)),)),)),
    "line break": ("<p>a<br/>b</p>", (Paragraph((Text("a"), Break(), Text("b"))),)),
    "hidden": ('<p hidden>a</p><p>b <span class="hr-only-narrow">c</span></p>', (Paragraph((Text("b"),)),)),
    "panel": ('<div class="hr-quote"><p>a</p></div>', (Panel("quote", (Paragraph((Text("a"),)),)),)),
    "choice between paragraphs": (f"{OPEN}<p>a</p>{END}", (Mark(OPEN), Paragraph((Text("a"),)), Mark(END))),
    "choice within one": (f"<p>a {OPEN}b{END}</p>", (Paragraph((Text("a "), Mark(OPEN), Text("b"), Mark(END))),)),
    "choice round a list after words": (
        f"<div>a {OPEN}<ul><li>b</li></ul>{END}</div>",
        (Paragraph((Text("a"),)), Mark(OPEN), Items("bullet", (Item((Paragraph((Text("b"),)),)),)), Mark(END)),
    ),
}


@pytest.mark.parametrize(("html", "expected"), CASES.values(), ids=CASES)
def test_html_becomes_blocks(html, expected):
    """Each piece of a page has its place in the tree."""
    assert expected == read(html)


def test_line_is_inlines():
    """What stands on top or at the foot of a sheet is one line."""
    assert (Text("a"),) == read_line(" a\n")


def test_torn_html_is_our_fault():
    """An element that isn't closed would take the rest of the page into it."""
    with pytest.raises(ValueError, match="closes"):
        read_elements("<div><p>a</div></section>")
