"""Kinds of value: what each takes, what it makes of it, and what it says where it can't."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from houserules.profile import kinds

UNFILLED = "looks like a place that is still to be filled in. Write the real value, or leave it empty."
EMAIL = "isn't an email address. It should look like office@school.example."
PHONE = "isn't a telephone number. Write digits and spaces, for example 01632 960123 or 01632 960123 ext 4."
WHOLE = "isn't a whole web address. It begins with https://."
WEB = "isn't a web address. Copy it from the browser's address bar."
SITE = "can't be the address of a site. Write it as https://rules.school.example/ or https://school.example/rules/."
DAY = "isn't a date. Write year-month-day, for example 2027-07-31."
NUMBER = "isn't a whole number. Write digits only, for example 11."
YES = "isn't yes or no. Write yes or no."
COLOUR = "isn't a colour. Write # and six digits or letters a to f in quotes, for example '#1d4f91'."
VERSION = "isn't a version. Copy the eight digits and letters that the policy shows."
PICTURE = "isn't a picture in the school's folder. Write the name of a PNG, JPEG, WebP or SVG file, for example crest.png."

TAKEN = {
    "Text": {
        "Alder Lane": "Alder Lane",
        "  A \t b\n c ": "A b c",
        "Cafe\u0301": "Café",
        "no": "no",
        "A" * 200: "A" * 200,
        "St Mary's [VA]": "St Mary's [VA]",
        "Insert": "Insert",
        "<b>_x_</b> & {y}": "<b>_x_</b> & {y}",
        "7": "7",
        "学校": "学校",
        "Who? Why!": "Who? Why!",
    },
    "Email": {
        "office@school.example": "office@school.example",
        " Head@School.SCH.UK ": "Head@School.SCH.UK",
        "o'brien+rules@st-mary.sch.uk": "o'brien+rules@st-mary.sch.uk",
        "é@exämple.example": "é@exämple.example",
    },
    "Phone": {
        "01632 960100": "01632 960100",
        "+44 (0)1632 960100": "+44 (0)1632 960100",
        "(01632) 960-100": "(01632) 960-100",
        "01632 960100 ext 4": "01632 960100 ext 4",
        "01632 960100 Ext.123456": "01632 960100 Ext.123456",
        "01632 960100 extension 4": "01632 960100 extension 4",
        "999": "999",
        "0800  1111": "0800 1111",
        "01632.960100": "01632 960100",
        "01632 960100 x23": "01632 960100 ext 23",
        "01632 960100x4": "01632 960100 ext 4",
        "+44 (0)1632.960.100": "+44 (0)1632 960 100",
        "+999 123456789012": "+999 123456789012",
    },
    "WebAddress": {
        "https://school.example": "https://school.example",
        "http://school.example:8080/a?b=c&d#e": "http://school.example:8080/a?b=c&d#e",
        "https://exämple.example/ü/(x)": "https://exämple.example/ü/(x)",
        "https://a_b.example/%20": "https://a_b.example/%20",
    },
    "SiteAddress": {
        "https://rules.school.example": "https://rules.school.example/",
        "https://school.example/rules/": "https://school.example/rules/",
        "https://school.example/a/b": "https://school.example/a/b/",
        "https://school.example:8443/": "https://school.example:8443/",
        "https://school.example/.well-known": "https://school.example/.well-known/",
    },
    "Day": {"2027-07-31": date(2027, 7, 31), " 2028-02-29 ": date(2028, 2, 29)},
    "WholeNumber": {"4": 4, "011": 11, "0": 0},
    "YesNo": {"yes": True, "No": False, "TRUE": True, "false": False},
    "Colour": {"#1D4F91": "#1d4f91", " #ffffff": "#ffffff"},
    "Version": {"3f2a91bc": "3f2a91bc", "3F2A91BC": "3f2a91bc"},
    "FileName": {"crest.png": "crest.png", "Our crest 2.JPEG": "Our crest 2.JPEG", "a-b_c.svg": "a-b_c.svg", "é.webp": "é.webp", "Logo (1).png": "Logo (1).png", "St John's [new].jpg": "St John's [new].jpg"},
}  # fmt: skip

A_LIST, A_GROUP, NOTHING = (
    f"Here stands {shape}, where one value is needed. Write the value on the same line, after the colon."
    for shape in ("a list", "a group of entries", "nothing")
)
REFUSED = {
    "Text": {
        "[school name]": f"'[school name]' {UNFILLED}",
        "[insert name] Primary School": f"'[insert name] Primary School' {UNFILLED}",
        "TBC": f"'TBC' {UNFILLED}",
        "n/a": f"'n/a' {UNFILLED}",
        "None": f"'None' {UNFILLED}",
        "???": f"'???' {UNFILLED}",
        "...": f"'...' {UNFILLED}",
        "____": f"'____' {UNFILLED}",
        "-": f"'-' {UNFILLED}",
        "\u200b": f"'\u200b' {UNFILLED}",
        "xxxx": f"'xxxx' {UNFILLED}",
        "Insert name here": f"'Insert name here' {UNFILLED}",
        "Your School": f"'Your School' {UNFILLED}",
        "To be confirmed": f"'To be confirmed' {UNFILLED}",
        "{{ school.name }}": f"'{{{{ school.name }}}}' {UNFILLED}",
        "The {{x}} school": f"'The {{{{x}}}} school' {UNFILLED}",
        "A" * 201: "This is 201 characters long, and there is room for 200. Shorten it.",
        ("a",): A_LIST,
        frozenset({"a"}): A_GROUP,
        None: NOTHING,
    },
    "Email": {
        text: f"'{text}' {EMAIL}"
        for text in ("school.example", "a@school", "a b@school.example", "a@@school.example", "mailto:a@b.example", "a@b.example, c@d.example",
                     "a@b..example", "a@b.example/x", "a@b.example?bcc=c@d.example", "<a@b.example>", "@b.example", "a@b.e", "a@1.2.3.4", "x" * 65 + "@b.example")
    } | {"tbc": f"'tbc' {UNFILLED}"},
    "Phone": {
        text: f"'{text}' {PHONE}"
        for text in ("12", "01632 960100 (office)", "01632 960100 / 960101", "01632..960100", ".01632", "01632 960100 x", "ext 4", "tel:01632960100", "\u0660\u0661\u0662\u0663", "ask", "01632 960100 ext 1234567")
    } | {"0" * 25: f"'{'0' * 25}' has 25 digits, and no telephone number has more than 15. Write one number here."},
    "WebAddress": {
        "school.example/x": "'school.example/x' isn't a whole web address. Did you mean 'https://school.example/x'?",
        "//school.example": "'//school.example' isn't a whole web address. Did you mean 'https://school.example'?",
        "our website": f"'our website' {WHOLE}",
        "javascript:alert(1)": f"'javascript:alert(1)' {WHOLE}",
        "data:text/html,x": f"'data:text/html,x' {WHOLE}",
        "ftp://school.example": f"'ftp://school.example' {WHOLE}",
    } | {
        text: f"'{text}' {WEB}"
        for text in ("https://", "https://localhost", "https://school", "https://.", "https://-.-", "https://a..example", "https://.a.example", "https://user:word@school.example",
                     "https://@school.example", "https://school.example:99999", "https://school.example:x", "https://[::1]/", "https://[::1",
                     'https://school.example/"onclick', "https://school.example/'x", "https://school.example/<x>", "https://school.example/a b",
                     "https://school.example/`x", "https://school.example/\\x", "https://school.example/{x}", "https:school.example")
    },
    "SiteAddress": {
        text: f"'{text}' {SITE}"
        for text in ("http://school.example/", "https://school.example/?x", "https://school.example?", "https://school.example/#x", "https://school.example/#",
                     "https://school.example/a//b", "https://school.example/../a", "https://school.example/.", "https://school.example/a%20b", "https://school.example/a;b")
    },
    "Day": {
        "22/11/2026": "'22/11/2026' can be read in two ways. Did you mean '2026-11-22'? Write year, month, day.",
        "1.2.2026": "'1.2.2026' can be read in two ways. Did you mean '2026-02-01'? Write year, month, day.",
        ("2026-11-22",): A_LIST,
    } | {
        typed: f"'{typed}' isn't written as a date is here. Did you mean '{meant}'? Write year, month, day."
        for typed, meant in {
            "22 November 2026": "2026-11-22", "Sunday 22nd Nov 2026": "2026-11-22", "November 22, 2026": "2026-11-22", "22-11-2026": "2026-11-22",
            "22-Nov-2026": "2026-11-22", "2026/11/22": "2026-11-22", "2026-1-2": "2026-01-02", "Sept 2027": "2027-09-30", "february 2028": "2028-02-29",
        }.items()
    } | {text: f"'{text}' {DAY}" for text in ("32/13/2026", "2026-02-30", "20261122", "2026-11-22T00:00", "31 November 2026", "22-13-2026", "May 0000", "22 Brumaire 2026", "soon", "\u0662\u0660\u0662\u0666-\u0661\u0661-\u0662\u0662", "")},
    "WholeNumber": {text: f"'{text}' {NUMBER}" for text in ("-1", "4.5", "four", "", "+4", "1234567890", "\u0664", "²")},
    "YesNo": {text: f"'{text}' {YES}" for text in ("y", "on", "1", "")},
    "Colour": {text: f"'{text}' {COLOUR}" for text in ("1d4f91", "#fff", "blue", "#12345g", "#1d4f91;}", "")},
    "Version": {text: f"'{text}' {VERSION}" for text in ("3f2a91b", "3f2a91bcd", "3f2a91bg", "")},
    "FileName": {
        text: f"'{text}' {PICTURE}"
        for text in ("../crest.png", "a/b.png", "C:\\crest.png", "crest.gif", "crest", ".png", "crest.png.exe", "-.png", "x" * 62 + ".png", "https://school.example/crest.png")
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "typed", "value"), [(kind, typed, value) for kind, table in TAKEN.items() for typed, value in table.items()]
)
def test_value_is_taken(kind, typed, value):
    """A value that will do is taken, and normalised."""
    assert value == TypeAdapter(getattr(kinds, kind)).validate_python(typed)


@pytest.mark.parametrize(
    ("kind", "typed", "message"), [(kind, typed, message) for kind, table in REFUSED.items() for typed, message in table.items()]
)
def test_value_is_refused(kind, typed, message):
    """A value that won't do is refused, with what is wrong and what to do."""
    value = list(typed) if isinstance(typed, tuple) else dict.fromkeys(typed, "x") if isinstance(typed, frozenset) else typed

    assert message == said(kind, value)


