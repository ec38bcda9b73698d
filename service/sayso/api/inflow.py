"""How does a body come in while its answers go out, without either waiting for the other for ever?

Many clients send the whole body before they read the first byte of the answer. If the service then waited for them to
read, and they for it to read on, both would wait for ever. So as long as the answers are read, the body waits in the
connection, and little of it in memory; where they are not, it goes to a file; where that is full, the rest is passed
over, so that the asker comes to the end of sending, and the stream is cut there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from sayso.api.spool import Spool

_IN_MEMORY = 256 * 1024
_LOOK = 0.1


class Inflow:
    """The pieces of one body, in their order. ``is_cut`` says that some of it was passed over."""

    def __init__(self, receive: Receive, spool_bytes: int, patience: float = 0.5, last_patience: float = 5.0) -> None:
        self._receive = receive
        self._spool = Spool(spool_bytes)
        self._patience, self._last_patience = patience, last_patience
        self._pieces: deque[bytes] = deque()
        self._in_memory = 0
        self._more, self._room = asyncio.Event(), asyncio.Event()
        self._ended = self.is_gone = self.is_cut = False
        self._sending_since: float | None = None

    async def fill(self) -> None:
        """Takes in what comes until the asker is gone; to be run beside ``next_piece``, and cancelled in the end."""
        try:
            while (message := await self._receive())["type"] != "http.disconnect":
                piece = message.get("body", b"")
                if piece and not self.is_cut:
                    await self._keep(piece)
                self._ended = not message.get("more_body", False)
                self._more.set()
        finally:  # whatever ended it, nothing comes any more
            self.is_gone = True
            self._more.set()

    async def next_piece(self) -> bytes | None:
        """The next piece, None after the last. Raises ClientDisconnect where nobody is left to answer."""
        while True:
            if self.is_gone:
                raise ClientDisconnect
            if self._pieces:
                piece = self._pieces.popleft()
                self._in_memory -= len(piece)
                self._room.set()
                return piece
            if self._spool.held:
                piece = await self._spool.take()
                self._room.set()
                return piece
            if self._ended or self.is_cut:
                return None
            self._more.clear()
            await self._more.wait()

    @property
    def has_piece(self) -> bool:
        """Whether a piece is there without waiting."""
        return bool(self._pieces or self._spool.held)

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Around each sending, so that an asker who does not read is noticed."""
        self._sending_since = monotonic()
        try:
            yield
        finally:
            self._sending_since = None

    def close(self) -> None:
        self._spool.close()

    async def _keep(self, piece: bytes) -> None:
        while True:
            held = self._spool.held
            is_full = self._in_memory + held >= _IN_MEMORY
            if not is_full and not held:
                await self._spool.clear()
                self._pieces.append(piece)
                self._in_memory += len(piece)
                return
            waited = self._unread_for()
            may_spool = (waited > self._patience or not is_full) and self._spool.has_room(len(piece))
            if may_spool and await self._spool.put(piece):
                return
            if waited > self._last_patience:
                self.is_cut = True
                return
            self._room.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await self._room.wait()

    def _unread_for(self) -> float:
        return 0.0 if self._sending_since is None else monotonic() - self._sending_since
