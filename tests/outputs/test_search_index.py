"""The search index: what an entry is, what is left out, and that values stand in it as text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from houserules.outputs.search_index import make_search_index, read_entries, stamp_search_index
from houserules.outputs.search_words import SearchWords, read_search_words
from houserules.pages.alphabet import Alphabet
from houserules.pages.site import SitePage
from houserules.problems import Problems

ROOT = Path(__file__).resolve().parents[2]
NO_WORDS = SearchWords()
CLAUSE = '<section class="hr-clause"><h3 id="a-b"><span class="hr-number">1.1</span> On the bus</h3><p>Phones away. Ask first.</p></section>'
ANSWER = (
    '<section class="hr-answer"><h2 id="film">Can I film?</h2><div class="hr-ruling"><p><span class="hr-verdict hr-verdict--never">Never</span> '
    'Nobody films.</p></div><p>It hurts people.</p><p class="hr-cites"><a href="#x">Pictures</a></p></section>'
)
ROW = (
    '<h3 id="us">Staff to pupils</h3><table><thead><tr><th>How</th></tr></thead><tbody><tr id="row"><th>Email</th>'
    '<td><span class="hr-verdict hr-verdict--allowed">Allowed</span></td><td>By school email.</td></tr></tbody></table><p>And now this.</p>'
)


def a_page(id="guidance/a", title="A page", audience=("parents",), is_policy=False) -> SitePage:
    """A page of which only what search needs is of interest."""
    return SitePage(id, title, title, "What it is for.", audience, "good-practice", "", "", (), "core", is_policy=is_policy)


def entries(pages: dict[SitePage, str], words: SearchWords = NO_WORDS) -> dict[str, dict]:
    """Make the index of some pages and give its entries by their address."""
    text = make_search_index({page.id: page for page in pages}, {page.id: body for page, body in pages.items()}, words)
    return {entry["location"]: entry for entry in json.loads(text)["docs"]}


def test_a_page_and_each_part_of_it_are_entries():
    """What stands before the first heading belongs to the page."""
    found = entries({a_page(): '<p>Hello.</p><h2 id="one">One</h2><p>Two three.</p>'})

    assert ["guidance/a/", "guidance/a/#one"] == list(found)
    assert {"location": "guidance/a/#one", "title": "One", "kind": "part", "text": "Two three."} == found["guidance/a/#one"]
    assert ["parents"] == found["guidance/a/"]["for"]


def test_a_clause_is_found_without_its_number():
    """The number is a value that changes from school to school; the first sentence is shown, the rest is there to be found."""
    found = entries({a_page("policies/p", is_policy=True): CLAUSE})["policies/p/#a-b"]

    assert ("On the bus", "clause", "Phones away.", "ask first") == (found["title"], found["kind"], found["text"], found["words"])


def test_an_answer_carries_its_ruling():
    """The ruling is shown in the result; the titles of the clauses that it rests on can be found too."""
    found = entries({a_page(): ANSWER})["guidance/a/#film"]

    assert ("never", "Nobody films.", "") == (found["ruling"], found["says"], found["text"])
    assert "hurts it people pictures" == found["words"]


def test_a_row_of_the_table_is_a_ruling_and_ends_with_the_row():
    """What stands after the table belongs to the heading above it."""
    found = entries({a_page(): ROW})

    assert ("Staff to pupils: Email", "allowed", "By school email.") == tuple(found["guidance/a/#row"][key] for key in ("title", "ruling", "says"))
    assert "And now this." == found["guidance/a/#us"]["text"]


def test_a_clause_in_two_policies_is_found_once():
    """Under the policy for the fewest readers."""
    wide, narrow = a_page("policies/all", audience=("parents", "staff"), is_policy=True), a_page("policies/staff", audience=("staff",), is_policy=True)

    assert ["policies/all/", "policies/staff/", "policies/staff/#a-b"] == list(entries({wide: CLAUSE, narrow: CLAUSE}))


@pytest.mark.parametrize("kind", ["hr-slip", "hr-checked", "hr-source", "hr-hidden"])
def test_what_nobody_looks_for_is_left_out(kind):
    """Forms to fill in, sources and dates."""
    (entry,) = read_entries(f'<p>Here.</p><div class="{kind}"><p>Name and <b>date</b></p></div><p>There.</p>', "A", "B.")

    assert "B. Here. There." == entry.text


def test_other_words_of_the_glossary_mean_the_same():
    """What an entry of the glossary names besides is taken from the page."""
    body = '<section class="hr-entry"><h3 id="term-x">Instagram</h3><p>An app.</p><p class="hr-also">Also: insta, ig.</p></section>'
    index = json.loads(make_search_index({"guidance/a": a_page()}, {"guidance/a": body}, SearchWords(same=(("film", "video"),))))

    assert [["film", "video"], ["Instagram", "insta", "ig"]] == index["words"]["same"]


def test_how_else_a_page_is_asked_for_stands_with_it():
    """And is left out where a school hasn't got the page."""
    words = SearchWords(asked_as={"guidance/a#one": ("uno",), "guidance/b": ("gone",)})
    found = entries({a_page(): '<h2 id="one">One</h2>'}, words)

    assert "uno" == found["guidance/a/#one"]["asked"]
    assert "gone" not in json.dumps(found)


