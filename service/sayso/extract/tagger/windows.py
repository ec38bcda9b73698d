"""Into which pieces is a text cut for a network, and in which order does it walk them?

A window is a paragraph, or of a very long one a run of whole sentences; a sentence of more than ``LONGEST`` tokens is
cut by force. Time and memory stay linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.extract.prose import Prose

USUAL = 200
"""Tokens: a longer paragraph is cut where a sentence ends."""
LONGEST = 300
_AT_ONCE = 6_000
"""Tokens in one batch: bounds the memory, and is many enough for the matrix products to be large."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Walk:
    """The order in which a batch of windows is walked, all of them side by side, the longest first.

    ``forward`` and ``backward`` are [tokens] places in the batch's own tokens, step after step; ``counts[t]`` is how
    many windows have more than ``t`` tokens, and ``tokens`` are the places of the batch's tokens in the text.
    """

    tokens: Ints
    forward: Ints
    backward: Ints
    counts: list[int]
    starts: Ints


def windows_of(prose: Prose) -> list[tuple[int, int]]:
    """The windows as ranges of tokens, in order; together they hold every token once."""
    ends = {last for _, last in prose.sentences}
    return [window for first, last in prose.paragraphs for window in _cut(first, last, ends)]


def _cut(first: int, last: int, ends: set[int]) -> Iterator[tuple[int, int]]:
    if last - first <= USUAL:
        yield first, last
        return
    begin = best = first
    for at in range(first + 1, last + 1):
        if at in ends or at == last:
            if at - begin > USUAL and best > begin:
                yield begin, best
                begin = best
            best = at
        if at - begin >= LONGEST:
            yield begin, at
            begin = best = at
    if begin < last:
        yield begin, last


def walks(windows: list[tuple[int, int]]) -> Iterator[Walk]:
    """Batches of the windows, longest first; together they walk every token once."""
    order = sorted(windows, key=lambda window: (window[0] - window[1], window))
    begin = size = 0
    for at, (first, last) in enumerate(order):
        if size and size + last - first > _AT_ONCE:
            yield walk(order[begin:at])
            begin, size = at, 0
        size += last - first
    if size:
        yield walk(order[begin:])


def walk(windows: list[tuple[int, int]]) -> Walk:
    """The walk over windows that are given longest first."""
    firsts = np.array([first for first, _ in windows], np.int64)
    lengths = np.array([last - first for first, last in windows], np.int64)
    steps = np.arange(lengths[0])
    counts = len(lengths) - np.searchsorted(lengths[::-1], steps, side="right")
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    window = np.concatenate([np.arange(count) for count in counts])
    step = np.repeat(steps, counts)
    tokens = np.repeat(firsts - starts, lengths) + np.arange(lengths.sum())
    return Walk(tokens, starts[window] + step, starts[window] + lengths[window] - 1 - step, counts.tolist(), starts)