def said(kind: str, value: object) -> str:
    """Give the message with which a kind refuses a value."""
    with pytest.raises(ValidationError) as found:
        TypeAdapter(getattr(kinds, kind)).validate_python(value)
    (error,) = found.value.errors()
    assert "mistake" == error["type"]
    return f"{error['ctx']['what']} {error['ctx']['fix']}".strip()


def test_every_kind_has_both():
    """No kind goes without a value that it takes and one that it refuses."""
    declared = {name for name, value in vars(kinds).items() if hasattr(value, "__metadata__")}

    assert declared == set(TAKEN) == set(REFUSED)


@given(st.sampled_from(sorted(TAKEN)), st.text(max_size=60) | st.text("ab1.@:/#?-_ [](){}<>'\"%+é", max_size=40))
def test_no_text_breaks_a_kind(kind, typed):
    """Whatever is typed is taken or refused in words; and what is taken is taken again as it is."""
    adapter = TypeAdapter(getattr(kinds, kind))
    try:
        value = adapter.validate_python(typed)
    except ValidationError:
        said(kind, typed)
    else:
        assert value == adapter.validate_python(str(value) if not isinstance(value, bool) else "yes" if value else "no")


@given(st.text(max_size=80))
def test_normalised_text_is_settled(text):
    """To normalise twice changes nothing, and leaves no line break, tab or doubled space."""
    once = kinds.normalise(text)

    assert once == kinds.normalise(once)
    assert once == " ".join(once.split())
