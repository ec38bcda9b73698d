"""Which attributions stand inside the content of another?"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.extract.prose import Prose, Token
from sayso.extract.relation import Finder, Relation, Span


def parents_of(relations: Sequence[Relation]) -> list[int | None]:
    """For each relation the one whose content holds its cue most closely, or None."""
    contents = sorted(
        ((start, end, at) for at, relation in enumerate(relations) for start, end in relation.content),
        key=lambda each: (each[0], -each[1]),
    )
    cues = sorted((relation.cue[0], at) for at, relation in enumerate(relations) if relation.cue)
    parents: list[int | None] = [None] * len(relations)
    open_: list[tuple[int, int, int]] = []
    next_ = 0
    for (start, end), at in cues:
        while next_ < len(contents) and contents[next_][0] <= start:
            open_.append(contents[next_])
            next_ += 1
        open_ = [each for each in open_ if each[1] > start][-_DEEPEST:]
        for _, stop, owner in reversed(open_):
            if owner != at and stop >= end and _holds(relations[owner], relations[at].source):
                parents[at] = owner
                break
    return _without_circles(parents)


def inside(prose: Prose, relations: Sequence[Relation], finder: Finder) -> list[Relation]:
    """The attributions that the finder sees in the contents, each read as if it stood alone without quotation marks."""
    spans = sorted({span for relation in relations for span in relation.content})
    tokens = prose.tokens
    paragraphs: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    kept: list[Token] = []
    at = 0
    last_end = 0
    for start, end in spans:
        if start < last_end:
            continue
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        first = len(kept)
        begin = len(kept)
        while at < len(tokens) and tokens[at].start < end:
            if tokens[at].text not in _MARKS:
                kept.append(tokens[at])
                if tokens[at].text in (".", "?", "!") and len(kept) > begin:
                    sentences.append((begin, len(kept)))
                    begin = len(kept)
            at += 1
        if len(kept) > begin:
            sentences.append((begin, len(kept)))
        if len(kept) > first:
            paragraphs.append((first, len(kept)))
        last_end = end
    if not kept:
        return []
    found = finder(Prose(prose.text, tuple(kept), tuple(sentences), tuple(paragraphs), ()))
    known = {relation.cue for relation in relations}
    return [relation for relation in found if relation.cue and relation.cue not in known]


_DEEPEST = 8
_MARKS = frozenset(["“", "”", '"', "``", "''"])


def _holds(owner: Relation, spans: tuple[Span, ...]) -> bool:
    return all(any(start <= span[0] and span[1] <= end for start, end in owner.content) for span in spans)


def _without_circles(parents: list[int | None]) -> list[int | None]:
    """Two contents that hold each other's cue would go round for ever: the way up is cut where it meets itself."""
    for at in range(len(parents)):
        seen = {at}
        up = parents[at]
        below = at
        while up is not None:
            if up in seen or len(seen) > _DEEPEST:
                parents[below] = None
                break
            seen.add(up)
            below, up = up, parents[up]
    return parents
