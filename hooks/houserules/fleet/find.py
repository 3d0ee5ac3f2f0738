"""Find the schools that somebody means by a path."""

from __future__ import annotations

import os
from pathlib import Path

from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.slug import PROFILE, find_nearly


def find_schools(path: Path) -> list[Path]:
    """Give the school folders for a path: a school's folder, its school.yml, or a folder of school folders.

    Raises Problems where there is no school.
    """
    if path.name == PROFILE and (path.is_file() or path.is_symlink()):
        path = path.parent
    if path.exists() and _has_profile(path):
        if inside := [folder.name for folder in _folders_in(path) if _has_profile(folder)]:
            what = f"A school's profile stands among the folders of schools ({', '.join(inside[:3])}{' and more' if len(inside) > 3 else ''})."
            fix = "Move it into a folder of its own, or delete it if it is there by mistake."
            raise Problems([Problem(Place(f"{shown(path)}/{PROFILE}"), what, "A school can't lie in another.", fix)])
        return [path]
    place = Place(shown(path))
    if not path.exists():
        raise Problems([Problem(place, "There is no such folder.", fix="Check the name, or make a school with 'houserules new'.")])
    if not path.is_dir():
        raise Problems([Problem(place, "This is a file, and a school's folder is needed.", fix="Name the folder in which school.yml stands.")])
    schools = [folder for folder in _folders_in(path) if _has_profile(folder)]
    if not schools:
        fix = "Make one with 'houserules new', or name the folder in which school.yml stands."
        raise Problems([Problem(place, "There is no school here: no folder in it holds a school.yml.", fix=fix)])
    return schools


def refuse_inside_school(path: Path) -> None:
    """Raise Problems where a folder that is to be written lies in a school's own folder."""
    real = path.resolve()
    for folder in (real, *real.parents):
        if os.path.lexists(folder / PROFILE):
            what = f"This lies inside a school's own folder: in {shown(folder)} stands its {PROFILE}."
            why = "What is in that folder is taken for the school's own words and files, so it would be made from what was made of it."
            raise Problems([Problem(Place(shown(path)), what, why, "Name a folder outside it, beside the folder of schools.")])


def _folders_in(path: Path) -> list[Path]:
    try:
        return sorted(folder for folder in path.iterdir() if folder.is_dir() and not folder.name.startswith("."))
    except (PermissionError, NotADirectoryError):
        return []  # whoever reads the school will say so


def _has_profile(folder: Path) -> bool:
    """Say whether a folder is a school's, even if its profile is misnamed: then that is told. One that can't be looked into is, for it must neither be passed over nor stop the others."""
    try:
        (folder / PROFILE).lstat()
    except FileNotFoundError:
        return bool(find_nearly(folder))
    except NotADirectoryError:
        return False
    except OSError:
        return True
    return True
