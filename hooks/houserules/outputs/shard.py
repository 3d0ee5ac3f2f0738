"""A shard: the part of the schools that one of several runs builds, each on a machine of its own."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from houserules.problems import Place, Problem, Problems

_FORM = re.compile(r"([0-9]{1,4})/([0-9]{1,4})")


@dataclass(frozen=True)
class Shard:
    """The `number`th of `count` parts, from 1."""

    number: int = 1
    count: int = 1

    @property
    def whole(self) -> bool:
        """Whether this is all of the schools."""
        return self.count == 1

    @property
    def typed(self) -> str:
        """As somebody types it: 2/4."""
        return f"{self.number}/{self.count}"

    def has(self, slug: str) -> bool:
        """Say whether a school belongs to this part; that depends on its slug alone, so that a new school moves no other."""
        return self.whole or int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8], "big") % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}-of-{self.count}"


def read_shard(text: str) -> Shard:
    """Read what somebody typed, such as 2/4. Raises Problems if that can't be a part."""
    found = _FORM.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise Problems([Problem(Place("--shard"), f"'{text}' isn't a part of the schools.", fix="Write for example 2/4 for the second of four parts.")])
    return Shard(int(found[1]), int(found[2]))
