"""The site of one school: its pages with nothing left to choose, and what is said where its own words lead nowhere."""

from __future__ import annotations

import re

import pytest
from mkdocs.utils.meta import get_data

from houserules.clauses.layers import layers_of
from houserules.clauses.read import read_words
from houserules.pages.alphabet import CODE, EACH, EACH_END, LETTERS
from houserules.pages.compose import compose_pages
from houserules.pages.site import settle_site
from houserules.pages.targets import where_it_holds
from houserules.problems import Problems
from houserules.profile.read import read_school


@pytest.fixture
def site(core, school_folder, tmp_path, monkeypatch):
    """Give a function that settles the site of a school."""
    monkeypatch.chdir(tmp_path)
    return lambda **how: core.site(core.school(school_folder(**how)))


SMALLEST = """\
school: {name: A, nation: wales, phase: primary, ages: {from: 4, to: 11}, type: maintained, phone: 01632 960100}
people: {head: {name: B}, safeguarding_lead: {phone: 01632 960100}}
review: {owner: C, review_by: 2027-09-30}
decisions: {friends: later}
"""


@pytest.fixture
def small_site(small_core, core, school_folder, tmp_path, monkeypatch):
    """Give a function that settles the site of a school in Wales from the sample's few words and files of its own."""
    monkeypatch.chdir(tmp_path)

    def settle(files=None):
        small = small_core()
        folder = school_folder(text=SMALLEST, files=files)
        words = read_words(layers_of(small.docs, None, folder), small.vocabulary)
        return settle_site(
            read_school(folder, small.vocabulary), words, compose_pages(words, small.vocabulary, core.blocks), small.vocabulary
        )

    return settle


def test_pages_of_a_school(site, core):
    """A school has the pages of which the condition holds, and no other."""
    found = site()

    assert {id for id, page in core.composed.pages.items() if page.when.holds(found.school.facts)} == set(found.pages)
    assert "policies/pupil-agreement-ks5" not in found.pages
    assert "policies/pupil-agreement-ks2" in found.pages


def test_primary_school_in_scotland_has_primary_agreements(site):
    """P7 is left at 12, and its pupils get the agreement that says so, and not that of the secondary school."""
    found = site(changes={"school.nation": "scotland", "school.type": "maintained", "school.trust": None, "school.ages.to": 12})

    assert {"policies/pupil-agreement-eyfs-ks1", "policies/pupil-agreement-ks2"} <= set(found.pages)
    assert "policies/pupil-agreement-ks3-ks4" not in found.pages
    assert "7 to 12" == found.values["terms.junior_ages"]


def test_nothing_is_left_open(site):
    """No page holds a brace of a placeholder, a line that shows something, or a link to a thing."""
    left = re.compile(r"\{\{|\}\}|^:::|\]\((?:clause|policy|scenario|answer|ruling|page|reference|helpline):", re.MULTILINE)

    assert not [(id, found.group()) for id, page in site().pages.items() if (found := left.search(page.markdown))]


def test_no_value_is_in_the_pages(site):
    """Values are put in at the end: no page, title or description holds one."""
    found = site(changes={"school.name": "Zebedee Quill School", "school.short_name": "Quill", "school.phone": "01632 960777"})
    texts = "".join(page.markdown + page.title + page.short_title + page.description for page in found.pages.values())

    assert "Quill" not in texts
    assert "960777" not in texts
    assert re.search(f"[{LETTERS}]", texts)


def test_letters_are_the_same_for_the_same_school(site):
    """Settling twice gives the same letters in the same places."""
    assert {id: page.markdown for id, page in site().pages.items()} == {id: page.markdown for id, page in site().pages.items()}


def test_every_letter_has_a_value(site):
    """Everything that a page prints outside a list is known of the school."""
    found = site()
    meanings = found.alphabet.meanings()
    texts = "".join(page.title + page.short_title + page.description + page.markdown for page in found.pages.values())
    outside = re.sub(f"{EACH}.*?{EACH_END}", "", texts, flags=re.DOTALL)
    asked = {meanings[code][0] for code in re.findall(CODE, outside)}

    assert "school.name" in asked
    assert set() == asked - set(found.values)


