"""What does an outcome code come to, in words: the small table beside that of the judged claims?

Codes are noted as they are met and told when they are asked for, by the functions that judge a single claim.
Sentences keep their placeholders: the facts that belong there are the claim's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.engine.columnar_axis import AxisReader, AxisRows, Marks
from sayso.engine.columnar_claims import AxisClaims
from sayso.engine.lines import criterion_code, keep_code, keep_of, said_of_criterion, said_of_keep
from sayso.engine.outcome import rounded
from sayso.engine.plan import AxisPlan, Code, Plan
from sayso.engine.scalar import Reading, reading_of
from sayso.rubric.matcher import FALSE, TRUE

GATES = "gates"
_LOSS = {"code": pl.String, "points": pl.Int32, "basis": pl.String, "because": pl.String, "reference": pl.String}
_GATE = {"id": pl.String, "effect": pl.String, "status": pl.String, "before": pl.Int32, "after": pl.Int32}
_GATE |= {"because": pl.String, "reference": pl.String}
SCHEMA: dict[str, Any] = {
    "part": pl.String,
    "code": pl.UInt64,
    "status": pl.String,
    "exact": pl.Int32,
    "low": pl.Int32,
    "high": pl.Int32,
    "known": pl.UInt16,
    "band": pl.String,
    "losses": pl.List(pl.Struct(_LOSS)),
    "gates": pl.List(pl.Struct(_GATE)),
}
"""Points are thousandths, ``known`` per mille; low and high are of the attribution that has the code, alone."""
Parts = tuple[Code, Code, Code]
"""The numbers of the criteria, the truths of the caps, the numbers of the keeps from the root outwards."""


class Records:
    """The codes met so far."""

    def __init__(self, plan: Plan, axes: Sequence[AxisReader]) -> None:
        self._plan = plan
        self._met: dict[str, dict[int, Parts]] = {axis.plan.axis.id: {} for axis in axes}
        self._gates: dict[int, Code] = {}

    def note_axis(self, axis: AxisReader, read: AxisRows, claims: AxisClaims) -> None:
        """Takes note of what speaks on an axis."""
        met = self._met[axis.plan.axis.id]
        at, codes = _new(claims.code, met)
        rows = at if claims.row is None else claims.row.take(at)
        numbers = _columns(read.numbers, rows)
        truths = _columns(read.truths, rows)
        keeps = [()] * len(rows) if read.keeps is None else [read.kept[path] for path in read.keeps.take(rows).tolist()]
        met.update(zip(codes, zip(numbers, truths, keeps, strict=True), strict=True))

    def note_gates(self, code: Marks, gates: Sequence[NDArray[np.int32]]) -> None:
        """Takes note of the gates of the claims."""
        at, codes = _new(code, self._gates)
        self._gates.update(zip(codes, _columns(gates, at), strict=True))

    def frame(self) -> pl.DataFrame:
        """A row for each code, in the order of the axes and of the codes, the gates last."""
        told = [
            self._axis(axis, code, self._met[axis.axis.id][code])
            for axis in self._plan.axes
            for code in sorted(self._met[axis.axis.id])
        ]
        told += [
            {"part": GATES, "code": code, "gates": list(self._holding(self._gates[code]))}
            for code in sorted(self._gates)
        ]
        return pl.DataFrame(told, schema=SCHEMA)

    def _axis(self, axis: AxisPlan, code: int, parts: Parts) -> dict[str, Any]:
        reading = reading_of(self._plan, axis, *parts)
        record = reading.record
        scored, silent = record.status == "scored", record.status == "not_applicable"
        band = axis.axis.band(rounded(record.exact)).id if scored else None if silent else axis.axis.abstain_id
        return {
            "part": axis.axis.id,
            "code": code,
            "status": record.status,
            "exact": record.exact if scored else None,
            "low": None if silent else record.low,
            "high": None if silent else record.high,
            "known": None if silent else record.known,
            "band": band,
            "losses": list(self._losses(axis, reading)) if scored else [],
            "gates": list(self._caps(reading, scored)),
        }

    def _losses(self, axis: AxisPlan, reading: Reading) -> Iterator[dict[str, Any]]:
        """In the order in which points were lost."""
        rubric = self._plan.rubric
        place = {judged.criterion: judged for judged in reading.judged}
        for loss in reading.record.losses:
            if loss.kind == "criterion":
                criterion, judged = rubric.criteria[loss.index], place[loss.index]
                code, reference = criterion_code(criterion, judged), criterion.reference
                because = said_of_criterion(criterion, judged)
            elif loss.kind == "chain":
                assert axis.chain is not None
                chain, kept = axis.chain.chain, reading.kept[loss.index]
                code, reference = keep_code(chain, kept), chain.reference or rubric.reference
                because = said_of_keep(chain, keep_of(chain, kept))
            else:
                gate = rubric.gates[loss.index]
                code, because, reference = f"gate.{gate.id}", gate.because, gate.reference
            points = loss.thousandths
            yield {"code": code, "points": points, "basis": loss.basis, "because": because, "reference": reference}

    def _caps(self, reading: Reading, scored: bool) -> Iterator[dict[str, Any]]:
        for line in reading.record.gates:
            gate = self._plan.rubric.gates[line.gate]
            numbers = {"before": line.before, "after": line.after} if scored else {"before": None, "after": None}
            said = {"because": gate.because, "reference": gate.reference}
            yield {"id": gate.id, "effect": gate.effect, "status": line.status, **numbers, **said}

    def _holding(self, truths: Code) -> Iterator[dict[str, Any]]:
        """The gates on the claim that hold or may hold, caps apart: those stand with what they cap."""
        for table, truth in zip(self._plan.claim_gates, truths, strict=True):
            gate = table.gate
            if truth != FALSE and (not gate.caps or "overall" in gate.caps):
                status = "applied" if truth == TRUE else "possible"
                said = {"because": gate.because, "reference": gate.reference}
                yield {"id": gate.id, "effect": gate.effect, "status": status, "before": None, "after": None, **said}


def _new(codes: Marks, met: dict[int, Any]) -> tuple[NDArray[np.intp], list[int]]:
    """The codes that were not met before, and a row for each."""
    first = np.flatnonzero(pl.Series(codes).is_first_distinct().to_numpy())
    found = [(at, code) for at, code in zip(first.tolist(), codes.take(first).tolist(), strict=True) if code not in met]
    return np.array([at for at, _ in found], dtype=np.intp), [code for _, code in found]


def _columns(columns: Sequence[NDArray[np.int32]], rows: NDArray[np.intp]) -> list[Code]:
    if not columns:
        return [()] * len(rows)
    return list(zip(*(column.take(rows).tolist() for column in columns), strict=True))
