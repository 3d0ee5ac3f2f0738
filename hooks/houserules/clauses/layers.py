"""Layers: core, authority, school; a file at the same path in a later layer replaces the earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from houserules.problems import Place, Problem, shown

# Decisions, references, helplines, terms, rulings and the glossary are not replaceable: one truth for all.
REPLACEABLE = ("clauses", "policies", "guidance", "scenarios", "answers")
_LIKE_OURS = (".yml", ".yaml", ".md", ".py", ".html")
_PROFILES = ("school.yml", "authority.yml", "README.md")
# What a computer or an editor puts beside the files that somebody wrote, hidden or not: nobody wrote it.
_JUNK = re.compile(r"\..*|~\$.*|~.*\.tmp|.*~|#.*#|.*\.(?:bak|orig|sw[op]|tmp)|desktop\.ini|thumbs\.db|icon\r", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Layer:
    """A folder of words: the core's `docs`, an authority's or a school's; `trusted` for the core alone."""

    name: str
    folder: Path
    trusted: bool = False


@dataclass(frozen=True)
class Source:
    """A file of a layer; `id` is its path below its kind's folder, without the ending."""

    id: str
    path: Path
    name: str
    layer: Layer


def layers_of(core: Path, authority: Path | None, school: Path | None) -> tuple[Layer, ...]:
    """Give the layers of a school, the core's first."""
    layers = [Layer("core", core, trusted=True)]
    layers += [Layer("authority", authority)] if authority else []
    layers += [Layer("school", school)] if school else []
    return tuple(layers)


def find_sources(layers: tuple[Layer, ...], kind: str, ending: str) -> dict[str, Source]:
    """Give the files of a kind (a folder's name) by id, each from the last layer that has it, in order of id."""
    found: dict[str, Source] = {}
    for layer in layers:
        if kind not in REPLACEABLE and not layer.trusted:
            continue
        folder = layer.folder / kind
        lies_inside = folder.is_dir() and folder.resolve().is_relative_to(layer.folder.resolve())
        for path in folder.rglob(f"*{ending}") if lies_inside else ():
            if _is_junk(path.relative_to(folder).parts):
                continue
            if not layer.trusted and _leads_out(path, layer.folder):
                continue  # find_strays says so
            id = path.relative_to(folder).with_suffix("").as_posix()
            name = f"docs/{kind}/{id}{ending}" if layer.trusted else shown(path)
            found[id] = Source(id, path, name, layer)
    return {id: found[id] for id in sorted(found)}


def _leads_out(path: Path, folder: Path) -> bool:
    """Say whether a path is a link out of a folder."""
    return path.is_symlink() and not path.resolve().is_relative_to(folder.resolve())


def _is_junk(parts: tuple[str, ...]) -> bool:
    """Say whether a file, or a folder in which it lies, is none that somebody wrote."""
    return any(_JUNK.fullmatch(part) for part in parts)


def _is_address(parts: tuple[str, ...]) -> bool:
    """Say whether a file's path can be an id: part of an address and of an anchor, and not MkDocs' name for a folder's own page."""
    *folders, name = (*parts[:-1], parts[-1].removesuffix(".md"))
    return all(_NAME.fullmatch(part) for part in (*folders, name)) and name != "index" and not (parts[0] == "policies" and len(parts) > 2)


def find_strays(layer: Layer) -> Iterator[Problem]:
    """Give what an authority or a school has put where it would not be read, or must not."""
    if layer.trusted or not layer.folder.is_dir():
        return
    for path in sorted(layer.folder.rglob("*")):
        parts = path.relative_to(layer.folder).parts
        if _is_junk(parts):
            continue
        place = Place(shown(path))
        if _leads_out(path, layer.folder):
            fix = "Copy the file here instead."
            yield Problem(place, "This is a link out of the folder.", "Only what lies in the folder itself is read.", fix)
        elif not (path.is_file() or path.is_dir()):
            fix = "Copy the file here instead, or take this away."
            yield Problem(place, "This isn't a file that can be read.", "A link may lead nowhere.", fix)
        elif path.is_file() and len(parts) > 1 and (parts[0] not in REPLACEABLE or path.suffix != ".md"):
            fix = f"Wording of your own is Markdown (.md) in {', '.join(REPLACEABLE)}."
            yield Problem(place, "This file can't be used here.", "It would not be published.", fix)
        elif path.is_file() and len(parts) > 1 and not _is_address(parts):
            fix = "Use small letters a to z, digits and hyphens, for example former-pupils.md, and put policies in no folder of their own."
            yield Problem(place, "The name of this file can't be part of an address.", "Links lead to it by its name.", fix)
        elif len(parts) == 1 and path.suffix.lower() in _LIKE_OURS and path.name not in _PROFILES and path.is_file():
            fix = "The profile is school.yml; wording stands in folders such as clauses."
            yield Problem(place, "This file can't be used here.", "It would not be read.", fix)
