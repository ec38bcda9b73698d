"""What is noted of a request when it ends? One increment or two, and one line of the log, never what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from starlette.types import Scope

from sayso.api.logs import Log, open_log
from sayso.api.metrics import Metrics

_NOTES = "sayso.notes"
_QUIET = frozenset({"isAlive", "isReady", "getMetrics"})
_STATUSES = ("gone", "1xx", "2xx", "3xx", "4xx", "5xx")  # gone: the asker hung up before there was an answer
NOWHERE = "none"


def note(scope: Scope, **facts: Any) -> None:
    """Adds to the line that this request will have in the log: ids and counts, nothing that a caller wrote."""
    notes = scope.get(_NOTES)
    if notes is None:
        scope[_NOTES] = facts
    else:
        notes.update(facts)


class Answered(NamedTuple):
    """A request that is over; ``status`` is 0 where it never came to an answer."""

    operation: str
    method: str
    status: int
    seconds: float
    request_id: str


#: Told of each request that is over, and of its headers.
Traced = Callable[[Answered, Iterable[tuple[bytes, bytes]]], None]


def _only_faults() -> Log:
    return open_log("error", "console")


@dataclass(frozen=True)
class Watch:
    """The figures, the log and, where they are asked for, the traces of one service; they outlive the applications that
    a change of rubrics makes.
    """

    metrics: Metrics = field(default_factory=Metrics)
    log: Log = field(default_factory=_only_faults)
    traced: Traced | None = None

    def ended(self, scope: Scope, method: str, status: int, size: int, seconds: float, request_id: bytes) -> None:
        """A request is over; ``status`` is 0 where it never came to an answer."""
        operation = operation_of(scope)
        self.metrics.answered(operation, _STATUSES[status // 100], seconds)
        if self.traced is not None:
            self.traced(Answered(operation, method, status, seconds, request_id.decode()), scope["headers"])
        if status >= 500:
            line = self.log.say.error
        elif self.log.lets_info and (operation not in _QUIET or self.log.lets_debug):
            line = self.log.say.debug if operation in _QUIET else self.log.say.info
        else:
            return
        line(
            "request",
            request_id=request_id.decode(),
            operation=operation,
            method=method,
            status=status or None,
            ms=round(seconds * 1000, 3),
            bytes=size,
            **scope.get(_NOTES, {}),
        )


def operation_of(scope: Scope) -> str:
    """The operation's id, or the template of a page's address; never the address that was asked."""
    route = scope.get("route")
    if route is None:
        return NOWHERE
    return str(getattr(route, "operation_id", None) or getattr(route, "path_format", NOWHERE))
