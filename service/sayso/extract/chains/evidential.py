"""Which clauses of a content hedge themselves, so that they are claims of their own?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.relation import Span


def clauses_of(layout: Layout, content: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The content without its relative clauses of hearsay, and those clauses with the noun phrase that they tell of.

    A clause counts if it begins with "which" or "who" and an evidential adverb and runs to the end of its span.
    """
    whole: list[Span] = []
    clauses: list[Span] = []
    for start, end in content:
        words = layout.words_in((start, end))
        cut = next((at for at in words if _begins(layout, at, words.stop)), None)
        if cut is None or cut - words.start < _FEWEST or words.stop - cut < _FEWEST:
            whole.append((start, end))
            continue
        comma = cut - 1 if layout.lower[cut - 1] == "," else cut
        whole.append((start, layout.tokens[comma].start))
        clauses.append((layout.tokens[_noun_phrase(layout, comma - 1, words.start)].start, end))
    return whole, clauses


_EVIDENTIAL = listed("reportedly allegedly apparently supposedly purportedly")
_FEWEST = 4
_INSIDE = listed("of the a an one some its his her their these those this that")


def _begins(layout: Layout, at: int, stop: int) -> bool:
    return layout.lower[at] in ("which", "who") and at + 1 < stop and layout.lower[at + 1] in _EVIDENTIAL


def _noun_phrase(layout: Layout, at: int, floor: int) -> int:
    """Where the noun phrase that ends at a token begins."""
    first = at
    while first > floor:
        before = first - 1
        tag = layout.tokens[before].tag
        if layout.lower[before] == "of" and (
            before == floor or layout.lower[before - 1] not in ("one", "some", "many", "all")
        ):
            break
        if layout.lower[before] in _INSIDE or tag in ("JJ", "NN", "NNS", "NNP", "CD", "DT", "PRP$"):
            first = before
            continue
        break
    return first
