"""Where does a body wait that comes in faster than its answers are read? In a file without a name, up to a limit."""

from __future__ import annotations

import os
import tempfile
from threading import Lock
from typing import BinaryIO, cast

from starlette.concurrency import run_in_threadpool

_PIECE = 64 * 1024


class Spool:
    """First in, first out. The file is made when it is first needed, and gone with the process whatever happens."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._file: BinaryIO | None = None
        self._is_closed = False
        self._lock = Lock()
        self._written = self._read = 0

    @property
    def held(self) -> int:
        """How many bytes wait."""
        return self._written - self._read

    def has_room(self, size: int) -> bool:
        return self._written + size <= self._most

    async def put(self, piece: bytes) -> bool:
        """Adds a piece; False where the disk does not take it, which is the end of the room."""
        try:
            await run_in_threadpool(self._write, piece, self._written)
        except OSError:
            self._most = 0
            return False
        self._written += len(piece)
        return True

    async def take(self) -> bytes:
        """The next piece of what is held."""
        piece = await run_in_threadpool(self._pread, min(_PIECE, self.held), self._read)
        self._read += len(piece)
        return piece

    async def clear(self) -> None:
        """Frees the room; only where nothing is held and nothing is being put."""
        if self._written:
            await run_in_threadpool(self._truncate)
            self._written = self._read = 0

    def close(self) -> None:
        with self._lock:  # a thread that still writes must not meet another file under the same number
            self._is_closed = True
            if self._file is not None:
                self._file.close()

    def _write(self, piece: bytes, at: int) -> None:
        with self._lock:
            if self._is_closed:
                return
            if self._file is None:
                unnamed = tempfile.TemporaryFile(prefix="sayso-", buffering=0)  # noqa: SIM115 - lives as long as this
                self._file = cast(BinaryIO, unnamed)
            left = memoryview(piece)
            while left:
                count = os.pwrite(self._file.fileno(), left, at)
                left, at = left[count:], at + count

    def _pread(self, size: int, at: int) -> bytes:
        with self._lock:
            return b"" if self._is_closed or self._file is None else os.pread(self._file.fileno(), size, at)

    def _truncate(self) -> None:
        with self._lock:
            if not self._is_closed and self._file is not None:
                os.ftruncate(self._file.fileno(), 0)
