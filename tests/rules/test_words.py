"""The words of the core: every rule is kept. What is said here is what a writer has to mend."""

from __future__ import annotations

import pytest

from houserules.rules import answers, claims, links, wording

RULES = [rule for module in (links, answers, wording, claims) for rule in module.RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_is_kept(rule, core):
    """The core's words keep the rule."""
    problems = sorted(rule(core.words, core.composed, core.vocabulary))

    assert not problems, f"{(rule.__doc__ or '').strip()}\n" + "\n".join(str(problem) for problem in problems)
