"""How is a desk's work found? The queries, the same for both databases. Each stays on an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, func, literal, or_, select, tuple_

from sayso.store import queries
from sayso.store.document_tables import documents
from sayso.store.port import DOCUMENT, Review
from sayso.store.refusals import NoSuchDocument
from sayso.store.tables import assessments, reviews, terms
from sayso.store.work_port import GATE, SIGNED, Cursor, Entry, Judged, Queued, QueueFilters, Tally, Work
from sayso.store.work_tables import work, work_entries, work_terms

FIXED = Work._fields[:-1]
_WORK = [work.c[name] for name in (*FIXED, *Tally._fields)]
_SHOWN = [documents.c[name] for name in ("created", "title", "outlet", "date", "rubric_id", "claims")]
_ENTRY = [work_entries.c[name] for name in Entry._fields]
_REVIEW = [reviews.c[name] for name in Review._fields]


def find(connection: Connection, document_id: str, hold: bool = False) -> Work:
    """The work on a document. Raises NoSuchDocument."""
    query = select(*_WORK).where(work.c.document_id == document_id)
    row = connection.execute(query.with_for_update() if hold else query).one_or_none()
    if row is None:
        raise NoSuchDocument("there is no document of that id")
    return _work(row)


def entries(connection: Connection, document_id: str) -> list[Entry]:
    """What was done to a document and its claims, oldest first."""
    return _entries(connection, select(*_ENTRY).where(work_entries.c.document_id == document_id))


def entries_beside(connection: Connection, assessment_id: str) -> list[Entry]:
    """What was done to one assessment, oldest first."""
    return _entries(connection, select(*_ENTRY).where(work_entries.c.assessment_id == assessment_id))


def reviews_of(connection: Connection, document_id: str) -> list[Review]:
    """What was said to any assessment of a document, oldest first."""
    query = select(*_REVIEW).join_from(terms, reviews, reviews.c.assessment_id == terms.c.assessment_id)
    query = query.where(terms.c.kind == DOCUMENT, terms.c.value == document_id)
    rows = connection.execute(query.order_by(reviews.c.created, reviews.c.assessment_id, reviews.c.revision))
    return [Review._make(row) for row in rows]


def queue(connection: Connection, filters: QueueFilters, after: Cursor | None, count: int) -> list[Queued]:
    """So many documents of the queue, in its order."""
    return _queued(connection, connection.execute(page(filters, after, count)).all())


def page(filters: QueueFilters, after: Cursor | None, count: int) -> Select[Any]:
    """The documents of a page of the queue, without their gates."""
    query = _filtered(filters)
    if after is not None:
        query = query.where(_beyond(filters, after))
    return _ordered(query, filters).limit(count)


def first_free(connection: Connection, filters: QueueFilters, actor: str, at: str) -> Queued | None:
    """The first that nobody holds and that is nobody else's, held; what another transaction holds is passed over."""
    query = _filtered(filters).where(or_(work.c.lease_until.is_(None), work.c.lease_until <= at))
    if filters.assignee is None:
        query = query.where(or_(work.c.assignee.is_(None), work.c.assignee == actor))
    if filters.reviewer_state is None:
        query = query.where(work.c.reviewer_state != SIGNED)
    query = _ordered(query, filters).limit(1).with_for_update(of=work, skip_locked=True)
    found = _queued(connection, connection.execute(query).all())
    return found[0] if found else None


def judged(connection: Connection, rubric_id: str, after: str, count: int) -> list[Judged]:
    """So many assessments by a rubric that two people or more have reviewed, in the order of their ids."""
    of = reviews.c.assessment_id
    several = select(of).join_from(reviews, assessments, assessments.c.id == of)
    several = several.where(assessments.c.rubric_id == rubric_id, of > after)
    several = several.group_by(of).having(func.count(func.distinct(reviews.c.actor)) > 1).order_by(of).limit(count)
    ids = list(connection.execute(several).scalars())
    said: dict[str, list[Review]] = {each: [] for each in ids}
    for row in connection.execute(select(*_REVIEW).where(of.in_(ids)).order_by(of, reviews.c.revision)):
        said[row.assessment_id].append(Review._make(row))
    rows = connection.execute(select(*queries.COLUMNS).where(assessments.c.id.in_(ids)).order_by(assessments.c.id))
    return [Judged(stored, tuple(said[stored.assessed.id])) for stored in map(queries.stored, rows)]


def _filtered(filters: QueueFilters) -> Select[Any]:
    query = select(*_WORK, *_SHOWN).join_from(work, documents, documents.c.id == work.c.document_id)
    query = query.where(work.c.queued.is_(True))
    for name in ("desk", "assignee", "reviewer_state", "author_state"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(work.c[name] == wanted)
    if filters.held is not None:
        query = query.where(work.c.held > 0 if filters.held else work.c.held == 0)
    if filters.before is not None:
        query = query.where(work.c.document_id < filters.before)
    for kind, value in filters.terms:
        named = work_terms.alias()
        has = and_(named.c.kind == kind, named.c.value == value, named.c.document_id == work.c.document_id)
        query = query.where(exists().where(has))
    return query


def _ordered(query: Select[Any], filters: QueueFilters) -> Select[Any]:
    if filters.order == "oldest":
        return query.order_by(work.c.document_id)
    if filters.order == "newest":
        return query.order_by(work.c.document_id.desc())
    return query.order_by(work.c.widest.desc(), work.c.document_id.desc())


def _beyond(filters: QueueFilters, after: Cursor) -> Any:
    if filters.order == "oldest":
        return work.c.document_id > after.document_id
    if filters.order == "newest":
        return work.c.document_id < after.document_id
    # Compared as one, which an index can do; the same said with "or" reads all that stands before.
    return tuple_(work.c.widest, work.c.document_id) < tuple_(literal(after.widest), literal(after.document_id))


def _queued(connection: Connection, rows: Sequence[Row[Any]]) -> list[Queued]:
    gates: dict[str, list[str]] = {row.document_id: [] for row in rows}
    named = select(work_terms.c.document_id, work_terms.c.value)
    named = named.where(work_terms.c.document_id.in_(list(gates)), work_terms.c.kind == GATE)
    if gates:
        for row in connection.execute(named.order_by(work_terms.c.value)):
            gates[row.document_id].append(row.value)
    return [Queued._make((_work(row), *row[len(_WORK) :], tuple(gates[row.document_id]))) for row in rows]


def _work(row: Row[Any]) -> Work:
    values = tuple(row)
    tally = Tally._make(values[len(FIXED) : len(_WORK)])
    return Work._make((*values[: len(FIXED)], tally))


def _entries(connection: Connection, query: Select[Any]) -> list[Entry]:
    return [Entry._make(row) for row in connection.execute(query.order_by(work_entries.c.id))]
