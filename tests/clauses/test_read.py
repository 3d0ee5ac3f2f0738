"""Reading the words: what each file gives, and what is said of one that is wrong."""

from __future__ import annotations

import re

import pytest

from houserules.clauses.layers import layers_of
from houserules.clauses.read import read_words
from houserules.clauses.text import Text, walk
from houserules.problems import Place, Problems
from houserules.profile.conditions import ALWAYS
from houserules.profile.decisions import Verdict


def said(read) -> list[str]:
    """Give the messages of the problems that reading raises."""
    with pytest.raises(Problems) as found:
        read()
    return [str(problem) for problem in found.value.problems]


def texts(nodes) -> list[tuple[str, int]]:
    """Give the texts in some nodes with their lines."""
    return [(node.text.strip(), node.place.line) for node, _ in walk(nodes) if isinstance(node, Text)]


def test_clause_is_read(small_core):
    """A clause has its title, reason, sources, examples, text, place and a permanent anchor from its path."""
    clause = small_core().words.clauses["contact/former-pupils"]

    assert ("contact/former-pupils", "contact-former-pupils", "Former pupils", "rule", ("law",)) == (
        clause.id,
        clause.anchor,
        clause.title,
        clause.kind,
        clause.sources,
    )
    assert ("An answer goes by way of the office.",) == clause.right
    assert ("A teacher accepts last summer's leavers as friends.",) == clause.wrong
    assert (ALWAYS, "", "core", Place("docs/clauses/contact/former-pupils.md", 1)) == (
        clause.when,
        clause.dropped,
        clause.layer,
        clause.place,
    )
    assert ("Staff must not be friends with former pupils.", 12) == texts(clause.body)[0]


def test_policy_is_read(small_core):
    """A policy has its sections in order, with their clauses, and its short version."""
    policy = small_core().words.policies["staff"]

    assert ("policies/staff", "staff", "Staff agreement", "Staff agreement", "staff", "supports", "every year") == (
        policy.id, policy.name, policy.title, policy.short_title, policy.sign_off, policy.status, policy.review_cycle,
    )  # fmt: skip
    assert [("Contact", ("contact/former-pupils", "contact/report")), ("Phones", ("phones/pupils",))] == [
        (section.title, section.clauses) for section in policy.sections
    ]
    assert [("Keep apart, and tell somebody.", 15)] == texts(policy.body)


def test_scenario_is_read_in_its_parts(small_core):
    """A scenario has a situation, what to think about and what to do, each at its line."""
    scenario = small_core().words.scenarios["contact/friend-request"]

    assert ("friend-request", 10, "contact/friends") == (scenario.anchor, scenario.order, scenario.ruling)
    assert [("A former pupil asks to be your friend.", 8)] == texts(scenario.situation)
    assert [("* Who else would see it?", 12)] == texts(scenario.think)
    assert [("Say no, kindly: [why](clause:contact/former-pupils).", 16)] == texts(scenario.do)


def test_ruling_takes_its_cases_from_a_decision(small_core):
    """A ruling that names a decision says what its answers say, the last one without a condition."""
    ruling = small_core().words.rulings["contact/phones"]
    told = {answer: ruling.case({"phones": frozenset({answer})}) for answer in ("handed-in", "ask-first")}

    assert (Verdict.NEVER, "Pupils must hand phones in.") == (told["handed-in"].verdict, told["handed-in"].says)
    assert (Verdict.ASK_FIRST, "Pupils may use a phone if they ask first.") == (told["ask-first"].verdict, told["ask-first"].says)
    assert ruling.cases[-1].when.always


def test_ruling_of_its_own_cases(small_core):
    """The first case that holds is the ruling."""
    ruling = small_core().words.rulings["contact/friends"]

    assert Verdict.NEVER == ruling.case({"friends": frozenset({"never"})}).verdict
    assert Verdict.ASK_FIRST == ruling.case({"friends": frozenset({"later"})}).verdict


def test_other_kinds_are_read(small_core):
    """Answers, pages, references, helplines and the glossary are read by id."""
    words = small_core().words

    assert "May my child have a phone?" == words.answers["parents/phone"].question
    assert {"guidance/help", "guidance/sources", "index"} == set(words.prose)
    assert ("The law", "The law") == (words.references["law"].title, words.references["law"].short_title)
    assert ("Anybody who wants to talk.", "0800 1111") == (words.helplines["ring"].purpose, words.helplines["ring"].phone)
    assert "A program on a phone." == words.glossary["app"].says


