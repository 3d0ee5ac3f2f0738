"""Composing: pages put together from the words, once for all schools; numbers; and what is said of what isn't there."""

from __future__ import annotations

import pytest

from houserules.clauses.text import choose
from houserules.pages.blocks import write_markdown
from houserules.pages.numbers import number_clauses
from houserules.problems import Problems

FACTS = {
    "nation": frozenset({"england"}), "stage": frozenset({"ks2"}), "phones": frozenset({"handed-in"}), "friends": frozenset({"never"}),
    "given": frozenset(), "sign_off": frozenset({"paper"}), "standing.staff": frozenset({"draft"}),
}  # fmt: skip


def page(small, id: str, **changed: str) -> str:
    """Give a page of the sample as Markdown for a school."""
    facts = FACTS | {key: frozenset({value}) for key, value in changed.items()}
    return write_markdown(choose(small.composed.nodes[id], facts))


def numbers(small, **changed: str) -> dict[str, str]:
    """Give the numbers of the sample's policy for a school."""
    facts = FACTS | {key: frozenset({value}) for key, value in changed.items()}
    return dict(number_clauses(small.words.policies["staff"], small.words, facts))


def test_every_page_is_composed(small_core):
    """Each policy and each prose page is there, and the home page."""
    assert {"index", "guidance/help", "guidance/sources", "policies/staff"} == set(small_core().composed.nodes)


def test_policy_holds_what_a_school_has(small_core):
    """A policy has its short version, its sections and, of its clauses, those that apply, with anchors and reasons."""
    small = small_core()
    there, without = page(small, "policies/staff"), page(small, "policies/staff", stage="ks5")

    assert (
        there.index("Keep apart, and tell somebody.")
        < there.index("Contact")
        < there.index("Staff must not be friends")
        < there.index("Pupils' phones")
    )
    assert all(anchor in there for anchor in ("{#section-1}", "{#section-2}", "{#contact-former-pupils", "{#phones-pupils"))
    assert "Early is best." in there
    assert not any(words in without for words in ("section-2", "Pupils' phones", "Lessons come first.", "Phones"))


def test_clause_is_numbered_by_placeholder(small_core):
    """A number is a value like any other: the text is the same for all schools."""
    there = page(small_core(), "policies/staff")

    assert "{{ number.staff.section-1 }}" in there
    assert "{{ number.staff.contact/report }}" in there


def test_numbers_run_on(small_core):
    """Sections and clauses are numbered in order."""
    assert {
        "number.staff.section-1": "1",
        "number.staff.contact/former-pupils": "1.1",
        "number.staff.contact/report": "1.2",
        "number.staff.section-2": "2",
        "number.staff.phones/pupils": "2.1",
    } == numbers(small_core())


def test_numbers_skip_what_is_out(small_core):
    """A clause that is out, and a section without clauses, take no number."""
    small = small_core(replace={"clauses/contact/former-pupils.md": {"sources: [law]": "sources: [law]\nwhen: {nation: wales}"}})

    assert "1.1" == numbers(small)["number.staff.contact/report"]
    assert "number.staff.contact/former-pupils" not in numbers(small)
    assert "number.staff.section-2" not in numbers(small, stage="ks5")


def test_numbers_begin_with_the_first_section_that_is_there(small_core):
    """Where the first section is out, the second is section 1."""
    first = small_core(
        replace={
            "policies/staff.md": {
                "[contact/former-pupils, contact/report]": "[phones/pupils]",
                "[phones/pupils]\n---": "[contact/report]\n---",
            }
        }
    )

    assert {"number.staff.section-2": "1", "number.staff.contact/report": "1.1"} == numbers(first, stage="ks5")


def test_dropped_clause_keeps_its_place_and_no_number(small_core):
    """A clause that a layer drops says so under its own link, and its neighbours close up."""
    small = small_core({"clauses/contact/former-pupils.md": "---\ntitle: Former pupils\ndropped: our code of conduct says it\n---\n"})
    there = page(small, "policies/staff")

    assert "our code of conduct says it" in there
    assert "{#contact-former-pupils" in there
    assert "Staff must not be friends" not in there
    assert {"number.staff.section-1": "1", "number.staff.contact/report": "1.1"}.items() <= numbers(small).items()
    assert "number.staff.contact/former-pupils" not in numbers(small)


def test_dropped_clause_is_cited_nowhere(small_core):
    """What rests on a clause that was dropped doesn't send a reader to it."""
    before = page(small_core(), "guidance/help")
    after = page(
        small_core({"clauses/contact/former-pupils.md": "---\ntitle: Former pupils\ndropped: the code says it\n---\n"}),
        "guidance/help",
    )

    assert "[Former pupils](clause:contact/former-pupils)" in before
    assert "[Former pupils](clause:contact/former-pupils)" not in after


def test_clauses_of_one_title_say_where_they_stand(small_core):
    """Of the clauses that are cited together, those with the same title are told apart by their policies; others need not be."""
    both = {"answers/parents/phone.md": {"[contact/report]": "[contact/report, contact/former-pupils, phones/pupils]"}}
    there = page(small_core(replace=both | {"clauses/contact/report.md": {"title: Tell somebody": "title: Former pupils"}}), "guidance/help")

    assert "[Former pupils (Staff agreement)](clause:contact/report)" in there
    assert "[Former pupils (Staff agreement)](clause:contact/former-pupils)" in there
    assert "[Pupils' phones](clause:phones/pupils)" in there


