# Whoever proof-reads sees neither ids nor Markdown: a condition is said with the labels of its decisions and answers, and a
# placeholder with what its field is called. What a label says is never typed here; it comes from docs/ and from fields.py.
"""Plain words: conditions, placeholders and texts as somebody in an office reads them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from houserules.clauses.text import PLACEHOLDER
from houserules.pages.alphabet import EACH, EACH_END, IF, IF_END, IF_NOT, MARK_END
from houserules.pages.targets import LINK, Target
from houserules.profile.conditions import GIVEN, Condition, Test
from houserules.profile.stages import STAGE_NAMES
from houserules.profile.vocabulary import Vocabulary

Guards = tuple[tuple[Condition, bool], ...]  # conditions, and whether each must hold or must not

EVERY = "every school"
_FIXED = {"nation": "nation", "phase": "phase", "type": "type of school", "stage": "has pupils in", "trust": "belongs to a trust"}
_SEVERAL = frozenset({"stage"})  # of these a school may have several values, so that "not this" isn't "one of the others"
_LISTS = {"accounts": "official accounts", "questions": "the common questions", "people.deputy_safeguarding_leads": "deputy safeguarding leads", "school.address": "the postal address"}
_MOST_OTHERS = 3  # answers that are listed; where more are left, what it must not be is shorter

_ANY_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ATTRIBUTES = re.compile(r"\{[:#.][^}\n]*\}")
_CELL_END, _LINE_END, _TAG = re.compile(r"</t[hd]>\s*(?=<t[hd])"), re.compile(r"</(?:p|li|tr|caption|div)>|<br ?/?>"), re.compile(r"</?[a-z][^<>]*>")
_CAPTION = re.compile(r"<caption class=\"hr-hidden\">.*?</caption>|<thead>.*?</thead>", re.DOTALL)
_EMPHASIS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\*)\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?!\*)|`([^`\n]+)`")
_NO_NUMBER = re.compile(r"^(#+) *\. *", re.MULTILINE)


@dataclass(frozen=True)
class PlainWords:
    """Says things in plain words, with the labels of a vocabulary."""

    vocabulary: Vocabulary
    _names: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def guards(self, guards: Guards) -> str:
        """Say under what conditions a text is there; what another condition says already is left out."""
        parts = list(dict.fromkeys(self.condition(condition, holds) for condition, holds in _without_implied(guards)))
        return "; ".join(part for part in parts if part) or EVERY

    def condition(self, condition: Condition, holds: bool = True) -> str:
        """Say a condition, or (where it must not hold) its contrary."""
        if condition.always:
            return "" if holds else "never"
        said = [" and ".join(self.test(test) for test in tests) for tests in condition.alternatives]
        if holds:
            return ", or ".join(dict.fromkeys(said))
        single = [tests[0] for tests in condition.alternatives if len(tests) == 1]
        if len(single) == len(condition.alternatives):
            return " and ".join(self.test(test, False) for test in single)
        return "not (" + ", or ".join(" and ".join(self.test(test) for test in tests) for tests in condition.alternatives) + ")"

    def test(self, test: Test, holds: bool = True) -> str:
        """Say a test, or its contrary."""
        if test.key == GIVEN:
            names = " and ".join(self.placeholder(path) for path in test.values)
            return f"{names}: {'filled in' if holds else 'not filled in'}"
        values = test.values
        if not holds:
            others = [value for value in self._values(test.key) if value not in values]
            if test.key not in _SEVERAL and 0 < len(others) <= _MOST_OTHERS:
                values, holds = tuple(others), True
        said = " or ".join(self.value(test.key, value) for value in values)
        return f"{self.key(test.key)}{'' if holds else ' not'} {said}"

    def key(self, key: str) -> str:
        """Give the question that a key of a condition stands for, so that an answer can follow."""
        if key in self.vocabulary.decisions:
            return f"“{self.vocabulary.decisions[key].question}”"
        if key in self.vocabulary.states:
            return f"{self.vocabulary.states[key].title}:"
        return f"{_FIXED.get(key, key)}{'' if key == 'stage' else ':'}"

    def value(self, key: str, value: str) -> str:
        """Give the label of an answer, or of another value."""
        if key in self.vocabulary.decisions:
            return f"“{self.vocabulary.decisions[key].answers[value].label}”"
        if key == "stage":
            return next(iter(STAGE_NAMES.values())).get(value, value)
        if key == "nation":
            return value.replace("-", " ").title()
        return value.replace("-", " ")

    def placeholder(self, path: str) -> str:
        """Give what the value is called that goes where a placeholder stands; nothing for numbers, which follow from the rest."""
        if path not in self._names:
            self._names[path] = self._name(path)
        return self._names[path]

    def _name(self, path: str) -> str:
        if path.startswith("terms."):
            term = self.vocabulary.terms.get(path.removeprefix("terms."))
            return term.cases[-1][1] if term else path
        if path.startswith("number."):
            return ""
        if path.startswith("version."):
            return "version"
        if path in _LISTS:
            return _LISTS[path]
        if path in self.vocabulary.placeholders:
            from houserules.documents.blank import name_of  # it is called the same in a Word template

            return name_of(self.vocabulary.placeholders[path])
        return path.rpartition(".")[2].replace("_", " ")

    def _values(self, key: str) -> list[str]:
        decision = self.vocabulary.decisions.get(key)
        return list(decision.answers) if decision else sorted(self.vocabulary.conditions.get(key, ()))

    def text(self, markdown: str, targets: Mapping[tuple[str, str], Target]) -> str:
        """Give a text as it is read: without marks of Markdown and HTML, links as their words, placeholders by name.

        A heading keeps its `#`s, so that it can be told from the rest.
        """

        def link(found: re.Match[str]) -> str:
            target = targets.get((found["kind"], found["id"]))
            return found["text"] or (target.title if target else found["id"])

        text = LINK.sub(link, self._lists(_CAPTION.sub("", markdown)))
        text = _ATTRIBUTES.sub("", PLACEHOLDER.sub(self._bracketed, _ANY_LINK.sub(r"\1", text)))
        text = html.unescape(_TAG.sub("", _LINE_END.sub("\n", _CELL_END.sub(" | ", text))))
        text = _NO_NUMBER.sub(r"\1 ", _EMPHASIS.sub(lambda found: found[1] or found[2] or found[3], text))
        lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _bracketed(self, found: re.Match[str]) -> str:
        name = self.placeholder(found["path"])
        if found["form"] == "capital":
            name = name[:1].upper() + name[1:]
        return f"[{name}]" if name else ""

    def _lists(self, text: str) -> str:
        """Write the marks of lists that are repeated as words."""
        if EACH not in text and IF not in text:
            return text
        each = re.sub(f"{EACH}([^{MARK_END}]+){MARK_END}", lambda found: f"(for each of {self.placeholder(found[1])}: ", text)
        asked = re.sub(f"{IF}([^{MARK_END}]+){MARK_END}", lambda found: f"(if filled in, {self.placeholder(found[1])}: ", each)
        asked = re.sub(f"{IF_NOT}([^{MARK_END}]+){MARK_END}", "(else: ", asked)
        return asked.replace(EACH_END, ")").replace(IF_END, ")")


def _without_implied(guards: Guards) -> Iterable[tuple[Condition, bool]]:
    """Leave out what holds anyway where another of the conditions holds."""
    for number, (condition, holds) in enumerate(guards):
        others = [other for place, (other, there) in enumerate(guards) if there and place != number and (place > number or other != condition)]
        if holds and any(set(other.alternatives) <= set(condition.alternatives) for other in others if not other.always):
            continue
        yield condition, holds