def test_home_of_a_clause_is_the_first_policy_that_lists_it(small_core):
    """A permanent link leads to the first policy, by name, that has the clause as its own; those that borrow come last."""
    borrower = (
        "---\ntitle: A\ndescription: A.\naudience: [staff]\nborrows: yes\nsections:\n  - title: A\n    clauses: [contact/report]\n---\nA.\n"
    )
    owner = borrower.replace("borrows: yes\n", "").replace("contact/report", "phones/pupils")
    homes = small_core({"policies/a.md": borrower, "policies/b.md": owner}).words.homes()

    assert {"contact/former-pupils": "policies/staff", "contact/report": "policies/staff", "phones/pupils": "policies/b"} == homes


CLAUSE, POLICY, SCENARIO, RULING = (
    "clauses/contact/report.md",
    "policies/staff.md",
    "scenarios/contact/friend-request.md",
    "rulings/contact/friends.yml",
)
MISTAKES = {
    "no front matter": ({CLAUSE: "Staff must.\n"}, {}, [f"docs/{CLAUSE}:1: The file doesn't begin with its front matter. Begin with a line '---', then 'title: ...', then a line '---'."]),
    "front matter without an end": ({CLAUSE: "---\ntitle: A\n\nStaff must.\n"}, {}, [f"docs/{CLAUSE}:1: The front matter that begins here isn't closed. Put a line '---', and nothing else on it, between 'title: ...' and the text."]),
    "no title": ({CLAUSE: "---\nreason: A.\n---\nStaff must.\n"}, {}, [f"docs/{CLAUSE}:2:1: title is still to fill in. Write it there."]),
    "an unknown key": ({}, {CLAUSE: {"reason:": "raeson:"}}, [f"docs/{CLAUSE}:3:1: 'raeson' isn't a field here. It would never be shown. Did you mean 'reason'?"]),
    "an unknown kind": ({}, {CLAUSE: {"reason:": "kind: advice\nreason:"}}, [f"docs/{CLAUSE}:3:7: kind: 'advice' isn't one of the possible values. It can be rule, explanation."]),
    "a date that is none": ({}, {CLAUSE: {"reason:": "since: 22/11/2026\nreason:"}}, [f"docs/{CLAUSE}:3:8: since: '22/11/2026' isn't a date. Write year-month-day, for example 2027-07-31."]),
    "a list for words": ({}, {CLAUSE: {"reason: Early is best.": "reason: [Early]"}}, [f"docs/{CLAUSE}:3:9: reason: Words are needed here."]),
    "an unknown condition": ({}, {CLAUSE: {"reason:": "when: {phone: handed-in}\nreason:"}}, [f"docs/{CLAUSE}:3:8: 'phone' isn't something that a condition can ask. Did you mean 'phones'?"]),
    "YAML in front matter": ({}, {CLAUSE: {"reason:": "title: B\nreason:"}}, [f"docs/{CLAUSE}:3:1: 'title' stands here a second time; the first is on line 2. Keep one of the two."]),
    "a character": ({}, {CLAUSE: {"Staff must": "Staff\x07 must"}}, [f"docs/{CLAUSE}:5:6: The character U+0007 (a control character) can't be used here. Delete it and type the word again."]),
    "a block": ({}, {CLAUSE: {"Staff must": "::: when {nation: whales}\nStaff must"}}, [
        f"docs/{CLAUSE}:5:1: This '::: when' has no end. Put ':::' on a line of its own after it.",
        f"docs/{CLAUSE}:5:19: 'whales' isn't a value of 'nation'. Did you mean 'wales'?",
    ]),
    "an audience": ({}, {POLICY: {"audience: [staff]": "audience: [staf]"}}, [f"docs/{POLICY}:4:12: audience.0: 'staf' isn't one of the possible values. Did you mean 'staff'?"]),
    "no audience": ({}, {POLICY: {"audience: [staff]": "audience: []"}}, [f"docs/{POLICY}:4:11: audience: there are 0 entries here, and there can be at least 1."]),
    "a section without clauses": ({}, {POLICY: {"    clauses: [phones/pupils]\n": ""}}, [f"docs/{POLICY}:12:5: sections.1.clauses is still to fill in. Write it there."]),
    "who signs": ({}, {POLICY: {"sign_off: staff": "sign_off: teachers"}}, [f"docs/{POLICY}:6:11: sign_off: 'teachers' isn't one of the possible values. It can be staff, pupil, pupil-and-parent, parent, volunteer, visitor."]),
    "a scenario without its parts": ({}, {SCENARIO: {"## Think about": "## Reflect"}}, [f"docs/{SCENARIO}:8: A scenario has the situation, then '## Think about', then '## What to do'."]),
    "a scenario in another order": ({}, {SCENARIO: {"## Think about": "## X", "## What to do": "## Think about", "## X": "## What to do"}}, [f"docs/{SCENARIO}:8: A scenario has the situation, then '## Think about', then '## What to do'."]),
    "an order that is no number": ({}, {SCENARIO: {"order: 10": "order: first"}}, [f"docs/{SCENARIO}:4:8: order: 'first' can't be used here. Look at the example in the reference."]),
    "a ruling for some schools only": ({}, {RULING: {"  - ruling: ask-first\n    says: Staff may, if they ask the {{ terms.head }}.\n": ""}}, [f"docs/{RULING}:6:3: The last case must have no condition, so that every school has a ruling."]),
    "a ruling without cases": ({RULING: "question: Why?\n"}, {}, [f"docs/{RULING}:1:1: The last case must have no condition, so that every school has a ruling."]),
    "a ruling from a decision that gives none": ({RULING: "question: Why?\ndecision: friends\n"}, {}, [f"docs/{RULING}:2:11: 'friends' isn't a decision whose every answer gives a ruling and a sentence."]),
    "a ruling from a decision that isn't there": ({RULING: "question: Why?\ndecision: zzz\n"}, {}, [f"docs/{RULING}:2:11: 'zzz' isn't a decision whose every answer gives a ruling and a sentence."]),
    "a verdict": ({}, {RULING: {"ruling: never": "ruling: maybe"}}, [f"docs/{RULING}:7:13: cases.0.ruling: 'maybe' isn't one of the possible values. It can be allowed, ask-first, never."]),
    "a reference": ({}, {"references/law.yml": {"kind: law": "kind: lore"}}, ["docs/references/law.yml:3:7: kind: 'lore' isn't one of the possible values. It can be law, statutory-guidance, guidance, advice, research."]),
    "a helpline": ({}, {"helplines/ring.yml": {"for: Anybody": "four: Anybody"}}, [
        "docs/helplines/ring.yml:1:1: for is still to fill in. Write it there.",
        "docs/helplines/ring.yml:2:1: 'four' isn't a field here. It would never be shown. Did you mean 'for'?",
    ]),
    "no home page": ({"index.md": None}, {}, ["docs/index.md: This file isn't there. Check the name, or make one with 'houserules new'."]),
}  # fmt: skip


