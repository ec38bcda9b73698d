"""Which attribution speaks for each claim, and what does the claim come to as a whole?

The rules are those of ``scalar``: its order among attributions, its range, its overall number. What is made of words
(status, grade, the word of a table) is asked of it, once for each combination of bands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.engine.columnar_axis import AxisReader, AxisRows, Held, Marks
from sayso.engine.columnar_numbers import (
    ABSTAINED,
    NOT_APPLICABLE,
    POINTS,
    SCORED,
    STATUSES,
    Caps,
    Thousandths,
    Whole,
)
from sayso.engine.columnar_rows import Batch, Rows
from sayso.engine.outcome import FULL
from sayso.engine.plan import Plan
from sayso.engine.scalar import Status, graded, word_of_table
from sayso.rubric.matcher import TRUE
from sayso.rubric.model import Overall

Places = NDArray[np.intp]
_BITS, _TIE_BITS = 17, 20
_MOST_VERDICTS = 1 << 18


@dataclass(frozen=True, slots=True)
class AxisClaims:
    """An axis of each claim, in thousandths; ``row`` is where what speaks stands among the rows that were read (None:
    one for one), ``attribution`` is None on an axis of: claim, ``word`` the place of its band.
    """

    status: NDArray[np.uint8]
    exact: Thousandths
    low: Thousandths
    high: Thousandths
    known: NDArray[np.uint16]
    word: NDArray[np.uint8]
    attribution: NDArray[np.uint8] | None
    code: Marks
    row: Rows | None


def alone(reader: AxisReader, rows: AxisRows, attribution: NDArray[np.uint8] | None) -> AxisClaims:
    """Every row speaks for a claim of its own."""
    status = rows.points.status
    word = reader.scale.place(status, rows.exact)
    return AxisClaims(status, rows.exact, rows.low, rows.high, rows.points.known, word, attribution, rows.code, None)


def best(reader: AxisReader, rows: AxisRows, batch: Batch) -> AxisClaims:
    """Who speaks: scored, the highest estimate, the higher low, the fewer links, the canonical form."""
    if batch.single:
        return alone(reader, rows, np.zeros(batch.height, dtype=np.uint8))
    several = batch.several
    status, exact, low, high = (
        value.take(several.rows) for value in (rows.points.status, rows.exact, rows.low, rows.high)
    )
    standing = status.astype(np.int64)
    for value in (exact, low):
        standing <<= _BITS
        standing |= value
    standing <<= _TIE_BITS
    standing |= batch.standing.take(several.rows)
    best_ = np.maximum.reduceat(standing, several.starts) & 255
    speaks, row = np.zeros(len(batch.starts), dtype=np.uint8), batch.starts.copy()
    speaks[several.claims] = best_
    row[several.claims] += best_
    of_speaker = status.take(several.starts + best_)
    silent = status != np.repeat(of_speaker, np.diff(several.starts, append=len(several.rows)))
    lows, highs = rows.low.take(row), rows.high.take(row)
    for value, whole in ((low, lows), (high, highs)):
        value[silent] = -1
        whole[several.claims] = np.maximum.reduceat(value, several.starts)
    status, exact = rows.points.status.take(row), rows.exact.take(row)
    word, known = reader.scale.place(status, exact), rows.points.known.take(row)
    return AxisClaims(status, exact, lows, highs, known, word, speaks, rows.code.take(row), row)


def together(parts: Sequence[AxisClaims]) -> AxisClaims:
    """The claims of several batches; which rows spoke is left out."""
    if len(parts) == 1:
        return parts[0]
    names = ("status", "exact", "low", "high", "known", "word", "code")
    found = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    speaks = [part.attribution for part in parts if part.attribution is not None]
    return AxisClaims(**found, attribution=np.concatenate(speaks) if speaks else None, row=None)


@dataclass(frozen=True, slots=True)
class OverallClaims:
    """The overall number of each claim, in thousandths: ``there`` where there is a range, ``scored`` where there is a
    number, ``label`` the place of its word among ``OverallReader.labels``. None where the rubric has no number.
    """

    exact: Whole
    low: Whole
    high: Whole
    there: NDArray[np.bool_]
    scored: NDArray[np.bool_]
    label: NDArray[np.uint8]
    capped: Callable[[], Places]
    """Which of ``OverallReader.gates`` lowers each, -1 where none does."""


class OverallReader:
    """The overall number of a plan that has one."""

    def __init__(self, plan: Plan) -> None:
        overall = plan.rubric.overall
        self.overall: Overall = overall
        self.labels: list[str | None] = [*dict.fromkeys(band.label for band in overall.bands), None]
        self._label = np.array(
            [
                self.labels.index(next((band.label for band in overall.bands if points >= band.start), None))
                for points in range(POINTS)
            ],
            dtype=np.uint8,
        )
        ids = [axis.axis.id for axis in plan.axes]
        weighted = overall.method == "weighted"
        self._weights = [overall.weights.get(name, 0) if weighted else 1 for name in ids]
        self._at = [at for at, gate in enumerate(plan.claim_gates) if "overall" in gate.gate.caps]
        self._caps = Caps([(plan.claim_gates[at].gate, "overall") for at in self._at], plan.rubric.lowest)
        self.gates = self._caps.gates

    def read(self, axes: Sequence[AxisClaims], held: Held) -> OverallClaims:
        counted = [(axis, weight) for axis, weight in zip(axes, self._weights, strict=True) if weight > 0]
        applies = [axis.status != NOT_APPLICABLE for axis, _ in counted]
        there = np.logical_or.reduce(applies)
        values = [
            self._joined([getattr(axis, name) for axis, _ in counted], applies) for name in ("exact", "low", "high")
        ]
        exact, low, high = self._caps.held((values[0], values[1], values[2]), held.cells(self._at))
        silent = np.logical_or.reduce([axis.status == ABSTAINED for axis, _ in counted])
        scored = there & ~silent
        label = self._label.take((exact + 500) // 1000)
        label[~scored] = len(self.labels) - 1

        def capped() -> Rows:
            return self._caps.applied(values[0], [held.truth(at) for at in self._at])

        return OverallClaims(exact, low, high, there, scored, label, capped)

    def _joined(self, values: Sequence[Thousandths], applies: Sequence[NDArray[np.bool_]]) -> Whole:
        """Their least, or their mean by weight, of those axes that apply; 0 where none does."""
        if self.overall.method == "min":
            most = np.int64(np.iinfo(np.int64).max)
            least: Whole = np.minimum.reduce(
                [np.where(here, value, most) for value, here in zip(values, applies, strict=True)]
            )
            return np.where(least == most, 0, least)
        weights = [weight for weight in self._weights if weight > 0]
        whole = _weighed(values, weights)
        found: Whole = whole // sum(weights)
        some = np.flatnonzero(~np.logical_and.reduce(applies))
        if len(some):
            each = [here.take(some) * weight for here, weight in zip(applies, weights, strict=True)]
            total: Whole = np.add.reduce(each)
            of_some: Whole = np.add.reduce(
                [value.take(some) * weight for value, weight in zip(values, each, strict=True)]
            )
            found[some] = of_some // np.maximum(total, 1)
        return found


def _weighed(values: Sequence[Thousandths], weights: Sequence[int]) -> Whole:
    """The sum, in 32 bits where it fits, which is twice as quick."""
    type_: type[Any] = np.int32 if FULL * sum(weights) <= np.iinfo(np.int32).max else np.int64
    whole: NDArray[Any] = np.zeros(len(values[0]), dtype=type_)
    for value, weight in zip(values, weights, strict=True):
        whole += value * type_(weight)
    return whole


@dataclass(frozen=True, slots=True)
class _Said:
    status: Status
    word: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a combination of bands makes: the status, the grade and the word of a table."""

    status: Status
    grade: str | None
    label: str | None


