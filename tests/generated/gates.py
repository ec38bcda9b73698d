"""Which gates and remedies does a generated rubric have?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from tests.generated.conditions import Condition, Draw, condition, together
from tests.generated.vocabulary import Fact, facts_of

EFFORTS = ("low", "medium", "high")


@dataclass
class Pool:
    """The facts that gates read, and the conditions met so far, since caps often meet on one condition."""

    axes: Mapping[str, Any]
    of_chain: Sequence[Fact]
    of_claim: Sequence[Fact]
    met: dict[str, list[Condition]] = field(default_factory=lambda: {"attribution": [], "claim": []})

    def condition(self, draw: Draw, of: str) -> Condition:
        """A new condition, or one of an earlier gate."""
        earlier = self.met[of]
        if earlier and draw(st.booleans()):
            return draw(st.sampled_from(earlier))
        new = _of_claim(draw, self) if of == "claim" else condition(draw, self.of_chain, "worse")
        earlier.append(new)
        return new


def gates(draw: Draw, pool: Pool, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Up to four gates, of every effect."""
    found = []
    for at in range(draw(st.integers(0, 4))):
        gate = _gate(draw, pool)
        if ids and draw(st.booleans()):
            gate["raise"] = draw(st.sampled_from(ids))
        found.append({"id": f"g{at}", "because": "so the gate says", "reference": "none", **gate})
    return found


def _gate(draw: Draw, pool: Pool) -> dict[str, Any]:
    effect = draw(st.sampled_from(["cap", "cap", "cap", "hold", "note", "not_applicable"]))
    if effect != "cap":
        words: dict[str, Any] = {"hold": "senior_editor", "note": True, "not_applicable": True}
        return {"when": pool.condition(draw, "claim"), effect: words[effect]}
    of = draw(st.sampled_from(sorted({axis["of"] for axis in pool.axes.values()})))
    axes = {name: axis for name, axis in pool.axes.items() if axis["of"] == of}
    caps: dict[str, Any] = {name: _cap(draw, axis) for name, axis in axes.items() if draw(st.booleans())}
    if of == "claim" and draw(st.booleans()):
        caps["overall"] = draw(st.integers(0, 90))
    if not caps:
        name = next(iter(axes))
        caps = {name: _cap(draw, axes[name])}
    gate: dict[str, Any] = {"when": pool.condition(draw, of), "cap": caps}
    if draw(st.integers(0, 2)) == 0:
        gate["if_unknown"] = "bind"
    return gate


def _of_claim(draw: Draw, pool: Pool) -> Condition:
    form = draw(st.integers(0, 3))
    if form == 0:
        return condition(draw, pool.of_claim, "worse")
    quantifier = "all_attributions" if form == 3 else "any_attribution"
    chains: Condition = {quantifier: condition(draw, pool.of_chain, "worse")}
    if form == 1:
        return together([chains, {"claim": {"roots.count": {"lte": 1}}}])
    return chains


def _cap(draw: Draw, axis: Mapping[str, Any]) -> int | str:
    if draw(st.booleans()):
        band: str = draw(st.sampled_from([band["id"] for band in axis["bands"][1:]]))
        return band
    return draw(st.integers(0, 90))


def remedies(draw: Draw) -> dict[str, Any]:
    """Up to three remedies, each of which sets one or two facts to a good value."""
    choices: list[tuple[str, Any]] = [("claim.roots.count", "+1"), ("claim.specificity", 5), ("claim.hedge", "none")]
    choices += [
        (f"{scope}.{fact.name}", fact.order[0])
        for scope in ("root", "teller", "claim")
        for fact in facts_of(scope)
        if fact.directed and fact.field.type in ("enum", "boolean") and "hedge" not in fact.name
    ]
    found = {}
    for at in range(draw(st.integers(0, 3))):
        chosen = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=2, unique_by=lambda each: each[0]))
        found[f"r{at}"] = {"text": f"Do {at}", "effort": draw(st.sampled_from(EFFORTS)), "set": dict(chosen)}
    return found
