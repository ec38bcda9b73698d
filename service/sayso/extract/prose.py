"""What are the words, sentences, paragraphs and quotations of a text, and where do they stand?"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sayso.extract.paragraphs import paragraphs_of
from sayso.extract.quotations import quotations_in
from sayso.extract.sentences import sentences_in
from sayso.extract.tokens import Token as Token
from sayso.extract.tokens import tokens_of


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


def take_apart(text: str) -> Prose:
    """Cuts any text into tokens, sentences, paragraphs and quotations, in time linear in its length.

    The tokens carry no tags yet. Every token lies in one sentence and one paragraph, and no sentence or quotation runs
    over the end of a paragraph.
    """
    tokens = tokens_of(text)
    starts = [token.start for token in tokens]
    paragraphs: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    quotations: list[tuple[int, int]] = []
    for start, end in paragraphs_of(text):
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        if first < last:
            paragraphs.append((first, last))
            sentences += sentences_in(tokens, first, last)
            quotations += quotations_in(text, tokens, first, last)
    return Prose(text, tokens, tuple(sentences), tuple(paragraphs), tuple(quotations))
