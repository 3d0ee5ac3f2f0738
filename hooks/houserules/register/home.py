"""The folder of schools: whose folders are there, and how a new one is put beside them or a profile in it replaced."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Self

from houserules.outputs.lock import HeldElsewhere, Lock
from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.read import PROFILE
from houserules.register.record import RECORD, Record, read_record
from houserules.strict_yaml import read_yaml

_WORK = ".import"  # hidden: nothing takes it for a school


class Home:
    """A folder of schools while one import has it to itself. Use it in a `with` statement."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: dict[str, tuple[str, Record]] = {}  # by key: the folder's name, and what is recorded there
        self.doubled: dict[str, tuple[str, str]] = {}  # by key: two folders that claim to be the same school's
        self.damaged: dict[str, Problem] = {}  # by folder
        self._work = folder / _WORK

    def __enter__(self) -> Self:
        """Take the folder. Raises Problems if it can't be written to or another import has it."""
        self._take()
        for name in sorted(os.listdir(self.folder)):
            if name.startswith("."):
                continue
            try:
                record = read_record(self.folder / name)
            except Problems as found:
                self.damaged[name] = found.problems[0]
                continue
            if record and record.key in self.records:
                self.doubled[record.key] = (self.records[record.key][0], name)
            elif record:
                self.records[record.key] = (name, record)
        return self

    def __exit__(self, *error: object) -> None:
        shutil.rmtree(self._work, ignore_errors=True)
        left = self._work.exists()  # where a file that is open can't be deleted
        self._lock.release()
        if left:
            with suppress(OSError):  # the next import has it already
                (self._work / "lock").unlink()
                self._work.rmdir()

    @cached_property
    def others(self) -> dict[str, str]:
        """By their numbers: the schools whose profiles were made by hand."""
        ours = {name for name, _ in self.records.values()}
        found: dict[str, str] = {}
        for name in sorted(os.listdir(self.folder)):
            if name in ours or name.startswith(".") or not (self.folder / name / PROFILE).is_file():
                continue
            try:
                content = read_yaml(self.folder / name / PROFILE, "").content
            except Problems:
                continue
            school = content.get("school") if isinstance(content, dict) else None
            number = school.get("urn") if isinstance(school, dict) else None
            if isinstance(number, str) and number.strip():
                found[number.strip()] = name
        return found

    def owner(self, name: str) -> str:
        """Give the key of the school that was imported into a folder, or nothing."""
        return next((key for key, (folder, _) in self.records.items() if folder == name), "")

    def has(self, name: str) -> bool:
        """Say whether there is anything of this name."""
        return os.path.lexists(self.folder / name)

    def add(self, name: str, files: Mapping[str, str]) -> None:
        """Put a new school's folder there, whole or not at all. Raises OSError."""
        staged = self._work / name
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir()
        for file, text in files.items():
            (staged / file).write_text(text, encoding="utf-8", newline="")
        staged.rename(self.folder / name)

    def replace(self, name: str, file: str, content: bytes, before: bytes | None) -> bool:
        """Put a file in the place of the one that held `before`; False if somebody has changed it since. Raises OSError."""
        path, beside = self.folder / name / file, self._work / "file"
        with beside.open("wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
            raise PermissionError(13, "Permission denied", str(path))
        if before is not None and path.read_bytes() != before:
            return False
        os.replace(beside, path)
        return True

    def _take(self) -> None:
        place = Place(shown(self.folder))
        if os.path.lexists(self.folder) and not self.folder.is_dir():
            raise Problems([Problem(place, "This is a file, and the folder of schools is needed.", fix="Name a folder after --into.")])
        if (self.folder / PROFILE).exists() or (self.folder / RECORD).exists():
            what = "This is one school's folder, and the folder that holds all schools is needed."
            raise Problems([Problem(place, what, fix=f"Write --into {shown(self.folder.resolve().parent)}")])
        try:
            self._work.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(self._work / "lock")
        except HeldElsewhere:
            what = "Another import is at work in this folder."
            raise Problems([Problem(place, what, "Both would write the same files.", "Wait until it is done, and try again.")]) from None
        except OSError as error:
            fix = "Choose a folder that you may write to, on a disk with room."
            raise Problems([Problem(place, f"Nothing can be written into this folder: {error.strerror or error}.", fix=fix)]) from None
        for left in self._work.iterdir():  # from an import that was killed
            if left.name != "lock":
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
