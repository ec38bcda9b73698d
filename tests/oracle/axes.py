"""What does an axis come to for one attribution, or for the claim: points, chain, caps, and may it be judged at all?

Amounts are thousandths of a point, except where a name says points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.oracle.matching import Scene, Truth, holds
from tests.oracle.points import Kept, Line, kept, line_of
from tests.oracle.words import Plain


@dataclass(frozen=True)
class Cap:
    """A cap's line; before and after are what the axis would have had, were it scored."""

    gate: str
    status: str
    before: int
    after: int
    bound_unknown: bool


@dataclass(frozen=True)
class Judged:
    """An axis for one attribution (None: for the claim). Where it is not scored, exact is what it would have been."""

    attribution: int | None
    status: str
    exact: int
    low: int
    high: int
    known: int
    lines: list[Line]
    hops: list[tuple[Kept, int]]
    caps: list[Cap]


@dataclass(frozen=True)
class Capped:
    exact: int
    low: int
    high: int
    caps: list[Cap]


def judged(rubric: Plain, axis_id: str, scene: Scene) -> Judged:
    """Points, then the chain, then the gates."""
    axis = rubric["axes"][axis_id]
    lowest = rubric.get("unknown") == "lowest"
    lines = [line_of(item, scene, lowest) for item in rubric["criteria"] if item["axis"] == axis_id]
    points, low, high = (sum(getattr(line, end) for line in lines) for end in ("points", "low", "high"))
    everything = sum(line.max for line in lines)
    known = sum(line.max for line in lines if line.basis != "unknown") * 1000 // everything
    needed = axis.get("judge_if_known", rubric.get("judge_if_known", 0))
    if all(line.basis == "not_applicable" for line in lines):
        status = "not_applicable"
    elif any(line.abstain for line in lines) or (
        known < needed and band(axis["bands"], low)["id"] != band(axis["bands"], high)["id"]
    ):
        status = "abstained"
    else:
        status = "scored"
    hops: list[tuple[Kept, int]] = []
    exact, lows, highs = points * 1000, low * 1000, high * 1000
    if rubric.get("chain") and rubric["chain"]["axis"] == axis_id:
        shares = [kept(rubric["chain"], scene, i, lowest) for i in range(len(scene.chain) - 2, -1, -1)]
        hops = list(zip(shares, _losses(exact, [share.keep for share in shares]), strict=True))
        exact = passed(exact, [share.keep for share in shares])
        lows = passed(lows, [share.low for share in shares])
        highs = passed(highs, [share.high for share in shares])
    after = capped(rubric, axis_id, scene, (exact, lows, highs))
    return Judged(scene.attribution, status, after.exact, after.low, after.high, known, lines, hops, after.caps)


def passed(amount: int, shares: list[int]) -> int:
    """The product of all shares, floored once."""
    for share in shares:
        amount *= share
    return int(amount // 1000 ** len(shares))


def _losses(amount: int, shares: list[int]) -> list[int]:
    """What each link took, from the root outwards: the difference of two floored products."""
    return [passed(amount, shares[:count]) - passed(amount, shares[: count + 1]) for count in range(len(shares))]


def capped(rubric: Plain, target: str, scene: Scene, amounts: tuple[int, int, int]) -> Capped:
    """The lowest cap that holds applies; one that may hold lowers the low end only, unless it binds."""
    exact, low, high = amounts
    found: list[tuple[Plain, int, Truth]] = []
    for gate in rubric.get("gates") or []:
        if target in (gate.get("cap") or {}):
            truth = holds(gate["when"], scene)
            if truth is not False:
                found.append((gate, cap_points(gate["cap"][target], rubric, target) * 1000, truth))
    holding = [cap for _, cap, truth in found if truth is True]
    binding = [(gate, cap) for gate, cap, truth in found if truth is True or binds(gate, rubric)]
    winner = min(binding, key=lambda item: item[1], default=None)  # the first in the file on a tie
    after = min([exact, *(cap for _, cap in binding)])
    lines = []
    for gate, _, truth in found:
        if winner is not None and gate is winner[0] and after < exact:
            lines.append(Cap(gate["id"], "applied", exact, after, truth is None))
        else:  # the others are shown with what the axis comes to
            lines.append(Cap(gate["id"], "idle" if truth is True else "possible", after, after, False))
    lowest_cap = [cap for _, cap, _ in found]
    return Capped(after, min([low, *lowest_cap]), min([high, *holding]), lines)


def binds(gate: Plain, rubric: Plain) -> bool:
    """Whether a cap whose condition is unknown counts for the estimate too."""
    return gate.get("if_unknown") == "bind" or rubric.get("unknown") == "lowest"


def cap_points(cap: Any, rubric: Plain, target: str) -> int:
    """A band means its last whole number of points."""
    if isinstance(cap, int):
        return cap
    above = 101
    for entry in rubric["axes"][target]["bands"]:
        if entry["id"] == cap:
            return above - 1
        above = int(entry["from"])
    raise KeyError(cap)


def band(bands: list[Any], points: int) -> Plain:
    """The band that a whole number of points falls into; bands are listed from the top."""
    found: Plain = next(entry for entry in bands if points >= entry["from"])
    return found


def shown(thousandths: int) -> int:
    """Rounded once, half up."""
    return (thousandths + 500) // 1000


def exact_text(thousandths: int) -> str:
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"
