"""How far do the claims that were found agree with those that a person read in the same text?

Claims are paired one to one by where they stand: the pair that shares most comes first, and half of the shorter one
must be shared. What is then compared is what a grade rests on: the chain, the kinds, the facts of the claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Claim = Mapping[str, Any]
_HALF = 0.5
_CLAIM_FACTS = ("statement_type", "content")
_ROOT_FACTS = ("kind", "identification")
_NO_FACT = {
    "id",
    "text",
    "spans",
    "found",
    "note",
    "mention",
    "cue",
    "chain",
    "attributions",
    "source",
    "kind",
    "hedges",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim as read by a person and as found. ``shared`` is the share of the two together that both have."""

    read: Claim
    found: Claim
    shared: float
    same: Mapping[str, bool]
    """By name: whether the two agree in it; a fact that neither states is left out."""
    also: tuple[str, ...]
    """Every further fact that only one of them states, or both state differently: a grade may rest on it."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Every pair in the order of the text, and what has no counterpart."""

    pairs: tuple[Pair, ...]
    missed: tuple[Claim, ...]
    extra: tuple[Claim, ...]

    def counts(self) -> dict[str, tuple[int, int]]:
        """By name: in how many pairs both agree, of how many in which either states it."""
        names = dict.fromkeys(name for pair in self.pairs for name in pair.same)
        told = {name: [pair.same[name] for pair in self.pairs if name in pair.same] for name in names}
        return {name: (sum(same), len(same)) for name, same in told.items()}


def compare(read: Sequence[Claim], found: Sequence[Claim]) -> Agreement:
    """The agreement of two readings of one text; each claim has ``spans`` in it."""
    pairs = [
        Pair(read[at], found[other], shared, dict(_same(read[at], found[other])), tuple(_also(read[at], found[other])))
        for at, other, shared in sorted(_paired(read, found))
    ]
    met = {id(claim) for pair in pairs for claim in (pair.read, pair.found)}
    return Agreement(
        tuple(pairs),
        tuple(claim for claim in read if id(claim) not in met),
        tuple(claim for claim in found if id(claim) not in met),
    )


def _paired(read: Sequence[Claim], found: Sequence[Claim]) -> Iterator[tuple[int, int, float]]:
    places = [_places(claim) for claim in read], [_places(claim) for claim in found]
    likely = []
    for at, here in enumerate(places[0]):
        for other, there in enumerate(places[1]):
            both = len(here & there)
            if both and both >= _HALF * min(len(here), len(there)):
                likely.append((both / len(here | there), at, other))
    taken: tuple[set[int], set[int]] = (set(), set())
    for shared, at, other in sorted(likely, key=lambda each: (-each[0], each[1], each[2])):
        if at not in taken[0] and other not in taken[1]:
            taken[0].add(at)
            taken[1].add(other)
            yield at, other, shared


def _places(claim: Claim) -> set[int]:
    return {at for start, end in claim.get("spans") or () for at in range(start, end)}


def _same(read: Claim, found: Claim) -> Iterator[tuple[str, bool]]:
    yield "spans", _places(read) == _places(found)
    chains = [claim["attributions"][0]["chain"] for claim in (read, found)]
    yield "links", len(chains[0]) == len(chains[1])
    yield "kinds", [link.get("kind") for link in chains[0]] == [link.get("kind") for link in chains[1]]
    yield "names", len(chains[0]) == len(chains[1]) and all(map(_same_name, *chains))
    roots = [chain[-1] for chain in chains]
    for name in _ROOT_FACTS:
        if any(name in root for root in roots):
            yield f"root {name}", roots[0].get(name) == roots[1].get(name)
    for name in _CLAIM_FACTS:
        if name in read or name in found:
            yield name, read.get(name) == found.get(name)
    hedges = [_hedges(claim) for claim in (read, found)]
    if any(hedges):
        yield "hedges", hedges[0] == hedges[1]


def _also(read: Claim, found: Claim) -> Iterator[str]:
    yield from _different(read, found, set(_CLAIM_FACTS))
    chains = [claim["attributions"][0]["chain"] for claim in (read, found)]
    if len(chains[0]) != len(chains[1]):
        return
    for at, (link, other) in enumerate(zip(*chains, strict=True)):
        last = at == len(chains[0]) - 1
        where = "root" if last else "outlet" if at == 0 else f"link {at + 1}"
        yield from (f"{where} {name}" for name in _different(link, other, set(_ROOT_FACTS) if last else set()))


def _different(read: Claim, found: Claim, told: set[str]) -> Iterator[str]:
    for name in sorted({*read, *found} - _NO_FACT - told):
        if read.get(name) != found.get(name):
            yield name


def _same_name(read: Claim, found: Claim) -> bool:
    """Whether two sources are called the same, or one by some of the words of the other."""
    words = [set(str(link.get("source") or "").casefold().split()) for link in (read, found)]
    return words[0] <= words[1] or words[1] <= words[0] if all(words) else not any(words)


def _hedges(claim: Claim) -> set[str]:
    return {
        str(hedge["term"] if isinstance(hedge, Mapping) else hedge).casefold() for hedge in claim.get("hedges") or ()
    }