def test_values_are_put_in_as_text():
    """Quotes, angle brackets and backslashes read as they were typed: the page shows them as text, never as HTML."""
    alphabet, name = Alphabet(), 'O\'Brien & "Sons" <b>\\'
    index = make_search_index({"guidance/a": a_page(title=alphabet.code("school.name"))}, {"guidance/a": ""}, NO_WORDS)

    assert name == json.loads(stamp_search_index(index, alphabet, {"school.name": name}, {}))["docs"][0]["title"]


def test_a_term_in_the_words_is_the_school_s_own():
    """DSL in England, DSP in Wales: what it means is put in like any other value."""
    words = SearchWords(same=(("DSL", "{{ terms.safeguarding_lead }}"),))
    index = make_search_index({"guidance/a": a_page()}, {"guidance/a": ""}, words)
    stamped = stamp_search_index(index, Alphabet(), {"terms.safeguarding_lead": "designated safeguarding person"}, {})

    assert [["DSL", "designated safeguarding person"]] == json.loads(stamped)["words"]["same"]


def test_a_letter_without_a_meaning_is_refused():
    """Nothing half-filled is published."""
    with pytest.raises(ValueError, match="U\\+1401"):
        stamp_search_index('{"docs":["\u1401"]}', Alphabet(), {}, {})


def test_a_mistake_in_the_words_names_its_line(tmp_path):
    """All files are read before anything is said."""
    (tmp_path / "a.yml").write_text("idel: [a]\n", "utf-8")
    (tmp_path / "b.yml").write_text("same: [[]]\n", "utf-8")
    with pytest.raises(Problems) as found:
        read_search_words(tmp_path, "words")

    assert ["words/a.yml:1:1", "words/b.yml:1:8"] == [str(problem.place) for problem in found.value.problems]


def test_our_own_words_name_pages_that_there_are(core):
    """A page or part under asked_as that no school has would be looked for in vain."""
    words, composed = read_search_words(core.docs / "search"), core.composed
    targets = {f"{target.page}#{target.anchor}" for target in composed.targets.values()} | set(composed.pages)
    texts = "\n".join(path.read_text("utf-8") for path in sorted((core.docs / "guidance").glob("*.md")))
    slugs = {re.sub(r"[^a-z0-9]+", "-", line[3:].lower().replace("'", "")).strip("-") for line in texts.split("\n") if line.startswith("## ")}

    assert [] == [where for where in words.asked_as if where not in targets and not (where.split("#")[0] in composed.pages and where.split("#")[1] in slugs)]
