"""Placeholders in the words: each mistake is named, and what is guarded passes."""

from __future__ import annotations

import pytest

from houserules.problems import Problems

CLAUSE = "clauses/contact/report.md"
FRONT = "---\ntitle: Tell somebody\nreason: Early is best.\n---\n"
LIST = "contributing/writing.md lists the placeholders."


def said(small) -> list[str]:
    """Give the messages of the problems in some words, none where they are in order."""
    try:
        small.words  # noqa: B018 - reading them is what is tried
    except Problems as found:
        return [str(problem) for problem in found.problems]
    return []


PASSED = {
    "what is always there": "Staff must ask {{ school.name }} or the {{ terms.head }}.",
    "with a capital": "{{ terms.head | capital }} must know.",
    "plain": "::: when {given: school.phone}\nStaff must ring {{ school.phone | plain }}.\n\n:::",
    "under its guard": "::: when {given: links.complaints}\nStaff must [complain]({{ links.complaints }}).\n\n::: otherwise\nStaff must ask.\n\n:::",
    "under a guard with others": "::: when {given: [school.phone, links.complaints], nation: wales}\nStaff must ring {{ school.phone }}.\n\n:::",
    "under a guard further out": "::: when {given: school.phone}\n::: when {nation: wales}\nStaff must ring {{ school.phone }}.\n\n:::\n\n:::",
    "under each of two guards": "::: when [{given: school.phone, nation: wales}, {given: [school.phone, school.email]}]\nStaff must ring {{ school.phone }}.\n\n:::",
    "in bold, in a list and in a table": "* **{{ school.name }}** must.\n\n| {{ school.name }} | b |\n|---|---|\n| c | _{{ terms.head }}_ |\n",
    "in a heading with an id": "## Ask {{ school.short_name }} {#ask}\n\nStaff must.",
    "as the text of a link": "Staff must ask [the {{ terms.head }}](https://school.example).",
    "beside a link": "[A](https://school.example), {{ school.name }} and [b](https://school.example) must.",
    "plain in the text of a link": "::: when {given: school.phone}\nStaff must [ring {{ school.phone | plain }}](https://school.example).\n\n:::",
    "two that touch": "Staff must ask {{school.name}}{{terms.head}}.",
    "after code": "Staff must type `x` and ask {{ school.name }}.",
}


@pytest.mark.parametrize("text", PASSED.values(), ids=PASSED.keys())
def test_placeholder_passes(text, small_core):
    """What every school has, and what is guarded, may be printed in ordinary text."""
    assert [] == said(small_core({CLAUSE: FRONT + text + "\n"}))


