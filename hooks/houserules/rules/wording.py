# The words that we don't use, and why. Names of bodies that belong to one nation are typed only in references and
# helplines, which carry their jurisdiction, and in blocks for that nation.
"""Rules about wording: how clauses speak, and names and words that may not appear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from houserules.clauses.models import Words
from houserules.clauses.text import Guards, Nodes, Text, walk
from houserules.pages.compose import Composed
from houserules.pages.targets import where_it_holds
from houserules.problems import Place, Problem
from houserules.profile.conditions import Condition, Test
from houserules.profile.vocabulary import Vocabulary
from houserules.rules.nations import NAMED, NATIONAL
from houserules.rules.situations import hold, list_situations

_MODAL = re.compile(r"\b(?:must|should|may)\b", re.IGNORECASE)

RETIRED = {
    r"Action Fraud": "It is Report Fraud since 4 December 2025.",
    r"Thinkuknow": "It is CEOP Education.",
    r"\be-?[Ss]afety\b": "Say online safety.",
    r"\bGTCE\b": "It was abolished in 2012.",
    r"\bLSCB": "Safeguarding partners took its place.",
    r"\bKCSIE 20(?:[01]\d|2[0-5])\b": "That edition is out of force: cite the reference.",
    r"Working Together 2023": "It was replaced in 2026: cite the reference.",
    r"\b[Ss]exting\b": "Say nudes and semi-nudes.",
    r"(?<!once called )\bTwitter\b": "Say X, once called Twitter.",
    r"0844 381 4772": "The number is 0344 381 4772.",
}
UNUSED = {
    r"\b[Uu]tili[sz]e": "Say use.",
    r"\b(?:e\.g\.|i\.e\.|etc\.)": "Say for example, that is, or and so on.",
    r"\b[Cc]yber-?bullying\b": "Say online bullying.",
    r"\b(?!(?:down|over|resize|cap)?(?:size|prize|seize)[ds]?\b)\w+iz(?:e|ed|es|ing|ation)\b": "British English spells it with s.",
    r"\[(?:insert|school name|name)[^\]]*\]": "Nothing is left to fill in by hand.",
    r"\b[Yy]ears? (?:\d|1[0-4])\b(?! (?:old|of))": "Years are counted differently in each nation: say the age.",
    r"  +\S": "There are two spaces.",
    r"(?<!\.)\.\.(?!\.)": "There are two full stops.",
    r"\b([Tt]he|[Aa]n?|[Tt]o|[Oo]f|[Ii]n|[Ii]s)\s+\1\b": "There is a word too many.",
}
def clauses_are_exact(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A rule says must, must not, should or may; every clause gives its reason."""
    for clause in words.clauses.values():
        if clause.dropped:
            continue
        text = " ".join(node.text for node, _ in walk(clause.body) if isinstance(node, Text))
        if clause.kind == "rule" and not _MODAL.search(text):
            yield Problem(clause.place, "This rule says neither must, should nor may.", fix="Say it, or mark the clause 'kind: explanation'.")
        if not clause.reason:
            yield Problem(clause.place, "This clause gives no reason.", "A rule without a reason isn't kept.")


def words_we_use(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """No retired name, no word that we don't use, nothing doubled."""
    for place, _, line in all_lines(words):
        seen = _without_addresses(line)
        for pattern, why in (RETIRED | UNUSED).items():
            if found := re.search(pattern, seen):
                yield Problem(place, f"'{found.group().strip()}' stands here.", fix=why)


def names_stay_in_their_nation(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """A body, law or title of one nation is named only where that nation's schools read it."""
    for place, guards, line in all_lines(words):
        seen = _without_addresses(line)
        for pattern, nations in NATIONAL.items() if NAMED.search(seen) else ():
            found = re.search(pattern, seen)
            elsewhere = (Condition(((Test("nation", nations),),)), False)
            if found and any(hold((*guards, elsewhere), facts) for facts in list_situations([guards, (elsewhere,)], vocabulary)):
                fix = "Use a term, a reference, or a block for the nation."
                yield Problem(place, f"'{found.group()}' stands here, and other nations' schools would read it.", fix=fix)


def sentences_stand_alone(words: Words, composed: Composed, vocabulary: Vocabulary) -> Iterator[Problem]:
    """One sentence a line: each line of prose ends as a sentence does, and begins with a capital."""
    for place, _, line in all_lines(words):
        text = re.sub(r"^\s*(?:[*-] (?:\[ \] )?|\d+\. |> )", "", line).strip()
        plain = re.sub(r"\*\*|\]\([^)]*\)|[\[\]]", "", text)
        if not plain or re.match(r"[#|:]|\{[#.]", text):
            continue
        listed = re.match(r"[*-] |\d+\. ", line.strip())
        if re.match(r"[a-z]|\{\{ terms\.\w+ \}\}", plain) and (not listed or re.search(r"[.?!]$", plain)):
            yield Problem(place, f"This line doesn't begin with a capital: '{plain[:40]}...'", fix="For a word of the nation, write {{ terms.head | capital }}.")
        if not listed and not re.search(r"[.?!:;\"'”)]$|\}\}$|^(?:Dear|Yours|With) .*,$", plain):
            yield Problem(place, f"This line doesn't end as a sentence does: '...{plain[-40:]}'")


RULES = (clauses_are_exact, words_we_use, names_stay_in_their_nation, sentences_stand_alone)


def all_lines(words: Words) -> Iterator[tuple[Place, Guards, str]]:
    """Give every line of text that a reader may see, with its place and the guards under which it stands."""
    for clause in words.clauses.values():
        own = _own(clause.when)
        yield from _nodes(clause.body, own)
        for text in (clause.title + ".", clause.reason, *clause.right, *clause.wrong):
            yield clause.place, own, text
    for page in (*words.policies.values(), *words.prose.values()):
        yield from _nodes(page.body, _own(page.when))
        for text in (page.title + ".", page.short_title + ".", page.description):
            yield page.place, _own(page.when), text
    for policy in words.policies.values():
        for section in policy.sections:
            for text in (section.title + ".", section.intro):
                yield policy.place, _own(policy.when), text
    for scenario in words.scenarios.values():
        yield scenario.place, _own(scenario.when), scenario.title + "."
        for part in (scenario.situation, scenario.think, scenario.do):
            yield from _nodes(part, _own(scenario.when))
    for answer in words.answers.values():
        yield from _nodes(answer.body, _own(answer.when))
        yield answer.place, _own(answer.when), answer.question
    for ruling in words.rulings.values():
        yield ruling.place, (), ruling.question
        for case in ruling.cases:
            yield ruling.place, _own(case.when), case.says
    for reference in words.references.values():
        yield reference.place, _own(where_it_holds(reference)), reference.says
    for helpline in words.helplines.values():
        yield helpline.place, _own(where_it_holds(helpline)), helpline.purpose
    for entry in words.glossary.values():
        yield entry.place, (), entry.says


def _without_addresses(line: str) -> str:
    """Give a line without what its readers don't see: where its links lead, and the ids of headings."""
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r"\{[#.][^}]*\}", "", line))


def _own(when: Condition) -> Guards:
    return () if when.always else ((when, True),)


def _nodes(nodes: Nodes, own: Guards) -> Iterator[tuple[Place, Guards, str]]:
    for node, guards in walk(nodes, own):
        if isinstance(node, Text) and node.place:
            for number, line in enumerate(node.text.split("\n")):
                if line.strip():
                    yield Place(node.place.path, node.place.line + number, 1), guards, line
