"""How is an axis read on many rows: which outcome has each criterion, each keep and each cap, and what do they make?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.engine.columnar_cells import Given, Outcomes, Truths
from sayso.engine.columnar_numbers import Caps, Points, Scale, Shares, Whole, mark, packed
from sayso.engine.columnar_paths import Paths
from sayso.engine.columnar_rows import Batch, Codings, Seen
from sayso.engine.outcome import Judged
from sayso.engine.plan import AxisPlan
from sayso.engine.tables import CriterionTable, GateTable, KeepTable, Spoken
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, FactRef, Node, Truth, Value

Numbers = NDArray[np.int32]
Marks = NDArray[np.uint64]
PATHS_KEPT = 100_000
"""How many sequences are kept from batch to batch; beyond that they are numbered afresh, with the same results."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AxisRows:
    """An axis on some rows, in thousandths; ``code`` is the outcome code. ``numbers`` are those of the criteria,
    ``truths`` those of the caps, ``keeps`` the sequence of each row among ``kept``.
    """

    points: Points
    exact: Whole
    low: Whole
    high: Whole
    code: Marks
    numbers: Sequence[Numbers]
    truths: Sequence[Numbers]
    keeps: NDArray[np.intp] | None
    kept: Sequence[tuple[int, ...]]


class AxisReader:
    """One axis of a plan, ready for batches."""

    def __init__(self, plan: AxisPlan, codings: Codings, lowest: bool) -> None:
        axis = plan.axis
        self.plan = plan
        self.scale = Scale(axis, sum(table.criterion.maximum for table in plan.criteria))
        self.criteria = [_Criterion(table, codings) for table in plan.criteria]
        self.chain = None if plan.chain is None else _Chain(plan.chain, codings)
        own = plan.caps if axis.of == "attribution" else ()
        self.own_caps = [gate_outcomes(gate, codings) for gate in own]
        self._caps = Caps([(gate.gate, axis.id) for gate in plan.caps], lowest)
        self._cap_marks = [
            np.array([mark("gate", gate.gate.id, truth) if truth else 0 for truth in (FALSE, TRUE, UNKNOWN)], np.uint64)
            for gate in plan.caps
        ]

    def read(self, seen: Seen, truths: Truths, caps: Sequence[Numbers]) -> AxisRows:
        """The axis on some rows; ``caps`` are the truths of its gates where it is an axis of: claim."""
        numbers = [criterion.numbers(seen, truths) for criterion in self.criteria]
        sums, code = np.zeros(seen.size, dtype=np.int64), np.zeros(seen.size, dtype=np.uint64)
        for criterion, found in zip(self.criteria, numbers, strict=True):
            sums += criterion.packed.take(found)
            code += criterion.marks.take(found)
        points = self.scale.points(sums)
        keeps: NDArray[np.intp] | None = None
        if self.chain is None:
            left = (points.points * 1000, points.low * 1000, points.high * 1000)
        else:
            keeps = self.chain.keeps(seen.batch, truths)
            left = self.chain.left(keeps, points)
            code += self.chain.marks(keeps)
        if self.own_caps:
            caps = [truths.seen(gate, seen) for gate in self.own_caps]
        for marks, found in zip(self._cap_marks, caps, strict=True):
            code += marks.take(found)
        exact, low, high = self._caps.held(left, caps)
        kept = () if self.chain is None else self.chain.paths.items
        return AxisRows(points, exact, low, high, code, numbers, caps, keeps, kept)


def gate_outcomes(gate: GateTable, codings: Codings) -> Outcomes:
    """The truths of a gate."""
    return Outcomes([gate.gate.when], codings, gate.outcome)


class _Known(Generic[T]):
    """A number for each outcome of a list that grows."""

    def __init__(self, outcomes: Sequence[T], of: Callable[[T], int], type_: type[np.int64] | type[np.uint64]) -> None:
        self._outcomes, self._of = outcomes, of
        self._found: NDArray[Any] = np.zeros(0, dtype=type_)

    def take(self, numbers: NDArray[Any]) -> NDArray[Any]:
        known = len(self._found)
        if known < len(self._outcomes):
            more = np.array([self._of(outcome) for outcome in self._outcomes[known:]], dtype=self._found.dtype)
            self._found = np.concatenate([self._found, more])
        return self._found.take(numbers)


class _Criterion:
    def __init__(self, table: CriterionTable, codings: Codings) -> None:
        self.packed = _Known(table.outcomes, lambda spoken: packed(spoken.judged), np.int64)
        self.marks = _Known(table.outcomes, lambda spoken: _mark_of(table, spoken), np.uint64)
        criterion = table.criterion
        if criterion.over is not None:
            self._over: _Over | None = _Over(table, codings)
            return
        nodes = [node for node in (criterion.applies, *table.levels) if node is not None]
        self._over = None
        self._outcomes = Outcomes(nodes, codings, lambda given: table.place_of(table.outcome(given)))

    def numbers(self, seen: Seen, truths: Truths) -> Numbers:
        return truths.seen(self._outcomes, seen) if self._over is None else self._over.numbers(seen.batch, truths)


