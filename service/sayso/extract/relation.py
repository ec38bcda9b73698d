"""What is one attribution in a text: who says it, by which words, and what is said?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso.extract.prose import Prose

Span = tuple[int, int]
"""``[start, end)`` in code points of the text as it was given."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution: each part is one or several spans in the order of the text; ``source`` may be empty.

    A content that its cue breaks in two has two spans.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class Finder(Protocol):
    """Finds the attributions of a text, outermost only, in the order of their first character."""

    def __call__(self, prose: Prose) -> Sequence[Relation]: ...
