"""Which parts of an archive does this process work on?"""

from __future__ import annotations

import re
from typing import NamedTuple

from sayso.archive.refusals import ArchiveError

_FORM = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


class Shard(NamedTuple):
    """Every ``of``-th part, beginning with the ``at``-th (from 1)."""

    at: int = 1
    of: int = 1

    def has(self, part: int) -> bool:
        """Whether a part (from 0) belongs to it."""
        return part % self.of == self.at - 1

    def __str__(self) -> str:
        return f"{self.at}/{self.of}"


def shard_of(text: str | None) -> Shard:
    """The shard that was named, such as 2/8; everything where none was. Raises ArchiveError."""
    if text is None:
        return Shard()
    match = _FORM.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        hint = "2/8 is the second of eight"
        raise ArchiveError(f"{text!r:.40} is no shard", code="invalid_shard", hint=hint)
    return Shard(int(match[1]), int(match[2]))
