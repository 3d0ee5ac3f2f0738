"""Verify: build some of the schools plainly, one by one, and compare with what was published."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from houserules.fleet.passing import passing_folder
from houserules.profile.slug import slug_of

if TYPE_CHECKING:
    from houserules.core import Core


def choose_schools(folders: Sequence[Path], out: Path, count: int) -> list[Path]:
    """Give some published schools, spread over all; always the same for the same schools."""
    published = [folder for folder in folders if (out / slug_of(folder)).is_dir()]
    return sorted(published, key=lambda folder: hashlib.sha256(slug_of(folder).encode()).digest())[:count]


def verify_sites(folders: Sequence[Path], out: Path, core: Core, count: int, *, documents: bool = True) -> Iterator[tuple[str, str]]:
    """Build some of the schools plainly, and give for each its slug and how its published site differs (empty: not at all)."""
    from houserules.engine import build_site  # only this needs MkDocs

    for folder in choose_schools(folders, out, count):
        slug = slug_of(folder)
        with passing_folder() as plain:
            build_site(core, core.site(core.school(folder)), plain, documents=documents)
            difference = compare_folders(plain, out / slug)
        yield slug, difference


def compare_folders(plain: Path, published: Path) -> str:
    """Say in one sentence how two folders differ; give nothing if they are the same, byte by byte."""
    one, other = (_files(folder) for folder in (plain, published))
    if missing := sorted(set(one) - set(other)):
        return f"{len(missing)} file(s) are missing, such as {missing[0]}."
    if more := sorted(set(other) - set(one)):
        return f"{len(more)} file(s) are there that shouldn't be, such as {more[0]}."
    if differing := [name for name in sorted(one) if one[name].read_bytes() != other[name].read_bytes()]:
        return f"{len(differing)} file(s) differ, such as {differing[0]}."
    return ""


def _files(folder: Path) -> dict[str, Path]:
    return {
        os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/"): Path(where, name)
        for where, _, names in os.walk(folder)
        for name in names
    }
