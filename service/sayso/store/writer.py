"""Who writes? One thread, that commits whatever has queued together and then says so: a reply means durable."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from threading import Condition, Thread
from time import perf_counter

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from sayso.errors import SaysoError
from sayso.store.engines import FAILURES, WRITES, empty_log, reason
from sayso.store.port import Change, Reply
from sayso.store.refusals import StorageBusy, StorageUnavailable
from sayso.store.unit import SqlUnit

_MOST_TOGETHER = 2_000
"""How many assessments one commit has at most, so that the first of them does not wait for long."""

Told = Reply | Exception
#: Told of each commit: how many places of the queue its changes had, and how many seconds it took.
Committed = Callable[[int, float], object]
Job = tuple[Change, "Future[Reply] | asyncio.Future[Reply]"]


class Writer:
    """The queue and its thread. ``most`` is how many assessments may wait, ``failed`` is told of what goes wrong,
    ``durable`` of every transaction that is, before anyone is answered, and ``committed`` how long it took.
    """

    def __init__(
        self,
        engine: Engine,
        most: int,
        failed: Callable[[str], None],
        durable: Callable[[SqlUnit], None],
        committed: Committed | None = None,
    ) -> None:
        self._durable = durable
        self._failed = failed
        self._committed = committed
        self._engine = engine.execution_options(**{WRITES: True})
        self._most = most
        self._jobs: deque[Job] = deque()
        self._waiting = 0
        self._closed = False
        self._blanked = False
        self._changed = Condition()
        self._known: set[str] = set()
        self._thread = Thread(target=self._run, name="sayso-writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many assessments wait, those that are just being written included."""
        return self._waiting

    def submit(self, change: Change) -> Future[Reply]:
        """Done when the change is committed. Raises StorageBusy where too much waits, or the service stops."""
        future: Future[Reply] = Future()
        self._take_in(change, future)
        return future

    def awaited(self, change: Change) -> asyncio.Future[Reply]:
        """The same for a task of the event loop that runs, which is told together with others of its commit."""
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._take_in(change, future)
        return future

    def close(self) -> None:
        """Writes what waits, takes nothing more, and ends."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _take_in(self, change: Change, future: Future[Reply] | asyncio.Future[Reply]) -> None:
        with self._changed:
            # One change that is larger than the queue is let in where nothing waits: it would never get in otherwise.
            if self._closed or (self._waiting and self._waiting + change.size > self._most):
                raise StorageBusy("more waits to be written than the service lets wait", hint="try again in a moment")
            self._jobs.append((change, future))
            self._waiting += change.size
            self._changed.notify()

    def _run(self) -> None:
        while jobs := self._take():
            told = self._write([change for change, _ in jobs])
            with self._changed:
                self._waiting -= sum(change.size for change, _ in jobs)
            _tell_all([future for _, future in jobs], told)

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

    def _write(self, changes: list[Change]) -> list[Told]:
        """The reply of each, or why there is none."""
        try:
            return self._commit(changes)
        except Exception as error:  # noqa: BLE001 - whatever happens, nobody is left waiting
            if len(changes) > 1 and _is_of_one(error):
                return [self._write([change])[0] for change in changes]
            self._failed(reason(error))
            return [_translated(error)] * len(changes)

    def _commit(self, changes: list[Change]) -> list[Told]:
        """The same, none of it before all is durable. Raises where not all of it can be."""
        began = perf_counter()
        with self._engine.connect() as connection, connection.begin():
            unit = SqlUnit(connection, self._known)
            told = [_applied(unit, change) for change in changes]
            unit.flush()
        self._known |= unit.texts
        self._blanked = self._blanked or unit.blanked
        if self._blanked:
            self._empty_log()
        self._durable(unit)
        if self._committed is not None:
            self._committed(sum(change.size for change in changes), perf_counter() - began)
        return told

    def _empty_log(self) -> None:
        """What was deleted still stands in pages of the log; a reader may hold them, and then the next commit tries."""
        try:
            self._blanked = not empty_log(self._engine)
        except FAILURES as error:
            self._failed(f"emptying the log after a deletion: {reason(error)}")


def _tell_all(futures: Iterable[Future[Reply] | asyncio.Future[Reply]], told: Iterable[Told]) -> None:
    """Says to each who waits what became of the change. An event loop is woken once, however many wait in it: to wake
    it costs more than to write a row.
    """
    loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Reply], Told]]] = {}
    for future, said in zip(futures, told, strict=True):
        if isinstance(future, asyncio.Future):
            loops.setdefault(future.get_loop(), []).append((future, said))
        else:
            _tell(future, said)
    for loop, waiting in loops.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_tell_here, waiting)


def _tell_here(waiting: list[tuple[asyncio.Future[Reply], Told]]) -> None:
    for future, said in waiting:
        if not future.done():  # who hung up has cancelled it
            _tell(future, said)


def _tell(future: Future[Reply] | asyncio.Future[Reply], said: Told) -> None:
    if isinstance(said, Exception):
        future.set_exception(said)
    else:
        future.set_result(said)


def _applied(unit: SqlUnit, change: Change) -> Told:
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
