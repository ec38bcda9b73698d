"""Where does the outlet being read say that it has told this before?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.chains.lexicon.cues import lemma
from sayso.extract.relation import Relation, Span


def told_before(layout: Layout, relation: Relation, cue: Sequence[int]) -> tuple[Span, ...]:
    """The words "we noted", "we reported in the Herald" in the sentence of a cue, outside the content and outside
    quotation marks; empty where there are none.
    """
    if not cue:
        return ()
    words = [
        at
        for at in layout.sentence_words(layout.sentence_of(cue[0]))[:_REACH]
        if not any(start <= layout.tokens[at].start < end for start, end in relation.content)
    ]
    for n, at in enumerate(words):
        if layout.lower[at] != "we" or layout.quoted(layout.tokens[at].start):
            continue
        for step in range(n + 1, min(n + 4, len(words))):
            if lemma(layout.lower[words[step]]) in _TOLD:
                return (layout.span_of([at, _end(layout, words, step)]),)
    return ()


_REACH = 120
_TOLD = listed("note report write say reveal mention publish disclose cover")
_PLACE = 7


def _end(layout: Layout, words: Sequence[int], verb: int) -> int:
    """The last word of "noted at the Herald", or the verb itself."""
    beside = words[verb + 1 : verb + _PLACE]
    if not beside or layout.lower[beside[0]] not in ("at", "in", "on"):
        return words[verb]
    stop = next((n for n, at in enumerate(beside) if layout.lower[at] in ("that", ",", ".") or at - beside[0] > n), 0)
    return beside[stop - 1] if stop else words[verb]
