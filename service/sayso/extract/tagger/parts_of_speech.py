"""Which part of speech is each word of a text?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sayso.extract.prose import Prose
from sayso.extract.tagger import columns
from sayso.extract.tagger.network import network_of
from sayso.extract.tagger.weights import Weights
from sayso.extract.tagger.windows import walks, windows_of


class PartsOfSpeech:
    """Gives each token a tag of the Penn Treebank, as it learned from tagged articles."""

    def __init__(self, weights: Weights) -> None:
        self._vocabulary = weights.vocabulary
        self._network = network_of(weights.arrays, "tags", columns.LEXICAL_NAMES)

    def tagged(self, prose: Prose) -> Prose:
        """The same with a tag on every token; as it is if all have one already."""
        if not prose.tokens or all(token.tag for token in prose.tokens):
            return prose
        seen = columns.lexical(prose.tokens, self._vocabulary)
        numbers = np.zeros(len(prose.tokens), np.int64)
        for walk in walks(windows_of(prose)):
            numbers[walk.tokens] = self._network.scores(seen[walk.tokens], walk).argmax(axis=1)
        tokens = (
            token._replace(tag=columns.TAGS[at]) for token, at in zip(prose.tokens, numbers.tolist(), strict=True)
        )
        return replace(prose, tokens=tuple(tokens))
