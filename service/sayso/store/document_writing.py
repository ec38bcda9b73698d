"""How is a document written, and how is it deleted so that no word of it is left? Inside a transaction that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from sayso.store import document_queries, queries
from sayso.store.document_port import Blank, Document, DocumentFilters
from sayso.store.document_tables import documents
from sayso.store.port import Stored
from sayso.store.refusals import NoSuchDocument
from sayso.store.tables import assessments, replies, reviews, terms

_TOGETHER = 500
_MOST = 200
GONE = b""
"""The body of a reply that was blanked; no reply is empty otherwise."""


def keep_document(connection: Connection, document: Document) -> None:
    connection.execute(insert(documents), document._asdict())


def find_document(connection: Connection, document_id: str) -> Document:
    """Held until the end of the transaction. Raises NoSuchDocument."""
    row = connection.execute(document_queries.one(document_id).with_for_update()).one_or_none()
    if row is None:
        raise NoSuchDocument("there is no document of that id")
    return document_queries.document(row)


def documents_like(connection: Connection, wanted: DocumentFilters) -> list[Document]:
    rows = connection.execute(document_queries.page(wanted, None, _MOST))
    return [document_queries.document(row) for row in rows]


def assessments_of(connection: Connection, document_id: str) -> list[Stored]:
    return [queries.stored(row) for row in connection.execute(document_queries.assessments_of(document_id))]


def note_change(connection: Connection, assessment_id: str) -> None:
    """What becomes of an assessment becomes of its document too, so that its ETag is another."""
    of = select(assessments.c.document).where(assessments.c.id == assessment_id).scalar_subquery()
    more = update(documents).where(documents.c.id == of).values(revision=documents.c.revision + 1)
    connection.execute(more)


def blank(connection: Connection, document: Document, blanks: Sequence[Blank]) -> None:
    """Leaves of the document what it says now, and of each assessment what its blank says."""
    connection.execute(update(documents).where(documents.c.id == document.id).values(document._asdict()))
    if blanks:
        _blank_assessments(connection, blanks, document.deleted)
    lost = [{"k": kind, "v": value, "a": each.assessment_id} for each in blanks for kind, value in each.lost]
    if lost:
        named = (terms.c.kind == bindparam("k")) & (terms.c.value == bindparam("v"))
        connection.execute(delete(terms).where(named & (terms.c.assessment_id == bindparam("a"))), lost)
    ids = [document.id, *(each.assessment_id for each in blanks)]
    for some in _parts(ids):
        _update(connection, reviews, reviews.c.assessment_id.in_(some), note=None)
        _update(connection, replies, replies.c.subject.in_(some), body=GONE)


def _blank_assessments(connection: Connection, blanks: Sequence[Blank], deleted: str | None) -> None:
    change = update(assessments).where(assessments.c.id == bindparam("a"))
    change = change.values(
        facts=bindparam("f"), answer=bindparam("t"), revision=assessments.c.revision + 1, deleted=deleted
    )
    connection.execute(change, [{"a": each.assessment_id, "f": each.facts, "t": each.answer} for each in blanks])


def _update(connection: Connection, table: Table, where: Any, **values: Any) -> None:
    connection.execute(update(table).where(where).values(**values))


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _TOGETHER):
        yield ids[start : start + _TOGETHER]
