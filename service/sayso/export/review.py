"""What is the review of a document, as it is exported? Plain values that somebody else has collected; no database.

Numbers are never worked out here: ``Claim.answer`` is the stored answer to the byte, and what a format shows of it is
what stands there. Moments are ISO 8601 in UTC. ``by`` is who: a name, ``local``, ``person:`` or ``key:`` and an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic_core import from_json


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said to an assessment. ``grade`` is the human one from then on; ``holds`` says whether the review
    still counts: of overrides, those since somebody last agreed or abstained.
    """

    created: str
    by: str
    verdict: str
    axis: str | None
    band: str | None
    reason: str | None
    note: str | None
    grade: str | None
    holds: bool = True
    again_on: str | None = None


@dataclass(frozen=True, slots=True)
class Backing:
    """Evidence for a claim that somebody has seen; ``locator`` says where in it: a page, a minute, a paragraph;
    ``sha256`` is of the file. Its words are None once the document is deleted.
    """

    created: str
    by: str
    label: str | None
    locator: str | None = None
    url: str | None = None
    note: str | None = None
    sha256: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote beside a claim."""

    created: str
    by: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Release:
    """A hold that somebody has released; ``requires`` is who had to."""

    created: str
    by: str
    gate: str
    requires: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """A text that somebody has signed, by its hash; ``because`` says why it no longer holds."""

    created: str
    by: str
    role: str
    sha256: str
    holds: bool = True
    because: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain in the words of the vocabulary; None is not stated."""

    source: str | None
    kind: str | None
    relation: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text says it: ``[start, end)`` in code points; the quotation is None once the text is gone."""

    start: int
    end: int
    quote: str | None


@dataclass(frozen=True)
class Claim:
    """A claim of the document, and the assessment that holds for it. ``chains`` are nearest first; ``computed`` and
    ``human`` are grades. ``facts`` and ``answer`` are JSON as it is kept.
    """

    index: int
    id: str | None
    text: str | None
    places: tuple[Place, ...]
    chains: tuple[tuple[Link, ...], ...]
    assessment: str
    created: str
    by: str
    replaces: str | None
    computed: str | None
    human: str | None
    state: str
    facts: bytes
    answer: bytes
    reviews: tuple[Review, ...] = ()
    backing: tuple[Backing, ...] = ()
    notes: tuple[Note, ...] = ()
    releases: tuple[Release, ...] = ()

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """The stored answer, read. Its numbers are whole ones and texts of digits, which are written as they stand."""
        told: Mapping[str, Any] = from_json(self.answer)
        return told

    @property
    def overrides(self) -> tuple[Review, ...]:
        """The overrides that count, the latest for each axis."""
        latest = {each.axis: each for each in self.reviews if each.verdict == "override" and each.holds}
        return tuple(latest.values())


@dataclass(frozen=True, slots=True)
class Rubric:
    """What graded it. ``bands`` has, for each axis, its bands with their labels, best first, the abstain band last;
    it is empty where the rubric of then cannot be read any more.
    """

    id: str
    version: str
    digest: str
    title: str | None = None
    bands: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"


@dataclass(frozen=True)
class Reviewed:
    """A document with all that holds for its claims. After deletion what was words is None."""

    id: str
    created: str
    by: str
    title: str | None
    outlet: str | None
    date: str | None
    url: str | None
    sha256: str
    characters: int
    text: str | None
    rubric: Rubric
    as_of: str | None
    claims: tuple[Claim, ...]
    deleted: str | None = None
    deleted_by: str | None = None
    sign_offs: tuple[SignOff, ...] = ()
