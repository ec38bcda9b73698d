"""Which lines does a body have, when it comes in pieces that end anywhere?

A line is kept until its end has come, unless it grows over the limit: then it is given up at once, and what follows
of it is passed over unread. Lines end in LF or CR LF; the last one may have no end.
"""

from __future__ import annotations


class Lines:
    """Cuts pieces into lines of at most so many bytes. None stands for a line that is longer."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._begun = bytearray()
        self._given_up = False

    def feed(self, piece: bytes) -> list[bytes | None]:
        """The lines that this piece brings to their end, or over the limit."""
        if b"\n" not in piece:
            return self._begin(piece)
        first, *whole, last = piece.split(b"\n")
        found: list[bytes | None] = []
        if self._given_up:
            self._given_up = False
        elif self._begun:
            self._begun += first
            found.append(self._kept(bytes(self._begun)))
            self._begun.clear()
        else:
            found.append(self._kept(first))
        found += [self._kept(line) for line in whole] if len(piece) > self._most else whole
        return found + self._begin(last)

    def end(self) -> list[bytes | None]:
        """The last line, where it has no end of its own."""
        rest, self._begun = bytes(self._begun), bytearray()
        return [self._kept(rest)] if rest else []

    def _begin(self, start: bytes) -> list[bytes | None]:
        if self._given_up:
            return []
        self._begun += start
        if len(self._begun) <= self._most + 1:  # its end may be CR LF, of which the CR is there already
            return []
        self._begun.clear()
        self._given_up = True
        return [None]

    def _kept(self, line: bytes) -> bytes | None:
        return line if len(line) - line.endswith(b"\r") <= self._most else None
