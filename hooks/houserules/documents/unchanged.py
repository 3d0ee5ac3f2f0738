# Typesetting is nine tenths of the time that documents take. A PDF follows from its source, the looks, the fonts and the version
# of Typst, and from nothing else (no clock, no system): where all of these are as they were, the one that was published is
# the one that would be made. Word files are stamped in a millisecond, which is less than looking for an old one.
"""What of a school's documents is as it was, so that it need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class MadeFrom:
    """What a document was made from, and what came of it: both as hashes (SHA-256)."""

    source: str
    content: str


@dataclass(frozen=True)
class Published:
    """The documents of a school that were published last: the folder of its site, and by name what each was made from."""

    folder: Path | None = None
    made_from: Mapping[str, MadeFrom] = field(default_factory=dict)

    def find(self, name: str, source: str) -> bytes | None:
        """Give the document of a name if it was made from this source and is still what was made then, byte by byte."""
        before = self.made_from.get(name)
        if self.folder is None or before is None or before.source != source:
            return None
        with suppress(OSError):
            content = (self.folder / name).read_bytes()
            if hashlib.sha256(content).hexdigest() == before.content:
                return content
        return None

    def find_or_make(self, name: str, source: str, make: Callable[[], bytes]) -> tuple[bytes, MadeFrom]:
        """Give a document, as it was published or made now, and what is to be remembered of it."""
        content = self.find(name, source)
        if content is None:
            content = make()
            return content, MadeFrom(source, hashlib.sha256(content).hexdigest())
        return content, self.made_from[name]


def read_made_from(path: Path) -> dict[str, MadeFrom]:
    """Read what the documents of a school were made from; nothing where there is no such file, or none that can be used."""
    try:
        written = json.loads(path.read_bytes())
        made_from = {name: MadeFrom(**entry) for name, entry in written.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return made_from if all(isinstance(part, str) for entry in made_from.values() for part in (entry.source, entry.content)) else {}


def write_made_from(made_from: Mapping[str, MadeFrom]) -> str:
    """Give the text of such a file."""
    return json.dumps({name: asdict(entry) for name, entry in sorted(made_from.items())}, ensure_ascii=False, indent=0) + "\n"
