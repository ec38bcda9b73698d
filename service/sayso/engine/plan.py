"""What does a rubric become, so that a claim can be judged in microseconds?

Each criterion and the chain become a table from the truth of their conditions to an outcome, filled as cases are met.
The
conditions are closures over derived facts. Nothing here depends on a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.engine.matcher import Condition, Row, View, compile_condition
from sayso.engine.outcome import AxisRecord, Judged, Kept
from sayso.rubric.levels import estimate, span, standing
from sayso.rubric.matcher import FALSE, TRUE, Truth
from sayso.rubric.model import Axis, Chain, Criterion, Entry, Gate, Rubric

Code = tuple[object, ...]


@dataclass(frozen=True)
class CriterionPlan:
    """One criterion: its conditions as functions, and the outcomes met so far by the truth of its conditions."""

    index: int
    criterion: Criterion
    lowest: bool
    applies: Condition | None
    levels: tuple[Condition, ...]
    only: Condition | None
    met: dict[tuple[Truth, ...], Judged] = field(default_factory=dict)
    spread: dict[tuple[int, int, tuple[Entry, ...]], Judged] = field(default_factory=dict)

    def judge(self, view: View, link: Row) -> Judged:
        """The outcome where the criterion is read once: on the claim, the chain, or one link."""
        truths = [TRUE if self.applies is None else self.applies(view, link)]
        if truths[0] != FALSE:
            for level in self.levels:
                truth = level(view, link)
                truths.append(truth)
                if truth == TRUE:
                    break
        key = tuple(truths)
        found = self.met.get(key)
        if found is None:
            found = self.met[key] = judge_truths(self.criterion, self.index, key, self.lowest)
        return found


@dataclass(frozen=True)
class ChainPlan:
    chain: Chain
    lowest: bool
    keeps: tuple[Condition, ...]
    met: dict[tuple[Truth, ...], Kept] = field(default_factory=dict)

    def keep(self, view: View, link: Row) -> Kept:
        """What one link keeps of what reached it."""
        truths = []
        for keep in self.keeps:
            truth = keep(view, link)
            truths.append(truth)
            if truth == TRUE:
                break
        key = tuple(truths)
        found = self.met.get(key)
        if found is None:
            found = self.met[key] = keep_truths(self.chain, key, self.lowest)
        return found


@dataclass(frozen=True)
class GatePlan:
    index: int
    gate: Gate
    when: Condition


@dataclass(frozen=True)
class AxisPlan:
    axis: Axis
    criteria: tuple[CriterionPlan, ...]
    chain: ChainPlan | None
    caps: tuple[GatePlan, ...]
    records: dict[Code, AxisRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """A rubric ready to judge. ``claim_gates`` hold, note, end in not_applicable, or cap the overall."""

    rubric: Rubric
    axes: tuple[AxisPlan, ...]
    claim_gates: tuple[GatePlan, ...]


def compile_rubric(rubric: Rubric) -> Plan:
    """The plan of a checked rubric."""
    criteria = [
        CriterionPlan(
            index,
            criterion,
            rubric.lowest,
            None if criterion.applies is None else compile_condition(criterion.applies),
            tuple(compile_condition(level.when) for level in criterion.levels if level.when is not None),
            None if criterion.over is None or criterion.over.only is None else compile_condition(criterion.over.only),
        )
        for index, criterion in enumerate(rubric.criteria)
    ]
    gates = [GatePlan(index, gate, compile_condition(gate.when)) for index, gate in enumerate(rubric.gates)]
    chain = rubric.chain
    chain_plan = None
    if chain is not None:
        keeps = tuple(compile_condition(keep.when) for keep in chain.keeps if keep.when is not None)
        chain_plan = ChainPlan(chain, rubric.lowest, keeps)
    axes = tuple(
        AxisPlan(
            axis,
            tuple(each for each in criteria if each.criterion.axis == axis.id),
            chain_plan if chain is not None and chain.axis == axis.id else None,
            tuple(gate for gate in gates if axis.id in gate.gate.caps),
        )
        for axis in rubric.axes
    )
    of_attribution = {axis.id for axis in rubric.axes if axis.of == "attribution"}
    return Plan(rubric, axes, tuple(gate for gate in gates if not of_attribution & set(gate.gate.caps)))


def judge_truths(criterion: Criterion, index: int, truths: Sequence[Truth], lowest: bool) -> Judged:
    """The outcome of a criterion from the truth of ``applies`` and of its levels up to the first that holds."""
    found = span(criterion, truths[0], truths[1:], lowest)
    if truths[0] == FALSE:
        return Judged(index, None, found.points, found.low, found.high, criterion.maximum, "not_applicable")
    if found.certain:
        return Judged(index, found.possible[0], found.points, found.low, found.high, criterion.maximum, "fact")
    return Judged(index, None, found.points, found.low, found.high, criterion.maximum, "unknown", found.possible)


def uncertain(
    criterion: Criterion, index: int, low: int, high: int, lowest: bool, candidates: Iterable[Entry]
) -> Judged:
    """An outcome that missing facts leave open: the declared estimate, kept inside the range, else the low."""
    points = estimate(criterion, low, high, lowest)
    return Judged(index, None, points, low, high, criterion.maximum, "unknown", tuple(dict.fromkeys(candidates)))


def keep_truths(chain: Chain, truths: Sequence[Truth], lowest: bool) -> Kept:
    """What a link keeps, from the truth of each keep's condition up to the first that holds."""
    everything = chain.keeps if chain.otherwise is None else (*chain.keeps, chain.otherwise)
    found = standing(truths, None if chain.otherwise is None else len(chain.keeps))
    values = [everything[at].per_mille for at in found.possible]
    if found.certain:
        return Kept(found.possible[0], values[0], values[0], values[0], found.possible)
    low, high = min(values), max(values)
    declared = None if chain.unknown is None or lowest else chain.unknown.points
    return Kept(None, low if declared is None else max(low, min(declared, high)), low, high, found.possible)