def test_helpline_is_there_for_whom_it_is(small_core):
    """A helpline with a condition is listed, and may be linked to, only where it holds."""
    small = small_core(replace={"helplines/ring.yml": {"hours: All day.": "hours: All day.\nwhen: {stage: ks5}"}})

    assert "0800 1111" not in page(small, "guidance/help")
    assert "0800 1111" in page(small, "guidance/help", stage="ks5")
    assert not small.composed.targets["helpline", "ring"].when.holds(FACTS)


def test_helplines_for_everybody_are_listed_once(small_core):
    """However many readers a helpline is for, it stands there once."""
    helplines = {"guidance/help.md": {"show helplines parents": "show helplines everybody"}}
    small = small_core(replace={**helplines, "helplines/ring.yml": {"audience: [parents": "audience: [staff, parents"}})

    assert 1 == page(small, "guidance/help").count("0800 1111")


def test_ruling_is_one_wherever_it_stands(small_core):
    """A clause and a quick answer that show the same ruling say the same, for each answer."""
    small = small_core()
    for answer, says in (("handed-in", "Pupils must hand phones in."), ("ask-first", "Pupils may use a phone if they ask first.")):
        shown = [page(small, id, phones=answer) for id in ("policies/staff", "guidance/help")]
        others = {"Pupils must hand phones in.", "Pupils may use a phone if they ask first."} - {says}
        assert all(says in text for text in shown)
        assert not any(other in text for text in shown for other in others)


def test_scenarios_and_answers_stand_in_their_order(small_core):
    """What a page shows of a folder comes by order, then by name; one that a school hasn't got isn't there."""
    scenario = "---\ntitle: {0}\naudience: [staff]\norder: {1}\nruling: contact/friends\nclauses: [contact/report]\n{2}---\nWords {0}.\n\n## Think about\n\n* Why?\n\n## What to do\n\nAsk.\n"
    small = small_core(
        {
            "scenarios/contact/b.md": scenario.format("Bee", 10, ""),
            "scenarios/contact/a.md": scenario.format("Ay", 20, ""),
            "scenarios/contact/c.md": scenario.format("Sea", 5, "when: {nation: wales}\n"),
            "scenarios/contacts/x.md": scenario.format("Elsewhere", 1, ""),
            "guidance/other.md": "---\ntitle: A\ndescription: A.\naudience: [staff]\n---\n::: show scenarios contacts\n",
        }
    )
    text = page(small, "guidance/help")
    places = [text.index(title) for title in ("Words Bee.", "A former pupil asks", "Words Ay.")]

    assert sorted(places) == places
    assert "Words Sea." not in text
    assert "Words Sea." in page(small, "guidance/help", nation="wales")
    assert "Words Elsewhere." not in text


def test_sources_hold_in_the_nation(small_core):
    """A page names the references that hold where the school is, once each, and none where none does."""
    small = small_core(replace={"references/law.yml": {"[england, wales, scotland, northern-ireland]": "[wales]"}})

    assert "(reference:law)" in page(small, "policies/staff", nation="wales")
    assert "(reference:law)" not in page(small, "policies/staff", nation="england")
    assert "Where this comes from" not in page(small, "policies/staff", nation="england")


MISTAKES = {
    "a ruling": ({"guidance/help.md": {"::: show helplines parents": "::: show ruling contact/phone"}}, ["docs/guidance/help.md:8:1: There is no ruling 'contact/phone'. Did you mean 'contact/phones'?"]),
    "a scenario": ({"guidance/help.md": {"::: show helplines parents": "::: show scenario contact/friend"}}, ["docs/guidance/help.md:8:1: There is nothing to show for 'contact/friend'. Did you mean 'contact/friend-request'?"]),
    "a folder of scenarios": ({"guidance/help.md": {"::: show scenarios contact": "::: show scenarios contacts"}}, ["docs/guidance/help.md:12:1: There is nothing to show for 'contacts'. Did you mean 'contact'?"]),
    "a folder of answers": ({"guidance/help.md": {"::: show answers parents": "::: show answers pupils"}}, ["docs/guidance/help.md:16:1: There is nothing to show for 'pupils'."]),
    "a clause": ({"guidance/help.md": {"::: show helplines parents": "::: show clause contact/reports"}}, ["docs/guidance/help.md:8:1: There is no clause 'contact/reports'. Did you mean 'contact/report'?"]),
    "a clause of a policy": ({"policies/staff.md": {"[phones/pupils]": "[phones/pupil]"}}, ["docs/policies/staff.md:1: There is no clause 'phones/pupil'. Did you mean 'phones/pupils'?"]),
    "the ruling of a scenario": ({"scenarios/contact/friend-request.md": {"ruling: contact/friends": "ruling: contact/friend"}}, ["docs/scenarios/contact/friend-request.md:1: There is no ruling 'contact/friend'. Did you mean 'contact/friends'?"]),
    "the clause of an answer": ({"answers/parents/phone.md": {"contact/report": "contact/zzz"}}, ["docs/answers/parents/phone.md:1: There is no clause 'contact/zzz'. Did you mean 'contact/report'?"]),
    "a reference": ({"policies/staff.md": {"sources: [law]": "sources: [lore]"}}, ["docs/policies/staff.md:1: There is no reference 'lore'."]),
}  # fmt: skip


@pytest.mark.parametrize(("replace", "messages"), MISTAKES.values(), ids=MISTAKES.keys())
def test_what_is_named_and_isnt_there(replace, messages, small_core):
    """A line that shows, and a list that names, what isn't there is named with its place."""
    small = small_core(replace=replace)
    with pytest.raises(Problems) as found:
        small.composed  # noqa: B018 - composing is what is tried

    assert messages == [str(problem) for problem in found.value.problems]
