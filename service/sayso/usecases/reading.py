"""Who reads articles in a running service, and how many are read at a time?

Reading one takes as long as grading thousands of claims. It is done in worker threads of its own: those who wait for
their turn hold up nobody else, and when too many wait the next is told to come back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sayso.errors import SaysoError

if TYPE_CHECKING:  # else a service that only grades claims would load what reads articles
    from sayso.usecases.extract import ArticleReader

OpenReader = Callable[[], "ArticleReader"]
Outcome = TypeVar("Outcome")
_WAITING_EACH = 8


class Busy(SaysoError):
    """So many articles are being read that another would wait too long."""

    code = "busy"


class Queue:
    """Threads for reading articles, and how many articles may wait for one. Asked on one event loop only."""

    def __init__(self, at_once: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="reading")
        self._most = at_once * (1 + _WAITING_EACH)
        self._inside = 0

    async def run(self, work: Callable[[], Outcome]) -> Outcome:
        """The outcome of ``work``, done in a thread when one is free. Raises Busy where too many wait."""
        if self._inside >= self._most:
            raise Busy("too many articles are being read", hint="ask again in a few seconds")
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._inside -= 1


@dataclass(frozen=True)
class Reading:
    """How articles are read: by whom, by whom those of the OpenAPI document, and how many at a time."""

    open_reader: OpenReader
    open_example_reader: OpenReader
    queue: Queue
