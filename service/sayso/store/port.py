"""What can be kept and found again? The shapes that the rest of Sayso knows; no database is imported here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sayso.store.document_port import Blank, Document, DocumentFilters
from sayso.store.people_port import PeopleReader, PeopleWriter
from sayso.store.sources_port import SourceReader, SourceWriter

if TYPE_CHECKING:
    from sayso.store.rubric_port import RubricReads, RubricUnit
    from sayso.store.work_port import WorkReads, WorkUnit

from sayso.store.audit import AuditFilters, Entry, Mark, Verdict
from sayso.store.keys import KeyRow

OPEN, AGREED, OVERRIDDEN, ABSTAINED = "open", "agreed", "overridden", "abstained"
STATES = (OPEN, AGREED, OVERRIDDEN, ABSTAINED)
BAND, GATE, SOURCE, ROOT, DOCUMENT = "band", "gate", "source", "root", "document"
"""The kinds of term by which an assessment is found. A band stands there as it is and as ``axis:band``."""


class Text(NamedTuple):
    """A rubric or a vocabulary, kept once under its digest, so that what it graded replays when its file is gone."""

    digest: str
    source: bytes


class Assessed(NamedTuple):
    """An assessment as it is written, never to be changed. ``facts``, ``asked`` and ``answer`` are JSON."""

    id: str
    created: str
    actor: str
    rubric_id: str
    rubric_digest: str
    vocabulary_digest: str
    engine: str
    as_of: str | None
    asked: bytes
    facts: bytes
    answer: bytes
    grade: str | None
    replaces: str | None
    document: str | None = None
    """The document whose claim it is, and which of its claims, from 0."""
    place: int | None = None
    rescored_from: str | None = None


class Stored(NamedTuple):
    """An assessment as it is found, with what has become of it since; ``revision`` counts that."""

    assessed: Assessed
    revision: int
    review_state: str
    human_grade: str | None
    replaced_by: str | None
    deleted: str | None = None
    """When its text and names were blanked."""


class Review(NamedTuple):
    """What a person said to an assessment; ``grade`` is the human one from then on, None after an abstention."""

    assessment_id: str
    revision: int
    created: str
    actor: str
    verdict: str
    axis: str | None
    band: str | None
    reason: str | None
    note: str | None
    grade: str | None
    again_on: str | None = None
    """The day on which it is to be looked at again."""


class Draft(NamedTuple):
    """An assessment to be written, and the terms by which it is found: pairs of kind and value."""

    assessed: Assessed
    terms: tuple[tuple[str, str], ...]


class Reply(NamedTuple):
    """What the asker is told once it is written: a body of JSON, and the assessment it is about, if it is one."""

    body: bytes
    subject: str | None = None
    revision: int = 0


class Once(NamedTuple):
    """The idempotency key of a request and a digest of all that it asks; both are SHA-256 in hexadecimal digits."""

    key: str
    request: str
    now: str
    expires: str


class Unit(Protocol):
    """One transaction. What it is told is written together with the rest, or not at all."""

    @property
    def sources(self) -> SourceWriter:
        """The registry of sources."""

    @property
    def people(self) -> PeopleWriter:
        """People and who is signed in."""

    def keep(self, drafts: Sequence[Draft], rubric: Text, vocabulary: Text) -> None:
        """Writes assessments."""

    def find(self, assessment_id: str) -> Stored:
        """An assessment as it is now, held until the end. Raises NoSuchAssessment."""

    def reviews(self, assessment_id: str) -> list[Review]:
        """What was said to it, oldest first."""

    def review(self, review: Review, state: str) -> None:
        """Writes a review, and what it makes of the assessment."""

    def replace(self, assessment_id: str, by: str, revision: int) -> None:
        """Notes that another assessment has taken the place of this one."""

    def keep_document(self, document: Document, *needed: Text) -> None:
        """Writes a document, and the texts that it ``needed`` where no claim has brought them; its assessments are kept
        as others are.
        """

    def find_document(self, document_id: str) -> Document:
        """A document as it is now, held until the end. Raises NoSuchDocument."""

    def documents(self, wanted: DocumentFilters) -> list[Document]:
        """The newest that are wanted, 200 at most."""

    def assessments_of(self, document_id: str) -> list[Stored]:
        """All that were ever made of its claims."""

    def blank(self, document: Document, blanks: Sequence[Blank]) -> None:
        """Leaves of a document, its assessments and the replies about them what these say, and no more."""

    @property
    def rubrics(self) -> RubricUnit:
        """What may be done to rubrics."""

    @property
    def work(self) -> WorkUnit:
        """What may be done to the desk's work on documents."""

    def add_key(self, key: KeyRow) -> None:
        """Writes a key."""

    def revoke_key(self, key_id: str, moment: str) -> bool:
        """Takes a key back; False where that was done before. Raises NoSuchKey."""


