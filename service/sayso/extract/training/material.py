"""What does a network learn from? All articles in one row of tokens, with columns, windows and what is true of each."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from sayso.extract.prose import Prose
from sayso.extract.tagger import columns
from sayso.extract.tagger.windows import windows_of
from sayso.extract.training.corpus import Article, gold_labels, gold_tags

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Material:
    """``columns`` [tokens, columns], ``truth`` [tokens]; windows are ranges of tokens."""

    columns: Ints
    truth: Ints
    windows: list[tuple[int, int]]


class Batch(NamedTuple):
    """Windows padded at their end to the longest: [windows, tokens, ...]."""

    columns: Tensor
    truth: Tensor
    lengths: list[int]


def vocabulary_of(articles: Sequence[Article], least: int) -> tuple[Ints, Ints]:
    """The sorted hashes of the words met at least ``least`` times, and how often each was met."""
    counts: Counter[int] = Counter()
    for article in articles:
        counts.update(columns.word_keys(article.prose.tokens).tolist())
    known = sorted(key for key, count in counts.items() if count >= least)
    return np.array(known, np.int64), np.array([counts[key] for key in known], np.int64)


def material_for_tags(articles: Sequence[Article], vocabulary: Ints) -> Material:
    """The articles that came with tags, with the lexical columns and the number of each token's tag, -1 unknown."""
    tagged = [article for article in articles if article.tags]
    seen = [columns.lexical(article.prose.tokens, vocabulary) for article in tagged]
    return _joined([article.prose for article in tagged], seen, [gold_tags(article) for article in tagged])


def material_for_labels(articles: Sequence[Article], proses: Sequence[Prose], vocabulary: Ints) -> Material:
    """The articles, given as tagged prose too, with all columns and the label of each token."""
    seen = [np.column_stack((columns.lexical(p.tokens, vocabulary), columns.situation(p))) for p in proses]
    return _joined(proses, seen, [gold_labels(article) for article in articles])


def batches(material: Material, tokens: int, order: random.Random) -> Iterator[Batch]:
    """All windows once, windows of about the same length together, at most ``tokens`` tokens a batch."""
    windows = sorted(material.windows, key=lambda window: window[1] - window[0] + 4 * order.random())
    groups: list[list[tuple[int, int]]] = [[]]
    size = 0
    for window in windows:
        if groups[-1] and size + window[1] - window[0] > tokens:
            groups.append([])
            size = 0
        groups[-1].append(window)
        size += window[1] - window[0]
    order.shuffle(groups)
    for group in groups:
        yield _padded(material, group)


def _padded(material: Material, windows: Sequence[tuple[int, int]]) -> Batch:
    lengths = [last - first for first, last in windows]
    seen = np.zeros((len(windows), max(lengths), material.columns.shape[1]), np.int64)
    truth = np.zeros(seen.shape[:2], np.int64)
    for at, (first, last) in enumerate(windows):
        seen[at, : last - first] = material.columns[first:last]
        truth[at, : last - first] = material.truth[first:last]
    return Batch(torch.from_numpy(seen), torch.from_numpy(truth), lengths)


def _joined(proses: Sequence[Prose], seen: Sequence[Ints], truth: Sequence[Ints]) -> Material:
    windows: list[tuple[int, int]] = []
    at = 0
    for prose in proses:
        windows += [(first + at, last + at) for first, last in windows_of(prose)]
        at += len(prose.tokens)
    return Material(np.concatenate(seen), np.concatenate(truth), windows)
