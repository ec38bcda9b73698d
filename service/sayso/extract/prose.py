"""What are the words, sentences, paragraphs and quotations of a text, and where do they stand?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Token(NamedTuple):
    """A word or a mark: ``[start, end)`` in code points of the text as given, and its Penn Treebank tag ("" untagged)."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A text taken apart without moving an offset.

    ``sentences`` and ``paragraphs`` are ranges of tokens ``[first, last)``; ``quotations`` are spans of the text with
    their marks (double quotes, straight or curly, and single quotes used as such), outermost only, in order.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[tuple[int, int], ...]
    quotations: tuple[tuple[int, int], ...]
