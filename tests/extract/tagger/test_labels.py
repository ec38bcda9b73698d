"""Is the best sequence of labels found, and never one that is banned?"""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.extract.tagger.labels import INSIDE, LABELS, allowed, best_labels, spans_of
from sayso.extract.tagger.windows import walk

seeds = st.integers(0, 2**32 - 1)


def scored(seed: int, tokens: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(tokens, LABELS)).astype(np.float32)
    return scores, chance.normal(size=(LABELS, LABELS)).astype(np.float32)


def worth(labels: tuple[int, ...], scores: np.ndarray, follows: np.ndarray, cut: np.ndarray) -> float:
    if labels[0] in INSIDE or any(label in INSIDE for label, new in zip(labels, cut, strict=True) if new):
        return -np.inf
    ban = allowed()
    pairs = list(pairwise(labels))
    if any(ban[pair] < 0 for pair in pairs):
        return -np.inf
    return float(sum(scores[at, label] for at, label in enumerate(labels)) + sum(follows[pair] for pair in pairs))


@settings(deadline=None, max_examples=30)
@given(seeds, st.integers(1, 4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_the_best_sequence_is_found(seed: int, tokens: int, cuts: list[bool]) -> None:
    scores, follows = scored(seed, tokens)
    cut = np.array(cuts[:tokens])
    found = best_labels(scores, follows, cut, walk([(0, tokens)]))
    best = max(worth(labels, scores, follows, cut) for labels in product(range(LABELS), repeat=tokens))
    assert abs(worth(tuple(found.tolist()), scores, follows, cut) - best) < 1e-4


@settings(deadline=None)
@given(seeds, st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_windows_side_by_side_get_the_labels_they_get_alone(seed: int, sizes: list[int]) -> None:
    sizes.sort(reverse=True)
    ends = np.cumsum(sizes).tolist()
    scores, follows = scored(seed, ends[-1])
    cut = np.zeros(ends[-1], bool)
    together = best_labels(scores, follows, cut, walk(list(zip([0, *ends[:-1]], ends, strict=True))))
    for first, last in zip([0, *ends[:-1]], ends, strict=True):
        alone = best_labels(scores[first:last], follows, cut[first:last], walk([(0, last - first)]))
        assert together[first:last].tolist() == alone.tolist()


def test_no_span_runs_over_a_cut_however_much_the_scores_want_it() -> None:
    scores = np.zeros((4, LABELS), np.float32)
    scores[:, 6] = 50
    cut = np.array([False, False, True, False])
    labels = best_labels(scores, np.zeros((LABELS, LABELS), np.float32), cut, walk([(0, 4)]))
    assert spans_of(labels) == [(2, 0, 2), (2, 2, 4)]


def test_labels_make_spans() -> None:
    assert spans_of(np.array([0, 1, 2, 3, 5, 6, 5, 0])) == [(0, 1, 3), (1, 3, 4), (2, 4, 6), (2, 6, 7)]
    assert spans_of(np.array([], np.int64)) == []
