"""How are claims graded that come one a line, any number of them, in memory that does not grow?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sayso.api.grading import Grader
from sayso.api.inflow import Inflow
from sayso.api.items import TOGETHER, Item, Pieces, cut_item, items_together, line_item
from sayso.api.limits import NDJSON, Limits
from sayso.api.lines import Lines
from sayso.api.metrics import Metrics
from sayso.api.quick import QuickReader
from sayso.api.turns import Turns
from sayso.api.watch import note

_SEND_AT = 64 * 1024


class StreamedItems(Response):
    """One item a line for each claim of the body, sent as soon as it is made."""

    media_type = NDJSON[0]

    def __init__(self, grader: Grader, quick: QuickReader, limits: Limits, metrics: Metrics) -> None:
        self.status_code = 200
        self.background = None
        self.init_headers({"cache-control": "no-store"})
        self._grader = grader
        self._quick = quick
        self._limits = limits
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        inflow = Inflow(receive, self._limits.spool_bytes)
        filling = asyncio.create_task(inflow.fill())
        answering = _Answering(self._grader, self._quick, self._limits, inflow, send)
        try:
            await asyncio.sleep(0)  # the body is asked for first: who waits to be told to go on will not see an answer
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await answering.run()
        except ClientDisconnect:
            note(scope, gone=True)
            raise
        finally:
            filling.cancel()
            with suppress(asyncio.CancelledError):
                await filling
            inflow.close()
            self._metrics.refused(answering.refused)
            note(scope, claims=answering.index, refused=answering.refused)


class _Answering:
    """The way from pieces to items, for one stream."""

    def __init__(self, grader: Grader, quick: QuickReader, limits: Limits, inflow: Inflow, send: Send) -> None:
        self._grader = grader
        self._quick = quick
        self._limits = limits
        self._inflow = inflow
        self._send = send
        self._lines = Lines(limits.line_bytes)
        self._number = 0  # of the line, from 1, blank ones too
        self.index = self.refused = 0
        self._made: list[bytes] = []
        self._size = 0

    async def run(self) -> None:
        turns = Turns()
        while (piece := await self._inflow.next_piece()) is not None:
            await self._answer(self._lines.feed(piece), turns)
            if not self._inflow.has_piece:  # whoever sends line by line gets answer by answer
                await self._flush()
        if self._inflow.is_cut:
            self._add(cut_item(self.index, self._number + 1))
        else:
            await self._answer(self._lines.end(), turns)
        await self._flush(more=False)

    async def _answer(self, lines: Iterable[bytes | None], turns: Turns) -> None:
        said = []
        for line in lines:
            self._number += 1
            if line is None or line.strip():
                said.append((self._number, line))
        step = 1 if self._grader.is_costly else TOGETHER
        for start in range(0, len(said), step):
            for item, graded in await self._items(said[start : start + step]):
                self.index += 1
                self.refused += not graded
                self._add(item)
            if turns.is_over:
                await turns.give_way()
                if self._inflow.is_gone:
                    raise ClientDisconnect
            if self._size >= _SEND_AT:
                await self._flush()

    async def _items(self, said: Sequence[tuple[int, bytes | None]]) -> list[Item]:
        """The items of these lines, which come with their numbers."""
        grader, index = self._grader, self.index

        def slowly(at: int) -> Item:
            return line_item(grader, self._limits, index + at, *said[at])

        if grader.is_costly:
            return [await run_in_threadpool(slowly, at) for at in range(len(said))]
        return items_together(grader, self._quick, index, [line for _, line in said], slowly)

    def _add(self, item: Pieces) -> None:
        self._made += (*item, b"\n")
        self._size += sum(map(len, item)) + 1

    async def _flush(self, more: bool = True) -> None:
        if not self._made and more:
            return
        body, self._made, self._size = b"".join(self._made), [], 0
        async with self._inflow.answering():
            await self._send({"type": "http.response.body", "body": body, "more_body": more})
