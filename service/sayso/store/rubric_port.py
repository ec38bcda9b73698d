"""What is kept of rubrics, and of what they graded? The shapes that the rest of Sayso knows; no database here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from sayso.store.port import Assessed, Filters


class RubricKept(NamedTuple):
    """One version of a rubric as it was put, never to be changed; ``text`` is the file."""

    id: str
    version: str
    digest: str
    text: bytes
    created: str
    actor: str

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"


class Activation(NamedTuple):
    """Which version a plain id means from then on."""

    rubric_id: str
    version: str
    created: str
    actor: str


@dataclass(frozen=True)
class RubricsKept:
    """All that is kept of rubrics at one moment. ``number`` is another after each change; ``active`` has the version
    that was activated, by rubric id.
    """

    number: int = 0
    versions: tuple[RubricKept, ...] = ()
    active: Mapping[str, str] = field(default_factory=dict)


NO_RUBRICS = RubricsKept()


@dataclass(frozen=True)
class Graded:
    """Which stored assessments are to be graded again, newest first; ``digest``: only those of that rubric.

    None that was corrected or deleted is among them. Without a digest each claim is there once: of one that was
    rescored, the newest assessment.
    """

    filters: Filters
    digest: str | None = None


class Piece(NamedTuple):
    """Some of many assessments, and the id to go on from; None where there are no more."""

    rows: list[Assessed]
    next: str | None


class Standing(NamedTuple):
    """Which assessments count, newest first, and which no longer do: corrected or deleted."""

    ids: list[str]
    gone: list[str]


class RubricUnit(Protocol):
    """What one transaction may do to rubrics. Another that has begun to waits until the end of this one."""

    def find(self, rubric_id: str, version: str) -> RubricKept | None:
        """A version that is kept."""

    def keep(self, rubric: RubricKept) -> None:
        """Writes a version that is not there yet."""

    def active(self, rubric_id: str) -> str | None:
        """The version that was activated; None where none ever was."""

    def activate(self, activation: Activation) -> None:
        """Writes which version a plain id means."""

    def graded(self, origins: Collection[str], digest: str) -> set[str]:
        """Which of these assessments need no grading by that rubric: it graded them, themselves or by a rescore, or
        they were deleted. They and their documents are held until the end: whoever else rescores or deletes them waits.
        """


class RubricReads(Protocol):
    """What is read of rubrics."""

    def number(self) -> int:
        """``RubricsKept.number`` as it is now. Asked again and again, it says nothing to the log."""

    def all(self) -> RubricsKept:
        """All that is kept of rubrics."""

    def standing(self, graded: Graded, before: str | None, count: int) -> Piece:
        """Those of these assessments that are among the next ``count`` older than the id ``before``, newest first."""

    def moment(self) -> int:
        """Another number after each change of anything that is kept."""

    def standing_ids(self, graded: Graded, most: int) -> Standing | None:
        """Those that all pieces of ``standing`` together have; None where more than ``most`` pass the filters."""

    def assessed(self, ids: Sequence[str]) -> list[Assessed]:
        """These assessments, as far as they are there, in the order of their ids. At most 500 at once."""
