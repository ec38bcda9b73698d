"""How does a line reach the log? As one JSON object, or in words for a terminal, and without anyone waiting for it.

Nothing that came from a caller may stand in a line: of a fault, only the kinds of the errors and the places in the
code are told, since the message of an error may hold the claim.
"""

from __future__ import annotations

import logging
import queue
import sys
import threading
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from time import sleep
from types import TracebackType
from typing import Any, BinaryIO

import structlog
from pydantic_core import to_json
from structlog.typing import FilteringBoundLogger

from sayso.api.log_forms import Format, Level

_MOST_LINES = 10_000
_MOST_TOGETHER = 1_000
_TOGETHER = 0.01
_MOST_FRAMES = 20
_PATIENCE = 5.0
_Event = MutableMapping[str, Any]
_Fault = tuple[type[BaseException], BaseException, TracebackType | None]


class LineWriter:
    """Writes lines from a thread of its own, so that a reader of the log who is slow holds up no request."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.dropped = 0

    def msg(self, line: str | bytes) -> None:
        """One line, without its end. It is dropped, and counted, where too many wait already."""
        if self._lines.qsize() >= _MOST_LINES:
            self.dropped += 1
            return
        self._lines.put((line.encode(errors="replace") if isinstance(line, str) else line) + b"\n")
        if self._thread is None:
            self._start()

    debug = info = warning = error = critical = msg

    def close(self) -> None:
        """Waits, not for ever, until what was said is written. What is said later starts it again."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._lines.put(None)
            thread.join(_PATIENCE)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="sayso-log", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        goes_on = True
        while goes_on:
            lines = [self._lines.get()]
            sleep(_TOGETHER)  # waking for each line would cost the service more than writing it
            while lines[-1] is not None and len(lines) < _MOST_TOGETHER and not self._lines.empty():
                lines.append(self._lines.get())
            goes_on = lines[-1] is not None
            told = [line for line in lines if line is not None]
            try:
                self._stream.write(b"".join(told))
                self._stream.flush()
            except (OSError, ValueError):  # nobody reads the log any more; the service goes on without it
                self.dropped += len(told)


@dataclass(frozen=True, slots=True)
class Log:
    """A log and what it lets through."""

    say: FilteringBoundLogger
    writer: LineWriter
    lets_info: bool
    lets_debug: bool


def open_log(level: Level, form: Format, stream: BinaryIO | None = None) -> Log:
    """A log of its own that changes nothing for the rest of the process; to standard error unless told otherwise."""
    writer = LineWriter(sys.stderr.buffer if stream is None else stream)
    threshold = logging.getLevelNamesMapping()[level.upper()]
    last = (
        structlog.processors.JSONRenderer(serializer=_json)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")
    say: FilteringBoundLogger = structlog.wrap_logger(
        writer,
        processors=[structlog.processors.add_log_level, stamp, _without_words, last],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        context_class=dict,
        cache_logger_on_first_use=False,
    ).bind()
    return Log(say, writer, lets_info=threshold <= logging.INFO, lets_debug=threshold <= logging.DEBUG)


def take_in_libraries(log: Log) -> None:
    """Lets what libraries of this process say, warnings and worse, come out of ``log`` in the same form."""
    root = logging.getLogger()
    root.handlers[:] = [_Libraries(log)]
    root.setLevel(logging.WARNING)


class _Libraries(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._say = log.say

    def emit(self, record: logging.LogRecord) -> None:
        first, *_ = record.getMessage().splitlines() or [""]  # what follows may show values
        self._say.log(record.levelno, first, library=record.name, exc_info=record.exc_info)


def _json(event: _Event, **_: Any) -> str:
    return to_json(event, inf_nan_mode="null").decode()


def _without_words(_logger: object, _method: str, event: _Event) -> _Event:
    """Puts kinds and places in the place of an error's own words."""
    fault = event.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()
    elif isinstance(fault, BaseException):
        fault = (type(fault), fault, fault.__traceback__)
    if fault and fault[0] is not None:
        event["fault"], event["at"] = _kinds(fault[1]), _places(fault)
    return event


def _kinds(error: BaseException | None) -> list[str]:
    kinds: list[str] = []
    while error is not None and len(kinds) < _MOST_FRAMES:
        kinds.append(type(error).__name__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return kinds


def _places(fault: _Fault) -> Sequence[str]:
    places = []
    trace = fault[2]
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-_MOST_FRAMES:]
