"""How is one claim judged? This reader defines the truth; any other must equal it exactly.

Derived facts in; for each axis the reading of the attribution that speaks, for the claim the overall number and the
gates out. Everything but the facts is a function of the outcome code, worked out once per code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from sayso.engine.matcher import holds, view_of
from sayso.engine.outcome import AxisRecord, GateLine, Judged, Kept, cap_overall, judge_axis, rounded
from sayso.engine.plan import AxisPlan, Code, Plan
from sayso.facts.derive import Facts
from sayso.rubric.matcher import TRUE, Truth
from sayso.rubric.model import Band

Status = Literal["scored", "abstained", "not_applicable"]
_RANK = {"scored": 2, "abstained": 1, "not_applicable": 0}
CODES_KEPT = 65_536
"""How many codes keep what they came to; beyond that it is worked out afresh, with the same numbers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One axis read on one attribution, or on the claim.

    ``links`` names, per criterion, the link that an ``over`` took; ``kept`` runs from the root outwards; ``gates``
    has the truths of the axis's caps.
    """

    record: AxisRecord
    judged: tuple[Judged, ...]
    links: tuple[int | None, ...]
    kept: tuple[Kept, ...]
    gates: tuple[Truth, ...]


class Worded(Protocol):
    """What a grade is made of: the status of an axis and its band id, the abstain id included."""

    @property
    def status(self) -> Status: ...

    @property
    def word(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AxisResult:
    """An axis of the answer, in thousandths: who speaks, the range over all that are scored, and the others.

    ``attribution`` is None on an axis of: claim; ``others`` are in the order in which they would speak.
    """

    plan: AxisPlan
    attribution: int | None
    speaker: Reading
    others: tuple[tuple[int, Reading], ...]
    low: int
    high: int
    band: Band | None

    @property
    def status(self) -> Status:
        return self.speaker.record.status

    @property
    def word(self) -> str:
        """The band id of the axis, the abstain id included."""
        return self.plan.axis.abstain_id if self.band is None else self.band.id


@dataclass(frozen=True, slots=True)
class OverallResult:
    """The overall number in thousandths, its range, its word or sentence, and the lines of the caps on it."""

    score: int | None = None
    low: int | None = None
    high: int | None = None
    label: str | None = None
    gates: tuple[GateLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that an outcome code comes to; ``gates`` holds the truth of every gate of the claim, in file order."""

    status: Status
    grade: str | None
    axes: tuple[AxisResult, ...]
    overall: OverallResult
    gates: tuple[Truth, ...]


class Result(NamedTuple):
    """A claim as judged: the plan, the facts, and what they came to."""

    plan: Plan
    facts: Facts
    outcome: Outcome

    @property
    def axes(self) -> tuple[AxisResult, ...]:
        return self.outcome.axes

    @property
    def status(self) -> Status:
        return self.outcome.status


def judge(plan: Plan, facts: Facts) -> Result:
    """The result for derived facts. A pure function of both."""
    chains = facts.chains
    if len(chains) > 1:
        return Result(plan, facts, _of_several(plan, facts))
    chain = chains[0]
    links = chain.links
    reader = plan.readers[len(links)] or plan.reader(len(links))
    code = reader(facts.claim, chain.chain, links)
    outcome = plan.whole.get(code)
    if outcome is None:
        outcome = _of_one(plan, code)
        if len(plan.whole) < CODES_KEPT:
            plan.whole[code] = outcome
    return _new(Result, (plan, facts, outcome))


_new = tuple.__new__
"""Makes a named tuple at half the price of calling it; only for the way that every claim takes."""


def _of_one(plan: Plan, code: Code) -> Outcome:
    claim, chain = code[: plan.claim_size], code[plan.claim_size :]
    axes = []
    for axis in plan.axes:
        reading = _read(plan, axis, claim if axis.axis.of == "claim" else chain)
        axes.append(_alone(axis, reading, None if axis.axis.of == "claim" else 0))
    return _outcome(plan, tuple(axes), claim[: len(plan.claim_gates)])


def _of_several(plan: Plan, facts: Facts) -> Outcome:
    view = view_of(facts, None)
    gates = tuple(holds(table.gate.when, view) for table in plan.claim_gates)
    claim = (*gates, *plan.of_claim(facts.claim, (), ()))
    codes = [plan.chain_reader(len(each.links))(facts.claim, each.chain, each.links) for each in facts.chains]
    axes = []
    for axis in plan.axes:
        if axis.axis.of == "claim":
            axes.append(_alone(axis, _read(plan, axis, claim), None))
        else:
            axes.append(_best(axis, [_read(plan, axis, code) for code in codes], facts))
    return _outcome(plan, tuple(axes), gates)


def _read(plan: Plan, axis: AxisPlan, code: Code) -> Reading:
    """The reading of an axis for the part of a code that the claim or one chain makes."""
    part = code[axis.part]
    gates = tuple(code[at] for at in axis.caps_at) if axis.axis.of == "claim" else part[len(axis.criteria) :]
    return reading_of(plan, axis, part, gates, code[plan.chain_size :] if axis.chain is not None else ())


