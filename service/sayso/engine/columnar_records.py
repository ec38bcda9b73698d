"""What does an outcome code come to, in words: the small table beside that of the judged claims?

Codes are noted as they are met and told when they are asked for.
Sentences keep their placeholders: the facts that belong there are the claim's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

import numpy as np
import polars as pl

from sayso.engine.columnar_axis import AxisReader, AxisRows, Held, Marks, Parts, columns
from sayso.engine.columnar_claims import AxisClaims
from sayso.engine.columnar_losses import GATE, LOSS, AxisLosses
from sayso.engine.columnar_rows import Rows
from sayso.engine.plan import Code, Plan
from sayso.rubric.matcher import FALSE, TRUE

T = TypeVar("T")
_LATELY = 1 << 16
SCHEMA: dict[str, Any] = {
    "axis": pl.String,
    "outcome": pl.UInt64,
    "status": pl.String,
    "exact": pl.Int32,
    "low": pl.Int32,
    "high": pl.Int32,
    "known": pl.UInt16,
    "band": pl.String,
    "losses": pl.List(pl.Struct(LOSS)),
    "gates": pl.List(pl.Struct(GATE)),
}
"""Points are thousandths, ``known`` per mille; low and high are of the attribution that has the code, alone."""


class Records:
    """The codes met so far."""

    def __init__(self, plan: Plan, axes: Sequence[AxisReader]) -> None:
        self._plan = plan
        self._met: dict[str, _Met[Parts]] = {axis.plan.axis.id: _Met() for axis in axes}
        self._losses = [AxisLosses(plan, axis) for axis in axes]
        self._gates: _Met[Code] = _Met()

    def note_axis(self, axis: AxisReader, read: AxisRows, claims: AxisClaims) -> None:
        """Takes note of what speaks on an axis."""
        met = self._met[axis.plan.axis.id]
        at, codes = met.new(claims.code)
        if codes:
            rows = at if claims.row is None else claims.row.take(at)
            met.parts.update(zip(codes, read.parts(rows), strict=True))

    def note_gates(self, code: Marks, gates: Held) -> None:
        """Takes note of the gates of the claims."""
        at, codes = self._gates.new(code)
        if codes:
            self._gates.parts.update(zip(codes, columns(gates.truths(at), len(at)), strict=True))

    def frame(self, *, fresh: bool = False) -> pl.DataFrame:
        """A row for each code, in the order of the axes and of the codes, the gates last; with ``fresh`` only for those
        that this has not told of before.
        """
        told = [
            losses.frame(codes, [met.parts[code] for code in codes])
            for losses, met in zip(self._losses, self._met.values(), strict=True)
            if (codes := met.codes(fresh=fresh))
        ]
        held = [
            {"axis": None, "outcome": code, "gates": list(self._holding(self._gates.parts[code]))}
            for code in self._gates.codes(fresh=fresh)
        ]
        return pl.concat([*told, pl.DataFrame(held, schema=SCHEMA)])

    def _holding(self, truths: Code) -> Iterator[dict[str, Any]]:
        """The gates on the claim that hold or may hold, caps apart: those stand with what they cap."""
        for table, truth in zip(self._plan.claim_gates, truths, strict=True):
            gate = table.gate
            if truth != FALSE and (not gate.caps or "overall" in gate.caps):
                status = "applied" if truth == TRUE else "possible"
                said = {"because": gate.because, "reference": gate.reference}
                yield {"id": gate.id, "effect": gate.effect, "status": status, "before": None, "after": None, **said}


class _Met(Generic[T]):
    """Codes with their parts; ``_lately`` has those met last at the places of their lowest bits, to pass most by."""

    def __init__(self) -> None:
        self.parts: dict[int, T] = {}
        self._lately = np.zeros(_LATELY, dtype=np.uint64)
        self._lately[0] = 1  # no code that stands at this place
        self._told = 0

    def codes(self, *, fresh: bool) -> list[int]:
        """All codes in order, or those that came since this was asked for ``fresh`` ones."""
        if not fresh:
            return sorted(self.parts)
        found = sorted(islice(self.parts, self._told, None))
        self._told = len(self.parts)
        return found

    def new(self, codes: Marks) -> tuple[Rows, list[int]]:
        """The codes that were not met before, and a row for each."""
        place = (codes & np.uint64(_LATELY - 1)).view(np.int64)
        open_ = np.flatnonzero(self._lately.take(place) != codes)
        distinct, first = np.unique(codes.take(open_), return_index=True)
        self._lately[place.take(open_)] = codes.take(open_)
        at = open_.take(first)
        found = [
            (row, code) for row, code in zip(at.tolist(), distinct.tolist(), strict=True) if code not in self.parts
        ]
        return np.array([row for row, _ in found], dtype=np.intp), [code for _, code in found]
