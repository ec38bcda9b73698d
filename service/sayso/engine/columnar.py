"""How are millions of claims judged at once? The columnar reader of a compiled plan.

The rows of ``facts_frame`` in, a row for each claim out. Nothing is ruled here: values become classes that the
rubric's own tests tell apart, what a combination of classes comes to is asked of the tables that judge a single claim,
and the sums follow in whole numbers. ADR 0021.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.engine.columnar_axis import AxisReader, Gates, Held, Marks, gates_together
from sayso.engine.columnar_cells import Quantified
from sayso.engine.columnar_claims import AxisClaims, OverallReader, VerdictReader, alone, best, together
from sayso.engine.columnar_gates import Capped, GateCounts
from sayso.engine.columnar_numbers import NOT_APPLICABLE
from sayso.engine.columnar_records import Records
from sayso.engine.columnar_rows import Batch, Codings, Rows, Seen, batch_of
from sayso.engine.columnar_told import Told
from sayso.engine.facts_frame import PLACES
from sayso.engine.plan import Plan
from sayso.errors import InvalidRequest, Problem
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import TRUE, Node

ROWS_AT_ONCE = 65_536
"""About how many rows are worked on at a time, so that they stay near the processor."""


class AppliedGate(NamedTuple):
    """A gate and the axis that it holds down, ``overall`` for all of them, None for a gate that holds down none;
    ``claims`` says for each claim whether it applies.
    """

    id: str
    axis: str | None
    claims: NDArray[np.bool_]


class ColumnarReader:
    """Judges claims by one plan. ``columns`` is what it needs of a facts file (columns of links that no chain has may
    be absent there). What was met is kept from one call to the next; not for several threads at once.
    """

    def __init__(self, plan: Plan, vocabulary: Vocabulary, *, records: bool = True) -> None:
        """Without ``records`` no note is taken of which outcome codes were met."""
        codings = Codings(_conditions(plan), vocabulary)
        self.plan = plan
        self.columns = list(dict.fromkeys([*PLACES, *codings.columns]))
        self._codings = codings
        self._quantified = Quantified([node for node, _ in _conditions(plan)], codings)
        self._gates = Gates(plan.claim_gates, codings)
        self._axes = [AxisReader(axis, codings, plan.rubric.lowest) for axis in plan.axes]
        self._overall = OverallReader(plan) if plan.rubric.overall.method in ("weighted", "min") else None
        self._verdicts = VerdictReader(plan, self._axes)
        self._told = Told(plan, self._axes, self._overall, self._verdicts)
        self._records = Records(plan, self._axes) if records else None
        self._counts = GateCounts(plan)

    def score(self, frame: pl.DataFrame) -> pl.DataFrame:
        """One row for each claim. A claim's rows must stand together, the whole of it. Raises InvalidRequest where the
        frame is not made of facts that this plan can read.
        """
        return self._read(frame, with_gates=False)[0]

    def with_gates(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[AppliedGate]]:
        """What ``score`` says, and for each gate where it applies. Raises as ``score`` does."""
        return self._read(frame, with_gates=True)

    def _read(self, frame: pl.DataFrame, with_gates: bool) -> tuple[pl.DataFrame, list[AppliedGate]]:
        starts = _starts(frame)
        whole = batch_of(frame, starts, self._codings)
        parts = [self._judged(batch, with_gates) for batch in _parts(whole)]
        axes = [together(axis) for axis in zip(*(part.axes for part in parts), strict=True)]
        gates = gates_together([part.gates for part in parts])
        held = parts[0].held if len(parts) == 1 else np.concatenate([part.held for part in parts])
        overall = None if self._overall is None else self._overall.read(axes, gates)
        own = frame.select("claim", "id", "attribution")
        named = own if whole.single else own.filter(pl.col("attribution") == 0)
        places, ended = self._verdicts.read(axes, gates)
        told = self._told.frame(named, axes, overall, (places, ended), held)
        if not with_gates:
            return told, []
        silent = ended | np.logical_and.reduce([axis.status == NOT_APPLICABLE for axis in axes])
        capped = [
            (axis.plan.axis.id, [gate.gate for gate in axis.plan.caps], np.concatenate(of_axis))
            for axis, of_axis in zip(self._axes, zip(*(part.capped for part in parts), strict=True), strict=True)
        ]
        if self._overall is not None and overall is not None:
            capped.append(("overall", self._overall.gates, overall.capped()))
        applied = [
            AppliedGate(gate.id, name, (which == at) & ~silent)
            for name, caps, which in capped
            for at, gate in enumerate(caps)
        ]
        applied += [
            AppliedGate(table.gate.id, None, gates.truth(at) == TRUE)
            for at, table in enumerate(self.plan.claim_gates)
            if not table.gate.caps
        ]
        return told, applied

    def records(self, *, fresh: bool = False) -> pl.DataFrame:
        """What the outcomes of the claims judged so far come to: ``axis`` (null for ``held``) and ``outcome``, with
        status, numbers, band, losses, gates and the sentences, whose placeholders stand for facts of the claim.
        With ``fresh`` only what earlier calls did not tell.
        """
        if self._records is None:
            raise InvalidRequest([Problem("no_records", "the reader was made without records", "make it with records")])
        return self._records.frame(fresh=fresh)

    def gates(self) -> dict[str, int]:
        """For how many claims each gate holds for certain (a cap that does not bind holds, too), of those judged since
        this was last asked.
        """
        return self._counts.fresh()

    def _judged(self, batch: Batch, with_gates: bool) -> _Judged:
        truths = self._quantified.in_batch(batch)
        rows, claims = Seen(batch), Seen(batch, None if batch.single else batch.starts)
        gates, held = self._gates.of(claims, truths)
        if self._records is not None:
            self._records.note_gates(held, gates)
        axes: list[AxisClaims] = []
        speaking: list[Capped] = []
        capped: list[Rows] = []
        for axis in self._axes:
            if axis.plan.axis.of == "claim":
                read = axis.read(claims, truths, gates)
                axes.append(alone(axis, read, None))
            else:
                read = axis.read(rows, truths, gates)
                axes.append(best(axis, read, batch))
                speaking.append((axis.plan, read.held, axes[-1].row))
            if self._records is not None:
                self._records.note_axis(axis, read, axes[-1])
            if with_gates:
                which, row = read.capped(), axes[-1].row
                capped.append(which if row is None else which.take(row))
        self._counts.note(gates, speaking)
        return _Judged(axes, gates, held, capped)


class _Judged(NamedTuple):
    """The axes of each claim, the truths of the gates on claims and what they add up to, and for each axis which of
    its caps applies, where that is asked for.
    """

    axes: list[AxisClaims]
    gates: Held
    held: Marks
    capped: Sequence[Rows]


def _conditions(plan: Plan) -> list[tuple[Node, int]]:
    """Every condition, with the place from the root of the first link that it may be asked of."""
    rubric = plan.rubric
    found: list[tuple[Node | None, int]] = []
    for criterion in rubric.criteria:
        first = 1 if criterion.over is not None and criterion.over.links == "relays" else 0
        only = None if criterion.over is None else criterion.over.only
        found += [(node, first) for node in (criterion.applies, only, *(level.when for level in criterion.levels))]
    if rubric.chain is not None:
        found += [(keep.when, 1) for keep in rubric.chain.keeps]
    found += [(gate.when, 0) for gate in rubric.gates]
    return [(node, first) for node, first in found if node is not None]


def _starts(frame: pl.DataFrame) -> Rows:
    """The first row of each claim."""
    types = frame.schema
    wrong = [name for name, type_ in PLACES.items() if types.get(name) != type_]
    wrong = wrong or [name for name in PLACES if name != "id" and frame[name].null_count()]
    if wrong:
        message = f"the facts have no column {wrong[0]} of the type {PLACES[wrong[0]]} that is filled throughout"
        raise InvalidRequest([Problem("not_facts", message, "derive them with sayso archive facts")])
    attribution, count = frame["attribution"].to_numpy(), frame["attributions"].to_numpy()
    starts = np.flatnonzero(attribution == 0)
    sizes = np.diff(starts, append=frame.height)
    if (len(starts) and starts[0] != 0) or (frame.height and not len(starts)) or (sizes != count.take(starts)).any():
        message = "a claim lacks some of its attributions, or its rows do not stand together"
        raise InvalidRequest([Problem("claims_cut", message, "cut files of facts between claims only")])
    return starts


def _parts(whole: Batch) -> Iterator[Batch]:
    """The claims in pieces."""
    starts = whole.starts
    first = 0
    while first < len(starts):
        after = int(np.searchsorted(starts, int(starts[first]) + ROWS_AT_ONCE))
        yield whole if after - first == len(starts) else whole.part(first, after)
        first = after
    if not len(starts):
        yield whole