@dataclass(frozen=True)
class Change:
    """Something that is to be written: by whom (a name, or ``key:`` and a key's id), by which operation, and how;
    ``size`` is about how many assessments it writes.

    ``write`` gives the reply. What it raises is the answer instead, and then it must have written nothing.
    """

    actor: str
    operation: str
    write: Callable[[Unit], Reply]
    size: int = 1
    once: Once | None = None


@dataclass(frozen=True)
class Filters:
    """Which assessments are wanted: all that is given must hold. ``terms`` are pairs of kind and value."""

    rubric: str | None = None
    grade: str | None = None
    state: str | None = None
    since: str | None = None
    """An id, or the beginning of one: those that were made at that moment or later."""
    terms: tuple[tuple[str, str], ...] = field(default=())


class Store(Protocol):
    """A database that is open."""

    @property
    def waiting(self) -> int:
        """How many assessments wait to be written."""

    @property
    def sources(self) -> SourceReader:
        """The registry of sources."""

    @property
    def people(self) -> PeopleReader:
        """People and who is signed in."""

    def submit(self, change: Change) -> Future[Reply]:
        """Done when the change is durable. Raises StorageBusy where too much waits already."""

    def awaited(self, change: Change) -> asyncio.Future[Reply]:
        """The same for a task of the event loop that runs: all tasks of a commit are woken together. Whoever hangs up
        meanwhile does not undo the change.
        """

    def find(self, assessment_id: str) -> Stored:
        """Raises NoSuchAssessment."""

    def reviews(self, assessment_id: str) -> list[Review]:
        """What was said to an assessment, oldest first."""

    def page(self, filters: Filters, before: str | None, count: int) -> list[Stored]:
        """So many assessments, newest first, older than the id ``before``."""

    def text(self, digest: str) -> bytes:
        """The source of a rubric or a vocabulary by which something was assessed."""

    def find_document(self, document_id: str) -> Document:
        """Raises NoSuchDocument."""

    def documents(self, filters: DocumentFilters, before: str | None, count: int) -> list[Document]:
        """So many documents, newest first, older than the id ``before``."""

    def assessments_of(self, document_id: str) -> list[Stored]:
        """All that were ever made of a document's claims, oldest first."""

    @property
    def rubrics(self) -> RubricReads:
        """What is kept of rubrics."""

    @property
    def work(self) -> WorkReads:
        """The desk's work on documents."""

    def audit(self, filters: AuditFilters, before: int | None, count: int) -> list[Entry]:
        """So many entries of the audit, newest first, at positions below ``before``."""

    def verify(self, mark: Mark | None = None) -> Verdict:
        """Goes through the whole audit; ``mark`` is an entry as somebody has noted it elsewhere."""

    def keys(self) -> list[KeyRow]:
        """Every key that there ever was, oldest first."""

    def tell_again(self) -> None:
        """Looks for what other processes have changed about keys and people, and tells it."""

    def close(self) -> None:
        """Writes what waits, then lets go of the database."""
