"""States: when one line of data is switched, every page composes and reads as it should, in every state."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from houserules.clauses.text import Choice, choose, walk
from houserules.core import Core, find_core
from houserules.pages.blocks import write_markdown
from houserules.rules.seen import find_faults, find_slips, see_line

STATE = "under_16_restriction"
STATES = ("announced", "regulations-made", "in-force")
SCHOOLS = sorted(path.parent for path in (find_core() / "schools").glob("*/school.yml"))


@pytest.fixture(scope="module")
def cores(tmp_path_factory, core) -> dict[str, Core]:
    """The core in each state: the same words, and one line of docs/states changed."""
    made = {}
    for state in STATES:
        folder = tmp_path_factory.mktemp(state)
        shutil.copytree(core.docs, folder / "docs")
        shutil.copytree(core.folder / "overrides", folder / "overrides")
        path = folder / "docs" / "states" / f"{STATE}.yml"
        path.write_text(re.sub(r"^now: .*$", f"now: {state}", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
        made[state] = Core(folder)
    return made


def texts(core: Core, folder: Path) -> dict[str, str]:
    """Give each page of a school."""
    facts = core.school(folder).facts
    return {id: write_markdown(choose(core.composed.nodes[id], facts)) for id, page in core.composed.pages.items() if page.when.holds(facts)}


def test_the_states_are_those_of_the_core(core):
    """The core's file names these states, and is in one of them."""
    state = core.vocabulary.states[STATE]

    assert STATES == state.states
    assert state.now in STATES


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("folder", SCHOOLS, ids=lambda folder: folder.name)
def test_every_page_composes_in_every_state(cores, state, folder):
    """A school's whole site settles, every link of it leads somewhere, and no page has a fault or a slip."""
    core = cores[state]
    school = core.school(folder)
    terms = {name: term.word(school.facts) for name, term in core.vocabulary.terms.items()}
    site = core.site(school)
    found = [f"{id}: {fault}" for id, text in texts(core, folder).items() for fault in find_faults(text)]
    lines = {line for text in texts(core, folder).values() for line in text.split("\n")}
    found += [f"{slip}: {line}" for line in lines for slip in find_slips(see_line(line, core.composed, terms))]

    assert {state} == set(school.facts[STATE])
    assert site.pages
    assert [] == found


def test_each_state_changes_what_is_read(core, cores):
    """Every page that asks for the state reads differently in each of its states, and no other page changes."""
    asking = {
        id
        for id, nodes in core.composed.nodes.items()
        for node, _ in walk(nodes)
        if isinstance(node, Choice) and any(STATE in condition.keys for condition, _ in node.cases)
    }
    read = {state: texts(cores[state], SCHOOLS[1]) for state in STATES}
    changing = {id for id in read[STATES[0]] if len({read[state][id] for state in STATES}) > 1}

    assert "guidance/what-changes-in-2027" in asking
    assert changing <= asking
    assert 3 == len({read[state]["guidance/what-changes-in-2027"] for state in STATES})


IN_FORCE = re.compile(r"not (?:yet )?law|has announced|announced limits|may become law|expected in")


def test_nothing_says_that_it_is_not_law_when_it_is(cores):
    """In force, no page says that the restriction has only been announced; before, none says that it is law."""
    late = [
        f"{id}: {line}"
        for folder in SCHOOLS
        for id, text in texts(cores["in-force"], folder).items()
        if id != "guidance/sources"  # the reference itself: see the test below
        for line in text.split("\n")
        if IN_FORCE.search(line)
    ]
    early = [line for folder in SCHOOLS for text in texts(cores["announced"], folder).values() for line in text.split("\n") if re.search(r"under-16s .*(?:is|are) (?:now )?(?:in force|the law)", line)]

    assert [] == late
    assert [] == early


def test_the_reference_is_brought_up_to_date_with_the_state(core):
    """The reference says that it is only announced as long as the state does: whoever switches one mends the other."""
    state, reference = core.vocabulary.states[STATE], core.words.references["under-16-restriction"]
    says = f"{reference.title} {reference.short_title} {reference.edition} {reference.says}"

    assert (state.now == "announced") == bool(re.search(r"announced, not law|\(announced\)", says))
