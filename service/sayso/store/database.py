"""What does an open database offer? Writing by one thread, and reading by any."""

from __future__ import annotations

from concurrent.futures import Future

from sqlalchemy import Engine, select

from sayso.errors import Bug
from sayso.store import queries
from sayso.store.engines import reaching
from sayso.store.port import Change, Filters, Reply, Review, Stored
from sayso.store.refusals import NoSuchAssessment
from sayso.store.tables import texts
from sayso.store.writer import Writer


class Database:
    """A database of the right version; a ``Store``. ``most`` is how many assessments may wait to be written."""

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine = engine
        self._writer = Writer(engine, most)

    def submit(self, change: Change) -> Future[Reply]:
        return self._writer.submit(change)

    def find(self, assessment_id: str) -> Stored:
        with reaching(self._engine), self._engine.connect() as connection:
            row = connection.execute(queries.one(assessment_id)).one_or_none()
        if row is None:
            raise NoSuchAssessment("there is no assessment of that id")
        return queries.stored(row)

    def reviews(self, assessment_id: str) -> list[Review]:
        with reaching(self._engine), self._engine.connect() as connection:
            return [queries.review(row) for row in connection.execute(queries.reviews_of(assessment_id))]

    def page(self, filters: Filters, before: str | None, count: int) -> list[Stored]:
        with reaching(self._engine), self._engine.connect() as connection:
            return [queries.stored(row) for row in connection.execute(queries.page(filters, before, count))]

    def text(self, digest: str) -> bytes:
        with reaching(self._engine), self._engine.connect() as connection:
            found = connection.execute(select(texts.c.source).where(texts.c.digest == digest)).scalar_one_or_none()
        if found is None:
            raise Bug("an assessment refers to a text that is not kept")
        return bytes(found)

    def close(self) -> None:
        self._writer.close()
        self._engine.dispose()
