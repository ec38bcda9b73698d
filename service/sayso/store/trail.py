"""What do the changes of one transaction leave in the audit? An entry each; a change that leaves none is not committed.

A change that writes says what it is about and what was written. One that writes without saying so, or says so and then
fails, is a fault of Sayso, and undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection, Table, bindparam, event, select, update

from sayso.errors import SaysoError
from sayso.store.audit import Digest, Entry, Head, Noted, Part, follow, head_of
from sayso.store.ids import written_time
from sayso.store.port import Change, Reply, Unit
from sayso.store.tables_audit import audit, audit_head, audit_subjects

_HEAD = select(*(audit_head.c[name] for name in Head._fields)).where(audit_head.c.id == 1).with_for_update()
_NEW_HEAD = update(audit_head).where(audit_head.c.id == 1).values({name: bindparam(name) for name in Head._fields})
_SUBJECT = ("subject", "position")
Many = Callable[[Table, Sequence[str], Sequence[tuple[Any, ...]]], None]


class Unaudited(Exception):
    """A change wrote what the audit was not told of, or the other way round. The whole transaction is undone."""


class Trail:
    """The audit of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted: list[Noted] = []
        self._subjects: list[str] = []
        self._digest = Digest()
        self._writes = 0
        self._aside = False
        event.listen(connection, "after_cursor_execute", self._count)

    def wrote(self, subject: str, parts: Sequence[Part]) -> None:
        """Notes what the change at hand has just written: what it is about, and the content, kept as its digest."""
        self._subjects.append(subject)
        self._digest.add((subject, *parts))

    def follow(self, change: Change, unit: Unit) -> Reply:
        """Lets a change write, and notes it. Raises what it raises, and Unaudited."""
        self._writes = 0
        try:
            reply = change.write(unit)
        except SaysoError as error:  # whatever else fails undoes the transaction by itself
            if self._subjects or self._writes:
                raise Unaudited(f"{change.operation} wrote something and then failed") from error
            raise
        if self._subjects:
            subjects = tuple(dict.fromkeys(self._subjects))
            self._noted.append(Noted(change.actor, change.operation, subjects, str(self._digest)))
            self._subjects, self._digest = [], Digest()
        elif self._writes:
            raise Unaudited(f"{change.operation} wrote what the audit was not told of")
        return reply

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is written in here is of no change: it was noted before, or is no news, such as a reply."""
        before, self._aside = self._aside, True
        try:
            yield
        finally:
            self._aside = before

    def write(self, many: Many) -> None:
        """Writes the entries, in the order of the changes.

        The very last of a transaction: whoever waits for the head must hold nothing that its holder could wait for.
        """
        if not self._noted:
            return
        row = self._connection.execute(_HEAD).one_or_none()
        if row is None:
            raise Unaudited("the audit has lost its head: sayso audit verify")
        head, now = Head._make(row), written_time(datetime.now(UTC))
        entries: list[Entry] = []
        for noted in self._noted:
            entries.append(follow(head, noted, now))
            head = head_of(entries[-1])
        self._noted = []
        rows = [(*entry[:4], to_json(entry.subjects).decode(), *entry[5:]) for entry in entries]
        filed = [(subject, entry.position) for entry in entries for subject in entry.subjects]
        many(audit, Entry._fields, rows)
        many(audit_subjects, _SUBJECT, filed)
        self._connection.execute(_NEW_HEAD, head._asdict())

    def _count(self, _on: Any, cursor: Any, _said: Any, _given: Any, context: Any, _many: Any) -> None:
        changes = context.isinsert or context.isupdate or context.isdelete
        if changes and cursor.rowcount and not self._aside:  # an update of no row changes nothing
            self._writes += 1
