"""How does a condition become a function of derived facts?

Closures are built from the closed node set of ``sayso.rubric.matcher``, never from text. Truth is 0 false, 1 true, 2
unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sayso.facts.derive import ChainFacts, Facts
from sayso.rubric.matcher import (
    FALSE,
    MISSING_SCOPE,
    All,
    Any,
    Attributions,
    FactRef,
    Links,
    Node,
    Not,
    Test,
    Truth,
    Value,
    both,
    either,
    negate,
)

Row = tuple[Value, ...]
NO_LINK: Row = ()


@dataclass(frozen=True, slots=True)
class View:
    """What a condition can see: the claim, one chain of it (nearest link first), and all chains."""

    claim: Row
    chain: Row
    links: tuple[Row, ...]
    chains: tuple[ChainFacts, ...]


Condition = Callable[[View, Row], Truth]
"""Truth of a condition for a view and, inside ``over`` and ``keep``, the link at hand."""


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


def compile_condition(node: Node) -> Condition:
    """The condition as a function."""
    if isinstance(node, Test):
        return _test(node)
    if isinstance(node, All):
        parts = tuple(map(compile_condition, node.parts))
        return lambda view, link: both([part(view, link) for part in parts])
    if isinstance(node, Any):
        parts = tuple(map(compile_condition, node.parts))
        return lambda view, link: either([part(view, link) for part in parts])
    if isinstance(node, Not):
        inner = compile_condition(node.part)
        return lambda view, link: negate(inner(view, link))
    return _links(node) if isinstance(node, Links) else _attributions(node)


def _test(test: Test) -> Condition:
    index, holds, scope = test.ref.index, test.holds, test.ref.scope
    if scope == "claim":
        return lambda view, link: holds(view.claim[index])
    if scope == "root":
        return lambda view, link: holds(view.links[-1][index])
    if scope == "link":
        return lambda view, link: holds(link[index])
    if scope == "teller":
        return lambda view, link: holds(view.links[-2][index]) if len(view.links) > 1 else FALSE
    if scope == "chain":
        return lambda view, link: holds(view.chain[index])
    return lambda view, link: holds(view.links[0][index])


def _links(node: Links) -> Condition:
    inner, join = compile_condition(node.part), either if node.quantifier == "any" else both
    return lambda view, link: join([inner(view, each) for each in view.links])


def _attributions(node: Attributions) -> Condition:
    inner, join = compile_condition(node.part), either if node.quantifier == "any" else both

    def holds(view: View, _: Row) -> Truth:
        return join([inner(View(view.claim, c.chain, c.links, view.chains), NO_LINK) for c in view.chains])

    return holds
