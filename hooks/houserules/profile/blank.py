# The file explains itself, because it is opened in Notepad by somebody who hasn't read our pages: each field's help
# stands above it, from the same declaration that the reader checks it against.
"""The text of a school.yml, commented: every section, field and decision, with the answers that are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from textwrap import wrap

from houserules.profile.decisions import Decision
from houserules.profile.declaration import Entry, list_entries
from houserules.profile.questions import GROUPS, sort_decisions
from houserules.profile.vocabulary import Vocabulary

WIDTH = 110
_TOP = """\
Your school's profile: its facts, and its answers to the questions that every school has to settle.
Lines that begin with # are notes for you. Write each value after its colon, or leave it empty.
Put a value in "quotes" if it begins with a sign such as @ or -, or if : or # stands in it.
When you have changed something, 'houserules check' and the name of this folder says whether all is well."""
# Words that other YAML readers (an editor's, for one) take for something else than text, whatever their case.
_TAKEN = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_PLAIN = re.compile(r"[^\W\d_](?:[\w .,'()/&+@%-]|:(?=\S))*")
_PLAIN_NUMBER = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|0|[1-9][0-9]{0,8}|[0-9]+(?: [0-9]+)+")  # date, number, telephone
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\ufeff": "\\uFEFF"}


def write_blank(vocabulary: Vocabulary, answers: Mapping[str, str], schema: str) -> str:
    """Give the text of a school.yml with these answers (by path, such as `school.name` or `decisions.gaming`).

    What isn't answered is left empty. `schema` is the schema's path from the school's folder, for editors.
    """
    lines = [f"# yaml-language-server: $schema={schema}", "#", *(f"# {line}" for line in _TOP.split("\n"))]
    for entry in list_entries():
        lines.append("")
        if entry.path == "decisions":
            lines += [*_note(entry.help, ""), "decisions:", *_decisions(vocabulary, answers)]
        else:
            lines += _entry(entry, answers, "")
    return "\n".join(lines) + "\n"


def write_scalar(text: str) -> str:
    """Write a text so that a YAML reader, strict or not, reads back exactly this text; bare where that is safe."""
    bare = _PLAIN.fullmatch(text) and not text.endswith(" ") and text.lower() not in _TAKEN
    if bare or _PLAIN_NUMBER.fullmatch(text):
        return text
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _entry(entry: Entry, answers: Mapping[str, str], indent: str) -> Iterator[str]:
    help, example = _help(entry), _example(entry)
    if len(indent) + len(help) + len(example) < WIDTH - 2:
        help, example = f"{help} {example}".strip(), ""
    yield from _note(help, indent)
    yield from _note(example, indent)
    if entry.many or entry.table:
        yield f"{indent}{entry.name}:"
        yield from _sample(entry, f"{indent}  ")
    elif entry.model:
        yield f"{indent}{entry.name}:"
        for inner in list_entries(entry):
            yield from _entry(inner, answers, f"{indent}  ")
    else:
        yield _line(entry.name, answers.get(entry.path, ""), indent)


def _sample(entry: Entry, indent: str) -> Iterator[str]:
    """Give what one part of a list or table looks like, as a note from which it can be copied."""
    if entry.table:
        yield from _note("One line for each policy: its name as it stands in the address of its page, and the version shown there.", indent)
        yield f"{indent}# policy-name: 3f2a91bc"
        return
    if entry.model is None:
        yield from _note('One line for each, after "- ".', indent)
        yield f"{indent}# -"
        return
    yield from _note('Copy the lines below for each one, without the first "# " of each line.', indent)
    for number, inner in enumerate(list_entries(entry)):
        several = "Write them in [brackets], with commas between." if inner.many else ""
        note = " ".join(part for part in (_help(inner), several, _example(inner)) if part)
        yield f"{indent}# {'  ' if number else '- '}{inner.name}:{' []' if inner.many else ''}  # {note}"


def _help(entry: Entry) -> str:
    return f"{entry.help} {entry.marks}".strip()


def _example(entry: Entry) -> str:
    if choices := entry.choices:
        return f"One of: {', '.join(choices)}."
    return f"For example: {write_scalar(entry.example)}" if entry.example else ""


def _decisions(vocabulary: Vocabulary, answers: Mapping[str, str]) -> Iterator[str]:
    group = ""
    for decision in sort_decisions(vocabulary):
        yield ""
        if decision.group != group:
            group = decision.group
            yield f"  # ---- {GROUPS.get(group, group.capitalize())} ----"
            yield ""
        yield from _question(decision)
        yield _line(decision.id, answers.get(f"decisions.{decision.id}", ""), "  ")


def _question(decision: Decision) -> Iterator[str]:
    yield from _note(decision.question, "  ")
    yield from _note(f"Why it matters: {decision.why}", "  ")
    yield from _note(f"Usually decided by {decision.decided_by}.", "  ")
    if not decision.asked_when.always:
        yield from _note(f"Only for schools where {decision.asked_when}.", "  ")
    yield from _note("The possible answers:", "  ")
    for id, answer in decision.answers.items():
        default = " (the default)" if id == decision.default else ""
        yield from _note(f"{id}{default}: {answer.label}. {answer.means}", "  ", "  ")


def _line(name: str, answer: str, indent: str) -> str:
    return f"{indent}{name}: {write_scalar(answer)}" if answer.strip() else f"{indent}{name}:"


@cache  # the interview writes the file after every answer
def _note(text: str, indent: str, inside: str = "") -> tuple[str, ...]:
    lines = wrap(" ".join(text.split()), WIDTH - len(indent) - len(inside) - 2, break_long_words=False, break_on_hyphens=False)
    return tuple(f"{indent}# {inside}{'  ' if inside and number else ''}{line}" for number, line in enumerate(lines))
