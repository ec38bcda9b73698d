"""Which documents wait for the desk, and which is next?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic_core import to_json

from sayso.errors import Problem
from sayso.store.ids import first_of
from sayso.store.port import Change, Reply, Store, Unit
from sayso.store.work_port import GATE, GRADE, Cursor, Order, QueueFilters
from sayso.usecases.drafting import shortened
from sayso.usecases.work.acting import Act
from sayso.usecases.work.leases import MINUTES, check_minutes, hold
from sayso.usecases.work.refusals import check_words, refuse
from sayso.usecases.work.shown import queue_item
from sayso.wire.work import QueueList

MOST_DAYS = 100_000
NOTHING = b"null"
"""The body of the reply where no document is free."""


@dataclass(frozen=True)
class Wanted:
    """Which documents are wanted: all that is given must hold. ``state`` is the reviewer's."""

    desk: str | None = None
    grade: str | None = None
    gate: str | None = None
    state: str | None = None
    author_state: str | None = None
    assignee: str | None = None
    older_than_days: int | None = None
    held: bool | None = None
    order: Order = "oldest"


class QueuePage(NamedTuple):
    """A page of the queue, and where the next one begins, None after the last."""

    documents: QueueList
    then: Cursor | None


def list_queue(store: Store, wanted: Wanted, after: Cursor | None, count: int, at: str) -> QueuePage:
    """So many documents, with what the desk has to know of each at this moment. Raises InvalidRequest."""
    found = store.work.queue(_filters(wanted, at), after, count + 1)
    shown = found[:count]
    then = None
    if len(found) > count:
        last = shown[-1].work
        then = Cursor(last.document_id, last.tally.widest)
    return QueuePage(QueueList.model_validate({"documents": [queue_item(each, at) for each in shown]}), then)


def take_next(act: Act, wanted: Wanted, minutes: int = MINUTES) -> Change:
    """Takes the lease on the first document that nobody holds, is nobody else's and, unless ``state`` says otherwise,
    is not signed. No two get the same one. The reply is ``QueueItem``, or ``NOTHING``.

    Raises InvalidRequest.
    """
    check_minutes(minutes)
    filters = _filters(wanted, act.at)

    def write(unit: Unit) -> Reply:
        found = unit.work.first_free(filters, act.who.actor, act.at)
        if found is None:
            return Reply(NOTHING)
        work = hold(unit, found.work, act, minutes)
        return Reply(to_json(queue_item(found._replace(work=work), act.at)), work.document_id, work.revision)

    return Change(act.who.actor, "takeNext", write, once=act.once)


def _filters(wanted: Wanted, at: str) -> QueueFilters:
    named = {name: getattr(wanted, name) for name in ("desk", "grade", "gate", "assignee")}
    problems = check_words(named)
    days = wanted.older_than_days
    if days is not None and not 0 <= days <= MOST_DAYS:
        hint = f"whole days, 0 to {MOST_DAYS}"
        problems.append(Problem("wrong_value", "older_than_days is out of range", hint, "/older_than_days"))
    refuse(problems)
    before = None if days is None else first_of(_days_before(at, days))
    terms = [
        (kind, shortened(value)) for kind, value in ((GRADE, wanted.grade), (GATE, wanted.gate)) if value is not None
    ]
    return QueueFilters(
        wanted.desk,
        wanted.assignee,
        wanted.state,
        wanted.author_state,
        wanted.held,
        before,
        tuple(terms),
        wanted.order,
    )


def _days_before(at: str, days: int) -> datetime:
    return datetime.fromisoformat(at) - timedelta(days=days)
