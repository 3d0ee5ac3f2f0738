"""Targets: where links lead, relative to the page on which they stand, and what is said of those that lead nowhere."""

from __future__ import annotations

import pytest

from houserules.pages.targets import Target, address, find_targets, resolve_links, ruling_anchor
from houserules.profile.conditions import ALWAYS

TARGETS = {
    ("clause", "contact/report"): Target("policies/staff", "contact-report", "Tell somebody", ALWAYS),
    ("policy", "staff"): Target("policies/staff", "", "Staff agreement", ALWAYS),
    ("page", "index"): Target("index", "", "Our rules", ALWAYS),
    ("page", "guidance/help"): Target("guidance/help", "", "Help", ALWAYS),
    ("helpline", "ring"): Target("", "", "Ring", ALWAYS, "https://ring.example"),
    ("helpline", "call"): Target("", "", "Call", ALWAYS, "tel:08001111"),
}


def resolve(text: str, page: str) -> tuple[str, list[str]]:
    """Give a text with its links resolved, and those that lead nowhere."""
    missing: list[str] = []
    return resolve_links(text, page, TARGETS, lambda kind, id: missing.append(f"{kind} {id}")), missing


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("[rule](clause:contact/report)", "guidance/help", "[rule](../policies/staff.md#contact-report)"),
        ("[rule](clause:contact/report)", "index", "[rule](policies/staff.md#contact-report)"),
        ("[rule](clause:contact/report)", "policies/staff", "[rule](#contact-report)"),
        ("[rule](clause:contact/report)", "policies/parents", "[rule](staff.md#contact-report)"),
        ("[](clause:contact/report)", "index", "[Tell somebody](policies/staff.md#contact-report)"),
        ("[agree](policy:staff)", "guidance/help", "[agree](../policies/staff.md)"),
        ("[home](page:index)", "guidance/help", "[home](../index.md)"),
        ("[help](page:guidance/help)", "guidance/help", "[help](help.md)"),
        ("[ring](helpline:ring), [call](helpline:call)", "guidance/help", "[ring](https://ring.example), [call](tel:08001111)"),
        ("[x](https://x.example) and [y](#z)", "index", "[x](https://x.example) and [y](#z)"),
        ("**[a](policy:staff)** [b](page:index)", "index", "**[a](policies/staff.md)** [b](index.md)"),
    ],
)
def test_links_are_relative_to_their_page(text, page, expected):
    """A link says where the thing is, seen from the page; one without words gets the thing's title."""
    assert (expected, []) == resolve(text, page)


def test_link_that_leads_nowhere():
    """Its words stay, and it is told."""
    assert ("words and contact/zzz", ["policy zzz", "clause contact/zzz"]) == resolve(
        "[words](policy:zzz) and [](clause:contact/zzz)", "index"
    )


def test_address_of_a_deeper_page():
    """Folders within folders are left step by step."""
    assert "../../policies/staff.md" == address("guidance/a/b", Target("policies/staff", "", "x", ALWAYS))


def test_everything_that_can_be_linked_to(small_core):
    """Pages, policies, clauses, scenarios, answers, rulings, references and helplines have a place, and the condition under which they are there."""
    targets = find_targets(small_core().words)

    assert {
        ("page", "index"): ("index", ""),
        ("page", "guidance/help"): ("guidance/help", ""),
        ("page", "guidance/sources"): ("guidance/sources", ""),
        ("policy", "staff"): ("policies/staff", ""),
        ("clause", "contact/former-pupils"): ("policies/staff", "contact-former-pupils"),
        ("clause", "contact/report"): ("policies/staff", "contact-report"),
        ("clause", "phones/pupils"): ("policies/staff", "phones-pupils"),
        ("scenario", "contact/friend-request"): ("guidance/help", "friend-request"),
        ("answer", "parents/phone"): ("guidance/help", "phone"),
        ("reference", "law"): ("guidance/sources", "source-law"),
        ("helpline", "ring"): ("", ""),
    } == {key: (target.page, target.anchor) for key, target in targets.items()}
    assert "stage is ks2 or ks3" == str(targets["clause", "phones/pupils"].when)
    assert "https://ring.example" == targets["helpline", "ring"].url


def test_target_is_there_where_its_page_and_its_block_are(small_core):
    """A ruling that a page shows under a condition, on a page for some schools, is there under both."""
    page = "---\ntitle: A\ndescription: A.\naudience: [staff]\nwhen: {nation: wales}\n---\n::: when {stage: ks2}\n::: show ruling contact/phones\n\n:::\n"
    target = find_targets(small_core({"guidance/a.md": page}).words)["ruling", "contact/phones"]

    assert ("guidance/a", "ruling-contact-phones") == (target.page, target.anchor)
    assert "nation is wales and stage is ks2" == str(target.when)


def test_anchor_of_a_ruling():
    """It comes from the id and from nothing else."""
    assert "ruling-contact-staff-pupils-school-email" == ruling_anchor("contact/staff-pupils-school-email")


def test_anchors_never_depend_on_a_value(core):
    """No anchor of the core holds a placeholder."""
    assert not [target.anchor for target in core.composed.targets.values() if "{" in target.anchor]
