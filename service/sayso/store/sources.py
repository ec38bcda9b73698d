"""How is the registry kept? Each entry as it is, and every state it was in, so that what was graded stays explained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from sayso.store.audit import Wrote, subject_of
from sayso.store.sources_port import KeptSource, NoSuchSource
from sayso.store.tables import metadata

_ID, _MOMENT, _ACTOR = String(80), String(24), String(80)

sources = Table(
    "sources",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("changed", _MOMENT, nullable=False),
    Column("actor", _ACTOR, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("sources_by_number", "number"),
)

source_revisions = Table(
    "source_revisions",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("changed", _MOMENT, nullable=False),
    Column("actor", _ACTOR, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# One row. Who changes the registry holds it to the end, so that numbers are committed in their order: a replica that
# has seen one has seen all before it.
source_changes = Table(
    "source_changes",
    metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)

_COLUMNS = KeptSource._fields
_TOGETHER = 500


class SqlSources:
    """A ``SourceWriter`` inside a transaction; ``wrote`` is told what to note of it."""

    def __init__(self, connection: Connection, wrote: Wrote) -> None:
        self._connection = connection
        self._wrote = wrote

    def number(self) -> int:
        held = select(source_changes.c.number).with_for_update()
        return int(self._connection.execute(held).scalar_one())

    def find(self, source_id: str) -> KeptSource | None:
        row = self._connection.execute(_one(sources).where(sources.c.id == source_id)).one_or_none()
        return None if row is None else _kept(row)

    def put(self, entries: Sequence[tuple[str, int, bytes]], actor: str, changed: str) -> int:
        number = self.number() + 1
        self._connection.execute(update(source_changes).values(number=number))
        rows = [
            dict(zip(_COLUMNS, (id_, revision, number, changed, actor, body), strict=True))
            for id_, revision, body in entries
        ]
        for start in range(0, len(rows), _TOGETHER):
            part = rows[start : start + _TOGETHER]
            self._connection.execute(delete(sources).where(sources.c.id.in_([row["id"] for row in part])))
            self._connection.execute(insert(sources), part)
            self._connection.execute(insert(source_revisions), part)
        for entry in entries:
            self._wrote(subject_of("source", entry[0]), entry)
        return number


class SourceQueries:
    """A ``SourceReader``; ``reading`` opens a connection."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._reading = reading

    def number(self) -> int:
        with self._reading() as connection:
            return int(connection.execute(select(source_changes.c.number)).scalar_one())

    def since(self, number: int) -> list[KeptSource]:
        query = _one(sources).where(sources.c.number > number).order_by(sources.c.number)
        with self._reading() as connection:
            return [_kept(row) for row in connection.execute(query)]

    def find(self, source_id: str, revision: int | None = None) -> KeptSource:
        table = sources if revision is None else source_revisions
        query = _one(table).where(table.c.id == source_id)
        if revision is not None:
            query = query.where(table.c.revision == revision)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NoSuchSource("the registry has no such entry")
        return _kept(row)


def _one(table: Table) -> Select[Any]:
    return select(*(table.c[name] for name in _COLUMNS))


def _kept(row: Row[Any]) -> KeptSource:
    return KeptSource._make(row)
