"""How is the audit read? A page of its entries, each query on an index, and all of them to be checked."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Row, Select, select

from sayso.store.audit import ALTERED, AuditFilters, Broken, Check, Entry, Head, Mark, Verdict
from sayso.store.tables_audit import audit, audit_head, audit_subjects

_COLUMNS = [audit.c[name] for name in Entry._fields]
_AT_A_TIME = 1_000


def page(connection: Connection, filters: AuditFilters, before: int | None, count: int) -> list[Entry]:
    """So many entries that the filters let through, newest first, at positions below ``before``."""
    first = None if filters.since is None else _first_since(connection, filters.since)
    query = page_query(filters, first, before, count)
    return [_entry(row) for row in connection.execute(query)]


def page_query(filters: AuditFilters, first: int | None, before: int | None, count: int) -> Select[tuple[object, ...]]:
    """The same as a query. Subject, operation, actor: the first leads; what else has to hold is looked up for each."""
    order = audit.c.position
    query = select(*_COLUMNS)
    leads = True
    if filters.subject is not None:
        order, leads = audit_subjects.c.position, False
        query = query.join_from(audit_subjects, audit, audit.c.position == order)
        query = query.where(audit_subjects.c.subject == filters.subject)
    for column, wanted in ((audit.c.operation, filters.operation), (audit.c.actor, filters.actor)):
        if wanted is not None:
            query = query.where((column if leads else column.concat("")) == wanted)
            leads = False
    if first is not None:
        query = query.where(order >= first)
    if before is not None:
        query = query.where(order < before)
    return query.order_by(order.desc()).limit(count)


def verify(connection: Connection, mark: Mark | None) -> Verdict:
    """Whether every entry fits, up to the first that does not; the connection has to see one moment throughout."""
    kept = connection.execute(
        select(audit_head.c.position, audit_head.c.created, audit_head.c.hash).where(audit_head.c.id == 1)
    ).one_or_none()
    check = Check(mark)
    for entry, filed in _all(connection):
        broken = entry if isinstance(entry, Broken) else check.next(entry, filed)
        if broken is not None:
            return Verdict(check.head.position, check.head, broken)
    return check.end(None if kept is None else Head._make(kept))


def _first_since(connection: Connection, since: str) -> int:
    """The position of the first entry made then or later: moments never fall, so that halving finds it."""
    last = connection.execute(select(audit.c.position).order_by(audit.c.position.desc()).limit(1)).scalar()
    low, high = 1, int(last or 0) + 1
    while low < high:
        middle = (low + high) // 2
        made = connection.execute(
            select(audit.c.created).where(audit.c.position >= middle).order_by(audit.c.position).limit(1)
        ).scalar_one()
        low, high = (low, middle) if made >= since else (middle + 1, high)
    return low


def _all(connection: Connection) -> Iterator[tuple[Entry | Broken, frozenset[str]]]:
    """Every entry in order, with the subjects that it is found by, a thousand at a time."""
    last: int | None = None
    while True:
        query = select(*_COLUMNS).order_by(audit.c.position).limit(_AT_A_TIME)
        rows = connection.execute(query if last is None else query.where(audit.c.position > last)).all()
        if not rows:
            return
        low, last = rows[0].position, rows[-1].position
        filed: dict[int, set[str]] = {}
        within = audit_subjects.c.position.between(low, last)
        for subject, position in connection.execute(
            select(audit_subjects.c.subject, audit_subjects.c.position).where(within)
        ):
            filed.setdefault(position, set()).add(subject)
        for row in rows:
            yield _readable(row), frozenset(filed.get(row.position, ()))


def _readable(row: Row[tuple[object, ...]]) -> Entry | Broken:
    """The entry of a row; where its subjects are not as they are written, what is broken."""
    try:
        found = from_json(row.subjects)
    except ValueError:
        found = None
    if isinstance(found, list) and to_json(found).decode() == row.subjects:
        return _entry(row)
    return Broken(row.position, ALTERED, f"entry {row.position} was altered: its subjects are not as they are written")


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    values = list(row)
    values[4] = tuple(from_json(str(values[4])))
    return Entry(*values)  # type: ignore[arg-type]  # as the table is declared
