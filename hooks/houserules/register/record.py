# What the register said last time lies beside the profile and not in it: a school may delete every comment in its
# school.yml, and a comment that a program reads is a trap. The record is our mark, too: a folder without one isn't ours
# to change. It is written after the profile, so that a run that dies between the two finds, the next time, that the
# profile says already what the register says.
"""The record: what a register said of a school when it was last imported, kept in the school's folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from houserules.problems import Place, Problem, Problems, shown
from houserules.profile.edit import Value

RECORD = "register.json"
_ABOUT = (
    "Kept by 'houserules import': what the register said of this school, so that the next import changes only what the "
    "school hasn't changed. Nothing of it is published. Without this file, import leaves the folder alone."
)


@dataclass(frozen=True)
class Record:
    """By what a school is known in its register, what the register said, and the hash of the profile that was written."""

    key: str
    facts: Mapping[str, Value]
    profile: str
    authority: str = ""


def read_record(folder: Path) -> Record | None:
    """Give the record in a school's folder, or None if there is none. Raises Problems if it is damaged."""
    path = folder / RECORD
    try:
        content = json.loads(path.read_bytes())
        facts = {path: tuple(value) if isinstance(value, list) else str(value) for path, value in content["facts"].items()}
        return Record(str(content["key"]), facts, str(content["profile"]), str(content["authority"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Problems([Problem(Place(shown(path)), f"This file can't be read: {error.strerror or error}.")]) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        what = "This record of the last import is damaged, so the school was left alone."
        fix = "Put back a good copy of it; or delete it, if the register is to change nothing here any more."
        raise Problems([Problem(Place(shown(path)), what, fix=fix)]) from None


def write_record(record: Record) -> str:
    """Give the text of a record."""
    facts = {path: list(value) if isinstance(value, tuple) else value for path, value in record.facts.items()}
    content = {"about": _ABOUT, "key": record.key, "authority": record.authority, "profile": record.profile, "facts": facts}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def hash_profile(content: bytes) -> str:
    """Give the hash by which it is known that nobody has touched a profile."""
    return hashlib.sha256(content).hexdigest()
