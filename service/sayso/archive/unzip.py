"""How is a gzip file read without being led to unpack without end?"""

from __future__ import annotations

import zlib
from typing import Protocol

from sayso.archive.refusals import ArchiveError

MOST_TIMES = 200
"""A file may unpack to so many times its size. Claims as JSON come to 10 to 30 times, a file of zeros to 1,030."""
ALLOWED = 64 << 20
"""Bytes that may come out whatever went in."""
_GZIP = 16 + zlib.MAX_WBITS
_OUT = 1 << 20


class Readable(Protocol):
    """What gives bytes, none at its end."""

    def read(self, size: int) -> bytes: ...


class Unzipped:
    """The bytes inside a gzip file of one or several members. Raises ArchiveError where it is damaged, cut short, or
    unpacks to more than ``MOST_TIMES`` its size.
    """

    def __init__(self, packed: Readable, name: str) -> None:
        self._packed, self._name = packed, name
        self._member = zlib.decompressobj(_GZIP)
        self._rest = b""
        self._begun = self._ended = False
        self._in = self._out = 0

    def read(self, size: int) -> bytes:
        while not self._ended:
            if not self._rest:
                self._rest = self._packed.read(_OUT)
                self._in += len(self._rest)
                if not self._rest:
                    self._end()
                    break
            data = self._unpacked(min(size, _OUT))
            if data:
                return data
        return b""

    def _unpacked(self, size: int) -> bytes:
        if self._member.eof:
            self._member, self._begun = zlib.decompressobj(_GZIP), False
        try:
            data = self._member.decompress(self._rest, size)
        except zlib.error as error:
            message = f"{self._name} is no gzip file, or is damaged after {self._out:,} bytes"
            raise ArchiveError(message, code="input_unreadable", hint="fetch or pack it again") from error
        self._begun = True
        self._rest = self._member.unused_data.lstrip(b"\0") if self._member.eof else self._member.unconsumed_tail
        self._out += len(data)
        if self._out > ALLOWED and self._out > MOST_TIMES * self._in:
            message = f"{self._name} unpacks to more than {MOST_TIMES} times its size, as no file of claims does"
            hint = "if it is what it should be, unpack it yourself and name the unpacked file"
            raise ArchiveError(message, code="gzip_bomb", hint=hint)
        return data

    def _end(self) -> None:
        self._ended = True
        if self._begun and not self._member.eof:
            message = f"{self._name} is cut short: its gzip data ends after {self._out:,} bytes"
            raise ArchiveError(message, code="input_unreadable", hint="fetch or pack it again")
