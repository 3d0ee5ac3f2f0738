"""Stamping: a value comes out exactly as it went in, wherever it stands, and is never read as anything but text."""

from __future__ import annotations

import html
import json
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from houserules.outputs.stamp import Cases, Hole, cut_text, escape_html, fill_text, stamp_text, write_value
from houserules.pages.alphabet import CASE, CHOICE, CHOICE_END, DIGITS, EACH, EACH_END, IF, IF_END, IF_NOT, MARK_END, Alphabet, Form
from houserules.problems import Problems
from houserules.strict_yaml import refuse_characters

HOSTILE = 'O\'Brien & Sons <b>_St_ Mary*s</b> "x" </script><script>alert(1)</script> \\u1401 {{ school.name }} &lt; \\ %s $1 \\1 value: https:// ]]>'


def can_be_typed(text: str) -> bool:
    """Say whether the reader lets a text pass."""
    try:
        refuse_characters(text, "f")
    except Problems:
        return False
    return True


VALUES = st.text(max_size=80).filter(can_be_typed) | st.text("<>&\"'/\\{}[]()=!-; abc\u2019é🙂", max_size=60)


LETTERS = Alphabet()
NAME, OTHER = LETTERS.code("school.name"), LETTERS.code("school.other")
MAIL, TEL, LINK = LETTERS.code("mail", Form.MAILTO), LETTERS.code("tel", Form.TEL), LETTERS.code("link", Form.LINK)
HOST, PATH = LETTERS.code("site", Form.HOST), LETTERS.code("site", Form.PATH)
HANDLE, OWNER = LETTERS.code("accounts.handle"), LETTERS.code("accounts.owner")
MEANINGS = LETTERS.meanings()


def stamp(text: str, file: str = "index.html", lists=None, **values: str) -> str:
    """Stamp a text in which NAME and OTHER stand."""
    return stamp_text(
        text, file, MEANINGS, {f"school.{key}" if key in ("name", "other") else key: value for key, value in values.items()}, lists or {}
    )


class Tags(HTMLParser):
    """What a browser would make of a page: elements with their attributes, and texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data) -> None:
        if self.found and isinstance(self.found[-1], list):
            self.found[-1].append(data)
        else:
            self.found.append([data])

    def handle_comment(self, data) -> None:
        self.found.append(("comment", data))

    handle_decl = handle_pi = unknown_decl = handle_comment


@given(VALUES)
@example(HOSTILE)
def test_text_comes_out_as_it_went_in(value):
    """Between tags, a value is a text and nothing else."""
    page = stamp(f"<p>a{NAME}b</p>", name=value)

    assert page.startswith("<p>a")
    assert page.endswith("b</p>")
    assert value == html.unescape(page[4:-5])
    assert ["p", "/p"] == [found[0] if isinstance(found, tuple) else found for found in Tags(page).found if not isinstance(found, list)]


@given(VALUES)
@example(HOSTILE)
def test_attribute_comes_out_as_it_went_in(value):
    """In an attribute, in quotes of either kind, a value stays within it."""
    for quote in ('"', "'"):
        assert [("a", {"title": f"x{value}y", "id": "z"}), ["w"], "/a"] == Tags(
            stamp(f"<a title={quote}x{NAME}y{quote} id=z>w</a>", name=value)
        ).found


@given(VALUES)
@example(HOSTILE)
def test_json_comes_out_as_it_went_in(value):
    """In the search index a value is HTML in a JSON string: read as JSON and then as HTML, it is what it was."""
    text = json.dumps({"title": f"a{NAME}", "text": f'<p class="x">{NAME}</p>'})
    found = json.loads(stamp(text, "search_index.json", name=value))

    assert f"a{value}" == html.unescape(found["title"])
    assert f'<p class="x">{html.escape(value)}</p>' == found["text"]


@given(VALUES)
@example(HOSTILE)
def test_xml_comes_out_as_it_went_in(value):
    """In the sitemap a value is a text between tags."""
    assert f"<loc>{html.escape(value)}</loc>" == stamp(f"<loc>{NAME}</loc>", "sitemap.xml", name=value)


@given(VALUES, VALUES)
@example(NAME.replace(NAME, "value:"), "x")
@example("https://", "/")
def test_values_are_never_read_again(one, two):
    """A value that looks like a mark, a letter's neighbour or another placeholder is put in once and not looked at again."""
    page = stamp(f"{NAME}{OTHER}|{OTHER}{NAME}", name=one, other=two)

    assert f"{html.escape(one)}{html.escape(two)}|{html.escape(two)}{html.escape(one)}" == page


