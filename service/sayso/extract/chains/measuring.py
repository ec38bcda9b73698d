"""How often do chains agree with those that people made of the same attributions?

Both sides are lines in the guidelines' form (see ``guidelines``), each with ``doc`` and ``id``, or with ``doc``,
``cue`` and ``content`` spans where a finder's own attributions are measured.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.extract.chains.lexicon import listed

Line = Mapping[str, Any]
Pair = tuple[Line, Line]


@dataclass(frozen=True, slots=True)
class Rate:
    """What was found of what was to be found: the right ones, those found, those that people have."""

    right: int
    found: int
    marked: int

    @property
    def f1(self) -> float:
        """Twice the right ones by all on both sides; 0 where there are none."""
        return 2 * self.right / (self.found + self.marked) if self.found + self.marked else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """``shares``: of the matched pairs, how many agree in each respect (0 to 1). ``sources``: of those sources whose
    words are not yet the name, how many were found ``right``, stay ``unresolved`` or are ``wrong``.
    """

    matched: Rate
    shares: Mapping[str, float]
    links: Rate
    hedges: Rate
    sources: Mapping[str, int]


def chain_agreement(gold: Sequence[Line], found: Sequence[Line], *, by_place: bool = False) -> Agreement:
    """Compares lines of the same attributions; ``by_place`` pairs those whose cues meet and that share half of what is
    said.
    """
    pairs = list(_by_place(gold, found) if by_place else _by_id(gold, found))
    shares = {name: _share(pairs, same) for name, same in _RESPECTS.items()}
    return Agreement(
        matched=Rate(len(pairs), len(found), len(gold)),
        shares=shares,
        links=_summed(pairs, _names, _in_order),
        hedges=_summed(pairs, _hedges, _in_any_order),
        sources=Counter(filter(None, map(_resolved, pairs))),
    )


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names are one: the same words, or all words of one in the other, titles and articles aside."""
    first, second = _words(one), _words(other)
    return first == second if not first or not second else first <= second or second <= first


_TITLES = listed(
    "the a an mr mrs ms dr sen rep gov president secretary former democratic republican nominee candidate senator "
    "representative governor"
)
_HALF = 0.5


def _words(name: str | None) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", (name or "").lower()) if word not in _TITLES)


def _root(line: Line) -> Mapping[str, Any]:
    chain = line.get("chain")
    return chain[-1] if chain else {}


def _names(line: Line) -> list[str]:
    return [link.get("name") or "" for link in line["chain"][1:]]


def _hedges(line: Line) -> list[tuple[str, str]]:
    return [(hedge["term"].lower(), hedge.get("place", "")) for hedge in line.get("hedges", ())]


def _exact(gold: Line, found: Line) -> bool:
    one, other = _names(gold), _names(found)
    return len(one) == len(other) and all(map(same_name, one, other))


_RESPECTS: Mapping[str, Callable[[Line, Line], bool]] = {
    "claim": lambda gold, found: bool(gold.get("claim")) == bool(found.get("claim")),
    "statement_type": lambda gold, found: gold.get("statement_type") == found.get("statement_type"),
    "root_kind": lambda gold, found: _root(gold).get("kind") == _root(found).get("kind"),
    "root_identification": lambda gold, found: _root(gold).get("identification") == _root(found).get("identification"),
    "root_stated": lambda gold, found: gold.get("root_stated", True) == found.get("root_stated", True),
    "chain_length": lambda gold, found: len(gold["chain"]) == len(found["chain"]),
    "exact_chain": _exact,
}


def _share(pairs: Sequence[Pair], same: Callable[[Line, Line], bool]) -> float:
    return sum(same(gold, found) for gold, found in pairs) / len(pairs) if pairs else 0.0


def _summed(pairs: Iterable[Pair], parts: Callable[[Line], list[Any]], right: Callable[[Any, Any], int]) -> Rate:
    counts = [(parts(gold), parts(found)) for gold, found in pairs]
    return Rate(
        sum(right(gold, found) for gold, found in counts),
        sum(len(found) for _, found in counts),
        sum(len(gold) for gold, _ in counts),
    )


def _in_order(gold: Sequence[str], found: Sequence[str]) -> int:
    """The longest common sequence of names."""
    row = [0] * (len(found) + 1)
    for name in gold:
        before = row
        row = [0]
        for at, other in enumerate(found):
            row.append(before[at] + 1 if same_name(name, other) else max(before[at + 1], row[at]))
    return row[-1]


def _in_any_order(gold: Sequence[tuple[str, str]], found: Sequence[tuple[str, str]]) -> int:
    return sum((Counter(gold) & Counter(found)).values())


def _resolved(pair: Pair) -> str:
    """Whether a source that does not name its root was resolved; empty where nothing was to be resolved."""
    gold, found = pair
    name, words = _words(_root(gold).get("name")), _words(found.get("source_text"))
    if len(gold["chain"]) < 2 or not name or not words or name <= words:
        return ""
    meant = _root(found).get("name") if len(found["chain"]) > 1 else ""
    if same_name(_root(gold).get("name"), meant):
        return "right"
    return "unresolved" if _words(meant) <= words else "wrong"


def _by_id(gold: Sequence[Line], found: Sequence[Line]) -> Iterator[Pair]:
    known = {(line["doc"], line["id"]): line for line in found}
    for line in gold:
        other = known.get((line["doc"], line["id"]))
        if other is not None:
            yield line, other


def _by_place(gold: Sequence[Line], found: Sequence[Line]) -> Iterator[Pair]:
    """One to one, the pairs that share most first."""
    candidates = []
    of_document: dict[str, list[tuple[int, Line]]] = {}
    for place, other in enumerate(found):
        of_document.setdefault(other["doc"], []).append((place, other))
    for at, line in enumerate(gold):
        for place, other in of_document.get(line["doc"], ()):
            if _shared(line["cue"], other["cue"]):
                shared = _shared(line["content"], other["content"])
                part = min(shared / _size(line["content"]), shared / _size(other["content"]))
                if part >= _HALF:
                    candidates.append((part, at, place))
    taken_gold, taken_found = set(), set()
    for _, at, place in sorted(candidates, reverse=True):
        if at not in taken_gold and place not in taken_found:
            taken_gold.add(at)
            taken_found.add(place)
            yield gold[at], found[place]


def _shared(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(end, stop) - max(start, begin)) for start, end in one for begin, stop in other)


def _size(spans: Sequence[Sequence[int]]) -> int:
    return sum(end - start for start, end in spans) or 1
