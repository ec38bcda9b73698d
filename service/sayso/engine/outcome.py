"""What do the outcomes of criteria, keeps and gates come to? The one place where points are made.

An axis is judged from an outcome code: which entry of each criterion, which keep of each relay, which gates hold.
Everything here is a function of that code, in integers (thousandths of a point), so it is computed once per code and
kept. The losses are the exact path from 100 to the score, in the published order criteria, links from the root
outwards, cap: each line is before minus after, so the lines add up (path attribution by telescoping).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, Truth
from sayso.rubric.model import Axis, Entry, Gate

Basis = Literal["fact", "unknown", "not_applicable"]
FULL = 100_000


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of one criterion, in whole points: the estimate and the range that missing facts leave open."""

    criterion: int
    entry: Entry | None
    points: int
    low: int
    high: int
    maximum: int
    basis: Basis
    candidates: tuple[Entry, ...] = ()

    @property
    def certain(self) -> bool:
        return self.basis != "unknown"


@dataclass(frozen=True, slots=True)
class Kept:
    """The share one link keeps, per mille; ``keep`` is its place in the rubric, None where it is unknown."""

    keep: int | None
    per_mille: int
    low: int
    high: int
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """One line of the breakdown: ``kind`` and ``index`` say which criterion, link (from the root outwards) or gate."""

    kind: Literal["criterion", "chain", "gate"]
    index: int
    thousandths: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class GateLine:
    gate: int
    status: Literal["applied", "idle", "possible"]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class AxisRecord:
    """An axis as judged for one chain or claim, in thousandths of a point; ``known`` in per mille."""

    status: Literal["scored", "abstained", "not_applicable"]
    exact: int
    low: int
    high: int
    known: int
    losses: tuple[Loss, ...]
    links: tuple[int, ...]
    gates: tuple[GateLine, ...]


def rounded(thousandths: int) -> int:
    """Whole points for people, half up."""
    return (thousandths + 500) // 1000


def decimal(thousandths: int) -> str:
    """A number of points with three decimals, exactly."""
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def judge_axis(
    axis: Axis, judged: Sequence[Judged], kept: Sequence[Kept], caps: Sequence[tuple[int, Gate, Truth]], lowest: bool
) -> AxisRecord:
    """The record of an axis. ``kept`` runs from the root outwards; ``caps`` are this axis's gates in file order
    with their truth.
    """
    applying = [each for each in judged if each.basis != "not_applicable"]
    points, low, high = (
        1000 * sum(values) for values in zip(*((j.points, j.low, j.high) for j in judged), strict=True)
    )
    total = sum(each.maximum for each in judged)
    known = 1000 * sum(each.maximum for each in judged if each.certain) // total if total else 1000
    status: Literal["scored", "abstained", "not_applicable"] = "scored"
    if not applying:
        status = "not_applicable"
    elif any(each.entry is not None and each.entry.abstain for each in judged if each.certain) or (
        known < axis.judge_if_known and axis.band(rounded(low)) != axis.band(rounded(high))
    ):
        status = "abstained"
    losses = [
        Loss("criterion", each.criterion, 1000 * (each.maximum - each.points), each.basis)
        for each in judged
        if each.maximum > each.points
    ]
    base, shares, exact, taken = points, 1, points, []
    low_share = high_share = 1
    for index, link in enumerate(kept):
        shares, low_share, high_share = shares * link.per_mille, low_share * link.low, high_share * link.high
        after = base * shares // 1000 ** (index + 1)
        taken.append(exact - after)
        if exact > after:
            losses.append(Loss("chain", index, exact - after, "unknown" if link.keep is None else "fact"))
        exact = after
    low, high = low * low_share // 1000 ** len(kept), high * high_share // 1000 ** len(kept)
    exact, low, high, lines, loss = _capped(
        exact, low, high, [(i, g, t, 1000 * g.caps[axis.id]) for i, g, t in caps], lowest
    )
    return AxisRecord(status, exact, low, high, known, (*losses, *loss), tuple(taken), lines)


def _capped(
    exact: int, low: int, high: int, caps: Sequence[tuple[int, Gate, Truth, int]], lowest: bool
) -> tuple[int, int, int, tuple[GateLine, ...], tuple[Loss, ...]]:
    """One cap applies: the lowest of those that bind, the first in the file on a tie; the others that hold are idle."""
    binding = [
        (cap, index, truth)
        for index, gate, truth, cap in caps
        if truth == TRUE or (truth == UNKNOWN and (gate.binds_unknown or lowest))
    ]
    for _, _, truth, cap in caps:
        if truth != FALSE:
            low = min(low, cap)
        if truth == TRUE:
            high = min(high, cap)
    applied = min(binding, key=lambda each: each[0]) if binding else None
    after = exact if applied is None else min(exact, applied[0])
    lines, losses = [], []
    for index, _, truth, _ in caps:
        if truth == FALSE:
            continue
        if applied is not None and index == applied[1] and after < exact:
            lines.append(GateLine(index, "applied", exact, after))
            losses.append(Loss("gate", index, exact - after, "fact" if truth == TRUE else "unknown"))
        else:
            lines.append(GateLine(index, "idle" if truth == TRUE else "possible", after, after))
    return after, low, high, tuple(lines), tuple(losses)


def cap_overall(
    exact: int, low: int, high: int, caps: Sequence[tuple[int, Gate, Truth]], lowest: bool
) -> tuple[int, int, int, tuple[GateLine, ...]]:
    """Caps on the overall number: a gate line, in no axis's losses."""
    exact, low, high, lines, _ = _capped(
        exact, low, high, [(i, g, t, 1000 * g.caps["overall"]) for i, g, t in caps], lowest
    )
    return exact, low, high, lines
