"""How is one claim judged? This reader defines the truth; any other must equal it exactly.

Derived facts in; for each axis the record of the attribution that speaks, for the claim the overall number and the
gates out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.engine.matcher import NO_LINK, Row, View, view_of
from sayso.engine.outcome import FULL, AxisRecord, GateLine, Judged, Kept, cap_overall, judge_axis, rounded
from sayso.engine.plan import AxisPlan, CriterionPlan, Plan, uncertain
from sayso.facts.derive import Facts
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, Truth
from sayso.rubric.model import Band, Entry

Status = Literal["scored", "abstained", "not_applicable"]
_RANK = {"scored": 2, "abstained": 1, "not_applicable": 0}


@dataclass(frozen=True, slots=True)
class Reading:
    """One axis read on one attribution (or on the claim, where ``attribution`` is None).

    ``links`` names, per criterion, the link that an ``over`` took; ``kept`` runs from the root outwards.
    """

    attribution: int | None
    record: AxisRecord
    judged: tuple[Judged, ...]
    links: tuple[int | None, ...]
    kept: tuple[Kept, ...]
    gates: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class AxisResult:
    """An axis of the answer, in thousandths: who speaks, the range over all that are scored, and the others."""

    plan: AxisPlan
    speaker: Reading
    others: tuple[Reading, ...]
    status: Status
    low: int
    high: int
    band: Band | None


@dataclass(frozen=True, slots=True)
class OverallResult:
    score: int | None
    low: int | None
    high: int | None
    label: str | None
    gates: tuple[GateLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A claim as judged; ``gates`` holds the truth of every gate of the claim, in file order."""

    plan: Plan
    facts: Facts
    status: Status
    axes: tuple[AxisResult, ...]
    overall: OverallResult
    gates: tuple[Truth, ...]
    grade: str | None


def judge(plan: Plan, facts: Facts) -> Result:
    """The result for derived facts. A pure function of both."""
    claim_view = view_of(facts, None)
    gates = tuple(gate.when(claim_view, NO_LINK) for gate in plan.claim_gates)
    axes = tuple(_axis(plan, axis, facts, claim_view, gates) for axis in plan.axes)
    ended = any(
        truth == TRUE and gate.gate.not_applicable for gate, truth in zip(plan.claim_gates, gates, strict=True)
    ) or all(axis.status == "not_applicable" for axis in axes)
    status: Status = "abstained"
    if ended:
        status = "not_applicable"
    elif any(axis.status == "scored" for axis in axes):
        status = "scored"
    return Result(plan, facts, status, axes, _overall(plan, axes, gates), gates, None if ended else _grade(plan, axes))


def _axis(plan: Plan, axis: AxisPlan, facts: Facts, claim_view: View, gates: tuple[Truth, ...]) -> AxisResult:
    if axis.axis.of == "claim":
        truths = {gate.index: truth for gate, truth in zip(plan.claim_gates, gates, strict=True)}
        reading = _read(plan, axis, None, claim_view, tuple(truths[gate.index] for gate in axis.caps))
        return _result(axis, reading, (), reading.record.low, reading.record.high)
    readings = []
    for attribution in range(len(facts.chains)):
        view = view_of(facts, attribution)
        readings.append(_read(plan, axis, attribution, view, tuple(gate.when(view, NO_LINK) for gate in axis.caps)))
    if len(readings) == 1:
        return _result(axis, readings[0], (), readings[0].record.low, readings[0].record.high)
    ordered = sorted(readings, key=lambda reading: _standing(reading, facts))
    speaker = ordered[0]
    peers = [each.record for each in readings if each.record.status == speaker.record.status]
    others = tuple(each for each in readings if each is not speaker)
    return _result(axis, speaker, others, max(peer.low for peer in peers), max(peer.high for peer in peers))


def _standing(reading: Reading, facts: Facts) -> tuple[int, int, int, int, bytes]:
    """Who speaks comes first: scored, the highest estimate, the higher low, the fewer links, the canonical form."""
    record, chain = reading.record, facts.chains[reading.attribution or 0]
    return -_RANK[record.status], -record.exact, -record.low, len(chain.links), chain.form


def _read(plan: Plan, axis: AxisPlan, attribution: int | None, view: View, gates: tuple[Truth, ...]) -> Reading:
    judged: list[Judged] = []
    links: list[int | None] = []
    for criterion in axis.criteria:
        if criterion.criterion.over is None:
            judged.append(criterion.judge(view, NO_LINK))
            links.append(None)
        else:
            outcome, link = _over(criterion, view)
            judged.append(outcome)
            links.append(link)
    kept: tuple[Kept, ...] = ()
    chain = axis.chain
    if chain is not None:
        kept = tuple([chain.keep(view, link) for link in view.links[-2::-1]])
    code = (*map(id, judged), *map(id, kept), gates)
    record = axis.records.get(code)
    if record is None:
        caps = [(gate.index, gate.gate, truth) for gate, truth in zip(axis.caps, gates, strict=True)]
        record = judge_axis(axis.axis, judged, kept, caps, plan.rubric.lowest)
        if len(axis.records) < RECORDS_KEPT:
            axis.records[code] = record
    return Reading(attribution, record, tuple(judged), tuple(links), kept, gates)


RECORDS_KEPT = 65_536
"""How many outcome codes of an axis keep their record; beyond that a record is made afresh, with the same numbers."""


