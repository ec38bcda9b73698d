"""What does the article say without crediting anybody, and where does the writer conclude?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sayso.extract.chains.dateline import after_dateline
from sayso.extract.chains.layout import Layout
from sayso.extract.chains.lexicon import listed
from sayso.extract.relation import Span


class Voice(NamedTuple):
    """A stretch in the author's own voice; ``cue``: the words by which the writer concludes, empty in an assertion."""

    span: Span
    cue: tuple[Span, ...]
    inference: bool


def own_words(layout: Layout, taken: Iterable[Span], concluded: Iterable[Span] = ()) -> Iterator[Voice]:
    """Every sentence, or what is left of one, that no attribution covers.

    ``taken`` are the spans of all attributions; ``concluded`` those of words by which the writer is known to conclude.
    """
    conclusions = sorted(concluded)
    covered = _merged(taken)
    at = 0
    for first, last in layout.sentences:
        if first == last:
            continue
        span = layout.span_of(range(first, last))
        while at < len(covered) and covered[at][1] <= span[0]:
            at += 1
        inside = []
        step = at
        while step < len(covered) and covered[step][0] < span[1]:
            inside.append(covered[step])
            step += 1
        whole = not inside
        for piece in _left(span, inside):
            voice = _voice(layout, piece, whole=whole)
            if voice is not None:
                yield voice if voice.inference else _as_concluded(voice, conclusions)


_INFERENCE = re.compile(
    r"(?:(?:This|That|It|These|Those|Which)(?:,? (?:therefore|thus|also|clearly|in turn))? (?:all )?"
    r"(?:shows?|means?|suggests?|indicates?|implies|reflects?|proves?|demonstrates?|illustrates?|underlines?|underscores?|"
    r"raises|tells us|is (?:because|why|how)|looks like|points to)(?: that)?|Therefore|Thus|Hence|Clearly|Evidently|"
    r"Consequently|As a result|It is (?:clear|apparent|obvious|evident|likely|possible)(?: that)?)\b,?\s*",
)
_DEMONSTRATIVE = re.compile(r"(?:This|That|It) is (?:an?|the|not an?)\b")
_SOFT = re.compile(r"\b(?:appears?|seems?|apparently|evidently|presumably|clearly|arguably|perhaps)\b", re.IGNORECASE)
_FURNITURE = re.compile(
    r"\s*(?:By [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,4}(?:,? (?:and|for|in) .{0,60})?|"
    r"\(?(?:Reporting|Writing|Editing|Additional reporting) by .{0,300}|"
    r"(?:date|Date|Published|Updated|Posted|PUBLISHED|UPDATED)[: ]+[\d\w ,:/-]{4,40}|"
    r"Read (?:more|the rest|the full|next).{0,80}|Advertisement|Share this.{0,40}|Follow (?:him|her|us|me) .{0,80}|"
    r"(?:Photo|Image|Picture|Credit)s?[:/].{0,120}|https?://\S+)[.\s)]*",
)
_EDGES = " \t\n\r\f\v\u00a0,;:—–-()\"“”‘’'*#|•."
_FEWEST_WORDS, _FEWEST_LEFT = 2, 5


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _left(span: Span, inside: list[Span]) -> Iterator[Span]:
    start, end = span
    for first, last in inside:
        if first > start:
            yield start, min(first, end)
        start = max(start, last)
    if start < end:
        yield start, end


def _voice(layout: Layout, piece: Span, *, whole: bool) -> Voice | None:
    start, end = piece
    text = layout.text
    if whole:
        start = after_dateline(text, (start, end))
    while start < end and text[start] in _EDGES and not (whole and text[start] in "\"“‘'("):
        start += 1
    while end > start and text[end - 1] in (_EDGES if not whole else " \t\n\r"):
        end -= 1
    if whole and end - start > 1 and text[end - 1] == "." and text[end - 2] not in ".'\"”’)":
        end -= 1 if layout.tokens[layout.words_in((end - 1, end)).start].text == "." else 0
    words = [layout.lower[at] for at in layout.words_in((start, end)) if layout.lower[at][:1].isalpha()]
    if len(words) < (_FEWEST_WORDS if whole else _FEWEST_LEFT) or not _sentence_like(layout, words, start, end):
        return None
    if whole and _FURNITURE.fullmatch(text[start : min(end, start + 600)]):
        return None
    if not whole and not (set(words) & _FINITE or _aside(text[start:end])):
        return None
    return _concluded(layout, start, end, whole=whole)


def _as_concluded(voice: Voice, conclusions: list[Span]) -> Voice:
    """The stretch as a conclusion, if a finder saw the words that make it one."""
    at = bisect_left(conclusions, voice.span)
    cue = []
    while at < len(conclusions) and conclusions[at][1] <= voice.span[1]:
        cue.append(conclusions[at])
        at += 1
    return Voice(voice.span, tuple(cue), True) if cue else voice


def _sentence_like(layout: Layout, words: list[str], start: int, end: int) -> bool:
    """Whether two words are a sentence ("Rain fell") rather than a name or a heading."""
    if len(words) > 2:
        return True
    last = layout.words_in((start, end))
    return any(layout.tokens[at].text[0].islower() for at in last)


def _concluded(layout: Layout, start: int, end: int, *, whole: bool) -> Voice:
    text = layout.text[start : min(end, start + 400)]
    found = _INFERENCE.match(text)
    if found and found.end() < len(text):
        cue = (start, start + len(found[0].rstrip(" ,")))
        clause = _CLAUSE.search(text[found.end() :][:_CLAUSE_REACH])
        return Voice((start + found.end() if clause else start, end), (cue,), True)
    if _DEMONSTRATIVE.match(text):
        return Voice((start, end), (), True)
    soft = _SOFT.search(text)
    if soft and (not whole or soft.start() < _EARLY):
        return Voice((start, end), ((start + soft.start(), start + soft.end()),), True)
    return Voice((start, end), (), False)


_EARLY = 80
_CLAUSE_REACH = 60
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|appears?|seems?)\b"
)
_FINITE = listed(
    "is are was were has have had will would can could may might must should do does did said says keep keeps "
    "report reports seeks refused made took came went"
)


def _aside(text: str) -> bool:
    return bool(_SOFT.search(text))
