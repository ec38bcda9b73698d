"""Which words, which sentence, which paragraph and which quotation does a place in the text belong to?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.extract.prose import Prose, Token
from sayso.extract.relation import Span


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its places sorted, so that each question costs the logarithm of its length."""

    text: str
    tokens: tuple[Token, ...]
    lower: tuple[str, ...]
    """The tokens' words in lower case, with straight apostrophes."""
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[tuple[int, int], ...]
    quotations: tuple[Span, ...]
    capitalised: frozenset[str]
    """Words that have a capital somewhere inside a sentence, in lower case."""
    _starts: tuple[int, ...]
    _ends: tuple[int, ...]
    _sentence_starts: tuple[int, ...]
    _paragraph_starts: tuple[int, ...]
    _quotation_starts: tuple[int, ...]

    def words_in(self, span: Span) -> range:
        """The tokens that touch the span."""
        return range(bisect_right(self._ends, span[0]), bisect_left(self._starts, span[1]))

    def words_of(self, spans: Iterable[Span]) -> list[int]:
        return [at for span in spans for at in self.words_in(span)]

    def sentence_of(self, word: int) -> int:
        """The sentence that a token stands in."""
        return max(bisect_right(self._sentence_starts, word) - 1, 0)

    def opens_sentence(self, word: int) -> bool:
        sentence = self.sentence_of(word)
        return bool(self._sentence_starts) and self._sentence_starts[sentence] == word

    def paragraph_of(self, word: int) -> int:
        return max(bisect_right(self._paragraph_starts, word) - 1, 0)

    def sentence_words(self, sentence: int) -> range:
        return range(*self.sentences[sentence]) if sentence < len(self.sentences) else range(0)

    def span_of(self, words: Sequence[int]) -> Span:
        """From the first of the tokens to the last; they must not be empty."""
        return self.tokens[words[0]].start, self.tokens[words[-1]].end

    def quoted(self, place: int) -> bool:
        """Whether the character stands inside quotation marks."""
        at = bisect_right(self._quotation_starts, place) - 1
        return at >= 0 and place < self.quotations[at][1]

    def quoted_length(self, span: Span) -> int:
        """How many characters of the span stand inside quotation marks."""
        at = max(bisect_right(self._quotation_starts, span[0]) - 1, 0)
        length = 0
        while at < len(self.quotations) and self.quotations[at][0] < span[1]:
            start, end = self.quotations[at]
            length += max(0, min(end, span[1]) - max(start, span[0]))
            at += 1
        return length

    def slice(self, span: Span) -> str:
        """The words of the span with single spaces, without the character NUL, which no text may have."""
        return " ".join(self.text[span[0] : span[1]].replace("\0", " ").split())


def lay_out(prose: Prose) -> Layout:
    tokens = prose.tokens
    sentences = prose.sentences or (((0, len(tokens)),) if tokens else ())
    paragraphs = prose.paragraphs or (((0, len(tokens)),) if tokens else ())
    return Layout(
        text=prose.text,
        tokens=tokens,
        lower=tuple(token.text.lower().replace("’", "'").replace("‘", "'") for token in tokens),
        sentences=sentences,
        paragraphs=paragraphs,
        quotations=prose.quotations,
        capitalised=_capitalised(tokens, {first for first, _ in sentences}),
        _starts=tuple(token.start for token in tokens),
        _ends=tuple(token.end for token in tokens),
        _sentence_starts=tuple(first for first, _ in sentences),
        _paragraph_starts=tuple(first for first, _ in paragraphs),
        _quotation_starts=tuple(start for start, _ in prose.quotations),
    )


def _capitalised(tokens: Sequence[Token], openings: set[int]) -> frozenset[str]:
    return frozenset(
        token.text.lower().replace("’", "'")
        for at, token in enumerate(tokens)
        if token.text[0].isupper() and at not in openings and token.tag[:3] in ("NNP", "")
    )
