"""What can a condition see of a claim, and does it hold there?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sayso.facts.derive import ChainFacts, Facts
from sayso.rubric.matcher import (
    MISSING_SCOPE,
    Attributions,
    FactRef,
    Links,
    Node,
    Truth,
    Value,
    both,
    either,
    evaluate,
)

Row = tuple[Value, ...]
NO_LINK: Row = ()


class View(NamedTuple):
    """The claim, one chain of it (nearest link first, none for the claim as a whole), and all chains."""

    claim: Row
    chain: Row
    links: tuple[Row, ...]
    chains: tuple[ChainFacts, ...]

    def each(self) -> Iterator[View]:
        """The view of every attribution, in order."""
        for chain in self.chains:
            yield View(self.claim, chain.chain, chain.links, self.chains)


def view_of(facts: Facts, attribution: int | None) -> View:
    """The view of one attribution, or of the claim alone."""
    if attribution is None:
        return View(facts.claim, (), (), facts.chains)
    chain = facts.chains[attribution]
    return View(facts.claim, chain.chain, chain.links, facts.chains)


def read_fact(ref: FactRef, view: View, link: Row) -> Value:
    """The value of a fact: None where it is missing, MISSING_SCOPE where the chain has no such link."""
    scope, index = ref.scope, ref.index
    if scope == "claim":
        return view.claim[index]
    if scope == "root":
        return view.links[-1][index]
    if scope == "link":
        return link[index]
    if scope == "teller":
        return view.links[-2][index] if len(view.links) > 1 else MISSING_SCOPE
    return view.chain[index] if scope == "chain" else view.links[0][index]


def holds(node: Node, view: View, link: Row = NO_LINK) -> Truth:
    """The truth of a condition; ``link`` is the one at hand inside ``over`` and ``keep``."""

    def quantified(part: Links | Attributions) -> Truth:
        join = either if part.quantifier == "any" else both
        if isinstance(part, Links):
            return join(holds(part.part, view, each) for each in view.links)
        return join(holds(part.part, each) for each in view.each())

    return evaluate(node, lambda ref: read_fact(ref, view, link), quantified)