@given(VALUES.filter(lambda text: text.strip()))
def test_mail_address_is_one_address(value):
    """Whatever stands in an email address, the link goes to it, with no subject, copy or second receiver of its own making."""
    ((_, attributes), *_) = Tags(stamp(f'<a href="value:{MAIL}">x</a>', mail=value)).found
    assert attributes["href"].startswith("mailto:")
    assert not set(attributes["href"].removeprefix("mailto:")) & set("?&#,; <>\"'\\")


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("01632 960100", "tel:01632960100"),
        ("(01632) 960-100", "tel:01632960100"),
        ("+44 1632 960100", "tel:+441632960100"),
        ("+44 (0)1632 960100", "tel:+441632960100"),
        ("01632 960100 ext 4", "tel:01632960100;ext=4"),
        ("01632 960100 Ext. 42", "tel:01632960100;ext=42"),
        ("+44 (0)1632 960100 extension 7", "tel:+441632960100;ext=7"),
        ("999", "tel:999"),
    ],
)
def test_telephone_number_can_be_dialled(value, address):
    """A telephone number is dialled as RFC 3966 writes it, and printed as it was typed."""
    assert address == write_value(value, Form.TEL)
    assert value == write_value(value, Form.PLAIN)


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        ("headteacher", Form.CAPITAL, "Headteacher"),
        ("élan", Form.CAPITAL, "Élan"),
        ("iPad lead", Form.CAPITAL, "IPad lead"),
        ("", Form.CAPITAL, ""),
        ("office@school.example", Form.MAILTO, "mailto:office@school.example"),
        ("o'brien+x@school.example", Form.MAILTO, "mailto:o%27brien+x@school.example"),
        ("https://school.example/a?b=c&d", Form.LINK, "https://school.example/a?b=c&d"),
        ("https://rules.school.example/", Form.HOST, "https://rules.school.example"),
        ("https://school.example:8443/rules/", Form.HOST, "https://school.example:8443"),
        ("https://rules.school.example/", Form.PATH, "/"),
        ("https://school.example/our/rules/", Form.PATH, "/our/rules/"),
    ],
)
def test_forms_of_a_value(value, form, written):
    """A value is written as its place wants it."""
    assert written == write_value(value, form)


SITE = "https://school.example/rules/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'<link href="https://{HOST}/{PATH}/">', '<link href="https://school.example/rules/">'),
        (f'<link href="https://{HOST}/{PATH}/guidance/help/">', '<link href="https://school.example/rules/guidance/help/">'),
        (f'<a href="/{PATH}/assets/x.css">', '<a href="/rules/assets/x.css">'),
        (f'<a href="value:{LINK}">', '<a href="https://x.example/?a=b&amp;c">'),
        (f'<a href="value:{TEL}">', '<a href="tel:01632960100">'),
        (f"<p>{NAME}/{OTHER}/{NAME}</p>", "<p>A/B/A</p>"),
        (f"<p>the /{NAME}/ and https://{NAME}/x</p>", "<p>the /A/ and https://A/x</p>"),
        (f"<p>value:{NAME}</p>", "<p>value:A</p>"),
        (f"<p>{NAME}{OTHER}{NAME}</p>", "<p>ABA</p>"),
    ],
)
def test_addresses_and_what_looks_like_one(text, expected):
    """The site's host and path stand in addresses of the site; a stroke or `value:` beside an ordinary letter is text."""
    assert expected == stamp(text, name="A", other="B", site=SITE, link="https://x.example/?a=b&c", tel="01632 960100")


def test_site_at_the_root_of_its_host():
    """A site that stands at the root has one stroke after its host, not two."""
    assert "https://rules.example/guidance/" == stamp(f"https://{HOST}/{PATH}/guidance/", site="https://rules.example/")


EACH_ACCOUNT = (
    f"<ul>{EACH}accounts{MARK_END}<li>{NAME}: {HANDLE}{IF}accounts.owner{MARK_END}, {OWNER}{IF_END}"
    f"{IF_NOT}accounts.owner{MARK_END}, nobody{IF_END}</li>{EACH_END}</ul>"
)


def test_list_is_repeated():
    """What stands between its marks is repeated for each entry, with what the entry has, and what it hasn't."""
    lists = {"accounts": ({"accounts.handle": "<a>", "accounts.owner": "B & C"}, {"accounts.handle": "d"})}

    assert "<ul><li>N: &lt;a&gt;, B &amp; C</li><li>N: d, nobody</li></ul>" == stamp(EACH_ACCOUNT, lists=lists, name="N")


@pytest.mark.parametrize("lists", [{}, {"accounts": ()}], ids=["no such list", "an empty list"])
def test_empty_list_leaves_nothing(lists):
    """Where a list has no entries, nothing is repeated."""
    assert "<ul></ul>" == stamp(EACH_ACCOUNT, lists=lists, name="N")


