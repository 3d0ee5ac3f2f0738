# What is on the screen, and nothing else: what to ask and what is wrong with an answer is worked out in
# profile/questions.py. Every answer is handed to `keep` at once, so that a closed window or a power cut loses nothing.
"""The interview: ask a school's questions one after the other, with a way back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import wrap

import click

from houserules.problems import Problem
from houserules.profile.questions import Question, find_mistakes, find_questions, keep_good
from houserules.profile.vocabulary import Vocabulary

BACK, MORE, NOTHING = "b", "?", "-"
_WIDEST = 92
_HOW = """\
Type an answer and press Enter. Where there is a default, Enter alone takes it.
b goes back one question. ? says more about a question.
You can stop at any time with Ctrl-C: your answers are kept, and the same command goes on from there."""


@dataclass
class Interview:
    """One conversation: `ask` puts a prompt and gives what was typed, `say` shows a line, `keep` saves the answers.

    `cite` gives the lines that tell where a question comes from, for a school with these answers.
    """

    vocabulary: Vocabulary
    ask: Callable[[str], str]
    say: Callable[[str], object]
    keep: Callable[[Mapping[str, str]], object]
    cite: Callable[[Question, Mapping[str, str]], list[str]]
    heading: str = field(default="", init=False)

    def run(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Ask whatever these answers leave open; give all the answers. What `ask` raises ends the conversation."""
        answers = keep_good(answers, self.vocabulary)
        self._greet(answers)
        back_to = ""
        while True:
            questions = find_questions(answers, self.vocabulary)
            question = next((question for question in questions if question.path == back_to), None)
            question = question or next((question for question in questions if question.path not in answers), None)
            if question is None:
                return answers
            place = questions.index(question)
            typed = self._answer(question, f"{place + 1} of {len(questions)}", answers)
            if typed is None:
                back_to = questions[max(place - 1, 0)].path
                if not place:
                    self._lines("This is the first question.")
                continue
            back_to = ""
            before, answers = answers, keep_good({**answers, question.path: typed}, self.vocabulary)
            self.keep(answers)
            lost = [other for other in find_questions(answers, self.vocabulary) if other.path in before and other.path not in answers]
            if lost:
                self._lines("An earlier answer no longer goes with this one, so that question comes again.")

    def _greet(self, answers: Mapping[str, str]) -> None:
        questions = find_questions(answers, self.vocabulary)
        decisions = sum(question.path.startswith("decisions.") for question in questions)
        self.say("")
        if answers:
            self._lines(f"Welcome back: {len(answers)} of {len(questions)} questions are answered.")
        else:
            facts = len(questions) - decisions
            self._lines(f"First come {facts} facts about your school, then {decisions} decisions. Allow about half an hour.")
            self._lines("Nothing is published yet, and you can change every answer later in school.yml.")
        for line in _HOW.split("\n"):
            self._lines(line)

    def _answer(self, question: Question, place: str, answers: Mapping[str, str]) -> str | None:
        """Ask one question until it is answered; None if the one before is wanted."""
        now = answers.get(question.path, question.default)
        self._show(question, place, now, given=question.path in answers)
        while True:
            typed = self.ask(_prompt(question, now)).strip()
            if typed.casefold() == BACK:
                return None
            if typed == MORE:
                self._more(question, answers)
                continue
            nothing = typed == NOTHING and question.optional and not question.choices
            answer = "" if nothing else _understand(question, typed) if typed else now
            problems = find_mistakes(question, answer, answers)
            if not problems:
                self._confirm(question, answer, typed)
                return answer
            for problem in problems:
                self._lines(_message(problem), "  ", fg="red")

    def _show(self, question: Question, place: str, now: str, given: bool) -> None:
        self.say("")
        if question.heading != self.heading:
            self.heading = question.heading
            self.say(click.style(question.heading.upper(), bold=True, fg="cyan"))
            self.say("")
        self._lines(f"[{place}] {question.text}", bold=True)
        if question.why:
            self._lines(f"Why it matters: {question.why}", "  ")
            self._lines(f"Usually decided by {question.decided_by}.", "  ")
            self.say("")
        if not question.choices:
            self._lines(f"For example: {question.example}", "  ")
        for number, choice in enumerate(question.choices, 1):
            mark = "" if choice.id != now else "  (your answer)" if given else "  (the default)"
            label = f"{number}  {choice.label}"
            self.say(f"  {click.style(label, bold=True) if choice.means else label}{mark}")
            self._lines(choice.means, "     ")

    def _more(self, question: Question, answers: Mapping[str, str]) -> None:
        if question.sources:
            self._lines("It rests on:", "  ")
            for line in self.cite(question, answers):
                self._lines(line, "  - ", "    ")
            return
        self._lines("It may stand on the site." if question.public else "It is never published.", "  ")
        if question.path.endswith(".name") and question.path.startswith("people."):
            self._lines("To keep the name off the site, write 'show_name: no' beneath it in school.yml when we are done.", "  ")

    def _confirm(self, question: Question, answer: str, typed: str) -> None:
        label = next((choice.label for choice in question.choices if choice.id == answer), answer)
        if label != typed:
            self._lines(f"-> {label or 'left out'}", "  ", fg="green")

    def _lines(self, text: str, indent: str = "", rest: str | None = None, **style: object) -> None:
        width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST) - 1
        for line in wrap(text, width, initial_indent=indent, subsequent_indent=indent if rest is None else rest, break_on_hyphens=False):
            self.say(click.style(line, **style) if style else line)


def _prompt(question: Question, now: str) -> str:
    ids = [choice.id for choice in question.choices]
    if now in ids:
        return f"  1 to {len(ids)}, or Enter for {ids.index(now) + 1}"
    if ids:
        return f"  1 to {len(ids)}"
    if now:
        return f"  Your answer, or Enter to keep '{now}'" + (f", or {NOTHING} to leave it out" if question.optional else "")
    return "  Your answer, or Enter to leave it out" if question.optional else "  Your answer"


def _understand(question: Question, typed: str) -> str:
    """Give the answer that a number, an id or a label stands for; what is none of them as it was typed."""
    if re.fullmatch(r"[0-9]{1,2}", typed) and 1 <= int(typed) <= len(question.choices):
        return question.choices[int(typed) - 1].id
    wanted = typed.casefold()
    for choice in question.choices:
        if wanted in (choice.id, choice.label.casefold()) or wanted.replace(" ", "-") == choice.id:
            return choice.id
    return typed


def _message(problem: Problem) -> str:
    return " ".join(part for part in (problem.what, problem.why, problem.fix) if part)
