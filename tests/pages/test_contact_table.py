"""The contact table: it mirrors the rulings, and is never typed."""

from __future__ import annotations

import pytest

from houserules.clauses.text import Choice, Text, choose, walk
from houserules.pages.blocks import write_markdown
from houserules.pages.compose import VERDICTS
from houserules.pages.contact_table import CHANNELS, PAIRS, compose_contact_table
from houserules.pages.targets import ruling_anchor
from houserules.rules.situations import cover_pairs


@pytest.fixture(scope="module")
def table(core):
    """The table of the core, with its choices."""
    return compose_contact_table(core.words, core.blocks, VERDICTS)


def rows(text: str) -> dict[str, str]:
    """Give each row of a table by its anchor."""
    return {line.split('id="')[1].split('"')[0]: line for line in text.split("\n") if line.startswith('<tr id="')}


def test_every_row_says_what_its_ruling_says(table, core):
    """In every situation, each row holds the verdict and the sentence of the ruling to which it leads, and no other's."""
    in_table = {ruling_anchor(id): ruling for id, ruling in core.words.rulings.items() if ruling.channel}
    for facts in cover_pairs(core.vocabulary)[::4]:
        found = rows(write_markdown(choose(table, facts)))
        assert set(in_table) == set(found)
        for anchor, ruling in in_table.items():
            case = ruling.case(facts)
            assert f">{VERDICTS[case.verdict]}</span>" in found[anchor]
            assert f">{case.says}</td>" in found[anchor]
            assert 1 == sum(f">{name}</span>" in found[anchor] for name in VERDICTS.values())


def test_every_ruling_for_the_table_is_in_it(core):
    """A ruling that names a channel names people and a channel that the table knows, and no two fill the same place."""
    cells = [(ruling.who, ruling.whom, ruling.channel) for ruling in core.words.rulings.values() if ruling.channel]

    assert len(cells) == len(set(cells))
    assert {(who, whom) for who, whom, _ in cells} <= {(who, whom) for who, whom, _ in PAIRS}
    assert {channel for *_, channel in cells} <= set(CHANNELS)


def test_rows_stand_in_the_order_of_the_channels(small_core, core):
    """Pairs and channels come in the order in which people ask, whatever the files are called; a place without a ruling is left out."""
    small = small_core(
        {
            "rulings/contact/a.yml": "question: A?\nwho: staff\nwhom: former-pupils\nchannel: online-game\ncases:\n  - {ruling: never, says: Never.}\n",
            "rulings/contact/b.yml": "question: B?\nwho: staff\nwhom: former-pupils\nchannel: school-platform\ncases:\n  - {ruling: allowed, says: Always.}\n",
            "rulings/contact/c.yml": "question: C?\nwho: staff\nwhom: pupils\nchannel: video-call\ncases:\n  - {ruling: never, says: Never.}\n",
        }
    )
    text = write_markdown(choose(compose_contact_table(small.words, core.blocks, VERDICTS), {"friends": frozenset({"later"})}))

    assert ["ruling-contact-c", "ruling-contact-b", "ruling-contact-friends", "ruling-contact-a"] == list(rows(text))
    assert text.index("Staff to pupils") < text.index("Staff to former pupils")
    assert "Parents" not in text


def test_table_without_rulings_is_empty(small_core, core):
    """Where no ruling names a channel there is no table."""
    small = small_core({"rulings/contact/friends.yml": None, "scenarios/contact/friend-request.md": None})

    assert "<table" not in write_markdown(compose_contact_table(small.words, core.blocks, VERDICTS))


def test_choices_of_the_table_stand_in_a_line(table):
    """A cell's choice is within its line, so that the table stays one."""
    assert all(node.inline for node, _ in walk(table) if isinstance(node, Choice))
    assert all("\n\n" not in node.text.strip() or "<table" in node.text for node, _ in walk(table) if isinstance(node, Text))
