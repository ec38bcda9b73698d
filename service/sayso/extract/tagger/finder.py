"""Which attributions does a text hold, as a tagger finds them that has learned from annotated articles?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sayso.extract.prose import Prose
from sayso.extract.relation import Relation
from sayso.extract.tagger import columns
from sayso.extract.tagger.according_to import completed
from sayso.extract.tagger.labels import LABELS, best_labels, spans_of
from sayso.extract.tagger.linking import CONTENT, Found, linked
from sayso.extract.tagger.network import network_of
from sayso.extract.tagger.parts_of_speech import PartsOfSpeech
from sayso.extract.tagger.weights import Weights
from sayso.extract.tagger.windows import walks, windows_of


class LearnedFinder:
    """A ``Finder``: gives each token a part of speech and a label, and links the spans that the labels make.

    The labels are those that several networks agree on: their scores are averaged. It holds the weights and no other
    state: the same text always gives the same answer, from any thread.
    """

    def __init__(self, weights: Weights) -> None:
        self.header = weights.header
        self._vocabulary = weights.vocabulary
        self._parts_of_speech = PartsOfSpeech(weights)
        names = sorted({name.split(".")[0] for name in weights.arrays if name.startswith("labels")})
        self._share = np.float32(1 / len(names))
        self._members = [network_of(weights.arrays, name, columns.NAMES) for name in names]
        self._follows = np.zeros((LABELS, LABELS), np.float32)
        for name in names:
            self._follows += self._share * weights.arrays[f"{name}.follows"]
        self._links = weights.arrays["links"]

    def __call__(self, prose: Prose) -> Sequence[Relation]:
        """The attributions of ``prose``; tokens that have no tag yet are tagged first."""
        tagged = self.tagged(prose)
        return linked(tagged, self.spans(tagged), self._links)

    def tagged(self, prose: Prose) -> Prose:
        """The same with a Penn Treebank tag on every token; as it is if it has tags already."""
        return self._parts_of_speech.tagged(prose)

    def spans(self, prose: Prose) -> list[Found]:
        """The sources, cues and contents of a tagged text, in order."""
        if not prose.tokens:
            return []
        around = columns.situation(prose)
        seen = np.column_stack((columns.lexical(prose.tokens, self._vocabulary), around))
        labels = np.zeros(len(seen), np.int64)
        cut = around[:, -1] == columns.FIRST_OUTSIDE
        windows = windows_of(prose)
        for walk in walks(_with_words(prose, windows)):
            scores = np.zeros((len(walk.tokens), LABELS), np.float32)
            for member in self._members:
                scores += self._share * member.scores(seen[walk.tokens], walk)
            labels[walk.tokens] = best_labels(scores, self._follows, cut[walk.tokens], walk)
        return completed(prose, _joined([Found(*span) for span in spans_of(labels)], windows, prose))


def _with_words(prose: Prose, windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The windows that hold a word of two letters or more: without one nobody says anything, however long it is."""
    words = np.cumsum([0, *(len(token.text) > 1 and token.text[0].isalpha() for token in prose.tokens)])
    return [(first, last) for first, last in windows if words[first] < words[last]]


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
