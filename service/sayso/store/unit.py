"""How is something written? One transaction at a time; nothing else writes to a table.

Assessments and their terms are collected and written together, many at a time: by COPY where the database has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sayso.errors import Problem
from sayso.store import document_writing, key_rows, queries
from sayso.store.audit import subject_of
from sayso.store.document_port import Blank, Document, DocumentFilters
from sayso.store.keys import KeyRow
from sayso.store.people import SqlPeople
from sayso.store.port import OPEN, Assessed, Change, Draft, Once, Reply, Review, Stored, Text
from sayso.store.refusals import Changed, Deleted, KeyReused, NoSuchAssessment
from sayso.store.rubrics import SqlRubrics
from sayso.store.sources import SqlSources
from sayso.store.tables import assessments, replies, reviews, terms, texts
from sayso.store.trail import Trail
from sayso.store.work import SqlWork

_ASSESSMENT = (*Assessed._fields, "revision", "review_state")
_OF = "assessment"
_TERM = ("kind", "value", "assessment_id")
_HINT = "to keep it again, send it under a new key"


class SqlUnit:
    """A transaction that is open. ``known`` has the digests of the texts that are kept already."""

    def __init__(self, connection: Connection, known: set[str]) -> None:
        self._connection = connection
        self._copies = connection.dialect.name == "postgresql"
        self._known = known
        self.trail = Trail(connection)
        self._assessments: list[tuple[Any, ...]] = []
        self._terms: list[tuple[str, str, str]] = []
        self._replies: dict[str, tuple[Once, Reply]] = {}
        self.texts: set[str] = set()
        self.keys_changed = False
        self.people_changed = False
        self.blanked = False
        self.rubrics = SqlRubrics(connection, self._settle, self.trail.wrote)
        self.work = SqlWork(connection, self.trail.wrote)

    @property
    def sources(self) -> SqlSources:
        return SqlSources(self._connection, self.trail.wrote)

    @property
    def people(self) -> SqlPeople:
        return SqlPeople(self._connection, self.trail, self._people_change)

    def apply(self, change: Change) -> Reply:
        """Writes a change and gives its reply; one that was made before under its key gets the reply of then.

        The one way to anything that is written: what has to be noted of every change is noted here.
        """
        if change.once is None:
            return self.trail.follow(change, self)
        with self.trail.aside():
            before = self._said(change.once)
        if before is not None:
            return before
        reply = self.trail.follow(change, self)
        assert reply.body != document_writing.GONE, (
            f"{change.operation} would be answered as deleted when it is asked again"
        )
        self._replies[change.once.key] = change.once, reply
        return reply

    def flush(self) -> None:
        """Writes what was collected, and last the audit of it."""
        with self.trail.aside():
            self._flush()
            self.trail.write(self._many)

    def _settle(self) -> None:
        """Writes what was collected so far, so that it is found; the audit of it comes last."""
        with self.trail.aside():
            self._flush()

    def _flush(self) -> None:
        self._many(assessments, _ASSESSMENT, self._assessments)
        self._many(terms, _TERM, self._terms)
        rows = [
            {"key": once.key, "request": once.request, "expires": once.expires, **reply._asdict()}
            for once, reply in self._replies.values()
        ]
        if rows:
            now = min(once.now for once, _ in self._replies.values())
            self._connection.execute(delete(replies).where(replies.c.expires < now))
            self._connection.execute(insert(replies), rows)
        self._assessments, self._terms, self._replies = [], [], {}

    def keep(self, drafts: Sequence[Draft], rubric: Text, vocabulary: Text) -> None:
        if not drafts:
            return
        self._keep_texts(rubric, vocabulary)
        for draft in drafts:
            self._assessments.append((*draft.assessed, 0, OPEN))
            self.trail.wrote(subject_of(_OF, draft.assessed.id), draft.assessed)
            self._terms += [(*term, draft.assessed.id) for term in draft.terms]

    def find(self, assessment_id: str) -> Stored:
        self._settle()
        row = self._connection.execute(queries.one(assessment_id).with_for_update()).one_or_none()
        if row is None:
            raise NoSuchAssessment("there is no assessment of that id")
        return queries.stored(row)

    def reviews(self, assessment_id: str) -> list[Review]:
        return [queries.review(row) for row in self._connection.execute(queries.reviews_of(assessment_id))]

    def review(self, review: Review, state: str) -> None:
        self._becomes(review.assessment_id, review.revision, review_state=state, human_grade=review.grade)
        self._connection.execute(insert(reviews), review._asdict())
        self.trail.wrote(subject_of(_OF, review.assessment_id), review)

    def replace(self, assessment_id: str, by: str, revision: int) -> None:
        self._becomes(assessment_id, revision, replaced_by=by)
        self.trail.wrote(subject_of(_OF, assessment_id), (by, revision))

    def add_key(self, key: KeyRow) -> None:
        key_rows.add(self._connection, key)
        self.keys_changed = True
        self.trail.wrote(subject_of("key", key.id), (*key[:3], " ".join(key.scopes), *key[4:]))

    def revoke_key(self, key_id: str, moment: str) -> bool:
        if not key_rows.revoke(self._connection, key_id, moment):
            return False
        self.keys_changed = True
        self.trail.wrote(subject_of("key", key_id), (moment,))
        return True

    def _people_change(self) -> None:
        self.people_changed = True

    def keep_document(self, document: Document, *needed: Text) -> None:
        self._keep_texts(*needed)
        document_writing.keep_document(self._connection, document)
        self.trail.wrote(subject_of("document", document.id), document)

    def find_document(self, document_id: str) -> Document:
        return document_writing.find_document(self._connection, document_id)

    def documents(self, wanted: DocumentFilters) -> list[Document]:
        return document_writing.documents_like(self._connection, wanted)

    def assessments_of(self, document_id: str) -> list[Stored]:
        self._settle()
        return document_writing.assessments_of(self._connection, document_id)

    def blank(self, document: Document, blanks: Sequence[Blank]) -> None:
        self._settle()
        document_writing.blank(self._connection, document, blanks)
        self.blanked = True
        self.trail.wrote(subject_of("document", document.id), document)
        for each in blanks:
            self.trail.wrote(subject_of(_OF, each.assessment_id), (each.facts, each.answer))

    def _keep_texts(self, *kept: Text) -> None:
        for text in kept:
            if text.digest not in self._known and text.digest not in self.texts:
                dialect = postgresql if self._copies else sqlite
                with self.trail.aside():  # an assessment or a document is noted with the digests of its texts
                    self._connection.execute(dialect.insert(texts).on_conflict_do_nothing(), text._asdict())
                self.texts.add(text.digest)

    def _becomes(self, assessment_id: str, revision: int, **values: str | None) -> None:
        where = (assessments.c.id == assessment_id) & (assessments.c.revision == revision - 1)
        done = self._connection.execute(update(assessments).where(where).values(revision=revision, **values))
        if done.rowcount != 1:
            raise Changed("somebody else changed the assessment")
        document_writing.note_change(self._connection, assessment_id)

    def _said(self, once: Once) -> Reply | None:
        """The reply under this key. Raises KeyReused where it was the reply to something else."""
        if once.key in self._replies:
            earlier, reply = self._replies[once.key]
            request = earlier.request
        else:
            columns = [replies.c[name] for name in ("request", "expires", *Reply._fields)]
            row = self._connection.execute(select(*columns).where(replies.c.key == once.key)).one_or_none()
            if row is None:
                return None
            if row.expires < once.now:
                self._connection.execute(delete(replies).where(replies.c.key == once.key))
                return None
            request, reply = row.request, Reply(*row[2:])
        if request != once.request:
            message = "this idempotency key was used for another request"
            raise KeyReused([Problem("idempotency_key_reused", message, "use a new key for each new request")])
        if reply.body == document_writing.GONE:
            raise Deleted("what was kept under this idempotency key has been deleted since", hint=_HINT)
        return reply

    def _many(self, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        if not rows:
            return
        names = ", ".join(columns)
        if self._copies:
            driver = cast("psycopg.Connection[Any]", self._connection.connection.driver_connection)
            with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
        else:  # as plain values: going through each row's types would cost more than writing it
            places = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {table.name} ({names}) VALUES ({places})"  # noqa: S608 - names of our own tables
            self._connection.exec_driver_sql(statement, list(rows))
