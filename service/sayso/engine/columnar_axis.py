"""How is an axis read on many rows: which outcome has each criterion, each keep and each cap, and what do they make?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.engine.columnar_cells import TRUTHS_AT_ONCE, Given, Joint, Outcomes, Part, Truths, fitting
from sayso.engine.columnar_numbers import (
    CAPS_AT_ONCE,
    POINTS,
    Caps,
    Points,
    Scale,
    Shares,
    Thousandths,
    Whole,
    combined,
    in_groups,
    mark,
    packed,
)
from sayso.engine.columnar_paths import Paths
from sayso.engine.columnar_rows import Batch, Codings, Rows, Seen
from sayso.engine.outcome import Judged
from sayso.engine.plan import AxisPlan, Code
from sayso.engine.tables import CriterionTable, GateTable, KeepTable, Spoken
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, FactRef, Node, Truth, Value

Numbers = NDArray[np.int32]
Marks = NDArray[np.uint64]
PATHS_KEPT = 100_000
"""How many sequences are kept from batch to batch; beyond that they are numbered afresh, with the same results."""
_THOUSANDS = np.arange(POINTS, dtype=np.int32) * 1000
T = TypeVar("T")


Parts = tuple[Code, Code, Code]
"""The numbers of the criteria, the truths of the caps, the numbers of the keeps from the root outwards."""


@dataclass(frozen=True, slots=True)
class AxisRows:
    """An axis on some rows, in thousandths; ``code`` is the outcome code, ``held`` has the truths of its caps (of
    all gates on the claim where it is an axis of: claim). ``parts`` says what it is made of, for a few of the rows;
    ``capped`` which of the plan's caps lowers each row, -1 where none does.
    """

    points: Points
    exact: Thousandths
    low: Thousandths
    high: Thousandths
    code: Marks
    held: Held
    parts: Callable[[Rows], list[Parts]]
    capped: Callable[[], Rows]


class AxisReader:
    """One axis of a plan, ready for batches."""

    def __init__(self, plan: AxisPlan, codings: Codings, lowest: bool) -> None:
        axis = plan.axis
        self.plan = plan
        self.scale = Scale(axis, sum(table.criterion.maximum for table in plan.criteria))
        self._flat = {
            at: _Criterion(table, codings) for at, table in enumerate(plan.criteria) if table.criterion.over is None
        }
        self._over = {
            at: _Over(table, codings) for at, table in enumerate(plan.criteria) if table.criterion.over is not None
        }
        self._joints = list(_joints([*self._flat.values()], codings))
        self._chain = None if plan.chain is None else _Chain(plan.chain, codings)
        self._own_caps = Gates(plan.caps if axis.of == "attribution" else (), codings, CAPS_AT_ONCE)
        self._cap_marks = [gate_marks(gate) for gate in plan.caps]
        caps = [(gate.gate, axis.id) for gate in plan.caps]
        self._caps = Caps(caps, lowest, self._own_caps.sizes if axis.of == "attribution" else None)

    def read(self, seen: Seen, truths: Truths, held: Held) -> AxisRows:
        """The axis on some rows; ``held`` has the truths of the gates on the claim where it is an axis of: claim."""
        sums, code = self._sums(seen, truths)
        over = {at: criterion.numbers(seen.batch, truths) for at, criterion in self._over.items()}
        for at, numbers in over.items():
            sums += self._over[at].worth.packed.take(numbers)
            code += self._over[at].worth.marks.take(numbers)
        points = self.scale.points(sums)
        keeps: Rows | None = None
        if self._chain is None:
            left = (_THOUSANDS.take(points.points), _THOUSANDS.take(points.low), _THOUSANDS.take(points.high))
        else:
            keeps = self._chain.keeps(seen.batch, truths)
            left = self._chain.left(keeps, points)
            code += self._chain.marks(keeps)
        own, caps_at = held, self.plan.caps_at
        if self.plan.axis.of == "attribution":
            own, marks = self._own_caps.of(seen, truths)
            caps_at, cells = tuple(range(len(self.plan.caps))), own.packed
            code += marks
        else:
            cells = held.cells(caps_at)
            for marks, at in zip(self._cap_marks, caps_at, strict=True):
                code += marks.take(held.truth(at))
        exact, low, high = self._caps.held(left, cells)
        kept = () if self._chain is None else self._chain.paths.items

        def parts(rows: Rows) -> list[Parts]:
            some = seen.some(rows)
            flat = {at: criterion.numbers(some, truths) for at, criterion in self._flat.items()}
            numbers = [flat[at] if at in flat else over[at].take(rows) for at in range(len(self.plan.criteria))]
            keeping = [()] * len(rows) if keeps is None else [kept[path] for path in keeps.take(rows).tolist()]
            capped = columns([own.truth(at, rows) for at in caps_at], len(rows))
            return list(zip(columns(numbers, len(rows)), capped, keeping, strict=True))

        def applied() -> Rows:
            return self._caps.applied(left[0], [own.truth(at) for at in caps_at])

        return AxisRows(points, exact, low, high, code, own, parts, applied)

    def _sums(self, seen: Seen, truths: Truths) -> tuple[Whole, Marks]:
        """What the criteria that are read once add up to."""
        if not self._joints:
            return np.zeros(seen.size, dtype=np.int64), np.zeros(seen.size, dtype=np.uint64)
        sums, code = self._joints[0].of(seen, truths)
        for joint in self._joints[1:]:
            found, marks = joint.of(seen, truths)
            sums += found
            code += marks
        return sums, code


def columns(found: Sequence[NDArray[Any]], height: int) -> list[Code]:
    """Columns turned into rows."""
    return list(zip(*(column.tolist() for column in found), strict=True)) if found else [()] * height


class Held:
    """The truths of some gates on some rows, two bits for each."""

    def __init__(self, packed: Sequence[Whole], places: Sequence[tuple[int, int]]) -> None:
        """``places`` has for each gate which of the numbers has its bits, and the first one of them."""
        self.packed, self._places = packed, places

    def truth(self, at: int, rows: Rows | None = None) -> NDArray[np.uint8]:
        """The truth of one gate."""
        number, bit = self._places[at]
        packed = self.packed[number] if rows is None else self.packed[number].take(rows)
        return (packed >> bit & 3).astype(np.uint8)

    def on(self, packed: Sequence[Whole]) -> Held:
        """The same gates on other rows."""
        return Held(packed, self._places)

    def truths(self, rows: Rows) -> list[NDArray[np.uint8]]:
        """The truths of every gate on a few of the rows."""
        return [self.truth(at, rows) for at in range(len(self._places))]

    def cells(self, ats: Sequence[int]) -> list[Whole]:
        """The truths of some gates as ``Caps`` takes them."""
        return [combined([self.truth(at) for at in group]) for group in in_groups(ats)]


class Gates:
    """Some gates, all looked up at once; with ``most`` at most so many stand in one number."""

    def __init__(self, tables: Sequence[GateTable], codings: Codings, most: int = TRUTHS_AT_ONCE) -> None:
        self._groups = [_GateGroup(group, codings) for group in fitting(tables, _conditions_of_gate, codings, most)]
        self._places = [(number, 2 * at) for number, group in enumerate(self._groups) for at in range(group.count)]
        self.sizes = [group.count for group in self._groups]

    def of(self, seen: Seen, truths: Truths) -> tuple[Held, Marks]:
        """The truths of each gate, and what they add to an outcome code."""
        found: list[Whole] = []
        code: Marks | None = None
        for group in self._groups:
            numbers, marks = group.joint.of(seen, truths)
            code = marks if code is None else np.add(code, marks, out=code)
            found.append(numbers)
        return Held(found, self._places), np.zeros(seen.size, dtype=np.uint64) if code is None else code


def gates_together(parts: Sequence[Held]) -> Held:
    """The truths on the rows of several batches."""
    if len(parts) == 1:
        return parts[0]
    return parts[0].on([np.concatenate(packed) for packed in zip(*(part.packed for part in parts), strict=True)])


def gate_marks(table: GateTable) -> Marks:
    """What each truth of a gate adds to an outcome code."""
    return np.array([0, *(mark("gate", table.gate.id, truth) for truth in (TRUE, UNKNOWN))], dtype=np.uint64)


class _GateGroup:
    def __init__(self, tables: Sequence[GateTable], codings: Codings) -> None:
        self.count = len(tables)
        nodes = [table.gate.when for table in tables]
        self.joint = Joint(nodes, codings, [_gate_part(at, table, codings) for at, table in enumerate(tables)])


def _gate_part(at: int, table: GateTable, codings: Codings) -> Part:
    outcomes, marks = Outcomes([table.gate.when], codings, table.outcome), gate_marks(table)

    def part(seen: Seen, truths: Truths) -> tuple[Whole, Marks]:
        found = truths.seen(outcomes, seen)
        return found.astype(np.int64) << 2 * at, marks.take(found)

    return part


def _conditions_of_gate(table: GateTable) -> list[Node]:
    return [table.gate.when]


def _joints(criteria: Sequence[_Criterion], codings: Codings) -> Iterator[Joint]:
    for group in fitting(criteria, lambda criterion: criterion.nodes, codings, len(criteria)):
        yield Joint([node for each in group for node in each.nodes], codings, [each.part for each in group])


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


class _Worth:
    """What the outcomes of a criterion add to an axis."""

    def __init__(self, table: CriterionTable) -> None:
        self.packed = _Known(table.outcomes, lambda spoken: packed(spoken.judged), np.int64)
        self.marks = _Known(table.outcomes, lambda spoken: _mark_of(table, spoken), np.uint64)


class _Criterion:
    """A criterion that is read once."""

    def __init__(self, table: CriterionTable, codings: Codings) -> None:
        self.nodes = [node for node in (table.criterion.applies, *table.levels) if node is not None]
        self._worth = _Worth(table)
        self._outcomes = Outcomes(self.nodes, codings, lambda given: table.place_of(table.outcome(given)))

    def numbers(self, seen: Seen, truths: Truths) -> Numbers:
        return truths.seen(self._outcomes, seen)

    def part(self, seen: Seen, truths: Truths) -> tuple[Whole, Marks]:
        found = self.numbers(seen, truths)
        return self._worth.packed.take(found), self._worth.marks.take(found)


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
        self._table, self.worth = table, _Worth(table)
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

    def left(self, keeps: NDArray[np.intp], points: Points) -> tuple[Thousandths, Thousandths, Thousandths]:
        return self._shares.left(self._places.take(keeps).astype(np.intp, copy=False), points)

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
