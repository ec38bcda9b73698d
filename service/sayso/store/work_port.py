"""What is kept of a desk's work on documents? The shapes; no database is imported here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from sayso.store.port import Review, Stored

OPEN, DONE, IN_REVIEW, SIGNED = "open", "done", "in_review", "signed"
GRADE, GATE = "grade", "gate"
"""The kinds of term by which a document is found in the queue."""
NO_RANGE = -1
Order = Literal["oldest", "widest_range", "newest"]


class Tally(NamedTuple):
    """What a queue's row says of a document's claims: made of their assessments, and made anew whenever one changes.

    ``claims_..`` count them by the state of their review. ``held`` is how many holds apply and are not released,
    ``worst`` the worst grade shown, ``widest`` the widest range in points, ``NO_RANGE`` where none has one.
    """

    claims_open: int = 0
    claims_agreed: int = 0
    claims_overridden: int = 0
    claims_abstained: int = 0
    held: int = 0
    worst: str | None = None
    widest: int = NO_RANGE


class Work(NamedTuple):
    """The work on a document. ``scale`` is JSON: the bands of each axis of its rubric, best first, abstain band last.
    ``queued`` is false once it is replaced or deleted.
    """

    document_id: str
    revision: int
    queued: bool
    scale: bytes
    desk: str | None = None
    assignee: str | None = None
    author_state: str = OPEN
    reviewer_state: str = OPEN
    lease_holder: str | None = None
    lease_until: str | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    tally: Tally = Tally()


class Entry(NamedTuple):
    """Something that was done at the desk, never changed but for its words when the document is deleted. ``body`` is
    JSON whose form goes with ``what``; ``about`` names what it is about beside it: a gate, or an earlier entry.
    """

    id: str
    created: str
    actor: str
    what: str
    document_id: str | None
    assessment_id: str | None
    about: str | None
    body: bytes


@dataclass(frozen=True)
class QueueFilters:
    """Which documents are wanted: all that is given must hold."""

    desk: str | None = None
    assignee: str | None = None
    reviewer_state: str | None = None
    author_state: str | None = None
    held: bool | None = None
    before: str | None = None
    """An id, or the beginning of one: those that were kept earlier."""
    terms: tuple[tuple[str, str], ...] = ()
    order: Order = "oldest"


class Cursor(NamedTuple):
    """After which document a page goes on; ``widest`` counts where that is the order."""

    document_id: str
    widest: int = NO_RANGE


class Queued(NamedTuple):
    """A row of the queue: the work, and what of the document and its terms is shown with it."""

    work: Work
    created: str
    title: str | None
    outlet: str | None
    date: str | None
    rubric_id: str
    claims: int
    gates: tuple[str, ...]


class Judged(NamedTuple):
    """An assessment that several people have reviewed, with all that they said."""

    stored: Stored
    reviews: tuple[Review, ...]


class WorkReads(Protocol):
    """The desk's work, to be read."""

    def find(self, document_id: str) -> Work:
        """Raises NoSuchDocument."""

    def entries(self, document_id: str) -> list[Entry]:
        """What was done to a document and to its claims, oldest first."""

    def reviews_of(self, document_id: str) -> list[Review]:
        """What was said to any assessment of a document, oldest first."""

    def queue(self, filters: QueueFilters, after: Cursor | None, count: int) -> list[Queued]:
        """So many documents of the queue, in its order."""

    def judged(self, rubric_id: str, after: str, count: int) -> list[Judged]:
        """So many assessments by a rubric, any version, that two people or more have reviewed; their ids are later than
        ``after``, and in order.
        """


class WorkUnit(Protocol):
    """The desk's work, to be changed; what is found is held until the end."""

    def find(self, document_id: str) -> Work:
        """Raises NoSuchDocument."""

    def entries(self, document_id: str) -> list[Entry]:
        """What was done to a document and to its claims, oldest first."""

    def entries_beside(self, assessment_id: str) -> list[Entry]:
        """What was done to one assessment, oldest first."""

    def reviews_of(self, document_id: str) -> list[Review]:
        """What was said to any assessment of a document, oldest first."""

    def begin(self, begun: Work, terms: Sequence[tuple[str, str]]) -> None:
        """Writes the work on a new document."""

    def save(self, changed: Work, terms: Sequence[tuple[str, str]] | None = None) -> None:
        """Writes it as it is now; ``terms`` where they are others. What is not told or noted beside is not audited."""

    def tell(self, entry: Entry) -> None:
        """Writes what was done, and notes it for the audit."""

    def blank(self, entries: Sequence[Entry]) -> None:
        """Leaves of these entries the bodies that they have here."""

    def first_free(self, filters: QueueFilters, actor: str, at: str) -> Queued | None:
        """The first document that nobody holds at this moment and that is nobody else's, held; None without one."""
