"""Which attributions does a text hold, as a tagger finds them that has learned from annotated articles?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sayso.extract.prose import Prose
from sayso.extract.relation import Relation
from sayso.extract.tagger import columns
from sayso.extract.tagger.labels import best_labels, spans_of
from sayso.extract.tagger.linking import CONTENT, Found, linked
from sayso.extract.tagger.network import network_of
from sayso.extract.tagger.weights import Weights
from sayso.extract.tagger.windows import walks, windows_of

LEXICAL_NAMES = ("word", *(column.name for column in columns.LEXICAL))
NAMES = (*LEXICAL_NAMES, *(column.name for column in columns.SITUATION))

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class LearnedFinder:
    """A ``Finder``: gives each token a part of speech and a label, and links the spans that the labels make.

    It holds the weights and no other state: the same text always gives the same answer, from any thread.
    """

    def __init__(self, weights: Weights) -> None:
        self.header = weights.header
        self._vocabulary = weights.vocabulary
        self._tags = network_of(weights.arrays, "tags", LEXICAL_NAMES)
        members = sorted({name.split(".")[0] for name in weights.arrays if name.startswith("labels")})
        self._members = [network_of(weights.arrays, name, NAMES) for name in members]
        self._follows = np.mean([weights.arrays[f"{name}.follows"] for name in members], axis=0, dtype=np.float32)
        self._links = weights.arrays["links"]

    def __call__(self, prose: Prose) -> Sequence[Relation]:
        """The attributions of ``prose``; tokens that have no tag yet are tagged first."""
        tagged = self.tagged(prose)
        return linked(tagged, self.spans(tagged), self._links)

    def tagged(self, prose: Prose) -> Prose:
        """The same with a Penn Treebank tag on every token; as it is if it has tags already."""
        if not prose.tokens or all(token.tag for token in prose.tokens):
            return prose
        seen = self._lexical(prose)
        numbers = np.zeros(len(prose.tokens), np.int64)
        for walk in walks(windows_of(prose)):
            numbers[walk.tokens] = self._tags.scores(seen[walk.tokens], walk).argmax(axis=1)
        tokens = (
            token._replace(tag=columns.TAGS[at]) for token, at in zip(prose.tokens, numbers.tolist(), strict=True)
        )
        return replace(prose, tokens=tuple(tokens))

    def spans(self, prose: Prose) -> list[Found]:
        """The sources, cues and contents of a tagged text, in order."""
        if not prose.tokens:
            return []
        quotes = columns.quote_states(prose.tokens, prose.quotations)
        places = columns.places(len(prose.tokens), prose.sentences, quotes)
        tags = columns.tag_numbers(prose.tokens)
        seen = np.column_stack((self._lexical(prose), tags, quotes, places))
        labels = np.zeros(len(seen), np.int64)
        cut = places == columns.FIRST_OUTSIDE
        windows = windows_of(prose)
        for walk in walks(windows):
            told = np.stack([member.scores(seen[walk.tokens], walk) for member in self._members])
            scores = told.mean(axis=0, dtype=np.float32)
            labels[walk.tokens] = best_labels(scores, self._follows, cut[walk.tokens], walk)
        return _joined([Found(*span) for span in spans_of(labels)], windows, prose)

    def _lexical(self, prose: Prose) -> Ints:
        return np.column_stack((known_words(prose, self._vocabulary), columns.lexical(prose.tokens)))


def known_words(prose: Prose, vocabulary: Ints) -> Ints:
    """Each token's place in the sorted ``vocabulary`` plus one; 0 for a word that is not in it."""
    keys = columns.word_keys(prose.tokens)
    rows = np.minimum(np.searchsorted(vocabulary, keys), len(vocabulary) - 1)
    return np.where(vocabulary[rows] == keys, rows + 1, 0)


def _joined(spans: list[Found], windows: Sequence[tuple[int, int]], prose: Prose) -> list[Found]:
    """Joins what a window's end cut in two: contents that touch there, within one paragraph."""
    cuts = {first for first, _ in windows} - {first for first, _ in prose.paragraphs}
    joined: list[Found] = []
    for span in spans:
        if span.first in cuts and joined and joined[-1].last == span.first and span.role == joined[-1].role == CONTENT:
            joined[-1] = joined[-1]._replace(last=span.last)
        else:
            joined.append(span)
    return joined
