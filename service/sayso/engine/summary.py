"""What of an answer follows from the outcome alone: status, grade, axes, the order of losses, the numbers of gates?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_core import to_json

from sayso.engine.lines import criterion_code, keep_code
from sayso.engine.outcome import GateLine, decimal, rounded
from sayso.engine.plan import Plan
from sayso.engine.scalar import AxisResult, Outcome, Reading
from sayso.rubric.matcher import FALSE, TRUE, Truth

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LossAt:
    """A loss: on which axis (its place among them), and the place of its criterion, link or gate line.

    ``points`` is the number as JSON, ``short`` as a sentence shows it; ``before`` opens the line of a gate's loss.
    """

    axis: int
    kind: Literal["criterion", "chain", "gate"]
    at: int
    code: str
    points: str
    short: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class GateAt:
    """A gate that holds or may hold: ``axis`` has its words (None: the claim's gates), at the place ``at`` there.

    ``before`` opens its line; ``caps`` is the axis that it holds down, where it does.
    """

    gate: int
    axis: int | None
    at: int
    truth: Truth
    applied: bool
    caps: str | None
    before: str


@dataclass(frozen=True, slots=True)
class Summary:
    """``head`` is JSON from "status" to "axes"; ``taken`` has, per axis, what each link took, as JSON."""

    head: str
    axes: tuple[Answer, ...]
    overall: Answer
    losses: tuple[LossAt, ...]
    gates: tuple[GateAt, ...]
    taken: tuple[tuple[str, ...], ...]


def summary_of(plan: Plan, outcome: Outcome) -> Summary:
    """The parts of an answer that are the same for every claim with this outcome."""
    ended = outcome.status == "not_applicable"
    axes = [_axis(axis, ended) for axis in outcome.axes]
    overall = _overall(outcome, ended)
    head = {
        "status": outcome.status,
        "grade": outcome.grade,
        "overall": overall,
        "axes": {axis.plan.axis.id: told for axis, told in zip(outcome.axes, axes, strict=True)},
    }
    gates = sorted(_gates(plan, outcome, ended), key=lambda each: each.gate)
    losses = [] if ended else sorted(_losses(plan, outcome, gates), key=lambda each: each[0])
    taken = tuple(
        tuple(f'"{decimal(took)}"' if axis.status == "scored" else "null" for took in axis.speaker.record.links)
        for axis in outcome.axes
    )
    return Summary(
        to_json(head)[1:-1].decode(), tuple(axes), overall, tuple(loss for _, loss in losses), tuple(gates), taken
    )


def _overall(outcome: Outcome, ended: bool) -> Answer:
    overall = outcome.overall
    if ended:
        return {"score": None, "low": None, "high": None, "exact": None, "label": None}
    return {
        "score": None if overall.score is None else rounded(overall.score),
        "low": None if overall.low is None else rounded(overall.low),
        "high": None if overall.high is None else rounded(overall.high),
        "exact": None if overall.score is None else decimal(overall.score),
        "label": overall.label,
    }


def _axis(axis: AxisResult, ended: bool) -> Answer:
    record, spoken = axis.speaker.record, axis.plan.axis
    status = "not_applicable" if ended else axis.status
    scored, silent = status == "scored", status == "not_applicable"
    return {
        "status": status,
        "score": rounded(record.exact) if scored else None,
        "low": None if silent else rounded(axis.low),
        "high": None if silent else rounded(axis.high),
        "exact": decimal(record.exact) if scored else None,
        "band": None if silent else axis.word,
        "label": None if silent else spoken.abstain_label if axis.band is None else axis.band.label,
        "known": None if silent else record.known,
        "attribution": axis.attribution,
        "others": [_other(axis, at, reading, silent) for at, reading in axis.others],
    }


def _other(axis: AxisResult, attribution: int, reading: Reading, silent: bool) -> Answer:
    """Another attribution; ``silent`` where the axis does not apply, so that it has no grade either."""
    record, spoken = reading.record, axis.plan.axis
    status = "not_applicable" if silent else record.status
    scored = status == "scored"
    band = spoken.band(rounded(record.exact)).id if scored else spoken.abstain_id if status == "abstained" else None
    return {
        "attribution": attribution,
        "status": status,
        "exact": decimal(record.exact) if scored else None,
        "band": band,
    }


def _gates(plan: Plan, outcome: Outcome, ended: bool) -> Iterator[GateAt]:
    """The gates that hold or may hold. Where the claim is not graded, caps have nothing to hold down."""
    for place, axis in enumerate(() if ended else outcome.axes):
        truths = {
            gate.index: (at, truth)
            for at, (gate, truth) in enumerate(zip(axis.plan.caps, axis.speaker.gates, strict=True))
        }
        for line in axis.speaker.record.gates:
            at, truth = truths[line.gate]
            name = axis.plan.axis.id
            if axis.plan.axis.of == "claim":
                yield _gate(plan, line, truth, None, axis.plan.caps_at[at], name, axis.status != "scored")
            else:
                yield _gate(plan, line, truth, place, at, name, axis.status != "scored")
    lines = {line.gate: line for line in outcome.overall.gates}
    for at, (table, truth) in enumerate(zip(plan.claim_gates, outcome.gates, strict=True)):
        if table.index in lines and not ended:
            yield _gate(plan, lines[table.index], truth, None, at, "overall", outcome.overall.score is None)
        elif not table.gate.caps and truth != FALSE:
            line = GateLine(table.index, "applied" if truth == TRUE else "possible", 0, 0)
            yield _gate(plan, line, truth, None, at, None, True)


def _gate(
    plan: Plan, line: GateLine, truth: Truth, place: int | None, at: int, caps: str | None, silent: bool
) -> GateAt:
    gate = plan.rubric.gates[line.gate]
    stated = {
        "id": gate.id,
        "effect": gate.effect,
        "status": line.status,
        "axis": caps,
        "before": None if silent else decimal(line.before),
        "after": None if silent else decimal(line.after),
    }
    return GateAt(line.gate, place, at, truth, line.status == "applied", caps, to_json(stated)[:-1].decode())


def _losses(plan: Plan, outcome: Outcome, gates: list[GateAt]) -> Iterator[tuple[tuple[int, int, str], LossAt]]:
    """Each loss with what it is ranked by: size, then axis, then code."""
    for place, axis in enumerate(outcome.axes):
        if axis.status != "scored":
            continue
        reading, name = axis.speaker, axis.plan.axis.id
        at_of = {judged.criterion: at for at, judged in enumerate(reading.judged)}
        for loss in reading.record.losses:
            before, at = "", loss.index
            if loss.kind == "criterion":
                at = at_of[loss.index]
                code = criterion_code(plan.rubric.criteria[loss.index], reading.judged[at])
            elif loss.kind == "chain":
                assert axis.plan.chain is not None
                code = keep_code(axis.plan.chain.chain, reading.kept[at])
            else:
                code = f"gate.{plan.rubric.gates[loss.index].id}"
                at = next(n for n, each in enumerate(gates) if each.gate == loss.index and each.caps == name)
                stated = {"code": code, "axis": name, "points": decimal(loss.thousandths), "basis": loss.basis}
                before = to_json(stated)[:-1].decode() + ',"facts":'
            points = decimal(loss.thousandths)
            short = points.rstrip("0").rstrip(".")
            yield (-loss.thousandths, place, code), LossAt(place, loss.kind, at, code, f'"{points}"', short, before)
