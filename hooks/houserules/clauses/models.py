"""What the words are made of: clauses, policies, scenarios, answers, rulings, prose pages, references and helplines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from houserules.clauses.text import Nodes
from houserules.problems import Place
from houserules.profile.conditions import Condition
from houserules.profile.values import Verdict


@dataclass(frozen=True)
class Clause:
    """One rule or one paragraph, with the condition under which it applies, its reason and its sources."""

    id: str
    title: str
    kind: str
    reason: str
    when: Condition
    sources: tuple[str, ...]
    since: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    dropped: str
    body: Nodes
    place: Place
    layer: str

    @property
    def anchor(self) -> str:
        """The part of its permanent link after the #."""
        return self.id.replace("/", "-")


@dataclass(frozen=True)
class PolicySection:
    """A heading of a policy with its clauses in order."""

    title: str
    intro: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """What every page has: policy or prose."""

    id: str  # its path under docs/ without the ending, such as policies/staff-acceptable-use
    title: str
    short_title: str
    description: str
    audience: tuple[str, ...]
    when: Condition
    status: str
    sources: tuple[str, ...]
    body: Nodes
    place: Place
    layer: str
    template: str = ""

    @property
    def name(self) -> str:
        return self.id.rpartition("/")[2]


@dataclass(frozen=True)
class Policy(Page):
    """A document made of clauses in sections; its body is the short version."""

    review_cycle: str = ""
    sign_off: str = ""
    borrows: bool = False
    sections: tuple[PolicySection, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A situation, what to think about, a ruling, what to do and the clauses it rests on."""

    id: str
    title: str
    audience: tuple[str, ...]
    order: int
    ruling: str
    clauses: tuple[str, ...]
    sources: tuple[str, ...]
    when: Condition
    situation: Nodes
    think: Nodes
    do: Nodes
    place: Place
    layer: str

    @property
    def anchor(self) -> str:
        return self.id.rpartition("/")[2]


@dataclass(frozen=True)
class QuickAnswer:
    """A question as people ask it, answered by a ruling, with the reason."""

    id: str
    question: str
    audience: tuple[str, ...]
    order: int
    ruling: str
    clauses: tuple[str, ...]
    when: Condition
    body: Nodes
    place: Place
    layer: str

    @property
    def anchor(self) -> str:
        return self.id.rpartition("/")[2]


@dataclass(frozen=True)
class Case:
    """One outcome of a ruling."""

    when: Condition
    verdict: Verdict
    says: str


@dataclass(frozen=True)
class Ruling:
    """Allowed, ask first or never: the answer to one question, worked out from the decisions."""

    id: str
    question: str
    who: str
    whom: str
    channel: str
    cases: tuple[Case, ...]
    clauses: tuple[str, ...]
    place: Place

    def case(self, facts) -> Case:
        """Give the outcome for a school with these facts."""
        return next(case for case in self.cases if case.when.holds(facts))


@dataclass(frozen=True)
class Reference:
    """A law, guidance or piece of advice, as data, with the date on which it was last checked."""

    id: str
    title: str
    short_title: str
    edition: str
    publisher: str
    kind: str
    jurisdiction: tuple[str, ...]
    when: Condition
    in_force_from: str
    url: str
    checked_on: str
    review_by: str
    confidence: str
    says: str
    place: Place


@dataclass(frozen=True)
class Helpline:
    """A service that helps, as data, with the date on which it was last checked."""

    id: str
    name: str
    purpose: str
    audience: tuple[str, ...]
    jurisdiction: tuple[str, ...]
    phone: str
    text: str
    email: str
    url: str
    hours: str
    order: int
    when: Condition
    checked_on: str
    review_by: str
    confidence: str
    place: Place


@dataclass(frozen=True)
class Entry:
    """An app or a term, in a sentence or two, with other words that people type for it."""

    id: str
    term: str
    also: tuple[str, ...]
    kind: str
    audience: tuple[str, ...]
    says: str
    checked_on: str
    tooltip: bool  # where it stands in a text, it leads here
    place: Place


@dataclass(frozen=True)
class Words:
    """All words, each kind by id, as the layers give them."""

    clauses: Mapping[str, Clause] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    prose: Mapping[str, Page] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    answers: Mapping[str, QuickAnswer] = field(default_factory=dict)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    helplines: Mapping[str, Helpline] = field(default_factory=dict)
    glossary: Mapping[str, Entry] = field(default_factory=dict)
    common_questions: tuple[str, ...] = ()  # ids of answers, the first page shows the first of them

    def homes(self) -> dict[str, str]:
        """Give for each clause the policy to which its permanent link leads: the first that lists it.

        A policy that borrows clauses from others comes last, so that a link to a rule of the staff agreement leads there.
        """
        homes: dict[str, str] = {}
        for policy in sorted(self.policies.values(), key=lambda policy: (policy.borrows, policy.id)):
            for section in policy.sections:
                for clause in section.clauses:
                    homes.setdefault(clause, policy.id)
        return homes
