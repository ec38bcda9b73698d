"""How are rubrics written and read, and what they graded? The same queries for both databases."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from functools import partial

from sqlalchemy import Connection, Engine, Select, and_, delete, exists, func, insert, or_, select, update

from sayso.store import queries
from sayso.store.audit import Wrote, subject_of
from sayso.store.document_tables import documents
from sayso.store.engines import FAILURES
from sayso.store.port import Stored
from sayso.store.refusals import StorageUnavailable
from sayso.store.rubric_port import Activation, Graded, RubricKept, RubricsKept
from sayso.store.rubric_tables import active_rubrics, rubric_changes, rubric_versions
from sayso.store.tables import assessments

_VERSION = [rubric_versions.c[name] for name in RubricKept._fields]


class SqlRubrics:
    """The part of a transaction that is about rubrics; a ``RubricUnit``. ``settle`` writes what it has collected, and
    ``wrote`` is told what to note of it.
    """

    def __init__(self, connection: Connection, settle: Callable[[], None], wrote: Wrote) -> None:
        self._connection = connection
        self._settle = settle
        self._wrote = wrote

    def find(self, rubric_id: str, version: str) -> RubricKept | None:
        self._hold()
        versions = rubric_versions.c
        query = select(*_VERSION).where(versions.id == rubric_id, versions.version == version)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else RubricKept._make(row)

    def keep(self, rubric: RubricKept) -> None:
        self._connection.execute(insert(rubric_versions), rubric._asdict())
        self._count()
        self._wrote(subject_of("rubric", rubric.id), rubric)

    def active(self, rubric_id: str) -> str | None:
        self._hold()
        query = select(active_rubrics.c.version).where(active_rubrics.c.rubric_id == rubric_id)
        return self._connection.execute(query).scalar_one_or_none()

    def activate(self, activation: Activation) -> None:
        self._connection.execute(delete(active_rubrics).where(active_rubrics.c.rubric_id == activation.rubric_id))
        self._connection.execute(insert(active_rubrics), activation._asdict())
        self._count()
        self._wrote(subject_of("rubric", activation.rubric_id), activation)

    def graded(self, origins: Collection[str], digest: str) -> set[str]:
        self._settle()
        table = assessments.c
        # The document first, as a deletion does, so that neither waits for the other.
        of_documents = select(table.document).where(table.id.in_(origins), table.document.is_not(None))
        whole = select(documents.c.id).where(documents.c.id.in_(of_documents)).order_by(documents.c.id)
        self._connection.execute(whole.with_for_update()).all()
        held = select(table.id).where(table.id.in_(origins)).order_by(table.id).with_for_update()
        self._connection.execute(held).all()
        of = or_(table.id.in_(origins), table.rescored_from.in_(origins))
        over = or_(table.rubric_digest == digest, table.deleted.is_not(None))
        found = select(func.coalesce(table.rescored_from, table.id)).where(of, over)
        return set(self._connection.execute(found).scalars())

    def _hold(self) -> None:
        self._connection.execute(select(rubric_changes.c.number).with_for_update()).all()

    def _count(self) -> None:
        self._connection.execute(update(rubric_changes).values(number=rubric_changes.c.number + 1))


class SqlRubricReads:
    """What any thread may read; a ``RubricReads``. ``reading`` gives a connection, and tells the log of a failure."""

    def __init__(self, engine: Engine, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._engine = engine
        self._reading = reading

    def number(self) -> int:
        try:
            with self._engine.connect() as connection:
                return int(connection.execute(select(rubric_changes.c.number)).scalar_one())
        except FAILURES as error:
            raise StorageUnavailable("the database failed", hint="try again in a moment") from error

    def all(self) -> RubricsKept:
        with self._reading() as connection:
            # The number first: what is written meanwhile has a later one, and is read again.
            number = connection.execute(select(rubric_changes.c.number)).scalar_one()
            order = rubric_versions.c.id, rubric_versions.c.version
            versions = [RubricKept._make(row) for row in connection.execute(select(*_VERSION).order_by(*order))]
            active = connection.execute(select(active_rubrics.c.rubric_id, active_rubrics.c.version))
            return RubricsKept(number, tuple(versions), {row.rubric_id: row.version for row in active})

    def standing(self, graded: Graded, before: str | None, count: int) -> list[Stored]:
        with self._reading() as connection:
            return [queries.stored(row) for row in connection.execute(_standing(graded, before, count))]


def _standing(graded: Graded, before: str | None, count: int) -> Select[tuple[object, ...]]:
    one = assessments.c
    query = queries.page(graded.filters, before, count).where(one.replaced_by.is_(None), one.deleted.is_(None))
    if graded.digest is not None:
        return query.where(one.rubric_digest == graded.digest)
    # All that was made from the same facts names the first of them, so that one step finds the whole family.
    origin, other = func.coalesce(one.rescored_from, one.id), partial(assessments.alias)
    later, corrected, first = other("later"), other("corrected"), other("first")
    return query.where(
        ~exists().where(and_(later.c.rescored_from == origin, later.c.id > one.id)),
        ~exists().where(and_(corrected.c.rescored_from == origin, corrected.c.replaced_by.is_not(None))),
        ~exists().where(and_(first.c.id == one.rescored_from, first.c.replaced_by.is_not(None))),
    )
