"""Which label does each token get, and which spans do the labels make?

One label a token: outside, or the beginning or inside of a source, a cue or a content. The best sequence is found by
Viterbi's algorithm under two bans: an inside needs its beginning before it, and no span runs over the end of a sentence
outside quotations.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sayso.extract.tagger.windows import Walk

ROLES = ("source", "cue", "content")
LABELS = 1 + 2 * len(ROLES)
"""0 is outside; a role's beginning is 1 + 2 * its place in ``ROLES``, its inside one more."""
INSIDE = np.arange(2, LABELS, 2)
NEVER = np.float32(-1e4)

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def allowed() -> Floats:
    """[labels before, labels after]: 0 where the second may follow the first, ``NEVER`` where it may not."""
    ban = np.zeros((LABELS, LABELS), np.float32)
    ban[:, INSIDE] = NEVER
    for inside in INSIDE:
        ban[[inside - 1, inside], inside] = 0
    return ban


def best_labels(scores: Floats, follows: Floats, cut: npt.NDArray[np.bool_], walk: Walk) -> Ints:
    """The best label of each token of a batch.

    ``scores`` [tokens, labels], ``follows`` [labels before, labels after], ``cut`` [tokens]: no span reaches from the
    token before into this one.
    """
    scores = scores.copy()
    scores[np.ix_(cut, INSIDE)] += NEVER
    scores[np.ix_(walk.starts, INSIDE)] += NEVER
    follows = follows + allowed()
    packed = scores[walk.forward]
    pointers = np.zeros(packed.shape, np.int8)
    best = packed[: walk.counts[0]]
    finals = np.empty((walk.counts[0], LABELS), np.float32)
    at = walk.counts[0]
    for count in walk.counts[1:]:
        finals[count : len(best)] = best[count:]
        options = best[:count, :, None] + follows
        pointers[at : at + count] = options.argmax(axis=1)
        best = options.max(axis=1) + packed[at : at + count]
        at += count
    finals[: len(best)] = best
    return _traced(finals.argmax(axis=1), pointers, walk)


def _traced(last: Ints, pointers: npt.NDArray[np.int8], walk: Walk) -> Ints:
    chosen = np.empty(len(walk.forward), np.int64)
    current = last.copy()
    at = len(chosen)
    for count in reversed(walk.counts):
        at -= count
        chosen[at : at + count] = current[:count]
        current[:count] = pointers[np.arange(at, at + count), current[:count]]
    labels = np.empty_like(chosen)
    labels[walk.forward] = chosen
    return labels


def spans_of(labels: Ints) -> list[tuple[int, int, int]]:
    """(role, first token, token after the last) of each span, in order."""
    spans: list[tuple[int, int, int]] = []
    for at, label in enumerate(labels.tolist()):
        if label and label % 2:
            spans.append(((label - 1) // 2, at, at + 1))
        elif label and spans:
            role, first, _ = spans[-1]
            spans[-1] = (role, first, at + 1)
    return spans