def reading_of(plan: Plan, axis: AxisPlan, part: Code, gates: tuple[Truth, ...], keeps: Code) -> Reading:
    """The reading of an axis for the numbers of its criteria (``part`` may go on), its caps and the keeps."""
    key = (part, gates, keeps)
    reading: Reading | None = axis.met.get(key)
    if reading is None:
        spoken = [table.outcomes[number] for table, number in zip(axis.criteria, part, strict=False)]
        judged = tuple(each.judged for each in spoken)
        kept = tuple(axis.chain.outcomes[number] for number in keeps) if axis.chain is not None else ()
        caps = [(table.index, table.gate, truth) for table, truth in zip(axis.caps, gates, strict=True)]
        record = judge_axis(axis.axis, judged, kept, caps, plan.rubric.lowest)
        reading = Reading(record, judged, tuple(each.link for each in spoken), kept, gates)
        if len(axis.met) < CODES_KEPT:
            axis.met[key] = reading
    return reading


def _alone(axis: AxisPlan, reading: Reading, attribution: int | None) -> AxisResult:
    record = reading.record
    return AxisResult(axis, attribution, reading, (), record.low, record.high, _band(axis, record))


def _best(axis: AxisPlan, readings: list[Reading], facts: Facts) -> AxisResult:
    """Who speaks: scored, the highest estimate, the higher low, the fewer links, the canonical form."""

    def standing(at: int) -> tuple[int, int, int, int, bytes]:
        record, chain = readings[at].record, facts.chains[at]
        return -_RANK[record.status], -record.exact, -record.low, len(chain.links), chain.form

    ordered = sorted(range(len(readings)), key=standing)
    speaker = readings[ordered[0]]
    peers = [reading.record for reading in readings if reading.record.status == speaker.record.status]
    low, high = max(peer.low for peer in peers), max(peer.high for peer in peers)
    others = tuple((at, readings[at]) for at in ordered[1:])
    return AxisResult(axis, ordered[0], speaker, others, low, high, _band(axis, speaker.record))


def _band(axis: AxisPlan, record: AxisRecord) -> Band | None:
    return axis.axis.band(rounded(record.exact)) if record.status == "scored" else None


def _outcome(plan: Plan, axes: tuple[AxisResult, ...], gates: tuple[Truth, ...]) -> Outcome:
    ended = any(t == TRUE and g.gate.not_applicable for g, t in zip(plan.claim_gates, gates, strict=True))
    status, grade = graded(plan, ended, axes)
    return Outcome(status, grade, axes, _overall(plan, axes, gates), gates)


def graded(plan: Plan, ended: bool, axes: Sequence[Worded]) -> tuple[Status, str | None]:
    """The status of a claim and its grade; ``ended`` where a gate says that the rubric does not apply to it."""
    if ended or all(axis.status == "not_applicable" for axis in axes):
        return "not_applicable", None
    status: Status = "scored" if any(axis.status == "scored" for axis in axes) else "abstained"
    return status, plan.rubric.grade_of(axis.word for axis in axes if axis.status != "not_applicable")


def _overall(plan: Plan, axes: tuple[AxisResult, ...], gates: tuple[Truth, ...]) -> OverallResult:
    overall = plan.rubric.overall
    if overall.method == "none":
        return OverallResult()
    if overall.method == "table":
        return OverallResult(label=word_of_table(overall.table, axes))
    counted = [(axis, overall.weights.get(axis.plan.axis.id, 0)) for axis in axes if axis.status != "not_applicable"]
    if overall.method == "weighted":
        counted = [(axis, weight) for axis, weight in counted if weight > 0]
    if not counted:
        return OverallResult()

    def joined(values: list[int]) -> int:
        if overall.method == "min":
            return min(values)
        weights = [weight for _, weight in counted]
        return sum(value * weight for value, weight in zip(values, weights, strict=True)) // sum(weights)

    exact = joined([axis.speaker.record.exact for axis, _ in counted])
    low, high = joined([axis.low for axis, _ in counted]), joined([axis.high for axis, _ in counted])
    caps = [(g.index, g.gate, t) for g, t in zip(plan.claim_gates, gates, strict=True) if "overall" in g.gate.caps]
    exact, low, high, lines = cap_overall(exact, low, high, caps, plan.rubric.lowest)
    if any(axis.status == "abstained" for axis, _ in counted):
        return OverallResult(None, low, high, None, lines)
    label = next((band.label for band in overall.bands if rounded(exact) >= band.start), None)
    return OverallResult(exact, low, high, label, lines)


def word_of_table(table: object, axes: Sequence[Worded]) -> str | None:
    """The word of a table, one step for each axis; none where an axis does not apply."""
    if any(axis.status == "not_applicable" for axis in axes):
        return None
    for axis in axes:
        assert isinstance(table, dict)
        table = table[axis.word]
    return str(table)
