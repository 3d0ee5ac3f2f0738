"""An authority: a local authority's or trust's layer, with default answers, shared contacts and its own wording."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from houserules.problems import Place, Problem, Problems, did_you_mean, shown
from houserules.profile.fields import Profile
from houserules.profile.models import without_empty
from houserules.strict_yaml import Document, read_yaml

# What an authority may say for all its schools. What makes a school itself is the school's.
SHARED = (
    "school", "people", "local_safeguarding", "hours", "filtering", "links", "paper_copies", "brand", "common_questions", "review", "decisions",
)  # fmt: skip


@dataclass(frozen=True)
class Authority:
    """An authority's folder, its name and what it says for its schools."""

    slug: str
    folder: Path
    name: str
    document: Document


def read_authority(folder: Path, slug: str, place: Place) -> Authority:
    """Read an authority from the folder of authorities; `place` is where a school names it. Raises Problems."""
    known = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    if slug not in known:
        fix = did_you_mean(slug, known) or f"There should be a file authorities/{slug}/authority.yml beside the folder of schools."
        raise Problems([Problem(place, f"There is no authority '{slug}' in {shown(folder)}.", fix=fix)])
    document = read_yaml(folder / slug / "authority.yml", shown(folder / slug / "authority.yml"))
    content = without_empty(document.content)
    problems = []
    if not isinstance(content, dict) or not isinstance(content.get("name"), str):
        raise Problems([Problem(document.place("name"), "The authority's name isn't filled in.", fix="Write 'name: ' and its name.")])
    for key in content:
        if key != "name" and key not in SHARED:
            why = "It is each school's own." if key in Profile.model_fields else "It isn't a field."
            fix = did_you_mean(key, SHARED) or f"Here may stand: name, {', '.join(SHARED)}."
            problems.append(Problem(document.name_place(key), f"'{key}' can't stand in authority.yml.", why, fix))
    if problems:
        raise Problems(problems)
    return Authority(slug, folder / slug, content["name"], Document(content, document.places, document.path, document.names))