def test_standing_of_policies(site):
    """A policy is a draft, approved, or changed since: it is approved only in the version that was."""
    versions = site().standings.versions
    approved = {"staff-acceptable-use": versions["staff-acceptable-use"], "parent-agreement": "00000000"}
    found = site(changes={"review.approved": approved})

    assert "approved" == found.standings.standings["staff-acceptable-use"]
    assert "changed" == found.standings.standings["parent-agreement"]
    assert "draft" == found.standings.standings["official-accounts"]
    assert "the full governing body" == found.values["approved_by.staff-acceptable-use"]
    assert "12 November 2026" == found.values["approved_on.staff-acceptable-use"]
    assert "approved_by.official-accounts" not in found.values
    assert {"changed"} == found.facts["standing.parent-agreement"]


def test_approval_of_one_policy_may_differ(site):
    """A committee that approved one policy is named on that one."""
    approval = {"version": "00000000", "by": "the parents' committee", "on": "2026-10-01"}
    values = site(changes={"review.approved": {"parent-agreement": approval}}).values

    assert ("the parents' committee", "1 October 2026") == (values["approved_by.parent-agreement"], values["approved_on.parent-agreement"])


OWN_PAGE = "---\ntitle: Ours\ndescription: Our own page.\naudience: [staff]\n---\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Read [this](clause:zzz).", "schools/marsh-street/guidance/ours.md:1: A link leads to the clause 'zzz'."),
        ("Read [this](page:guidance/english).", "schools/marsh-street/guidance/ours.md:1: A link leads to the page 'guidance/english'."),
    ],
    ids=["to what nobody has", "to what another school has"],
)
def test_link_that_leads_nowhere(text, message, small_site):
    """A school's own page that links to what the school hasn't got is named."""
    english = OWN_PAGE.replace("audience:", "when: {nation: england}\naudience:") + "For England.\n"
    with pytest.raises(Problems) as found:
        small_site({"guidance/ours.md": OWN_PAGE + text + "\n", "guidance/english.md": english})

    assert [f"{message} This school hasn't got it. Put the link under the same condition."] == [
        str(problem) for problem in found.value.problems
    ]


def test_own_page_is_a_page(small_site):
    """A school's own page links, shows and asks like the core's."""
    text = "Read [this](clause:contact/former-pupils), {{ school.short_name }}.\n\n::: show ruling contact/phones\n"
    page = small_site({"guidance/ours.md": OWN_PAGE + text}).pages["guidance/ours"]

    assert ("Ours", "school", "guidance/ours.md") == (page.title, page.layer, page.src_uri)
    assert "[this](../policies/staff.md#contact-former-pupils)" in page.markdown
    assert "Pupils must hand phones in." in page.markdown


def test_what_rests_on_a_dropped_clause_is_noted(small_site):
    """Scenarios, answers and rulings that cite a clause which a school drops, and texts that link to it, are named, with the reason."""
    assert () == small_site().notes
    notes = small_site({"clauses/contact/former-pupils.md": "---\ntitle: Former pupils\ndropped: our code of conduct says it\n---\n"}).notes
    said = (
        "the clause 'contact/former-pupils', which schools/marsh-street/clauses/contact/former-pupils.md drops: "
        "our code of conduct says it. Look whether it still holds."
    )

    assert [
        f"docs/scenarios/contact/friend-request.md:1: It rests on {said}",
        f"docs/rulings/contact/friends.yml:1: It rests on {said}",
        f"docs/scenarios/contact/friend-request.md:16: It links to {said}",
    ] == [str(note) for note in notes]


def test_what_a_school_has_not_got_is_not_noted(small_site):
    """A text that this school hasn't got may link to what it drops, and nobody is told."""
    dropped = {"clauses/contact/former-pupils.md": "---\ntitle: Former pupils\ndropped: our code of conduct says it.\n---\n"}
    link = "Read [this](clause:contact/former-pupils)."
    ours = f"---\ntitle: Ours\ndescription: Ours.\naudience: [staff]\n---\n::: when {{nation: scotland}}\n{link}\n:::\n\nAll:\n\n{link}\n"
    notes = small_site({**dropped, "guidance/ours.md": ours}).notes

    assert ["schools/marsh-street/guidance/ours.md:12"] == [str(note).partition(": ")[0] for note in notes if "ours.md" in note.place.path]


@pytest.mark.parametrize(
    "first",
    ["Note: this is ours.", "---\ntemplate: home.html\n---", "Remember: ask first.\nAnd ask again."],
    ids=["a word and a colon", "a second front matter", "two lines"],
)
def test_first_line_of_a_page_is_text(first, small_site):
    """MkDocs takes a first line such as `Note: ...` for metadata and drops it; ours is never taken for that."""
    page = small_site({"guidance/ours.md": OWN_PAGE + first + "\n\nWords.\n"}).pages["guidance/ours"]
    text, meta = get_data(page.markdown)

    assert {} == meta
    assert first.split("\n")[-1] in text