LOST = "The value would be changed or lost. Write the sentence in another way."
REFUSED = {
    "unknown, near to one": ("Ask {{ school.nam }}.", ["5:5: There is no placeholder 'school.nam'. Nothing could be printed here. Did you mean 'school.name'?"]),
    "unknown": ("Ask {{ zzz }}.", [f"5:5: There is no placeholder 'zzz'. Nothing could be printed here. {LIST}"]),
    "private": ("Ring {{ people.network_manager.phone }}.", ["5:6: There is no placeholder 'people.network_manager.phone'. Nothing could be printed here. Did you mean 'people.head.phone'?"]),
    "private number": ("Ring {{ people.head.mobile }}.", ["5:6: There is no placeholder 'people.head.mobile'. Nothing could be printed here. Did you mean 'people.head.title'?"]),
    "a switch": ("{{ people.head.show_name }}", ["5:1: There is no placeholder 'people.head.show_name'. Nothing could be printed here. Did you mean 'people.head.name'?"]),
    "an answer": ("{{ decisions.phones }}", [f"5:1: There is no placeholder 'decisions.phones'. Nothing could be printed here. {LIST}"]),
    "a section": ("{{ school }}", ["5:1: There is no placeholder 'school'. Nothing could be printed here. Did you mean 'school.urn'?"]),
    "a part of a list": ("{{ accounts.handle }}", [f"5:1: There is no placeholder 'accounts.handle'. Nothing could be printed here. {LIST}"]),
    "what only we print": ("{{ number.staff.section-1 }}", [f"5:1: There is no placeholder 'number.staff.section-1'. Nothing could be printed here. {LIST}"]),
    "without a guard": (
        "Words.\nRing {{ school.phone }}.",
        [("6:6: 'school.phone' stands here without a guard. A school may leave it empty. "
         "Put it in a block '::: when {given: school.phone}', with an '::: otherwise'.")],
    ),
    "under the guard of another": (
        "::: when {given: school.email}\nRing {{ school.phone }}.\n\n:::",
        [("6:6: 'school.phone' stands here without a guard. A school may leave it empty. "
         "Put it in a block '::: when {given: school.phone}', with an '::: otherwise'.")],
    ),
    "in the otherwise of its guard": (
        "::: when {given: school.phone}\nRing.\n\n::: otherwise\nRing {{ school.phone }}.\n\n:::",
        [("9:6: 'school.phone' stands here without a guard. A school may leave it empty. "
         "Put it in a block '::: when {given: school.phone}', with an '::: otherwise'.")],
    ),
    "under one guard of two": (
        "::: when [{given: school.phone}, {nation: wales}]\nRing {{ school.phone }}.\n\n:::",
        [("6:6: 'school.phone' stands here without a guard. A school may leave it empty. "
         "Put it in a block '::: when {given: school.phone}', with an '::: otherwise'.")],
    ),
    "an unknown form": ("Ask {{ school.name | upper }}.", ["5:5: There is no form 'upper'. It can be capital or plain."]),
    "the form that only templates have": ("Ask {{ school.name | link }}.", ["5:5: There is no form 'link'. It can be capital or plain."]),
    "braces that are left open": ("Ask {{ school.name.", ["5: '{{' is neither a placeholder nor text. It would be printed as it stands. Write a placeholder as {{ school.name }}."]),
    "braces that close nothing": ("Ask school.name }}.", ["5: '}}' is neither a placeholder nor text. It would be printed as it stands. Write a placeholder as {{ school.name }}."]),
    "braces round nothing": ("Ask {{ }}.", ["5: '{{' is neither a placeholder nor text. It would be printed as it stands. Write a placeholder as {{ school.name }}."]),
    "a filter of Jinja": ("{{ school.name|upper(1) }}", ["5: '{{' is neither a placeholder nor text. It would be printed as it stands. Write a placeholder as {{ school.name }}."]),
    "Jinja": ("{% if x %}", ["5: '{%' is neither a placeholder nor text. It would be printed as it stands. Write a placeholder as {{ school.name }}."]),
    "in code": ("`{{ school.name }}`", [f"5:1: A placeholder can't stand in code. {LOST}"]),
    "in indented code": ("Words.\n\n    {{ school.name }}", [f"7:1: A placeholder can't stand in code. {LOST}"]),
    "in a picture": ("![{{ school.name }}](x.png)", [f"5:1: A placeholder can't stand in a picture. {LOST}"]),
    "in the middle of an address": ("[x](https://x.example/{{ school.urn }})", [
        "5:23: 'school.urn' stands here without a guard. A school may leave it empty. Put it in a block '::: when {given: school.urn}', with an '::: otherwise'.",
        f"5:3: A placeholder can't stand in a part of an address. {LOST}",
    ]),
    "at the start of an address": ("[x]({{ school.name }}/x)", [f"5:3: A placeholder can't stand in a part of an address. {LOST}"]),
    "between angle brackets": ("<{{ school.name }}>", [f"5:1: A placeholder can't stand between angle brackets. {LOST}"]),
    "in a heading without an id": ("## Ask {{ school.name }}", [f"5:1: A placeholder can't stand in a heading that has no id of its own. {LOST}"]),
    "in a definition": ("[x]: {{ school.name }}", [f"5:1: A placeholder can't stand in a definition. {LOST}"]),
    "as the address of a link, though it is none": ("[x]({{ school.name }})", ["5:3: 'school.name' isn't a web address, and a link can't lead to it. Write the placeholder by itself."]),
    "an email as the address of a link": (
        "::: when {given: school.email}\n[Write]({{ school.email }}).\n\n:::",
        ["6:7: 'school.email' isn't a web address, and a link can't lead to it. Write the placeholder by itself."],
    ),
    "an address with a form": (
        "::: when {given: links.complaints}\n[x]({{ links.complaints | plain }})\n\n:::",
        [f"6:3: A placeholder can't stand with a form as an address. {LOST}"],
    ),
    "a link within a link": (
        "::: when {given: school.phone}\n[Ring {{ school.phone }}](https://x.example)\n\n:::",
        ["6:7: 'school.phone' makes a link of its own, and it stands in the text of another. Write {{ school.phone | plain }}."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), REFUSED.values(), ids=REFUSED.keys())
def test_placeholder_is_refused(text, messages, small_core):
    """What no school has, what may be empty, and what stands where no value can, is named at its place."""
    assert sorted(f"docs/{CLAUSE}:{message}" for message in messages) == sorted(said(small_core({CLAUSE: FRONT + text + "\n"})))


TYPO = "There is no placeholder 'school.nam'. Nothing could be printed here. Did you mean 'school.name'?"
PLACES = {
    "the title of a clause": ("clauses/phones/pupils.md", "title: Pupils' phones", 'title: "{{ school.nam }}"', 1),
    "the reason of a clause": ("clauses/phones/pupils.md", "reason: Lessons come first.", 'reason: "{{ school.nam }}"', 1),
    "an example": ("clauses/contact/former-pupils.md", "An answer goes", '"{{ school.nam }}"  #', 1),
    "the title of a page": ("guidance/help.md", "title: Help", 'title: "{{ school.nam }}"', 1),
    "the description of a page": ("guidance/help.md", "description: Whom to tell.", 'description: "{{ school.nam }}"', 1),
    "the home page": ("index.md", "{{ school.name }}", "{{ school.nam }}", 6),
    "the short version of a policy": ("policies/staff.md", "Keep apart, and tell somebody.", "{{ school.nam }}", 15),
    "the title of a section": ("policies/staff.md", "title: Contact", 'title: "{{ school.nam }}"', 1),
    "the intro of a section": ("policies/staff.md", "intro: How we keep apart.", 'intro: "{{ school.nam }}"', 1),
    "a situation": ("scenarios/contact/friend-request.md", "A former pupil asks", "{{ school.nam }}", 8),
    "what to think about": ("scenarios/contact/friend-request.md", "Who else would see it?", "{{ school.nam }}", 12),
    "what to do": ("scenarios/contact/friend-request.md", "Say no, kindly:", "{{ school.nam }}", 16),
    "the title of a scenario": ("scenarios/contact/friend-request.md", "title: A friend request", 'title: "{{ school.nam }}"', 1),
    "a quick answer": ("answers/parents/phone.md", "Lessons come first.", "{{ school.nam }}", 7),
    "a question": ("answers/parents/phone.md", "question: May my child have a phone?", 'question: "{{ school.nam }}"', 1),
    "what a ruling says": ("rulings/contact/friends.yml", "says: Staff must not.", 'says: "{{ school.nam }}"', 1),
    "the question of a ruling": (
        "rulings/contact/friends.yml",
        "question: May staff be friends with a former pupil?",
        'question: "{{ school.nam }}"',
        1,
    ),
    "what an answer to a decision says": (
        "decisions/phones.yml",
        "says: Pupils must hand phones in.",
        'says: "{{ school.nam }}"',
        "docs/rulings/contact/phones.yml:1",
    ),
    "what a reference says": ("references/law.yml", "says: Schools must be sensible.", 'says: "{{ school.nam }}"', 1),
    "what a helpline is for": ("helplines/ring.yml", "for: Anybody who wants to talk.", 'for: "{{ school.nam }}"', 1),
}


@pytest.mark.parametrize(("path", "old", "new", "line"), PLACES.values(), ids=PLACES.keys())
def test_placeholders_are_looked_at_everywhere(path, old, new, line, small_core):
    """A placeholder that isn't one is found wherever words are printed."""
    (message,) = said(small_core(replace={path: {old: new}}))
    place = line if isinstance(line, str) else f"docs/{path}:{line}"

    assert message.startswith(f"{place}:")
    assert message.endswith(TYPO)


def test_guard_of_the_whole_thing_counts(small_core):
    """The condition of a clause, a page or a case of a ruling guards all that stands in it."""
    small = small_core(
        {
            CLAUSE: FRONT.replace("reason:", "when: {given: school.phone}\nreason:") + "Staff must ring {{ school.phone }}.\n",
            "guidance/more.md": "---\ntitle: More\ndescription: More.\naudience: [staff]\nwhen: {given: school.email}\n---\nWrite to {{ school.email }}.\n",
        },
        {
            "rulings/contact/friends.yml": {
                "{friends: never}": "{friends: never, given: school.phone}",
                "says: Staff must not.": "says: Staff must not ring {{ school.phone }}.",
            }
        },
    )

    assert [] == said(small)
