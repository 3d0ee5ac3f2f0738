# Which pages stand in which handbook is a matter of words, so it is data under docs/handbooks.
"""Handbooks: everything for one audience, as one Word file and one PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from houserules.pages.site_page import SitePage
from houserules.problems import Problems
from houserules.profile.models import fill_model
from houserules.profile.values import AUDIENCES
from houserules.strict_yaml import read_yaml

FOLDER = "handbooks"  # under docs/, and in the site


class HandbookFile(BaseModel):
    """What a file under docs/handbooks says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: str
    description: str
    audience: Literal[AUDIENCES]  # type: ignore[valid-type]
    offered_on: tuple[str, ...] = ()
    pages: Annotated[tuple[str, ...], Field(min_length=1)]


class Handbook(HandbookFile):
    """A handbook, known by the name of its file: the pages that stand in it, in order, and those that offer it."""

    name: str

    @property
    def path(self) -> str:
        """Where its files are in the site, without an ending."""
        return f"{FOLDER}/{self.name}-handbook"


@cache
def read_handbooks(folder: Path, name: str = f"docs/{FOLDER}") -> tuple[Handbook, ...]:
    """Read every file of a folder such as docs/handbooks. Raises Problems with what is wrong in any of them."""
    problems, read = [], []
    for path in sorted(folder.glob("*.yml")):
        try:
            file = fill_model(HandbookFile, read_yaml(path, f"{name}/{path.name}"))
            read.append(Handbook(name=path.stem, **file.model_dump()))
        except Problems as found:
            problems += found.problems
    if problems:
        raise Problems(problems)
    return tuple(read)


def choose_parts(handbook: Handbook, handbooks: Iterable[Handbook], pages: Mapping[str, SitePage]) -> list[SitePage]:
    """Give the pages of a handbook among those that there are; an authority's or a school's own policies for its readers come last."""
    listed = {id for each in handbooks for id in each.pages}
    own = [page for page in pages.values() if page.is_policy and page.layer != "core" and page.id not in listed and handbook.audience in page.audience]
    return [pages[id] for id in handbook.pages if id in pages] + own