def test_references_of_the_nation(site, core):
    """The references that a site cites are those that hold in its nation, with their dates."""
    found = site(changes={"school.nation": "scotland", "school.type": "maintained", "school.trust": None})

    assert found.references
    assert {id for id, one in core.words.references.items() if where_it_holds(one).holds(found.school.facts)} == set(found.references)
    assert all("scotland" in core.words.references[id].jurisdiction for id in found.references)
    assert {"title", "edition", "checked_on", "review_by"} == set(next(iter(found.references.values())))


COLLEGE = {"school.type": "further-education", "school.phase": "sixth-form", "school.ages": {"from": 16, "to": 19}}
SECONDARY = {"school.phase": "secondary", "school.ages": {"from": 11, "to": 16}}


@pytest.mark.parametrize(
    ("changes", "reference", "page"),
    [
        pytest.param(SECONDARY, "eyfs", "policies/staff-acceptable-use", id="the early years in a secondary school"),
        pytest.param(COLLEGE, "phones-duty-england", "policies/mobile-phones", id="the phones duty in a college"),
        pytest.param(COLLEGE, "ofsted-phones", "policies/mobile-phones", id="inspections of phones in a college"),
    ],
)
def test_reference_that_is_not_for_such_a_school(changes, reference, page, site):
    """A reference that doesn't hold for a school like this one is neither cited under a policy nor listed among the sources."""
    anchor, with_it, without = f"#source-{reference}", site(), site(changes=changes)

    assert reference in with_it.references
    assert reference not in without.references
    assert anchor in with_it.pages[page].markdown
    assert anchor not in without.pages[page].markdown
    assert f"{{#source-{reference}}}" in with_it.pages["guidance/sources"].markdown
    assert f"{{#source-{reference}}}" not in without.pages["guidance/sources"].markdown


def test_clauses_of_each_policy(site):
    """Of each policy of the school, the clauses that it has are known, in order."""
    found = site()

    assert set(found.clauses) == {id for id, page in found.pages.items() if page.is_policy}
    assert all(found.clauses.values())


def test_answers_settle_the_words(small_site):
    """What a school has decided settles what its pages say, and how its clauses are numbered."""
    found = small_site()

    assert {"index", "guidance/help", "guidance/sources", "policies/staff"} == set(found.pages)
    assert "Staff may be friends with former pupils later." in found.pages["policies/staff"].markdown
    assert "Staff must not be friends" not in found.pages["policies/staff"].markdown
    assert "1.2" == found.values["number.staff.contact/report"]


CLAUSE = "---\ntitle: Ours\nreason: R.\nsince: 2026-11-22\n---\nStaff must ask.\n"
SCENARIO = "---\ntitle: Ours\naudience: [staff]\nruling: contact/friends\nclauses: [contact/former-pupils]\n---\nA.\n\n## Think about\n\nB.\n\n## What to do\n\nC.\n"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("clauses/contact/former-pupil.md", CLAUSE, "No page shows the clause 'contact/former-pupil'. What this file says would not be published. Did you mean 'contact/former-pupils'?"),
        ("scenarios/elsewhere/ours.md", SCENARIO, "No page shows the scenario 'elsewhere/ours'."),
    ],
    ids=["clause", "scenario"],
)  # fmt: skip
def test_wording_that_no_page_shows_is_a_problem(path, text, said, small_site):
    """A slip in the path of a school's own wording is named: its site would show ours instead, and nobody would know."""
    with pytest.raises(Problems) as found:
        small_site({path: text})

    assert [f"schools/marsh-street/{path}:1: {said}"] == [str(problem)[: len(f"schools/marsh-street/{path}:1: {said}")] for problem in found.value.problems]


def test_clause_in_a_policy_of_the_schools_own_is_shown(small_site):
    """A clause at a path of its own is in order where a policy lists it."""
    policy = "---\ntitle: Ours\ndescription: Ours.\naudience: [staff]\nstatus: good-practice\nreview_cycle: every year\nsections: [{title: All, clauses: [ours/first]}]\n---\nOurs.\n"

    assert () == small_site({"clauses/ours/first.md": CLAUSE, "policies/ours.md": policy}).notes
