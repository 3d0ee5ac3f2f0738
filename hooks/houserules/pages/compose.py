# The first of the two moves. A page is composed once for all schools: a tree in which each clause, block and ruling
# carries its own condition. For a school the tree is settled, which is cheap; nothing is composed for each school.
"""Compose: put each page together from the words, with its choices still in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from houserules.clauses.models import Clause, Page, Policy, QuickAnswer, Ruling, Scenario, Words
from houserules.clauses.text import Choice, Node, Nodes, Show, Text, replace
from houserules.pages.blocks import Blocks
from houserules.pages.contact_table import compose_contact_table
from houserules.pages.explain import READERS, explain_terms, find_terms
from houserules.pages.numbers import clause_number, section_number
from houserules.pages.own_words import find_unshown
from houserules.pages.targets import (
    GLOSSARY_PAGE,
    Target,
    find_targets,
    ruling_anchor,
    shown_answers,
    shown_scenarios,
    where_it_holds,
)  # fmt: skip
from houserules.problems import Problem, Problems, did_you_mean
from houserules.profile.conditions import ALWAYS, Condition
from houserules.profile.values import Verdict
from houserules.profile.vocabulary import Vocabulary

VERDICTS = {Verdict.ALLOWED: "Allowed", Verdict.ASK_FIRST: "Ask first", Verdict.NEVER: "Never"}


@dataclass(frozen=True)
class Composed:
    """All pages with their choices still in them, and where every link leads."""

    pages: dict[str, Page]
    nodes: dict[str, Nodes]
    targets: dict[tuple[str, str], Target]


def compose_pages(words: Words, vocabulary: Vocabulary, blocks: Blocks) -> Composed:
    """Put every page together. Raises Problems with every line that shows, and every list that names, what isn't there."""
    composer, pages = Composer(words, vocabulary, blocks), pages_of(words)
    nodes = {id: composer.page(page) for id, page in pages.items()}
    if composer.problems:
        raise Problems(composer.problems)
    return Composed(pages, nodes, composer.targets)


def pages_of(words: Words) -> dict[str, Page]:
    """Give all pages by their ids."""
    return {**words.prose, **{policy.id: policy for policy in words.policies.values()}}


