"""Where does each paragraph of a text begin and end?

A blank line always parts two paragraphs, and so does a line end, unless the block is hard wrapped: many of its lines
then begin with a small letter, in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WRAPPED = 0.3
"""The share of lines that begin with a small letter from which on a block counts as hard wrapped."""


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs in order; blank ones are left out."""
    block: list[tuple[int, int]] = []
    for start, end in _lines(text):
        if text[start:end].strip():
            block.append((start, end))
        else:
            yield from _of_block(text, block)
            block = []
    yield from _of_block(text, block)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _LINE.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _of_block(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    small = sum(text[start:end].lstrip()[0].islower() for start, end in lines[1:])
    if len(lines) > 1 and small >= _WRAPPED * (len(lines) - 1):
        yield lines[0][0], lines[-1][1]
    else:
        yield from lines