@dataclass(frozen=True, slots=True)
class _Links:
    """What ``over`` looks at: what stands for each link, nearest first, and whether the criterion applies."""

    applies: Truth
    rows: Sequence[Given]

    def on(self, at: int) -> Given:
        return self.rows[at]

    def truth(self, node: Node) -> Truth:  # noqa: ARG002  # only ``applies`` is asked of the whole
        return self.applies


class _Over:
    """A criterion that is read on links: which class each link falls into, then what their sequence comes to."""

    def __init__(self, table: CriterionTable, codings: Codings) -> None:
        criterion = table.criterion
        assert criterion.over is not None
        self._table = table
        self._first = 1 if criterion.over.links == "relays" else 0
        nothing: dict[FactRef, Value] = {}
        self._standing: list[Given] = [Given(nothing, {})]  # 0 stands for a root that is not looked at
        self._classes: dict[tuple[Truth, Judged | None], int] = {}
        nodes = [node for node in (criterion.over.only, *table.levels) if node is not None]
        self._run = Outcomes(nodes, codings, self._class)
        applies = criterion.applies
        self._applies = None if applies is None else Outcomes([applies], codings, lambda given: given.truth(applies))
        self._paths = Paths()
        self._numbers: Numbers = np.full(1024, -1, dtype=np.int32)

    def numbers(self, batch: Batch, truths: Truths) -> Numbers:
        if len(self._paths.items) > PATHS_KEPT:
            self._paths = Paths()
            self._numbers = np.full(1024, -1, dtype=np.int32)
        found = np.zeros(batch.height, dtype=np.intp)
        if self._first:
            found = self._paths.step(found, found)
        for place in range(self._first, batch.longest):
            rows = batch.reaching(place)
            classes = truths.seen(self._run, Seen(batch, rows, place)).astype(np.intp)
            if rows is None:
                found = self._paths.step(found, classes)
            else:
                found[rows] = self._paths.step(found.take(rows), classes)
        cells = found * 3 + (TRUE if self._applies is None else truths.seen(self._applies, Seen(batch)))
        if 3 * len(self._paths.items) > len(self._numbers):
            more = np.full(6 * len(self._paths.items) - len(self._numbers), -1, dtype=np.int32)
            self._numbers = np.concatenate([self._numbers, more])
        numbers = self._numbers.take(cells)
        if len(numbers) and numbers.min() < 0:
            for cell in np.unique(cells[numbers < 0]).tolist():
                path, applies = divmod(cell, 3)
                links = _Links(applies, [self._standing[item] for item in reversed(self._paths.items[path])])
                self._numbers[cell] = self._table.place_of(self._table.outcome(links))
            numbers = self._numbers.take(cells)
        return numbers

    def _class(self, given: Given) -> int:
        included = self._table.included(given)
        said = (included, None if included == FALSE else self._table.judged(TRUE, given))
        found = self._classes.setdefault(said, len(self._standing))
        if found == len(self._standing):
            self._standing.append(given)
        return found


class _Chain:
    """What the links of a chain keep, from the root outwards."""

    def __init__(self, table: KeepTable, codings: Codings) -> None:
        self._table = table
        self._outcomes = Outcomes(table.keeps, codings, lambda given: table.place_of(table.outcome(given)))
        self._start()

    def keeps(self, batch: Batch, truths: Truths) -> NDArray[np.intp]:
        """The sequence of each row, by its number among ``paths``."""
        if len(self.paths.items) > PATHS_KEPT:
            self._start()
        found = np.zeros(batch.height, dtype=np.intp)
        for place in range(1, batch.longest):
            rows = batch.reaching(place)
            numbers = truths.seen(self._outcomes, Seen(batch, rows, place)).astype(np.intp)
            if rows is None:
                found = self.paths.step(found, numbers)
            else:
                found[rows] = self.paths.step(found.take(rows), numbers)
        return found

    def left(self, keeps: NDArray[np.intp], points: Points) -> tuple[Whole, Whole, Whole]:
        return self._shares.left(self._places.take(keeps).astype(np.intp), points)

    def marks(self, keeps: NDArray[np.intp]) -> Marks:
        found: Marks = self._marks.take(keeps).astype(np.uint64, copy=False)
        return found

    def _start(self) -> None:
        self.paths, self._shares = Paths(), Shares()
        self._places = _Known(self.paths.items, self._place, np.int64)
        self._marks = _Known(self.paths.items, self._mark, np.uint64)

    def _place(self, path: tuple[int, ...]) -> int:
        return self._shares.place([self._table.outcomes[number] for number in path])

    def _mark(self, path: tuple[int, ...]) -> int:
        outcomes = [self._table.outcomes[number] for number in path]
        named = [(each.keep, each.per_mille, each.low, each.high, each.candidates) for each in outcomes]
        return mark("chain", *named)


def _mark_of(table: CriterionTable, spoken: Spoken) -> int:
    judged = spoken.judged
    entry = None if judged.entry is None else judged.entry.id
    candidates = tuple(each.id for each in judged.candidates)
    numbers = (judged.points, judged.low, judged.high)
    return mark(table.criterion.id, entry, numbers, judged.basis, candidates, spoken.link)