class Composer:
    """Puts pages together one by one, and collects the problems."""

    def __init__(self, words: Words, vocabulary: Vocabulary, blocks: Blocks) -> None:
        self.words, self.vocabulary, self.blocks = words, vocabulary, blocks
        self.targets = find_targets(words)
        self.terms = find_terms(words.glossary) if GLOSSARY_PAGE in words.prose else {}
        self.problems: list[Problem] = list(find_unshown(words, self.targets, "school"))

    def page(self, page: Page) -> Nodes:
        """Put a page together."""
        body = replace(self._explained(page.body, page, page.audience), lambda node: self._leaf(node, page))
        if isinstance(page, Policy):
            return (*self.blocks.render("short-version.md", body=body), *self._sections(page), *self._end(page))
        return (*body, *self._end(page))

    def _explained(self, body: Nodes, page: Page, audience: tuple[str, ...]) -> Nodes:
        """Give the core's own prose with its terms explained, on pages for those who may not know them."""
        explained = page.layer == "core" and not isinstance(page, Policy) and page.id != GLOSSARY_PAGE
        return explain_terms(body, self.terms) if explained and READERS & set(audience) else body

    def _end(self, page: Page) -> Nodes:
        """What every page ends with: the slip of an agreement, and the sources."""
        parts: list[Node] = []
        if isinstance(page, Policy) and page.sign_off:
            parts += self.blocks.render("sign-off.md", policy=page)
        sources = dict.fromkeys(page.sources)
        if isinstance(page, Policy):
            for section in page.sections:
                for id in section.clauses:
                    clause = self.words.clauses.get(id)
                    sources |= dict.fromkeys(clause.sources if clause else ())
        if cited := self._references(tuple(sources), page):
            parts += _there_where_any(self.blocks.render("sources.md", sources=cited), cited)
        return tuple(parts)

    def _sections(self, policy: Policy) -> Nodes:
        nodes: list[Node] = []
        for number, section in enumerate(policy.sections):
            clauses = [clause for id in section.clauses if (clause := self._found("clauses", id, policy.place))]
            here = Condition(tuple(tests for clause in clauses for tests in clause.when.alternatives)) if clauses else ALWAYS
            anchor = f"section-{number + 1}"
            heading = f"\n\n## {_value(section_number(policy, number))}. {section.title} {{#{anchor}}}\n\n"
            if section.intro:
                heading += f"{section.intro}\n\n"
            inner = tuple(Choice(((clause.when, self._clause(clause, policy)),)) for clause in clauses)
            nodes.append(Choice(((here, (Text(heading), *inner)),)))
        return tuple(nodes)

    def _clause(self, clause: Clause, policy: Policy) -> Nodes:
        if clause.dropped:
            return self.blocks.render("clause-dropped.md", clause=clause)
        return self.blocks.render(
            "clause.md", clause=clause, number=_value(clause_number(policy, clause.id)),
            body=replace(clause.body, lambda node: self._leaf(node, policy)), sources=self._references(clause.sources, policy),
        )  # fmt: skip

    def _leaf(self, node: Node, page: Page) -> Nodes:
        if not isinstance(node, Show):
            return (node,)
        match node.what:
            case "ruling":
                ruling = self._found("rulings", node.name, node.place)
                return self._ruling(ruling, "card") if ruling else ()
            case "scenario" | "scenarios":
                ids = shown_scenarios(node, self.words) or self._nothing(node, "scenarios")
                return tuple(Choice(((self.words.scenarios[id].when, self._scenario(self.words.scenarios[id], page)),)) for id in ids)
            case "answers":
                ids = shown_answers(node, self.words) or self._nothing(node, "answers")
                return tuple(Choice(((self.words.answers[id].when, self._answer(self.words.answers[id], page)),)) for id in ids)
            case "clause":
                clause = self._found("clauses", node.name, node.place)
                return (Choice(((clause.when, self.blocks.render("quoted-clause.md", clause=clause, body=clause.body)),)),) if clause else ()
            case "contact-table":
                return compose_contact_table(self.words, self.blocks, VERDICTS)
            case "register":
                return self.blocks.render("register.md")
            case "contact":
                return self.blocks.render(f"contact-{node.name}.md", deputies=self.blocks.render("deputies.md"))
            case "helplines":
                return self._helplines(node.name)
            case "policies":
                return self._policies(node.name)
            case "glossary":
                entries = sorted(self.words.glossary.values(), key=lambda entry: entry.term.casefold())
                return self.blocks.render("glossary.md", entries=entries)
            case "references":
                return self._all_references()
            case "questions":
                return self.blocks.render("questions.md", verdicts={verdict.value: word for verdict, word in VERDICTS.items()})
            case _:
                self.problems.append(Problem(node.place, f"'{node.what}' can't be shown here."))
                return ()

    def _nothing(self, node: Show, kind: str) -> list[str]:
        known = {id.partition("/")[0] for id in getattr(self.words, kind)} if node.what != "scenario" else set(self.words.scenarios)
        self.problems.append(Problem(node.place, f"There is nothing to show for '{node.name}'.", fix=did_you_mean(node.name, known)))
        return []

    def _found(self, kind: str, id: str, place):
        known = getattr(self.words, kind)
        if id not in known:
            self.problems.append(Problem(place, f"There is no {kind.rstrip('s')} '{id}'.", fix=did_you_mean(id, known)))
        return known.get(id)

    def _ruling(self, ruling: Ruling, look: str) -> Nodes:
        cases = []
        for case in ruling.cases:
            cited = self._citations(ruling.clauses)
            made = self.blocks.render(
                "ruling.md", look=look, ruling=ruling, case=case, verdict=VERDICTS[case.verdict], anchor=ruling_anchor(ruling.id), cited=cited
            )
            cases.append((case.when, made))
        return (Choice(tuple(cases)),)

    def _citations(self, clauses: tuple[str, ...]) -> Nodes:
        """Give links to some clauses, each there where the clause is; and nothing where none of them is.

        Of clauses with the same title, as the agreements for several ages have, each says where it stands.
        """
        cited = []
        titles = [self.words.clauses[id].title for id in clauses if id in self.words.clauses]
        for id in clauses:
            target = self.targets.get(("clause", id))
            clause = self.words.clauses.get(id)
            if target and clause and not clause.dropped:
                home = self.targets["policy", target.page.removeprefix("policies/")].title
                text = clause.title if titles.count(clause.title) == 1 else f"{clause.title} ({home})"
                cited.append((Choice(((target.when, (Text(f" [{text}](clause:{id})"),)),), inline=True),))
        return _there_where_any(self.blocks.render("cites.md", cited=cited), cited) if cited else ()

    def _references(self, ids: tuple[str, ...], page: Page) -> tuple[Nodes, ...]:
        """Give a link and the date for each reference, there where it holds."""
        made = []
        for id in ids:
            reference = self._found("references", id, page.place)
            if reference:
                inner = self.blocks.render("source.md", reference=reference)
                made.append((Choice(((where_it_holds(reference), inner),), inline=True),))
        return tuple(made)

    def _scenario(self, scenario: Scenario, page: Page) -> Nodes:
        ruling = self._found("rulings", scenario.ruling, scenario.place)
        for id in scenario.clauses:
            self._found("clauses", id, scenario.place)
        parts = (replace(part, lambda node: self._leaf(node, page)) for part in (scenario.situation, scenario.think, scenario.do))
        situation, think, do = parts
        return self.blocks.render(
            "scenario.md", scenario=scenario, situation=situation, think=think, do=do,
            ruling=self._ruling(ruling, "plain") if ruling else (), cited=self._citations(scenario.clauses),
        )  # fmt: skip

    def _answer(self, answer: QuickAnswer, page: Page) -> Nodes:
        ruling = self._found("rulings", answer.ruling, answer.place) if answer.ruling else None
        for id in answer.clauses:
            self._found("clauses", id, answer.place)
        explained = self._explained(answer.body, page, answer.audience) if answer.layer == "core" else answer.body
        body = replace(explained, lambda node: self._leaf(node, page))
        return self.blocks.render(
            "answer.md", answer=answer, body=body, ruling=self._ruling(ruling, "plain") if ruling else (), cited=self._citations(answer.clauses)
        )

    def _helplines(self, audience: str) -> Nodes:
        chosen = [line for line in self.words.helplines.values() if audience in (*line.audience, "everybody")]
        entries = [
            (Choice(((where_it_holds(line), self.blocks.render("helpline.md", helpline=line)),)),)
            for line in sorted(chosen, key=lambda line: (line.order, line.id))
        ]
        return self.blocks.render("helplines.md", entries=entries)

    def _policies(self, audience: str) -> Nodes:
        chosen = [policy for policy in self.words.policies.values() if audience in policy.audience]
        return tuple(Choice(((policy.when, self.blocks.render("policy-link.md", policy=policy)),)) for policy in chosen)

    def _all_references(self) -> Nodes:
        made = [
            (Choice(((where_it_holds(reference), self.blocks.render("reference.md", reference=reference)),)),)
            for reference in sorted(self.words.references.values(), key=lambda reference: reference.title.casefold())
        ]
        return tuple(node for nodes in made for node in nodes)


def _value(path: str) -> str:
    return f"{{{{ {path} }}}}"


def _there_where_any(nodes: Nodes, parts: Iterable[Nodes]) -> Nodes:
    """Give nodes that are there where any of some choices that stand in them gives something."""
    whens = [condition for (choice,) in parts if isinstance(choice, Choice) for condition, _ in choice.cases]
    return (Choice(((Condition(tuple(tests for when in whens for tests in when.alternatives)), nodes),)),)
