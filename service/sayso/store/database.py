"""What does an open database offer? Writing by one thread, and reading by any."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, select

from sayso.errors import Bug
from sayso.store import audit_reading, document_queries, key_rows, queries
from sayso.store.audit import AuditFilters, Entry, Mark, Verdict
from sayso.store.document_port import Document, DocumentFilters
from sayso.store.engines import FAILURES, reason
from sayso.store.ids import is_id
from sayso.store.keys import KeyRow
from sayso.store.people import PeopleQueries
from sayso.store.port import Change, Filters, Reply, Review, Stored
from sayso.store.refusals import NoSuchAssessment, NoSuchDocument, StorageUnavailable
from sayso.store.rubrics import SqlRubricReads
from sayso.store.sources import SourceQueries
from sayso.store.tables import texts
from sayso.store.unit import SqlUnit
from sayso.store.work import SqlWorkReads
from sayso.store.writer import Committed, Writer


class Database:
    """A database of the right version; a ``Store``. ``most`` is how many assessments may wait to be written, and
    ``failed`` is told, in words for the log, of everything that the database does not do, ``committed`` of each commit.
    """

    def __init__(
        self, engine: Engine, most: int, failed: Callable[[str], None], committed: Committed | None = None
    ) -> None:
        self._engine = engine
        self._failed = failed
        self._take_keys: Callable[[list[KeyRow]], None] | None = None
        self._meet_people: Callable[[bool], None] | None = None
        self._name_people: Callable[[Mapping[str, str]], None] | None = None
        self._writer = Writer(engine, most, failed, self._durable, committed)
        self.rubrics = SqlRubricReads(engine, self._reading)
        self.work = SqlWorkReads(self._reading)

    @property
    def waiting(self) -> int:
        return self._writer.waiting

    @property
    def sources(self) -> SourceQueries:
        return SourceQueries(self._reading)

    @property
    def people(self) -> PeopleQueries:
        return PeopleQueries(self._reading)

    def submit(self, change: Change) -> Future[Reply]:
        return self._writer.submit(change)

    def awaited(self, change: Change) -> asyncio.Future[Reply]:
        return self._writer.awaited(change)

    def find(self, assessment_id: str) -> Stored:
        if not is_id(assessment_id):
            raise NoSuchAssessment("there is no assessment of that id")
        with self._reading() as connection:
            row = connection.execute(queries.one(assessment_id)).one_or_none()
        if row is None:
            raise NoSuchAssessment("there is no assessment of that id")
        return queries.stored(row)

    def reviews(self, assessment_id: str) -> list[Review]:
        with self._reading() as connection:
            return [queries.review(row) for row in connection.execute(queries.reviews_of(assessment_id))]

    def page(self, filters: Filters, before: str | None, count: int) -> list[Stored]:
        with self._reading() as connection:
            return [queries.stored(row) for row in connection.execute(queries.page(filters, before, count))]

    def text(self, digest: str) -> bytes:
        with self._reading() as connection:
            found = connection.execute(select(texts.c.source).where(texts.c.digest == digest)).scalar_one_or_none()
        if found is None:
            raise Bug("an assessment refers to a text that is not kept")
        return bytes(found)

    def find_document(self, document_id: str) -> Document:
        row = None
        if is_id(document_id):
            with self._reading() as connection:
                row = connection.execute(document_queries.one(document_id)).one_or_none()
        if row is None:
            raise NoSuchDocument("there is no document of that id")
        return document_queries.document(row)

    def documents(self, filters: DocumentFilters, before: str | None, count: int) -> list[Document]:
        with self._reading() as connection:
            rows = connection.execute(document_queries.page(filters, before, count))
            return [document_queries.document(row) for row in rows]

    def assessments_of(self, document_id: str) -> list[Stored]:
        with self._reading() as connection:
            return [queries.stored(row) for row in connection.execute(document_queries.assessments_of(document_id))]

    def audit(self, filters: AuditFilters, before: int | None, count: int) -> list[Entry]:
        with self._reading() as connection:
            return audit_reading.page(connection, filters, before, count)

    def verify(self, mark: Mark | None = None) -> Verdict:
        with self._reading() as connection:
            if connection.dialect.name == "postgresql":  # as SQLite does: one moment, whatever is written meanwhile
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            return audit_reading.verify(connection, mark)

    def keys(self) -> list[KeyRow]:
        with self._reading() as connection:
            return key_rows.all_keys(connection)

    def give_keys(self, take: Callable[[list[KeyRow]], None]) -> None:
        """Tells the keys now, and again whenever this process has changed one, before that is answered."""
        self._take_keys = take
        self._tell_keys()

    def give_people(self, meet: Callable[[bool], None], name: Callable[[Mapping[str, str]], None]) -> None:
        """Tells now whether there are people and what they are called, and again when this process has changed one."""
        self._meet_people, self._name_people = meet, name
        self._tell_people(self.people.any())

    def tell_again(self) -> None:
        self._tell_keys()
        self._tell_people(self.people.any())

    def close(self) -> None:
        self._writer.close()
        self._engine.dispose()

    def _durable(self, unit: SqlUnit) -> None:
        with suppress(StorageUnavailable):  # told to the log; whoever looks again in a second sees it
            if unit.people_changed:
                self._tell_people(True)
        with suppress(StorageUnavailable):
            if unit.keys_changed:
                self._tell_keys()

    def _tell_keys(self) -> None:
        if self._take_keys is not None:
            self._take_keys(self.keys())

    def _tell_people(self, some: bool) -> None:
        """Whether there are some comes first, before a database is asked that may fail: it closes a service."""
        if self._meet_people is not None and self._name_people is not None:
            self._meet_people(some)
            self._name_people(self.people.names())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except FAILURES as error:
            self._failed(reason(error))
            raise StorageUnavailable("the database failed", hint="try again in a moment") from error