class VerdictReader:
    """Each combination of the words of the axes, and whether a gate ends the claim, with the verdict it makes."""

    def __init__(self, plan: Plan, axes: Sequence[AxisReader]) -> None:
        self._plan, self._axes = plan, axes
        self._widths = [len(axis.scale.words) for axis in axes]
        self._ends = [at for at, gate in enumerate(plan.claim_gates) if gate.gate.not_applicable]
        self.eager = 2 * prod(self._widths) <= _MOST_VERDICTS
        """Whether there are few enough to list them all."""
        self.verdicts = [self._verdict(cell) for cell in range(2 * prod(self._widths))] if self.eager else []
        self._met: dict[int, int] = {}

    def read(self, axes: Sequence[AxisClaims], held: Held) -> tuple[Places, NDArray[np.bool_]]:
        """For each claim the place of its verdict among ``verdicts``, and whether a gate ends it."""
        ended = np.zeros(len(axes[0].status), dtype=np.bool_)
        for at in self._ends:
            ended |= held.truth(at) == TRUE
        cell = ended.astype(np.intp)
        for axis, width in zip(axes, self._widths, strict=True):
            cell *= width
            cell += axis.word
        if self.eager:
            return cell, ended
        distinct, back = np.unique(cell, return_inverse=True)
        return np.array([self._place(each) for each in distinct.tolist()], dtype=np.intp)[back], ended

    def _place(self, cell: int) -> int:
        found = self._met.setdefault(cell, len(self.verdicts))
        if found == len(self.verdicts):
            self.verdicts.append(self._verdict(cell))
        return found

    def _verdict(self, cell: int) -> Verdict:
        said = []
        for axis, width in zip(reversed(self._axes), reversed(self._widths), strict=True):
            cell, place = divmod(cell, width)
            scale = axis.scale
            status = SCORED if place < scale.silent else ABSTAINED if place == scale.silent else NOT_APPLICABLE
            said.append(_Said(STATUSES[status], scale.words[place] or scale.axis.abstain_id))
        said.reverse()
        overall = self._plan.rubric.overall
        status_, grade = graded(self._plan, bool(cell), said)
        label = word_of_table(overall.table, said) if overall.method == "table" else None
        return Verdict(status_, grade, label)
