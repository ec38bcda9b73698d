"""What is one attribution in token numbers?"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.extract.rules.view import Range


@dataclass(frozen=True, slots=True)
class Found:
    """Who, by which words, and what, as ranges of tokens; ``end`` is where to look on."""

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    end: int