@pytest.mark.parametrize(("files", "replace", "messages"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_in_the_words(files, replace, messages, small_core):
    """A file that is wrong is named with its line, and what to do."""
    small = small_core(files, replace)

    assert messages == said(lambda: small.words)


def test_mistakes_in_all_files_come_at_once(small_core):
    """One file that is wrong doesn't hide another."""
    small = small_core({CLAUSE: "x", POLICY: "x", RULING: "x: y", "index.md": "x"})

    assert {f"docs/{path}" for path in (CLAUSE, POLICY, RULING, "index.md")} == {
        message.split(":")[0] for message in said(lambda: small.words)
    }


@pytest.fixture
def through_layers(small_core, school_folder, tmp_path, monkeypatch):
    """Give a function that reads the sample's words through a school's own files."""
    monkeypatch.chdir(tmp_path)

    def read(files):
        small = small_core()
        return read_words(layers_of(small.docs, None, school_folder(files=files)), small.vocabulary)

    return read


FORMER = "clauses/contact/former-pupils.md"


def test_school_replaces_a_clause(through_layers):
    """A file at the same path stands in place of the core's; its id, and so its link, stays."""
    words = through_layers({FORMER: "---\ntitle: Our own\nreason: Because.\n---\nStaff must ask.\n"})
    clause = words.clauses["contact/former-pupils"]

    assert ("Our own", "school", "schools/marsh-street/clauses/contact/former-pupils.md") == (clause.title, clause.layer, clause.place.path)
    assert "core" == words.clauses["contact/report"].layer


def test_school_drops_a_clause(through_layers):
    """A clause may be dropped with a reason; nobody else's is."""
    words = through_layers({FORMER: "---\ntitle: Former pupils\ndropped: our code of conduct says it\n---\n"})

    assert "our code of conduct says it" == words.clauses["contact/former-pupils"].dropped
    assert {""} == {clause.dropped for id, clause in words.clauses.items() if id != "contact/former-pupils"}


REASON = "write the reason on the same line, for example 'dropped: our code of conduct says this in full.' To keep it, delete this line."
UNREASONED = {
    "yes": ("dropped: yes\n---\n", "'yes' isn't a reason for dropping a clause. The clause would be left out, and the page would give 'yes' as the reason."),
    "no": ("dropped: no\n---\nStaff must ask.\n", "'no' isn't a reason for dropping a clause. The clause would be left out, and the page would give 'no' as the reason."),
    "still to fill in": ("dropped: TBC\n---\n", "'TBC' isn't a reason for dropping a clause. The clause would be left out, and the page would give 'TBC' as the reason."),
    "beneath": (
        "dropped:\n---\nOur code of conduct says it.\n",
        "There is no reason after 'dropped:'. The clause would not be left out: what stands in this file would be published in its place.",
    ),
}


@pytest.mark.parametrize(("rest", "what"), UNREASONED.values(), ids=UNREASONED.keys())
def test_dropping_needs_a_reason(rest, what, through_layers):
    """No clause is dropped or kept by a word that isn't a reason."""
    messages = said(lambda: through_layers({FORMER: f"---\ntitle: Former pupils\n{rest}"}))

    column = 10 if what.startswith("'") else 1
    assert [f"{LOCAL}:3:{column}: {what} To leave the clause out, {REASON}"] == messages


EMPTY = {
    "a clause": (FORMER, "---\ntitle: Ours\nreason: Because.\n---\n\n", 5, "below the second line '---'"),
    "a clause with an empty block": (FORMER, "---\ntitle: Ours\n---\n::: when {nation: wales}\n\n:::\n", 4, "below the second line '---'"),
    "a page": ("guidance/ours.md", "---\ntitle: Ours\ndescription: Ours.\naudience: [staff]\n---\n", 6, "below the second line '---'"),
    "half a situation": (
        "scenarios/ours/ours.md",
        "---\ntitle: Ours\naudience: [staff]\nruling: never\nclauses: [contact/report]\n---\nA pupil asks.\n\n## Think about\n\n## What to do\n\nAsk.\n",
        9,
        "below '## Think about'",
    ),
}


@pytest.mark.parametrize(("file", "text", "line", "where"), EMPTY.values(), ids=EMPTY.keys())
def test_no_file_is_published_empty(file, text, line, where, through_layers):
    """A title with nothing beneath it isn't published."""
    messages = said(lambda: through_layers({file: text}))

    what = f"There is no text {where}. It would be published with nothing in it. Write the text there, or take the file away."
    assert [f"schools/marsh-street/{file}:{line}: {what}"] == messages


def test_only_the_faulty_answer_is_blamed(small_core):
    """A common question whose own file is wrong isn't said to be missing from the list of them as well."""
    small = small_core({"answers/common.yml": "questions:\n  - parents/phone\n  - parents/phne\n", "answers/parents/phone.md": "---\nquestion: May I?\n---\nNo.\n"})

    assert ["docs/answers/common.yml:3:5", "docs/answers/parents/phone.md"] == [re.match(r"[^:]+(?::3:5)?", message)[0] for message in said(lambda: small.words)]


def test_school_adds_a_page(through_layers):
    """A page of a school's own is read, conditions, placeholders and things to show included; a template isn't its to choose."""
    page = "---\ntitle: Ours\ndescription: Ours.\naudience: [staff]\ntemplate: home.html\n---\n::: when {given: school.phone, nation: [england]}\nRing {{ school.phone }}.\n\n:::\n\n::: show ruling contact/phones\n"
    words = through_layers({"guidance/ours.md": page})

    assert ("school", "") == (words.prose["guidance/ours"].layer, words.prose["guidance/ours"].template)


LOCAL = "schools/marsh-street/clauses/contact/former-pupils.md"
HTML = "HTML can't be used here. A school's text is plain Markdown. Write it in Markdown; for the sign itself, write 'less than'."
BRACES = (
    "Braces can't be used here, except for a placeholder such as {{ school.name }}. A school's text is plain Markdown. Remove the braces."
)
REFUSED = {
    "HTML in the text": ({FORMER: "---\ntitle: A\nreason: B.\n---\n\n<b>Staff</b> must.\n"}, [f"{LOCAL}:6:1: {HTML}"]),
    "HTML in the title": ({FORMER: "---\ntitle: <script>alert(1)</script>\nreason: B.\n---\nStaff must.\n"}, [f"{LOCAL}:2:8: {HTML}"]),
    "HTML in the reason": ({FORMER: "---\ntitle: A\nreason: >-\n  B <img src=x onerror=alert(1)>\n---\nStaff must.\n"}, [f"{LOCAL}:3:9: {HTML}"]),
    "HTML in an example": ({FORMER: "---\ntitle: A\nreason: B.\nexamples:\n  right:\n    - <b>C</b>\n---\nStaff must.\n"}, [f"{LOCAL}:6:7: {HTML}"]),
    "HTML in the reason for dropping": ({FORMER: "---\ntitle: A\ndropped: <b>B</b>\n---\n"}, [f"{LOCAL}:3:10: {HTML}"]),
    "a clause that is left out and written": (
        {FORMER: "---\ntitle: A\ndropped: B says it\n---\n\nStaff must.\n"},
        [(f"{LOCAL}:6:1: There are words here, and the clause is left out by 'dropped'. They would not be published. "
          "Delete the line 'dropped' to publish these words, or delete the words to leave the clause out.")],
    ),
    "an attribute in the title": ({FORMER: "---\ntitle: \"A {#x onclick=alert(1)}\"\nreason: B.\n---\nStaff must.\n"}, [f"{LOCAL}:2:8: {BRACES}"]),
    "an attribute after a block": ({FORMER: "---\ntitle: A\nreason: B.\n---\n::: when {nation: wales}\nStaff *must*{x onclick=alert(1)}.\n\n:::\n"}, [f"{LOCAL}:6:13: {BRACES}"]),
    "a reason that looks like a block": ({FORMER: "---\ntitle: A\nreason: \"::: when {x onclick=y}\"\n---\nStaff must.\n"}, [f"{LOCAL}:3:9: {BRACES}"]),
    "a link in a section's intro": (
        {"policies/staff.md": "---\ntitle: A\ndescription: B.\naudience: [staff]\nsections:\n  - title: C\n    intro: \"[x](javascript:alert(1))\"\n    clauses: [contact/report]\n---\nD.\n"},
        [("schools/marsh-street/policies/staff.md:7:12: This link leads nowhere that it may. A school's text is plain Markdown. "
         "It should begin with https://, mailto:, page:, policy: or clause:.")],
    ),
    "an unknown placeholder": (
        {FORMER: "---\ntitle: A\nreason: B.\n---\nStaff must ask {{ school.nam }}.\n"},
        [f"{LOCAL}:5:16: There is no placeholder 'school.nam'. Nothing could be printed here. Did you mean 'school.name'?"],
    ),
    "a file that may not be there": (
        {"rulings/contact/phones.yml": "question: x\n"},
        [("schools/marsh-street/rulings/contact/phones.yml: This file can't be used here. It would not be published. "
         "Wording of your own is Markdown (.md) in clauses, policies, guidance, scenarios, answers.")],
    ),
    "Latin-1": ({FORMER: "---\ntitle: Dún\n---\n".encode("latin-1")}, [f"{LOCAL}: This file isn't plain text in UTF-8 (byte 12). Save it again as UTF-8 text (in Notepad: Save as, Encoding, UTF-8)."]),
    "a book": ({FORMER: "x" * 140_000}, [f"{LOCAL}: This file is too large (136 kB; at most 128 kB). A file of this kind is a few pages of text: look for something pasted by mistake."]),
}  # fmt: skip


@pytest.mark.parametrize(("files", "messages"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_school_may_not_write(files, messages, through_layers):
    """A school's file is restricted in all its parts, and named by its own path."""
    assert messages == said(lambda: through_layers(files))
