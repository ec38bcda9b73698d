"""Which source and which contents belong to which cue?

Every source and content is paired with the few cues beside it; a logistic model scores each pair from where the two
stand and what stands between. A cue takes its best source, a content its best cue.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from sayso.extract.prose import Prose
from sayso.extract.relation import Relation

SOURCE, CUE, CONTENT = range(3)
BUCKETS = 8192
"""How many features are told apart, for each of source and content."""
NEAR = 3
"""How many cues on each side of a span may be its own; keeps the number of pairs linear."""
_FAR = 3
"""How many paragraphs further on a quotation may run without a cue of its own."""
_STEPS = (0, 1, 2, 3, 4, 6, 9, 14, 22, 40)

Floats = npt.NDArray[np.float32]


class Found(NamedTuple):
    """A span of tokens ``[first, last)`` with its role: ``SOURCE``, ``CUE`` or ``CONTENT``."""

    role: int
    first: int
    last: int


class Pair(NamedTuple):
    """A source or content and a cue, as places in the list of spans; ``near`` if both stand in one paragraph."""

    span: int
    cue: int
    near: bool
    features: tuple[int, ...]


def pairs_of(prose: Prose, spans: Sequence[Found]) -> Iterator[Pair]:
    """The pairs that may be links, span by span; ``spans`` are in the order of the text and do not overlap."""
    ground = _Ground(prose, spans)
    for at, span in enumerate(spans):
        if span.role != CUE:
            for rank, cue in ground.cues_beside(at):
                near = ground.paragraph[at] == ground.paragraph[cue]
                yield Pair(at, cue, near, tuple(ground.features(at, cue, rank)))


def linked(prose: Prose, spans: Sequence[Found], weights: Floats) -> list[Relation]:
    """The attributions that the spans make, in the order of their first character.

    ``weights`` [2, BUCKETS + 1]: for sources and for contents, the last one is what a pair starts with. A source is
    left out where no pair is more likely than not; a content always has a cue, so it takes its best one in the
    paragraph, however doubtful. A cue without any content is no attribution.
    """
    best_source: dict[int, tuple[float, int]] = {}
    best_cue: dict[int, tuple[float, int]] = {}
    for pair in pairs_of(prose, spans):
        of_content = spans[pair.span].role == CONTENT
        row = weights[int(of_content)]
        score = float(row[list(pair.features)].sum() + row[BUCKETS])
        best, key, other = (best_cue, pair.span, pair.cue) if of_content else (best_source, pair.cue, pair.span)
        if score > best.get(key, (-inf if of_content and pair.near else 0.0, 0))[0]:
            best[key] = (score, other)
    contents = defaultdict(list)
    for content, (_, cue) in sorted(best_cue.items()):
        contents[cue].append(content)
    found = [
        Relation(
            tuple(_span(prose, spans[at]) for at in ([best_source[cue][1]] if cue in best_source else [])),
            (_span(prose, spans[cue]),),
            tuple(_span(prose, spans[at]) for at in told),
        )
        for cue, told in contents.items()
    ]
    return sorted(found, key=lambda relation: min(relation.source + relation.cue + relation.content))


def _span(prose: Prose, found: Found) -> tuple[int, int]:
    return prose.tokens[found.first].start, prose.tokens[found.last - 1].end


class _Ground:
    """Where the spans of a text lie, looked up while pairs are made."""

    def __init__(self, prose: Prose, spans: Sequence[Found]) -> None:
        self.tokens = prose.tokens
        self.spans = spans
        firsts = [span.first for span in spans]
        self.paragraph = _places(prose.paragraphs, firsts)
        self.sentence = _places(prose.sentences, firsts)
        self.cues = [at for at, span in enumerate(spans) if span.role == CUE]
        self.passed = [np.cumsum([0, *(span.role == role for span in spans)]).tolist() for role in range(3)]
        self.opens = {first for first, _ in prose.sentences}

    def cues_beside(self, at: int) -> Iterator[tuple[int, int]]:
        """(rank, cue): the nearest cues before the span (ranks -1, -2, ...) and after it (1, 2, ...)."""
        place = bisect_right(self.cues, at)
        here = self.paragraph[at]
        any_here = False
        for step in range(1, NEAR + 1):
            for rank, index in ((-step, place - step), (step, place + step - 1)):
                if 0 <= index < len(self.cues) and self.paragraph[self.cues[index]] == here:
                    any_here = True
                    yield rank, self.cues[index]
        if not any_here and self.spans[at].role == CONTENT:
            if place and here - self.paragraph[self.cues[place - 1]] <= _FAR:
                yield -1, self.cues[place - 1]
            if place < len(self.cues) and self.paragraph[self.cues[place]] - here <= 1:
                yield 1, self.cues[place]

    def features(self, at: int, cue: int, rank: int) -> Iterator[int]:
        for name in self._names(at, cue, rank):
            yield crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS

    def _names(self, at: int, cue: int, rank: int) -> Iterator[str]:
        span, word = self.spans[at], self.spans[cue]
        before = at < cue
        gap = (span.last, word.first) if before else (word.last, span.first)
        low, high = min(at, cue) + 1, max(at, cue)
        between = "".join(str(min(2, of[high] - of[low])) for of in self.passed)
        side = f"{'b' if before else 'a'}{min(3, abs(self.sentence[at] - self.sentence[cue]))}"
        far = min(4, abs(self.paragraph[at] - self.paragraph[cue]))
        steps = bisect_right(_STEPS, gap[1] - gap[0])
        tokens = self.tokens
        words = [token.text.lower() for token in tokens[gap[0] : gap[1]][:3]]
        edge = tokens[gap[1] - 1].text.lower() if gap[1] > gap[0] else ""
        first, last = tokens[span.first], tokens[span.last - 1]
        said, ends = tokens[word.first], tokens[word.last - 1]
        around = f"{self._role(at - 1)}{self._role(at + 1)}"
        yield f"0 {side} {rank} {far}"
        yield f"1 {side} {between} {far}"
        yield f"2 {side} {steps}"
        yield f"3 {side} {' '.join(words) if gap[1] - gap[0] <= 2 else f'{words[0]} .. {edge}'} {between}"
        yield f"4 {side} {words[0] if words else ''}"
        yield f"5 {side} {edge}"
        yield f"6 {side} {said.text.lower()}"
        yield f"7 {side} {ends.text.lower()} {ends.tag}"
        yield f"8 {side} {said.tag} {between}"
        yield f"9 {side} {first.tag} {last.tag}"
        yield f"A {side} {first.text.lower()}"
        yield f"B {side} {last.text.lower()} {between}"
        yield f"C {side} {around} {between}"
        yield f"D {side} {self._role(cue - 1)}{self._role(cue + 1)} {rank}"
        yield f"E {side} {span.first in self.opens} {word.first in self.opens} {between}"
        yield f"F {side} {min(6, span.last - span.first)} {between}"
        yield f"G {side} {' '.join(sorted({w for w in words if not w[0].isalnum()}))} {said.tag}"
        yield f"H {side} {around} {self._role(cue - 1)}{self._role(cue + 1)} {rank} {between}"

    def _role(self, at: int) -> str:
        """The role of a span and whether it is parted by a sentence or paragraph; nothing beyond the ends."""
        return str(self.spans[at].role) if 0 <= at < len(self.spans) else "-"


def _places(ranges: Sequence[tuple[int, int]], firsts: Sequence[int]) -> list[int]:
    begins = [first for first, _ in ranges]
    return [bisect_right(begins, first) - 1 for first in firsts]
