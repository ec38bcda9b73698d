"""How well do the attributions found in a text agree with those a person marked?

``relation``: attributions are matched one to one; two match when their cues share a word, their sources share a word or
are both missing, and their contents share at least half of the words of either. ``exact``: all three parts are equal
up to marks at their edges. ``spans``: each contiguous span by itself, equal to the character. Rates are over all texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sayso.extract.relation import Relation, Span

ROLES = ("source", "cue", "content")
TYPES = ("direct", "mixed", "indirect", "no source")
_WORD = re.compile(r"\w+|[^\w\s]")
_EDGES = " \t\n\"“”‘’'`.,;:!?()[]—–-"


class Tally(NamedTuple):
    """How many were found, how many of them are right, how many a person marked, how many of those were met."""

    found: int
    right: int
    marked: int
    met: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.met / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def plus(self, other: Tally) -> Tally:
        return Tally(*(one + two for one, two in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Figures:
    """``by_type`` counts only what was marked and met, as what was found has no type."""

    relation: Tally
    exact: Tally
    spans: dict[str, Tally]
    by_type: dict[str, Tally]
    texts: int

    @property
    def false(self) -> int:
        """How many attributions were found that match none that was marked."""
        return self.relation.found - self.relation.right


class Compared(NamedTuple):
    """A text with the attributions marked in it and those found in it."""

    text: str
    marked: Sequence[Relation]
    found: Sequence[Relation]


def figures(texts: Iterable[Compared]) -> Figures:
    """The figures over all texts together."""
    tallies: dict[tuple[str, str], Tally] = {}
    count = 0
    for compared in texts:
        count += 1
        for key, tally in _of_one(compared):
            tallies[key] = tallies.get(key, _NONE).plus(tally)
    return Figures(
        tallies.get(("relation", ""), _NONE),
        tallies.get(("exact", ""), _NONE),
        {role: tallies.get(("span", role), _NONE) for role in ROLES},
        {name: tallies.get(("type", name), _NONE) for name in TYPES},
        count,
    )


_NONE = Tally(0, 0, 0, 0)


class _Parts(NamedTuple):
    """What is compared, by role: the spans, the words they touch, the spans without marks at their ends."""

    spans: tuple[tuple[Span, ...], ...]
    words: tuple[frozenset[int], ...]
    core: tuple[tuple[Span, ...], ...]


def _of_one(compared: Compared) -> Iterable[tuple[tuple[str, str], Tally]]:
    text = compared.text
    words = [found.span() for found in _WORD.finditer(text)]
    marked = [_parts(text, words, relation) for relation in compared.marked]
    found = [_parts(text, words, relation) for relation in compared.found]
    matched = _matched(found, marked, _related)
    yield ("relation", ""), Tally(len(found), len(matched), len(marked), len(matched))
    exact = len(_matched(found, marked, lambda one, other: one.core == other.core))
    yield ("exact", ""), Tally(len(found), exact, len(marked), exact)
    for at, role in enumerate(ROLES):
        of_found = {span for parts in found for span in parts.spans[at]}
        of_marked = {span for parts in marked for span in parts.spans[at]}
        same = len(of_found & of_marked)
        yield ("span", role), Tally(len(of_found), same, len(of_marked), same)
    for at, relation in enumerate(compared.marked):
        met = int(at in matched)
        yield ("type", _type(text, relation)), Tally(0, 0, 1, met)
        if not relation.source:
            yield ("type", "no source"), Tally(0, 0, 1, met)


def _parts(text: str, words: Sequence[Span], relation: Relation) -> _Parts:
    spans = tuple(_joined(text, part) for part in (relation.source, relation.cue, relation.content))
    return _Parts(spans, tuple(_words_in(words, part) for part in spans), tuple(_core(text, part) for part in spans))


def _joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _words_in(words: Sequence[Span], spans: Sequence[Span]) -> frozenset[int]:
    inside: set[int] = set()
    for start, end in spans:
        first = bisect_right(words, start, key=lambda word: word[1])
        inside.update(range(first, bisect_left(words, end, key=lambda word: word[0])))
    return frozenset(inside)


def _core(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    cores = []
    for start, end in spans:
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        if start < end:
            cores.append((start, end))
    return tuple(cores)


def _related(found: _Parts, marked: _Parts) -> bool:
    source, cue, content = (one & other for one, other in zip(found.words, marked.words, strict=True))
    half = 2 * len(content)
    said = bool(content) and half >= len(found.words[2]) and half >= len(marked.words[2])
    return bool(cue) and said and (bool(source) or not (found.words[0] or marked.words[0]))


def _matched(
    found: Sequence[_Parts], marked: Sequence[_Parts], match: Callable[[_Parts, _Parts], bool]
) -> dict[int, int]:
    """The largest matching, one to one: which of ``found`` each matched place of ``marked`` has (Kuhn 1955)."""
    choices = [[at for at, other in enumerate(marked) if match(one, other)] for one in found]
    taken: dict[int, int] = {}

    def placed(one: int, tried: set[int]) -> bool:
        for at in choices[one]:
            if at not in tried:
                tried.add(at)
                if at not in taken or placed(taken[at], tried):
                    taken[at] = one
                    return True
        return False

    for one in range(len(found)):
        placed(one, set())
    return taken


def _type(text: str, relation: Relation) -> str:
    """direct: nine tenths of the content lie in double quotation marks; indirect: none of it does; else mixed."""
    quoted = sum(_quoted(text[start:end]) for start, end in relation.content)
    whole = sum(end - start for start, end in relation.content)
    return "indirect" if not quoted else "direct" if quoted >= 0.9 * whole else "mixed"


def _quoted(content: str) -> int:
    count, inside = 0, False
    for letter in content:
        if inside:
            count += 1
            inside = letter not in '”"'
        elif letter in '“"':
            count, inside = count + 1, True
    return count
