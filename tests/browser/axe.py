# axe finds about half of what can be wrong. That it found nothing is worth something only if there was text to judge
# (on a machine without fonts the page is blank, and every rule passes), so whoever asks it also shows that the title is
# painted. What axe can't decide ("incomplete") is decided by a person, once, in contributing/accessibility/incomplete.yml.
"""axe-core in an open page: what it finds, what it can't decide, and whether there was anything to judge."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
INCOMPLETE = ROOT / "contributing" / "accessibility" / "incomplete.yml"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")  # axe has no rule of its own for 2.2 at level A
FEWEST_PASSED = 30
FIRST = 3  # of a fault, so many places are shown

RUN = """async ([rules, judged, inside]) => {
  const found = await axe.run(inside || document, {runOnly: rules, resultTypes: ['violations', 'incomplete']});
  const place = node => node.target.flat().join(' ');
  const faults = list => list.map(fault => [fault.id, fault.nodes.map(node => `${place(node)}: ${node.failureSummary}`)]);
  const used = {}, open = [];
  for (const doubt of found.incomplete) {
    const nodes = doubt.nodes.filter(node => {
      const by = judged.findIndex(one => one.rule === doubt.id && document.querySelector(node.target[0])?.matches(one.where));
      if (by >= 0) used[by] = (used[by] || 0) + 1;
      return by < 0;
    });
    if (nodes.length) open.push({id: doubt.id, nodes: nodes.map(node => ({target: node.target, failureSummary: node.failureSummary
      || [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ')}))});
  }
  return {faults: faults(found.violations), open: faults(open), used, passed: found.passes.map(rule => rule.id)};
}"""


@dataclass(frozen=True)
class Judgement:
    """A doubt of axe's that a person has settled: by which rule, where (a CSS selector), and why it is no fault."""

    rule: str
    where: str
    why: str


@dataclass(frozen=True)
class Found:
    """What axe says of a page: faults and open doubts by rule, each with its places; judgements used, by their number; rules passed."""

    faults: dict[str, list[str]]
    open: dict[str, list[str]]
    used: dict[int, int] = field(default_factory=dict)
    passed: tuple[str, ...] = ()


@cache
def judgements() -> tuple[Judgement, ...]:
    """Give what has been judged, in the order of the file."""
    return tuple(Judgement(**entry) for entry in yaml.safe_load(INCOMPLETE.read_text("utf-8")))


def axe_version() -> str:
    """Give the version of axe-core that is kept here."""
    found = re.search(r"axe v([\d.]+)", AXE.read_text("utf-8")[:200])
    assert found
    return found[1]


def run_axe(page: Any, rules: tuple[str, ...] = TAGS, inside: str | None = None) -> Found:
    """Ask axe about an open page, or a part of it, by some rules or kinds of rules."""
    page.evaluate("source => window.axe || eval(source)", AXE.read_text("utf-8"))
    told = page.evaluate(RUN, [list(rules), [{"rule": one.rule, "where": one.where} for one in judgements()], inside])
    faults, doubts = ({rule: nodes[:FIRST] for rule, nodes in told[which]} for which in ("faults", "open"))
    return Found(faults, doubts, {int(number): count for number, count in told["used"].items()}, tuple(told["passed"]))


def is_painted(page: Any) -> bool:
    """Say whether the title can be seen: without its colour the picture is another one."""
    title = page.locator("h1")
    seen = title.screenshot()
    page.evaluate("document.querySelector('h1').style.color = 'transparent'")
    unseen = title.screenshot()
    page.evaluate("document.querySelector('h1').style.color = ''")
    return seen != unseen


def assert_accessible(page: Any) -> Found:
    """Fail if axe finds a fault, or a doubt that nobody has judged, or had next to nothing to judge; else give what it found."""
    found = run_axe(page)

    assert found.faults == {}
    assert found.open == {}, f"Judge these in {INCOMPLETE.relative_to(ROOT).as_posix()}, or mend them."
    assert len(found.passed) >= FEWEST_PASSED
    return found
