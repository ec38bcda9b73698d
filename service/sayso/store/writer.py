"""Who writes? One thread, that commits whatever has queued together and then says so: a reply means durable."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Thread

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from sayso.errors import SaysoError
from sayso.store.engines import FAILURES, WRITES, reason
from sayso.store.port import Change, Reply
from sayso.store.refusals import StorageBusy, StorageUnavailable
from sayso.store.unit import SqlUnit

_MOST_TOGETHER = 2_000
"""How many assessments one commit has at most, so that the first of them does not wait for long."""

Job = tuple[Change, "Future[Reply]"]


class Writer:
    """The queue and its thread. ``most`` is how many assessments may wait, ``failed`` is told of what goes wrong, and
    ``committed`` of every transaction that is durable, before anyone is answered.
    """

    def __init__(
        self, engine: Engine, most: int, failed: Callable[[str], None], committed: Callable[[SqlUnit], None]
    ) -> None:
        self._committed = committed
        self._failed = failed
        self._engine = engine.execution_options(**{WRITES: True})
        self._most = most
        self._jobs: deque[Job] = deque()
        self._waiting = 0
        self._closed = False
        self._changed = Condition()
        self._known: set[str] = set()
        self._thread = Thread(target=self._run, name="sayso-writer", daemon=True)
        self._thread.start()

    def submit(self, change: Change) -> Future[Reply]:
        """Done when the change is committed. Raises StorageBusy where too much waits, or the service stops."""
        future: Future[Reply] = Future()
        with self._changed:
            # One change that is larger than the queue is let in where nothing waits: it would never get in otherwise.
            if self._closed or (self._waiting and self._waiting + change.size > self._most):
                raise StorageBusy("more waits to be written than the service lets wait", hint="try again in a moment")
            self._jobs.append((change, future))
            self._waiting += change.size
            self._changed.notify()
        return future

    def close(self) -> None:
        """Writes what waits, takes nothing more, and ends."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while jobs := self._take():
            told = self._write([change for change, _ in jobs])
            with self._changed:
                self._waiting -= sum(change.size for change, _ in jobs)
            for (_, future), said in zip(jobs, told, strict=True):
                if isinstance(said, Exception):
                    future.set_exception(said)
                else:
                    future.set_result(said)

    def _take(self) -> list[Job]:
        """What is written next; nothing where it is over."""
        with self._changed:
            while not self._jobs and not self._closed:
                self._changed.wait()
            taken: list[Job] = []
            size = 0
            while self._jobs and (not taken or size + self._jobs[0][0].size <= _MOST_TOGETHER):
                taken.append(self._jobs.popleft())
                size += taken[-1][0].size
            return taken

    def _write(self, changes: list[Change]) -> list[Reply | Exception]:
        """The reply of each, or why there is none."""
        try:
            return self._commit(changes)
        except Exception as error:  # noqa: BLE001 - whatever happens, nobody is left waiting
            if len(changes) > 1 and _is_of_one(error):
                return [self._write([change])[0] for change in changes]
            self._failed(reason(error))
            return [_translated(error)] * len(changes)

    def _commit(self, changes: list[Change]) -> list[Reply | Exception]:
        """The same, none of it before all is durable. Raises where not all of it can be."""
        with self._engine.connect() as connection, connection.begin():
            unit = SqlUnit(connection, self._known)
            told = [_applied(unit, change) for change in changes]
            unit.flush()
        self._known |= unit.texts
        self._committed(unit)
        return told


def _applied(unit: SqlUnit, change: Change) -> Reply | Exception:
    try:
        return unit.apply(change)
    except SaysoError as error:  # raised before it wrote anything: the others go on
        return error


def _is_of_one(error: Exception) -> bool:
    """Whether the fault is of one change among several, which the others need not suffer for."""
    if isinstance(error, (SQLAlchemyError, psycopg.Error)):
        return isinstance(error, (IntegrityError, DataError, psycopg.IntegrityError, psycopg.DataError))
    return not isinstance(error, OSError)


def _translated(error: Exception) -> Exception:
    if isinstance(error, FAILURES):
        failure = StorageUnavailable("the database failed; whether this was kept is not known", hint=_HINT)
        failure.__cause__ = error
        return failure
    return error


_HINT = "ask again with the same idempotency key, and it is kept once"
