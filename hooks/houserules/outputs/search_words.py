# People type "insta" and our pages say "Instagram"; which word stands for which is a matter of words, so it is data
# under docs/search. The other words that a glossary entry names are read from the finished glossary page.
"""The words of search: which mean the same, which are near, who asks in which words, how else a page is asked for, and which say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from houserules.problems import Problems
from houserules.profile.models import fill_model
from houserules.profile.values import AUDIENCES
from houserules.strict_yaml import read_yaml

Texts = Annotated[tuple[str, ...], Field(min_length=1)]


class Near(BaseModel):
    """Words that also look for other words, which count less than what was typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    typed: Texts
    looks_for: Texts


class SearchWords(BaseModel):
    """All words of search; each file under docs/search gives some of these."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    same: tuple[Texts, ...] = ()  # the first of each is the one that our pages use
    near: tuple[Near, ...] = ()
    asked_by: Mapping[Literal[AUDIENCES], Texts] = Field(default_factory=dict)  # type: ignore[valid-type]
    asked_as: Mapping[str, Texts] = Field(default_factory=dict)  # by page, or by page#part
    idle: tuple[str, ...] = ()


def read_search_words(folder: Path, name: str = "docs/search") -> SearchWords:
    """Read every file of the folder docs/search. Raises Problems with what is wrong in any of them."""
    problems, read = [], []
    for path in sorted(folder.glob("*.yml")):
        try:
            read.append(fill_model(SearchWords, read_yaml(path, f"{name}/{path.name}")))
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return SearchWords(
        same=tuple(words for part in read for words in part.same),
        near=tuple(words for part in read for words in part.near),
        asked_by={who: words for part in read for who, words in part.asked_by.items()},
        asked_as={where: words for part in read for where, words in part.asked_as.items()},
        idle=tuple(word for part in read for word in part.idle),
    )
