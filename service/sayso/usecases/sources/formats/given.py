"""What does a file give to the registry, whatever its format?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sayso.usecases.sources.entry import Entry

YAML, SCORES, STATUSES = "yaml", "scores", "statuses"
FORMATS = (YAML, SCORES, STATUSES)


class Given(NamedTuple):
    """A source in a file, and on which line it stands. ``is_whole``: the entry is all that there is to know, under its
    own id; else it adds its records to whoever has its domain or name, and its id is a proposal.
    """

    entry: Entry
    line: int
    is_whole: bool


class Means(NamedTuple):
    """What a score or a code stands for at this desk."""

    letter: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class Ratings:
    """The desk's own reading of scores (from so many thousandths on, best first) and of codes."""

    scores: tuple[tuple[int, Means], ...] = ()
    codes: Mapping[str, Means] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """How a file is to be read: under which name its records stand, since when, and what they stand for."""

    registry: str | None = None
    valid_from: str | None = None
    ratings: Ratings = Ratings()
