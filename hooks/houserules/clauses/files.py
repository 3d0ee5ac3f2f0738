# The shapes of the files under docs/ (see contributing/writing.md). Only the readers know them; everything else sees
# the frozen dataclasses of `models`.
"""What may stand in the front matter and the YAML of each kind of file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from houserules.profile.kinds import YesNo, mistake, normalise
from houserules.profile.values import AUDIENCES, Verdict


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise mistake("Words are needed here.")
    return normalise(value)


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdigit() else value


Line = Annotated[str, BeforeValidator(_words)]
Number = Annotated[int, BeforeValidator(_number)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Audience = Annotated[tuple[Literal[AUDIENCES], ...], Field(min_length=1)]  # type: ignore[valid-type]
Nations = Annotated[tuple[Literal["england", "wales", "scotland", "northern-ireland"], ...], Field(min_length=1)]
Status = Literal["statutory", "supports", "good-practice"]
SignOff = Literal["staff", "pupil", "pupil-and-parent", "parent", "volunteer", "visitor"]


class File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Examples(File):
    right: tuple[Line, ...] = ()
    wrong: tuple[Line, ...] = ()


class ClauseFile(File):
    title: Line
    kind: Literal["rule", "explanation"] = "rule"
    reason: Line = ""
    when: Any = None
    sources: tuple[str, ...] = ()
    since: Day = ""
    examples: Examples = Examples()
    dropped: Line = ""


class SectionFile(File):
    title: Line
    intro: Line = ""
    clauses: Annotated[tuple[str, ...], Field(min_length=1)]


class PageFile(File):
    title: Line
    short_title: Line = ""
    description: Line
    audience: Audience
    when: Any = None
    status: Status = "good-practice"
    sources: tuple[str, ...] = ()
    template: str = ""


class PolicyFile(PageFile):
    review_cycle: Line = "every year"
    sign_off: SignOff = ""  # type: ignore[assignment] - nobody signs
    borrows: YesNo = False
    sections: Annotated[tuple[SectionFile, ...], Field(min_length=1)]


class ScenarioFile(File):
    title: Line
    audience: Audience
    order: Number = 100
    ruling: str
    clauses: Annotated[tuple[str, ...], Field(min_length=1)]
    sources: tuple[str, ...] = ()
    when: Any = None


class AnswerFile(File):
    question: Line
    audience: Audience
    order: Number = 100
    ruling: str = ""
    clauses: tuple[str, ...] = ()
    when: Any = None


class CommonFile(File):
    questions: Annotated[tuple[str, ...], Field(min_length=1)]


class CaseFile(File):
    when: Any = None
    ruling: Verdict
    says: Line


class RulingFile(File):
    question: Line
    who: str = ""
    whom: str = ""
    channel: str = ""
    decision: str = ""
    cases: tuple[CaseFile, ...] = ()
    clauses: tuple[str, ...] = ()


class ReferenceFile(File):
    title: Line
    short_title: Line = ""
    edition: Line = ""
    publisher: Line
    kind: Literal["law", "statutory-guidance", "guidance", "advice", "research"]
    jurisdiction: Nations
    when: Any = None
    in_force_from: Day = ""
    url: str
    checked_on: Day
    review_by: Day
    confidence: Literal["high", "medium"]
    says: Line


class HelplineFile(File):
    name: Line
    for_: Line = Field(alias="for")
    audience: Audience
    jurisdiction: Nations
    phone: Line = ""
    text: Line = ""
    email: Line = ""
    url: str = ""
    hours: Line = ""
    order: Number = 100
    when: Any = None
    checked_on: Day
    review_by: Day
    confidence: Literal["high", "medium"]


class EntryFile(File):
    term: Line
    also: tuple[str, ...] = ()
    kind: Literal["app", "term"]
    audience: Audience
    says: Line
    checked_on: Day
    tooltip: YesNo = False
