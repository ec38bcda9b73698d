"""Is every token in exactly one window, and walked exactly once in each direction?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.prose import take_apart
from sayso.extract.tagger.windows import LONGEST, USUAL, walk, walks, windows_of

lengths = st.lists(st.integers(1, 12), min_size=1, max_size=12)


def test_a_paragraph_is_a_window() -> None:
    assert windows_of(take_apart("One two.\n\nThree.")) == [(0, 3), (3, 5)]


def test_a_long_paragraph_is_cut_where_a_sentence_ends() -> None:
    prose = take_apart("One two three four. " * 100)
    windows = windows_of(prose)
    assert len(windows) == 3
    assert {last for _, last in windows} <= {last for _, last in prose.sentences}
    assert all(last - first <= USUAL for first, last in windows)


@pytest.mark.parametrize("text", ["word " * 2_000, "“" * 5_000, "word " * 301, "a. " + "word " * 700])
def test_no_window_is_longer_than_the_longest(text: str) -> None:
    prose = take_apart(text)
    windows = windows_of(prose)
    assert [first for first, _ in windows] == [0, *(last for _, last in windows)][:-1]
    assert windows[-1][1] == len(prose.tokens)
    assert max(last - first for first, last in windows) <= LONGEST


@given(lengths)
def test_a_walk_meets_every_token_once_each_way_step_by_step(sizes: list[int]) -> None:
    sizes.sort(reverse=True)
    ends = np.cumsum(sizes).tolist()
    windows = list(zip([0, *ends[:-1]], ends, strict=True))
    found = walk(windows)
    at = 0
    for step, count in enumerate(found.counts):
        assert found.forward[at : at + count].tolist() == [first + step for first, _ in windows[:count]]
        assert found.backward[at : at + count].tolist() == [last - 1 - step for _, last in windows[:count]]
        at += count
    assert sorted(found.forward.tolist()) == sorted(found.backward.tolist()) == list(range(ends[-1]))


@given(st.lists(st.integers(1, 3_000), max_size=8))
def test_walks_together_hold_every_token_once(sizes: list[int]) -> None:
    ends = np.cumsum(sizes).tolist()
    windows = list(zip([0, *ends[:-1]], ends, strict=True)) if sizes else []
    tokens = [token for found in walks(windows) for token in found.tokens.tolist()]
    assert sorted(tokens) == list(range(ends[-1] if sizes else 0))
