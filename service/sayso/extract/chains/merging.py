"""Which attributions speak of one and the same content, so that they are one claim with one chain?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.extract.chains.kinds import RELAYS
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.link import Link
from sayso.extract.chains.trace import Trace
from sayso.extract.relation import Relation, Span


def merged(layout: Layout, traces: Sequence[Trace]) -> list[Trace]:
    """Traces whose contents cover each other by four fifths in one sentence become one: the outlet's own earlier piece
    first, then outlets, then documents, then persons.
    """
    kept: list[Trace] = []
    for trace in sorted(traces, key=lambda each: each.relation.content[0]):
        for back in range(1, min(len(kept), _BACK) + 1):
            other = kept[-back]
            if _same_content(layout, other, trace):
                kept[-back] = _joined(other, trace)
                break
        else:
            kept.append(trace)
    return kept


_BACK = 4
_SHARE = 0.8


def _same_content(layout: Layout, one: Trace, other: Trace) -> bool:
    first, second = one.relation.content, other.relation.content
    shared = sum(max(0, min(end, stop) - max(start, begin)) for start, end in first for begin, stop in second)
    if shared < _SHARE * max(_size(first), _size(second)):
        return False
    cues = [layout.words_of(trace.relation.cue) for trace in (one, other)]
    return all(cues) and layout.sentence_of(cues[0][0]) == layout.sentence_of(cues[1][0])


def _size(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans) or 1


def _joined(one: Trace, other: Trace) -> Trace:
    links: dict[str, Link] = {}
    for link in sorted((*one.links, *other.links), key=_rank):
        if link.sort == "nobody" and (one.links or one.own) and (other.links or other.own):
            continue
        links.setdefault(link.name.lower(), link)
    longer = max(one, other, key=lambda each: len(each.links))
    relation = Relation(
        tuple(sorted({*one.relation.source, *other.relation.source})),
        tuple(sorted({*one.relation.cue, *other.relation.cue})),
        longer.relation.content,
    )
    own = (*one.own, *(span for span in other.own if span not in one.own))
    alone = "" if links or own else one.alone or other.alone
    return replace(longer, relation=relation, links=tuple(links.values()), own=own, alone=alone)


def _rank(link: Link) -> int:
    """Outlets stand nearest; a document that an outlet relies on stands behind it; a person behind the document."""
    if link.kind in RELAYS:
        return 0
    return 1 if link.sort == "document" else 2
