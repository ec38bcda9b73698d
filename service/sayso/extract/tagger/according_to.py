"""What is said according to somebody, where the networks marked who that is and nothing else in the sentence?

``According to X, Y`` has its content in the same sentence by its grammar: it is the longest stretch that is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.extract.prose import Prose
from sayso.extract.tagger.linking import CONTENT, CUE, SOURCE, Found

_LEAST = 3
"""Tokens: a shorter stretch is no statement."""


def completed(prose: Prose, spans: Sequence[Found]) -> list[Found]:
    """The spans, with a content for each sentence that holds only "according to" and a source; in order."""
    added = list(spans)
    at = 0
    for sentence in prose.sentences:
        inside = []
        while at < len(spans) and spans[at].first < sentence[1]:
            inside.append(spans[at])
            at += 1
        if [span.role for span in inside] == [CUE, SOURCE] and _is_according_to(prose, inside[0]):
            added += _left_over(prose, sentence, inside)
    return sorted(added, key=lambda span: span.first)


def _is_according_to(prose: Prose, cue: Found) -> bool:
    return [token.text.lower() for token in prose.tokens[cue.first : cue.last]] == ["according", "to"]


def _left_over(prose: Prose, sentence: tuple[int, int], inside: Sequence[Found]) -> Iterator[Found]:
    edges = [sentence[0], *(edge for span in inside for edge in (span.first, span.last)), sentence[1]]
    stretches = [_trimmed(prose, *pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
    first, last = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    if last - first >= _LEAST:
        yield Found(CONTENT, first, last)


def _trimmed(prose: Prose, first: int, last: int) -> tuple[int, int]:
    """Without the marks at both ends, quotation marks at the beginning apart."""
    while first < last and prose.tokens[first].text in ",;:—–-":
        first += 1
    while first < last and prose.tokens[last - 1].text in ".,;:—–-":
        last -= 1
    return first, last
