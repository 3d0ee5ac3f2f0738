"""Read all words through the layers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from houserules.clauses import files
from houserules.clauses.layers import Layer, Source, find_sources, find_strays
from houserules.clauses.models import (
    Case,
    Clause,
    Entry,
    Helpline,
    Page,
    Policy,
    PolicySection,
    QuickAnswer,
    Reference,
    Ruling,
    Scenario,
    Words,
)  # fmt: skip
from houserules.clauses.placeholders import find_bad_placeholders
from houserules.clauses.restricted import MOST_BYTES, find_unrestricted
from houserules.clauses.text import Nodes, parse_text
from houserules.clauses.whole import find_empty, find_unprinted, find_unreasoned
from houserules.problems import Place, Problem, Problems, did_you_mean
from houserules.profile.conditions import ALWAYS, Condition, read_condition
from houserules.profile.models import fill_model
from houserules.profile.vocabulary import Vocabulary
from houserules.strict_yaml import Document, parse_yaml, read_text, read_yaml, refuse_characters

T = TypeVar("T")
Recall = Callable[[str, Source, Callable[[Source], T]], T]  # given a kind, a file and what reads it: what was read of it before, or now
_FRONT_MATTER = re.compile(r"---\n(.*?)^---(?:\n|\Z)(.*)", re.DOTALL | re.MULTILINE)
_THINK = re.compile(r"^## Think about *$", re.MULTILINE)
_DO = re.compile(r"^## What to do *$", re.MULTILINE)


def read_words(layers: tuple[Layer, ...], vocabulary: Vocabulary, recall: Recall = lambda kind, source, make: make(source)) -> Words:
    """Read the words of all layers, the core's first. Raises Problems with all that is wrong in any of them.

    `recall` is for whoever reads again and again: it may give what a file came to when it was read before.
    """
    reader = _Reader(layers, vocabulary, recall)
    for layer in layers:
        reader.problems += find_strays(layer)
    words = Words(
        clauses=reader.read("clauses", ".md", reader.clause),
        policies=reader.read("policies", ".md", reader.policy),
        prose={f"guidance/{id}": page for id, page in reader.read("guidance", ".md", reader.prose).items()} | reader.home(),
        scenarios=reader.read("scenarios", ".md", reader.scenario),
        answers=reader.read("answers", ".md", reader.answer),
        rulings=reader.read("rulings", ".yml", reader.ruling),
        references=reader.read("references", ".yml", reader.reference),
        helplines=reader.read("helplines", ".yml", reader.helpline),
        glossary=reader.read("glossary", ".yml", reader.entry),
    )
    words = replace(words, common_questions=reader.common_questions(words.answers))
    reader.problems += find_bad_placeholders(words, vocabulary)
    if reader.problems:
        raise Problems(reader.problems)
    return words


class _Reader:
    """Reads file by file, and goes on after a problem so that all of them are found."""

    def __init__(self, layers: tuple[Layer, ...], vocabulary: Vocabulary, recall: Recall) -> None:
        self.layers, self.vocabulary, self.recall = layers, vocabulary, recall
        self.problems: list[Problem] = []
        self.unread: set[str] = set()  # files with problems of their own: nobody else is blamed for want of them

    def read(self, kind: str, ending: str, make: Callable[[Source], T]) -> dict[str, T]:
        made: dict[str, T] = {}
        for id, source in find_sources(self.layers, kind, ending).items():
            try:
                made[id] = self.recall(kind, source, make)
            except Problems as found:
                self.problems += found.problems
                self.unread.add(f"{kind}/{id}")
        return made

    def home(self) -> dict[str, Page]:
        source = Source("index", self.layers[0].folder / "index.md", "docs/index.md", self.layers[0])
        try:
            return {"index": self.recall("index", source, lambda source: self._page(Page, files.PageFile, source, ""))}
        except Problems as found:
            self.problems += found.problems
            return {}

    def common_questions(self, answers: Mapping[str, QuickAnswer]) -> tuple[str, ...]:
        """Give the ids of the questions that the core puts on the first page, those in reserve last."""
        path, name = self.layers[0].folder / "answers" / "common.yml", "docs/answers/common.yml"
        if not path.is_file():
            return ()
        try:
            document = read_yaml(path, name)
            questions = fill_model(files.CommonFile, document).questions
        except Problems as found:
            self.problems += found.problems
            return ()
        for number, id in enumerate(questions):
            if id not in answers and f"answers/{id}" not in self.unread:
                place = document.place("questions", number)
                self.problems.append(Problem(place, f"There is no question '{id}'.", fix=did_you_mean(id, answers)))
        return questions

    def clause(self, source: Source) -> Clause:
        file, document, text, line = self._markdown(source, files.ClauseFile)
        when = self._when(file.when, document)
        if problems := list(find_unreasoned(file.dropped, document)):
            raise Problems(problems)
        body = self._text(text, source, line, "" if file.dropped else "below the second line '---'")
        if file.dropped and (problems := list(find_unprinted(body))):
            raise Problems(problems)
        return Clause(
            source.id, file.title, file.kind, file.reason, when, file.sources, file.since, file.examples.right, file.examples.wrong,
            file.dropped, body, Place(source.name, 1), source.layer.name,
        )  # fmt: skip

    def policy(self, source: Source) -> Policy:
        return self._page(Policy, files.PolicyFile, source, "policies/", _policy_parts)

    def prose(self, source: Source) -> Page:
        return self._page(Page, files.PageFile, source, "guidance/")

    def scenario(self, source: Source) -> Scenario:
        file, document, text, line = self._markdown(source, files.ScenarioFile)
        think, do = _THINK.search(text), _DO.search(text)
        if not think or not do or do.start() < think.start():
            what = "A scenario has the situation, then '## Think about', then '## What to do'."
            raise Problems([Problem(Place(source.name, line), what)])
        parts = (text[: think.start()], text[think.end() : do.start()], text[do.end() :])
        starts = (line, line + text.count("\n", 0, think.end()), line + text.count("\n", 0, do.end()))
        empty = ("above '## Think about'", "below '## Think about'", "below '## What to do'")
        situation, thinking, doing = (self._text(part, source, start, where) for part, start, where in zip(parts, starts, empty, strict=True))
        return Scenario(
            source.id, file.title, file.audience, file.order, file.ruling, file.clauses, file.sources,
            self._when(file.when, document), situation, thinking, doing, Place(source.name, 1), source.layer.name,
        )  # fmt: skip

    def answer(self, source: Source) -> QuickAnswer:
        file, document, text, line = self._markdown(source, files.AnswerFile)
        when = self._when(file.when, document)
        return QuickAnswer(
            source.id, file.question, file.audience, file.order, file.ruling, file.clauses, when,
            self._text(text, source, line), Place(source.name, 1), source.layer.name,
        )  # fmt: skip

    def ruling(self, source: Source) -> Ruling:
        document = read_yaml(source.path, source.name)
        file = fill_model(files.RulingFile, document)
        if file.decision:
            cases = self._cases_of(file.decision, document)
        else:
            cases = tuple(
                Case(self._when(case.when, document, "cases", number, "when"), case.ruling, case.says) for number, case in enumerate(file.cases)
            )
        if not cases or not cases[-1].when.always:
            raise Problems([Problem(document.place("cases"), "The last case must have no condition, so that every school has a ruling.")])
        return Ruling(source.id, file.question, file.who, file.whom, file.channel, cases, file.clauses, Place(source.name, 1))

    def _cases_of(self, id: str, document: Document) -> tuple[Case, ...]:
        decision = self.vocabulary.decisions.get(id)
        if decision is None or any(answer.ruling is None or not answer.says for answer in decision.answers.values()):
            what = f"'{id}' isn't a decision whose every answer gives a ruling and a sentence."
            raise Problems([Problem(document.place("decision"), what)])
        *first, last = decision.answers.items()
        conditions = [read_condition({id: answer}, self.vocabulary.conditions, document, "decision") for answer, _ in first]
        outcomes = [answer for _, answer in first] + [last[1]]
        return tuple(
            Case(condition, answer.ruling, answer.says) for condition, answer in zip([*conditions, ALWAYS], outcomes, strict=True)
        )

    def reference(self, source: Source) -> Reference:
        document = read_yaml(source.path, source.name)
        file = fill_model(files.ReferenceFile, document)
        fields = file.model_dump() | {"short_title": file.short_title or file.title, "when": self._when(file.when, document)}
        return Reference(id=source.id, place=Place(source.name, 1), **fields)

    def helpline(self, source: Source) -> Helpline:
        document = read_yaml(source.path, source.name)
        fields = fill_model(files.HelplineFile, document).model_dump()
        fields["when"] = self._when(fields["when"], document)
        return Helpline(id=source.id, purpose=fields.pop("for_"), place=Place(source.name, 1), **fields)

    def entry(self, source: Source) -> Entry:
        fields = fill_model(files.EntryFile, read_yaml(source.path, source.name)).model_dump()
        return Entry(id=source.id, place=Place(source.name, 1), **fields)

    def _page(self, model, shape, source: Source, folder: str, more: Callable[[Any], Mapping[str, Any]] = lambda file: {}):
        file, document, text, line = self._markdown(source, shape)
        return model(
            id=folder + source.id, title=file.title, short_title=file.short_title or file.title, description=file.description,
            audience=file.audience, when=self._when(file.when, document), status=file.status, sources=file.sources,
            body=self._text(text, source, line), place=Place(source.name, 1), layer=source.layer.name,
            template=file.template if source.layer.trusted else "", **more(file),
        )  # fmt: skip

    def _markdown(self, source: Source, model: type[BaseModel]) -> tuple[Any, Document, str, int]:
        """Give the front matter as its model and as a document, the text after it, and the line where that begins."""
        whole = read_text(source.path, source.name, MOST_BYTES * 4)
        parts = _FRONT_MATTER.match(whole)
        if not parts:
            what, fix = "The file doesn't begin with its front matter.", "Begin with a line '---', then 'title: ...', then a line '---'."
            if whole.startswith("---\n"):
                what, fix = "The front matter that begins here isn't closed.", "Put a line '---', and nothing else on it, between 'title: ...' and the text."
            raise Problems([Problem(Place(source.name, 1), what, fix=fix)])
        document = parse_yaml(parts[1], source.name, 2)
        line = 2 + parts[1].count("\n") + 1
        if not source.layer.trusted and (problems := list(_find_unrestricted(document, parts[2], source.name, line))):
            raise Problems(problems)
        refuse_characters(parts[2], source.name, line)
        return fill_model(model, document), document, parts[2], line

    def _text(self, text: str, source: Source, line: int, where: str = "below the second line '---'") -> Nodes:
        """Give a text as nodes; `where` says in which part of the file there must be something, if there must."""
        nodes = parse_text(text, source.name, line, self.vocabulary.conditions)
        if where and (problems := list(find_empty(nodes, Place(source.name, line), where))):
            raise Problems(problems)
        return nodes

    def _when(self, content: object, document: Document, *keys: str | int) -> Condition:
        if content is None:
            return ALWAYS
        return read_condition(content, self.vocabulary.conditions, document, *(keys or ("when",)))


def _find_unrestricted(document: Document, text: str, name: str, line: int) -> Iterator[Problem]:
    """Give what isn't restricted Markdown in front matter (titles and reasons are printed too) and in the text after it."""
    for value, place in document.texts():
        yield from (replace(problem, place=place) for problem in find_unrestricted(value, name, place.line))
    without_blocks = re.sub(r"^:::.*$", "", text, flags=re.MULTILINE)  # those lines are read by parse_text and by nothing else
    yield from find_unrestricted(without_blocks, name, line)


def _policy_parts(file: files.PolicyFile) -> dict[str, Any]:
    sections = tuple(PolicySection(part.title, part.intro, part.clauses) for part in file.sections)
    return {"review_cycle": file.review_cycle, "sign_off": file.sign_off, "borrows": file.borrows, "sections": sections}