@given(st.lists(VALUES, max_size=4))
def test_entries_of_a_list_come_out_as_they_went_in(values):
    """Every entry of a list is literal too, in order."""
    page = stamp(
        f"{EACH}accounts{MARK_END}<li>{HANDLE}</li>{EACH_END}", lists={"accounts": tuple({"accounts.handle": value} for value in values)}
    )

    assert "".join(f"<li>{html.escape(value)}</li>" for value in values) == page


def choice(*cases: str, number: str = "") -> str:
    """Write a choice between its marks."""
    return CHOICE + "".join(DIGITS[int(digit)] for digit in number) + MARK_END + CASE.join(cases) + CHOICE_END


def test_choice_that_is_settled_leaves_no_mark():
    """The marks of a choice only kept its place."""
    assert "<p>aAb</p>" == stamp(f"<p>a{choice(NAME)}b{choice('')}</p>", name="A")
    assert "<p>ab</p>" == stamp(f"<p>a{choice(choice('b'))}</p>")


def test_choice_that_is_open_is_cut_into_its_cases():
    """Where all cases were rendered, each is cut by itself, and found by the choice's number."""
    cut = cut_text(f"x{choice('one', f'two{NAME}', choice('three', 'four', number='7'), number='12')}y", MEANINGS)

    assert ("x", "y") == (cut[0], cut[2])
    assert (12, ("one",)) == (cut[1].number, cut[1].cases[0])
    assert Hole("school.name", "plain") in cut[1].cases[1]
    assert Cases(7, (("three",), ("four",))) in cut[1].cases[2]


MISTAKES = {
    "a letter that stands for nothing": ("\u1500", "nothing is known of the letter U\\+1500"),
    "a pair that stands for nothing": (chr(0x1401 + 480) + "\u1401", "nothing is known of the letter U\\+15E1 U\\+1401"),
    "half a pair": (chr(0x1401 + 480), "U\\+15E1 is left"),
    "a mark that is none": ("\ue100", "U\\+E100 is left"),
    "a list without an end": (f"{EACH}accounts{MARK_END}x", "has no end"),
    "an end without a list": (f"x{EACH_END}", "ends where none begins"),
    "an end without a question": (f"x{IF_END}", "ends where none begins"),
    "a list that ends as a question": (f"{EACH}accounts{MARK_END}x{IF_END}", "ends where none begins"),
    "a question that ends as a list": (f"{IF}accounts{MARK_END}x{EACH_END}", "ends where none begins"),
    "a mark without a name": (f"{EACH}{MARK_END}x{EACH_END}", "ends where none begins"),
    "a choice without an end": (f"{CHOICE}{MARK_END}x", "has no end"),
    "a choice that ends in a list": (f"{CHOICE}{MARK_END}{EACH}accounts{MARK_END}{CHOICE_END}", "ends within a part"),
    "an end without a choice": (f"x{CHOICE_END}", "a choice ends"),
}


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_letter_that_is_left_is_an_error(text, message):
    """A page in which a letter or a mark would be left is not published."""
    with pytest.raises(ValueError, match=message):
        stamp(f"<p>before {text} after</p>", name="A")


def test_value_that_isnt_there_is_an_error():
    """A page that asks for a value which the school hasn't got is not published."""
    with pytest.raises(KeyError):
        stamp(f"<p>{NAME}</p>")


def test_file_that_holds_a_letter_is_named():
    """The message says in which file something is left, and near what."""
    with pytest.raises(ValueError, match="guidance/help/index.html: U\\+E100 is left at '<p>words"):
        stamp("<p>words \ue100</p>", "guidance/help/index.html")


def test_json_is_written_in_one_way():
    """The search index is written without spaces and with its letters as they are, whoever wrote it before."""
    assert '{"a":["é",1]}' == stamp('{ "a": [ "\\u00e9", 1 ] }', "search/search_index.json")


def test_json_that_escapes_letters_is_stamped():
    """A letter that a JSON writer has escaped is a letter still."""
    assert json.dumps({"a": "A"}, separators=(",", ":")) == stamp(json.dumps({"a": NAME}), "x.json", name="A")


def test_cut_is_made_once_for_any_number_of_schools():
    """A cut text is filled for each school without being looked at again."""
    cut = cut_text(f"<p>{NAME}</p>", MEANINGS)

    assert ["<p>A</p>", "<p>&lt;B&gt;</p>"] == [fill_text(cut, {"school.name": name}, {}, escape_html) for name in ("A", "<B>")]
