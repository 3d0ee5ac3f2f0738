"""Checking a built site: what would be published is looked at, and what is wrong with it is said."""

from __future__ import annotations

import pytest

from houserules.outputs.check_site import check_site, page_file

HEAD = '<html><head><link rel="canonical" href="https://rules.school.example/"><link rel="stylesheet" href="{0}assets/own.css"></head>'
INDEX = HEAD.format("") + (
    '<body><h1 id="top">Rules</h1><a href="guidance/help/">help</a> <a href="guidance/help/#who">who</a> <a href="#top">top</a> '
    '<a href="https://law.example/x#y">law</a> <a href="mailto:a@school.example">a</a> <a href="tel:01632960100">b</a> '
    '<img src="assets/crest.png"><a href="guidance/help/index.html">again</a> <a href="?x=1">search</a></body></html>'
)
HELP = (
    HEAD.format("../../")
    + '<body><h2 id=who>Who</h2><a href="../../">home</a><a href="../../#top">top</a> <a name="old"></a><a href="#old">old</a></body></html>'
)
SITE = {
    "index.html": INDEX,
    "guidance/help/index.html": HELP,
    "404.html": '<html><body><a href="/guidance/help/">help</a><link rel="stylesheet" href="/assets/own.css"></body></html>',
    "assets/own.css": "body{background:url(crest.png)} @import 'x.css';",
    "assets/crest.png": "\x89PNG \u1401 {{",
    "search/search_index.json": '{"docs":[]}',
    "sitemap.xml": "<urlset></urlset>",
}
PAGES = ("index", "guidance/help")


@pytest.fixture
def said(tmp_path):
    """Give a function that writes the sample's site with some files changed, and gives what is said of it."""

    def check(changed=None, pages=PAGES) -> list[str]:
        for name, text in (SITE | (changed or {})).items():
            if text is not None:
                (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name).write_text(text, "utf-8")
        return list(check_site(tmp_path, pages))

    return check


def test_site_that_is_in_order(said):
    """A site that is in order gives nothing to say."""
    assert [] == said()


def index(extra: str) -> dict[str, str]:
    """Give the home page with something more in it."""
    return {"index.html": INDEX.replace("</body>", extra + "</body>")}


WRONG = {
    "a page that is missing": ({"guidance/help/index.html": None}, ["the page 'guidance/help' is missing"]),
    "a letter that is left": (index("<p>Ask \u1401.</p>"), ["index.html: something is left unfilled near"]),
    "a mark that is left": ({"sitemap.xml": "<urlset>\ue000</urlset>"}, ["sitemap.xml: something is left unfilled near '<urlset>'"]),
    "a placeholder that is left": ({"search/search_index.json": '{"docs":["{{ x }}"]}'}, ["search/search_index.json: something is left unfilled near"]),
    "a link to what isn't there": (index('<a href="guidance/none/">x</a>'), ["index.html: a link leads nowhere: guidance/none/"]),
    "a link out of the site": ({"guidance/help/index.html": HELP.replace("../../#top", "../../../#top")}, ["guidance/help/index.html: a link leads nowhere: ../../../#top"]),
    "an anchor that isn't there": (index('<a href="guidance/help/#whom">x</a>'), ["index.html: a link leads to a part that isn't there: guidance/help/#whom"]),
    "an anchor of its own that isn't there": (index('<a href="#bottom">x</a>'), ["index.html: a link leads to a part that isn't there: #bottom"]),
    "a picture that isn't there": (index('<img alt="x" src="assets/none.png">'), ["index.html: a link leads nowhere: assets/none.png"]),
    "a script of another host": (index('<script src="https://cdn.example/x.js"></script>'), ["index.html: it asks cdn.example for something"]),
    "a picture of another host": (index('<img src="//cdn.example/x.png">'), ["index.html: it asks cdn.example for something"]),
    "one of several pictures": (index('<img src="assets/crest.png" srcset="assets/crest.png 1x, https://cdn.example/x.png 2x">'), ["index.html: it asks cdn.example for something"]),
    "a style sheet of another host": (index('<link rel="stylesheet" href="https://fonts.example/x.css">'), ["index.html: it asks fonts.example for something"]),
    "a host that is called early": (index('<link rel="preconnect" href="https://fonts.example">'), ["index.html: it asks fonts.example for something"]),
    "a frame": (index('<iframe src="https://video.example/x"></iframe>'), ["index.html: it asks video.example for something"]),
    "a form": (index('<form action="https://forms.example/x"></form>'), ["index.html: it asks forms.example for something"]),
    "a button that sends": (index('<button formaction="https://forms.example/x">x</button>'), ["index.html: it asks forms.example for something"]),
    "a film and its picture": (index('<video poster="https://v.example/a.png" src="https://v.example/a.mp4"></video>'), ["index.html: it asks v.example for something"] * 2),
    "an object": (index('<object data="https://x.example/a.svg"></object>'), ["index.html: it asks x.example for something"]),
    "a drawing": (index('<svg><use xlink:href="https://x.example/a.svg#b"/></svg>'), ["index.html: it asks x.example for something"]),
    "a base": (index('<base href="https://x.example/">'), ["index.html: it asks x.example for something"]),
    "quotes of the other kind, and none": (index("<img src='https://x.example/a.png'><script src=https://y.example/b.js></script>"), ["index.html: it asks x.example for something", "index.html: it asks y.example for something"]),
    "capitals": (index('<SCRIPT SRC="https://x.example/a.js"></SCRIPT>'), ["index.html: it asks x.example for something"]),
    "a page that sends on": (index('<meta http-equiv="refresh" content="0;url=https://x.example">'), ["index.html: it sends the reader to another page"]),
    "a link that runs something": (index('<a href="javascript:alert(1)">x</a>'), ["index.html: a link has an address that isn't allowed: javascript:alert(1)"]),
    "the same, disguised": (index('<a href="&#106;avascript:alert(1)">x</a>'), ["index.html: a link has an address that isn't allowed: javascript:alert(1)"]),
    "a link without a scheme": (index('<a href="//x.example">x</a>'), ["index.html: a link has an address that isn't allowed: //x.example"]),
    "a font of another host in a style sheet": ({"assets/own.css": "@font-face{src:url('https://fonts.example/a.woff')}"}, ["assets/own.css: it asks for a file from another host"]),
    "a style sheet that fetches another": ({"assets/own.css": '@import "//fonts.example/a.css";'}, ["assets/own.css: it asks for a file from another host"]),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "messages"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_site(changed, messages, said):
    """Each thing that must not be published is said, and nothing else."""
    found = said(changed)
    if "the page" in messages[0]:
        found = [message for message in found if "leads" not in message]

    assert len(messages) == len(found)
    assert all(message.startswith(expected) for message, expected in zip(found, messages, strict=True)), found


def test_links_to_other_hosts_are_for_the_reader_to_follow(said):
    """A link that somebody may choose to follow leads where it likes."""
    assert [] == said(index('<a href="https://x.example/a#b">x</a><map><area href="https://x.example"></map>'))


def test_addresses_are_read_as_a_browser_reads_them(said):
    """Escapes in addresses and anchors are undone before they are looked up."""
    assert [] == said({**index('<p id="a&amp;b">x</p><a href="#a&amp;b">x</a><a href="guidance/h%65lp/#wh%6F">y</a>'), "assets/x.txt": "x"})


@pytest.mark.parametrize(("page", "file"), [("index", "index.html"), ("guidance/help", "guidance/help/index.html")])
def test_page_file(page, file):
    """A page stands in a folder of its own, so that its address has no ending."""
    assert file == page_file(page)