def _over(plan: CriterionPlan, view: View) -> tuple[Judged, int | None]:
    """A criterion run over links; the worst (or best) speaks, the nearest on a tie. Shapes as
    ``CriterionPlan.judge``.
    """
    criterion = plan.criterion
    over = criterion.over
    assert over is not None
    applies = TRUE if plan.applies is None else plan.applies(view, NO_LINK)
    if applies == FALSE:
        return plan.judge(view, NO_LINK), None
    links = view.links if over.links != "relays" else view.links[:-1]
    included = [TRUE if plan.only is None else plan.only(view, link) for link in links]
    runs = [(at, plan.judge(view, link)) for at, link in enumerate(links) if included[at] != FALSE]
    sure = [run for at, run in runs if included[at] == TRUE]
    if not runs:
        return _nowhere(plan, applies), None
    sign = 1 if over.take == "worst" else -1
    certain = applies == TRUE and all(truth != UNKNOWN for truth in included)
    if certain:
        best = min(runs, key=lambda item: (sign * item[1].points, not item[1].certain, item[0]))
        if best[1].certain and all(
            sign * best[1].points <= sign * (run.low if sign == 1 else run.high) for _, run in runs
        ):
            return best[1], best[0]
    every = [run for _, run in runs]
    candidates: list[Entry] = [
        entry for run in every for entry in (run.candidates or ((run.entry,) if run.entry else ()))
    ]
    if over.take == "worst":
        low = min(run.low for run in every)
        high = min(run.high for run in sure) if sure else max(run.high for run in every)
    else:
        high = max(run.high for run in every)
        low = max(run.low for run in sure) if sure else min(run.low for run in every)
    if not sure and criterion.nowhere is not None:
        low, high = min(low, criterion.nowhere.points), max(high, criterion.nowhere.points)
        candidates.append(criterion.nowhere)
    if applies == UNKNOWN:
        high = max(high, criterion.maximum)
    nearest = min(runs, key=lambda item: (item[1].certain, sign * item[1].points, item[0]))[0]
    return _kept_apart(plan, low, high, candidates), nearest


def _nowhere(plan: CriterionPlan, applies: Truth) -> Judged:
    criterion = plan.criterion
    entry = criterion.nowhere or criterion.otherwise
    assert entry is not None
    key = (applies, -1)
    found = plan.met.get(key)
    if found is None:
        if applies == TRUE:
            found = Judged(plan.index, entry, entry.points, entry.points, entry.points, criterion.maximum, "fact")
        else:
            found = uncertain(criterion, plan.index, entry.points, criterion.maximum, plan.lowest, (entry,))
        plan.met[key] = found
    return found


def _kept_apart(plan: CriterionPlan, low: int, high: int, candidates: list[Entry]) -> Judged:
    """An uncertain outcome over links, one object per range and candidates so that outcome codes stay few."""
    every = tuple(dict.fromkeys(candidates))
    key = (low, high, every)
    found = plan.spread.get(key)
    if found is None:
        found = plan.spread[key] = uncertain(plan.criterion, plan.index, low, high, plan.lowest, every)
    return found


def _result(axis: AxisPlan, speaker: Reading, others: tuple[Reading, ...], low: int, high: int) -> AxisResult:
    status = speaker.record.status
    band = axis.axis.band(rounded(speaker.record.exact)) if status == "scored" else None
    return AxisResult(axis, speaker, others, status, low, high, band)


def _grade(plan: Plan, axes: tuple[AxisResult, ...]) -> str | None:
    words = [axis_word(axis) for axis in axes if axis.status != "not_applicable"]
    every = [band.id for axis in plan.rubric.axes for band in axis.bands] + [
        axis.abstain_id for axis in plan.rubric.axes
    ]
    return ("/" if any(len(word) > 1 for word in every) else "").join(words) if words else None


def axis_word(axis: AxisResult) -> str:
    """The band id of an axis, the abstain id included."""
    return axis.plan.axis.abstain_id if axis.band is None else axis.band.id


def _overall(plan: Plan, axes: tuple[AxisResult, ...], gates: tuple[Truth, ...]) -> OverallResult:
    overall = plan.rubric.overall
    applicable = [axis for axis in axes if axis.status != "not_applicable"]
    if overall.method == "none":
        return OverallResult(None, None, None, None)
    if overall.method == "table":
        if len(applicable) < len(axes):
            return OverallResult(None, None, None, None)
        word = overall.table
        for axis in axes:
            word = word[axis_word(axis)]
        return OverallResult(None, None, None, str(word))
    weights = {
        axis.plan.axis.id: overall.weights.get(axis.plan.axis.id, 0) if overall.method == "weighted" else 1
        for axis in applicable
    }
    counted = [axis for axis in applicable if weights[axis.plan.axis.id] > 0]
    if not counted:
        return OverallResult(None, None, None, None)

    def joined(values: list[int]) -> int:
        if overall.method == "min":
            return min(values)
        shares = [weights[axis.plan.axis.id] for axis in counted]
        return sum(value * share for value, share in zip(values, shares, strict=True)) // sum(shares)

    exact, low, high = (
        joined([axis.speaker.record.exact for axis in counted]),
        joined([axis.low for axis in counted]),
        joined([axis.high for axis in counted]),
    )
    caps = [(g.index, g.gate, t) for g, t in zip(plan.claim_gates, gates, strict=True) if "overall" in g.gate.caps]
    exact, low, high, lines = cap_overall(exact, low, high, caps, plan.rubric.lowest)
    if any(axis.status == "abstained" for axis in counted):
        return OverallResult(None, low, high, None, lines)
    label = None
    if overall.bands:
        label = next(band.label for band in overall.bands if rounded(exact) >= band.start)
    return OverallResult(exact, low, high, label, lines)


__all__ = ["FULL", "AxisResult", "OverallResult", "Reading", "Result", "Row", "axis_word", "judge"]
