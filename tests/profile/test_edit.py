"""Values are put into a school.yml where they belong, and every other character stays as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from houserules.profile.blank import write_blank
from houserules.profile.edit import CannotEdit, fill_blank, find_nodes, put_value
from houserules.strict_yaml import parse_yaml

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "edits.yml").read_text("utf-8"))
TEXTS = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Cf"), exclude_characters="".join(map(chr, range(0x1400, 0x1680)))
    ),
    min_size=1,
)
VALUES = TEXTS.map(str.strip).filter(bool)
PATHS = ("school.name", "school.phone", "school.ages.from", "people.head.name", "people.head.title", "school.trust", "links.privacy_notice")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_edits(case):
    """Each value goes where it belongs; where that would touch what was typed, it is refused."""
    value = tuple(case["value"]) if isinstance(case["value"], list) else case["value"]
    if "after" not in case:
        with pytest.raises(CannotEdit):
            put_value(case["text"], case["path"], value)
        return

    assert case["after"] == put_value(case["text"], case["path"], value)


@given(path=st.sampled_from(PATHS), first=VALUES, second=VALUES)
def test_any_value(path, first, second, sample):
    """Whatever a register says can be put into a real profile, read back, and replaced by something else."""
    once = put_value(sample, path, first)
    twice = put_value(once, path, second)
    before, after = parse_yaml(sample, "").content, parse_yaml(twice, "").content

    assert first == find(parse_yaml(once, "").content, path)
    assert second == find(after, path)
    assert comments(sample) == comments(twice)
    assert {key: value for key, value in before.items() if key != path.split(".")[0]} == {
        key: value for key, value in after.items() if key != path.split(".")[0]
    }


@given(first=st.lists(VALUES, min_size=1, max_size=8), second=st.lists(VALUES, min_size=1, max_size=8))
def test_any_lines(first, second, sample):
    """So can any lines of an address, in the place of any others."""
    twice = put_value(put_value(sample, "school.address", tuple(first)), "school.address", tuple(second))

    assert second == find(parse_yaml(twice, "").content, "school.address")


@given(values=st.dictionaries(st.sampled_from(PATHS), VALUES), lines=st.lists(VALUES, min_size=1, max_size=8))
def test_blank_is_filled(values, lines, blank):
    """A blank profile with many values filled in at once says each of them, and keeps its notes."""
    text = fill_blank(blank, find_nodes(blank), {**values, "school.address": tuple(lines)})
    content = parse_yaml(text, "").content

    assert values == {path: find(content, path) for path in values}
    assert lines == find(content, "school.address")
    assert [line for line in blank.split("\n") if line.strip().startswith("#")] == [
        line for line in text.split("\n") if line.strip().startswith("#")
    ]


@pytest.fixture(scope="module")
def sample() -> str:
    """A school's own profile, with comments where people write them."""
    path = Path(__file__).parents[1] / "sample" / "school.yml"
    return (
        path.read_text("utf-8")
        .replace("  phone: 01632 960300", "  phone: 01632 960300   # the office")
        .replace("  head:\n", "  head:  # since May\n", 1)
    )


@pytest.fixture(scope="module")
def blank(vocabulary) -> str:
    """A blank profile, as `houserules new` writes it."""
    return write_blank(vocabulary, {}, "../school.schema.json")


def find(content, path):
    """Give what stands at a dotted path."""
    for key in path.split("."):
        content = content[key]
    return content


def comments(text):
    """Give the comments that we put into the sample, with the spaces before them."""
    return [mark for mark in ("   # the office\n", "  # since May\n") if mark in text]
