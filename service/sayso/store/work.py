"""How is a desk's work on documents written and read?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from sayso.store import work_queries
from sayso.store.audit import Wrote, subject_of
from sayso.store.ids import is_id
from sayso.store.port import Review
from sayso.store.refusals import NoSuchDocument
from sayso.store.work_port import Cursor, Entry, Judged, Queued, QueueFilters, Work
from sayso.store.work_tables import work, work_entries, work_terms


class SqlWork:
    """The part of a transaction that is about the desk's work; a ``WorkUnit``. ``wrote`` is told what to note of it."""

    def __init__(self, connection: Connection, wrote: Wrote) -> None:
        self._connection = connection
        self._wrote = wrote

    def find(self, document_id: str) -> Work:
        return work_queries.find(self._connection, document_id, hold=True)

    def entries(self, document_id: str) -> list[Entry]:
        return work_queries.entries(self._connection, document_id)

    def entries_beside(self, assessment_id: str) -> list[Entry]:
        return work_queries.entries_beside(self._connection, assessment_id)

    def reviews_of(self, document_id: str) -> list[Review]:
        return work_queries.reviews_of(self._connection, document_id)

    def begin(self, begun: Work, terms: Sequence[tuple[str, str]]) -> None:
        self._connection.execute(insert(work), _row(begun))
        self._file(begun.document_id, terms)

    def save(self, changed: Work, terms: Sequence[tuple[str, str]] | None = None) -> None:
        where = work.c.document_id == changed.document_id
        self._connection.execute(update(work).where(where).values(_row(changed)))
        if terms is not None:
            self._connection.execute(delete(work_terms).where(work_terms.c.document_id == changed.document_id))
            self._file(changed.document_id, terms)

    def tell(self, entry: Entry) -> None:
        self._connection.execute(insert(work_entries), entry._asdict())
        kind, of = (
            ("document", entry.document_id) if entry.assessment_id is None else ("assessment", entry.assessment_id)
        )
        self._wrote(subject_of(kind, str(of)), entry)

    def blank(self, entries: Sequence[Entry]) -> None:
        if entries:
            change = update(work_entries).where(work_entries.c.id == bindparam("entry")).values(body=bindparam("left"))
            self._connection.execute(change, [{"entry": each.id, "left": each.body} for each in entries])

    def first_free(self, filters: QueueFilters, actor: str, at: str) -> Queued | None:
        return work_queries.first_free(self._connection, filters, actor, at)

    def _file(self, document_id: str, terms: Sequence[tuple[str, str]]) -> None:
        rows = [{"kind": kind, "value": value, "document_id": document_id} for kind, value in terms]
        if rows:
            self._connection.execute(insert(work_terms), rows)


class SqlWorkReads:
    """What any thread may read; a ``WorkReads``. ``reading`` gives a connection, and tells the log of a failure."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def find(self, document_id: str) -> Work:
        if not is_id(document_id):
            raise NoSuchDocument("there is no document of that id")
        with self._reading() as connection:
            return work_queries.find(connection, document_id)

    def entries(self, document_id: str) -> list[Entry]:
        with self._reading() as connection:
            return work_queries.entries(connection, document_id)

    def reviews_of(self, document_id: str) -> list[Review]:
        with self._reading() as connection:
            return work_queries.reviews_of(connection, document_id)

    def queue(self, filters: QueueFilters, after: Cursor | None, count: int) -> list[Queued]:
        with self._reading() as connection:
            return work_queries.queue(connection, filters, after, count)

    def judged(self, rubric_id: str, after: str, count: int) -> list[Judged]:
        with self._reading() as connection:
            return work_queries.judged(connection, rubric_id, after, count)


def _row(of: Work) -> dict[str, Any]:
    row = {**of._asdict(), **of.tally._asdict()}
    del row["tally"]
    return row
