"""Where in the article does each claim stand, when claims overlap, nest, or lie in several places?

Positions are code points. The text is cut at every border of a claim, so that each run belongs to one set of claims,
and inside a run once more where the words stand that attribute the chosen claim or hold back from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bit:
    """Words of a run; ``css`` says whether they attribute the chosen claim, or hedge it."""

    text: str
    css: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch that belongs to ``claims`` (numbers from 0, the widest first); ``begins`` are those first met here."""

    claims: tuple[int, ...]
    begins: tuple[int, ...]
    bits: tuple[Bit, ...]


Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the text attributes the chosen claim, and where it holds back from it."""

    cues: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()


def cut(text: str, places: Sequence[Sequence[Span]], evidence: Evidence) -> tuple[Paragraph, ...]:
    """The text in paragraphs. ``places`` has the spans of each claim; an empty one is left out."""
    met: set[int] = set()
    return tuple(tuple(_runs(text, paragraph, places, evidence, met)) for paragraph in _paragraphs(text))


def evidence_of(claim: Mapping[str, Any]) -> Evidence:
    """The places of the claim's cues, mentions and hedges, on the claim and on its links."""
    links = [link for attribution in claim["attributions"] for link in attribution["chain"]]
    cues = [span for attribution in claim["attributions"] for span in _spans(attribution.get("cue"))]
    cues += [span for link in links for span in _spans(link.get("mention"))]
    holders = [claim, *links]
    hedges = [
        span
        for holder in holders
        for hedge in holder.get("hedges") or ()
        if isinstance(hedge, Mapping)
        for span in _spans(hedge.get("span"))
    ]
    return Evidence(tuple(cues), tuple(hedges))


def everywhere(found: Iterable[Evidence]) -> Evidence:
    """The places of several claims together."""
    every = list(found)
    return Evidence(
        tuple(span for each in every for span in each.cues), tuple(span for each in every for span in each.hedges)
    )


def spans_of(claim: Mapping[str, Any]) -> tuple[Span, ...]:
    """Where the claim stands."""
    return tuple(_spans(claim.get("spans")))


def _spans(value: Iterable[Sequence[int]] | None) -> Iterator[Span]:
    return ((start, end) for start, end in value or ())


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        gap = text.find("\n\n", start)
        end = len(text) if gap < 0 else gap
        if text[start:end].strip():
            yield start, end
        start = len(text) if gap < 0 else gap + 2


def _runs(
    text: str, paragraph: Span, places: Sequence[Sequence[Span]], evidence: Evidence, met: set[int]
) -> Iterator[Run]:
    for start, end in _between(paragraph, (span for spans in places for span in spans)):
        here = [at for at, spans in enumerate(places) if _covers(spans, start)]
        here.sort(key=lambda at: (-_reach(places[at]), at))
        begins = tuple(at for at in here if at not in met)
        met.update(begins)
        borders = (*evidence.cues, *evidence.hedges) if here or evidence.cues else ()
        bits = tuple(Bit(text[a:b], _css(evidence, a)) for a, b in _between((start, end), borders))
        yield Run(tuple(here), begins, bits)


def _between(whole: Span, spans: Iterable[Span]) -> Iterator[Span]:
    """The pieces of ``whole``, cut at every border of the spans that falls inside it."""
    start, end = whole
    borders = sorted({start, end, *(at for span in spans for at in span if start < at < end and span[0] < span[1])})
    yield from pairwise(borders)


def _covers(spans: Iterable[Span], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def _reach(spans: Sequence[Span]) -> int:
    """From the first place of a claim to its last: one that is told in pieces stands around what is told between."""
    return max(end for _, end in spans) - min(start for start, _ in spans)


def _css(evidence: Evidence, at: int) -> str:
    names = [
        name for name, spans in (("cue", evidence.cues), ("hedge", evidence.hedges)) if spans and _covers(spans, at)
    ]
    return " ".join(names)
