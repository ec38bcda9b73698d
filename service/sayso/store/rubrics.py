"""How are rubrics written and read, and what they graded? The same queries for both databases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, update

from sayso.store import queries
from sayso.store.audit import Wrote, subject_of
from sayso.store.document_tables import documents
from sayso.store.engines import FAILURES
from sayso.store.port import Assessed
from sayso.store.refusals import StorageUnavailable
from sayso.store.rubric_port import Activation, Graded, Piece, RubricKept, RubricsKept, Standing
from sayso.store.rubric_tables import active_rubrics, rubric_changes, rubric_versions
from sayso.store.tables import assessments
from sayso.store.tables_audit import audit_head

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

    def standing(self, graded: Graded, before: str | None, count: int) -> Piece:
        with self._reading() as connection:
            # First a page as any list has it, then what has become of those on it: in one query, either database finds
            # a plan that goes through all rows for each page.
            page = queries.page(graded.filters, before, count)
            found = [queries.stored(row) for row in connection.execute(page)]
            rows = [each.assessed for each in found if each.replaced_by is None and each.deleted is None]
            if graded.digest is not None:
                rows = [row for row in rows if row.rubric_digest == graded.digest]
            else:
                rows = _last_of_each(connection, rows)
            return Piece(rows, found[-1].assessed.id if len(found) == count else None)

    def moment(self) -> int:
        with self._reading() as connection:
            # Every change has its entry in the audit, written with it.
            return int(connection.execute(select(func.max(audit_head.c.position))).scalar() or 0)

    def standing_ids(self, graded: Graded, most: int) -> Standing | None:
        with self._reading() as connection:
            table = assessments.c
            columns = table.id, table.rubric_digest, table.rescored_from, table.replaced_by, table.deleted
            query = queries.page(graded.filters, None, most + 1).with_only_columns(*columns)
            found = connection.execute(query).all()
            if len(found) > most:
                return None
            gone = [row.id for row in found if row.replaced_by is not None or row.deleted is not None]
            left = [row for row in found if row.replaced_by is None and row.deleted is None]
            if graded.digest is not None:
                return Standing([row.id for row in left if row.rubric_digest == graded.digest], gone)
            newest, corrected = _all_rescored(connection)
            ids = [
                row.id
                for row in left
                if (origin := row.rescored_from or row.id) not in corrected and row.id >= newest.get(origin, row.id)
            ]
            return Standing(ids, gone)

    def assessed(self, ids: Sequence[str]) -> list[Assessed]:
        with self._reading() as connection:
            columns = [assessments.c[name] for name in Assessed._fields]
            query = select(*columns).where(assessments.c.id.in_(ids)).order_by(assessments.c.id)
            return [Assessed(*row) for row in connection.execute(query)]


def _all_rescored(connection: Connection) -> tuple[dict[str, str], set[str]]:
    """The newest of what was ever rescored from each origin, and the origins of whose facts there is a correction."""
    one, first = assessments.c, assessments.alias()
    newest: dict[str, str] = {}
    corrected: set[str] = set()
    rescored = select(one.id, one.rescored_from, one.replaced_by).where(one.rescored_from.is_not(None))
    for id_, origin, replaced_by in connection.execute(rescored):
        newest[origin] = max(id_, newest.get(origin, id_))
        if replaced_by is not None:
            corrected.add(origin)
    origins = select(first.c.id).join_from(assessments, first, one.rescored_from == first.c.id)
    corrected.update(connection.execute(origins.where(first.c.replaced_by.is_not(None))).scalars())
    return newest, corrected


def _last_of_each(connection: Connection, rows: list[Assessed]) -> list[Assessed]:
    """Without those of whose facts there is a later assessment, or a correction."""
    one = assessments.c
    origins = {row.rescored_from or row.id for row in rows}
    if not origins:
        return rows
    first = select(one.id).where(one.id.in_(origins), one.replaced_by.is_not(None))
    left = set(connection.execute(first).scalars())
    newest: dict[str, str] = {}
    rescored = select(one.id, one.rescored_from, one.replaced_by).where(one.rescored_from.in_(origins))
    for id_, origin, replaced_by in connection.execute(rescored):
        newest[origin] = max(id_, newest.get(origin, id_))
        if replaced_by is not None:
            left.add(origin)
    return [
        row
        for row in rows
        if (origin := row.rescored_from or row.id) not in left and row.id >= newest.get(origin, row.id)
    ]
