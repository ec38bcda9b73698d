"""How does the linker learn which source and contents belong to a cue? From the pairs in annotated articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from sayso.extract.prose import Prose
from sayso.extract.tagger.linking import BUCKETS, CONTENT, CUE, SOURCE, Found, pairs_of
from sayso.extract.training.corpus import Article, token_ranges

_ROUNDS = 4
_AT_ONCE = 256
_PULL = 1e-6
"""How strongly weights are pulled to zero."""


def learned_links(articles: Iterable[tuple[Article, Prose]], seed: int) -> npt.NDArray[np.float32]:
    """The linker's weights [2, BUCKETS + 1] from articles and their tagged prose."""
    torch.manual_seed(seed)
    examples: tuple[list[tuple[list[int], float]], ...] = ([], [])
    for article, prose in articles:
        spans, owners = gold_spans(article, prose)
        for pair in pairs_of(prose, spans):
            belongs = float(bool(owners[pair.span] & owners[pair.cue]))
            examples[int(spans[pair.span].role == CONTENT)].append((list(pair.features), belongs))
    return np.stack([_logistic(each) for each in examples])


def gold_spans(article: Article, prose: Prose) -> tuple[list[Found], list[set[int]]]:
    """The annotated spans in order, one for each token at most, and the attributions that each of them belongs to."""
    owners: dict[Found, set[int]] = {}
    for number, relation in enumerate(article.relations):
        for role, parts in ((SOURCE, relation.source), (CUE, relation.cue), (CONTENT, relation.content)):
            for first, last in token_ranges(prose.tokens, parts):
                owners.setdefault(Found(role, first, last), set()).add(number)
    spans = list(_apart(sorted(owners, key=lambda span: (span.first, span.last))))
    return spans, [owners[span] for span in spans]


def _apart(spans: Sequence[Found]) -> Iterator[Found]:
    end = 0
    for span in spans:
        if span.first >= end:
            yield span
            end = span.last


def _logistic(examples: Sequence[tuple[list[int], float]]) -> npt.NDArray[np.float32]:
    features = torch.tensor([each for each, _ in examples])
    truth = torch.tensor([each for _, each in examples])
    table = nn.EmbeddingBag(BUCKETS, 1, mode="sum")
    nn.init.zeros_(table.weight)
    start = nn.Parameter(torch.zeros(1))
    steps = torch.optim.Adam([*table.parameters(), start], lr=0.02, weight_decay=_PULL)
    for _ in range(_ROUNDS):
        for rows in torch.randperm(len(truth)).split(_AT_ONCE):
            scores = table(features[rows])[:, 0] + start
            loss = nn.functional.binary_cross_entropy_with_logits(scores, truth[rows])
            steps.zero_grad()
            loss.backward()
            steps.step()
    learned = torch.cat((table.weight[:, 0], start)).detach()
    return np.asarray(learned.numpy(), np.float32)
