"""Which outcome follows for each row, worked out once for each combination of classes of values that occurs?

The values of a fact that no test of some conditions tells apart are one class. A row's classes make the number of a
cell; what a cell comes to is asked of the same functions that judge a single claim (``tables``), with the values that
stand for its classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.engine.columnar_classes import Coding, signature
from sayso.engine.columnar_paths import Paths
from sayso.engine.columnar_rows import Batch, Codings, Seen
from sayso.errors import Bug
from sayso.rubric.matcher import (
    FALSE,
    TRUE,
    UNKNOWN,
    Attributions,
    FactRef,
    Links,
    Node,
    Test,
    Truth,
    Value,
    atoms,
    evaluate,
)

Cell = NDArray[np.intp]
_DENSE = 1 << 20
_MOST_SMALL, _MOST_TOGETHER = 1 << 8, 1 << 14
"""How many numbers fit into one byte, and how many values of several facts are looked up together."""
CELLS_AT_ONCE = 1 << 14
TRUTHS_AT_ONCE = 31
"""How many truths, two bits each, one number holds."""
T = TypeVar("T")
_MOST_SETS = 1 << 16
"""How many classes of sets there may be where a rubric names many words."""


@dataclass(frozen=True, slots=True)
class Given:
    """What stands for a cell: a value of each fact, and the truth of each quantified part."""

    facts: Mapping[FactRef, Value]
    truths: Mapping[Node, Truth]
    rows: tuple[object, ...] = ()

    def on(self, at: int) -> Given:
        raise Bug(f"a cell has no link {at}")

    def truth(self, node: Node) -> Truth:
        return evaluate(node, self.facts.__getitem__, self.truths.__getitem__)


class Cells:
    """The cells of some conditions. There may be ``count`` of them; those that occur have numbers below ``size``, or as
    ``paths`` gives them.
    """

    def __init__(self, nodes: Iterable[Node], codings: Codings) -> None:
        asked: dict[FactRef, list[Test]] = {}
        quantified: dict[Links | Attributions, None] = {}
        for node in nodes:
            for test in _own_tests(node):
                asked.setdefault(test.ref, []).append(test)
            quantified |= {atom: None for atom in atoms(node) if not isinstance(atom, FactRef)}
        self.quantified = tuple(quantified)
        factors = [_Factor(ref, codings.of(ref), found) for ref, found in asked.items()]
        self._groups = [_bundled(group) for group in _grouped([*factors, *(_Truths(node) for node in quantified)])]
        self.paths = Paths() if len(self._groups) > 1 else None
        self.size = prod(bundle.width for bundle in self._groups[0])
        self.count = prod(bundle.width for group in self._groups for bundle in group)

    def of(self, seen: Seen, truth: Callable[[Links | Attributions], NDArray[np.int64]]) -> Cell:
        """The cell of each row."""
        found = np.zeros(seen.size, dtype=np.intp)
        for group in self._groups:
            within: Cell | None = None
            for bundle in group:
                added = bundle.table().take(bundle.codes(seen, truth))
                within = added if within is None else np.add(within, added, out=added)
            if self.paths is not None:
                assert within is not None
                found = self.paths.step(found, within)
            elif within is not None:
                return within
        return found

    def given(self, cell: int) -> Given:
        """What stands for a cell."""
        facts: dict[FactRef, Value] = {}
        truths: dict[Node, Truth] = {}
        places = (cell,) if self.paths is None else self.paths.items[cell]
        for group, place in zip(self._groups, places, strict=True):
            for part in (part for bundle in group for part in bundle.parts):
                place, at = divmod(place, part.width)
                if isinstance(part, _Factor):
                    facts[part.ref] = part.values[at]
                else:
                    truths[part.node] = at
        return Given(facts, truths)


class Outcomes:
    """The number of the outcome of each row; ``number`` works it out for what stands for a cell."""

    def __init__(self, nodes: Iterable[Node], codings: Codings, number: Callable[[Given], int]) -> None:
        self.cells = Cells(nodes, codings)
        self._number = number
        self._numbers = np.full(self.cells.size if self.cells.paths is None else 1024, -1, dtype=np.int32)

    def of(self, cells: Cell) -> NDArray[np.int32]:
        """The numbers for some cells."""
        if self.cells.paths is not None and len(self.cells.paths.items) > len(self._numbers):
            larger = np.full(2 * len(self.cells.paths.items), -1, dtype=np.int32)
            larger[: len(self._numbers)] = self._numbers
            self._numbers = larger
        found = self._numbers.take(cells)
        if len(found) and found.min() < 0:
            for cell in np.unique(cells[found < 0]).tolist():
                self._numbers[cell] = self._number(self.cells.given(cell))
            found = self._numbers.take(cells)
        return found


class Joint:
    """What several parts of a plan add to two sums, looked up at once: a number of at least 0, and a mark.

    ``nodes`` are all their conditions. What a cell adds is asked of each part, for one of the rows that fall into it.
    """

    def __init__(self, nodes: Iterable[Node], codings: Codings, parts: Sequence[Part]) -> None:
        self.parts = parts
        self._cells = Cells(nodes, codings)
        size = self._cells.size if self._cells.paths is None else 1024
        self._numbers, self._marks = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.uint64)

    def of(self, seen: Seen, truths: Truths) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Both sums of some rows."""
        cells = truths.cells(self._cells, seen)
        paths = self._cells.paths
        if paths is not None and len(paths.items) > len(self._numbers):
            more = 2 * len(paths.items) - len(self._numbers)
            self._numbers = np.concatenate([self._numbers, np.full(more, -1, dtype=np.int64)])
            self._marks = np.concatenate([self._marks, np.zeros(more, dtype=np.uint64)])
        found = self._numbers.take(cells)
        if len(found) and found.min() < 0:
            open_ = np.flatnonzero(found < 0)
            new, first = np.unique(cells.take(open_), return_index=True)
            some = seen.some(open_.take(first))
            added = [part(some, truths) for part in self.parts]
            self._numbers[new] = np.add.reduce([number for number, _ in added])
            self._marks[new] = np.add.reduce([mark for _, mark in added])
            found = self._numbers.take(cells)
        return found, self._marks.take(cells)


def fitting(found: Sequence[T], nodes: Callable[[T], Sequence[Node]], codings: Codings, most: int) -> Iterator[list[T]]:
    """Groups, in order, of at most so many, of which each fits a table that stays near the processor."""
    group: list[T] = []
    for each in found:
        together = [node for one in (*group, each) for node in nodes(one)]
        if group and (len(group) == most or Cells(together, codings).count > CELLS_AT_ONCE):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


class Quantified:
    """The truths of ``any_link``, ``all_links``, ``any_attribution`` and ``all_attributions`` in a batch."""

    def __init__(self, nodes: Iterable[Node], codings: Codings) -> None:
        met: dict[Links | Attributions, None] = {}
        waiting = list(nodes)
        while waiting:
            for atom in atoms(waiting.pop()):
                if not isinstance(atom, FactRef) and atom not in met:
                    met[atom] = None
                    waiting.append(atom.part)
        self._groups: dict[Node, _Group] = {}
        for kind in (Links, Attributions):
            of_kind = [node for node in met if isinstance(node, kind)]
            for group in fitting(of_kind, lambda node: [node.part], codings, TRUTHS_AT_ONCE):
                self._groups |= dict.fromkeys(group, _Group(group, codings))

    def in_batch(self, batch: Batch) -> Truths:
        return Truths(self._groups, batch)


Part = Callable[[Seen, "Truths"], tuple[NDArray[np.int64], NDArray[np.uint64]]]
"""What one part of a plan adds for some rows."""


class Truths:
    """The truths in one batch, each worked out when it is first asked for."""

    def __init__(self, groups: Mapping[Node, _Group], batch: Batch) -> None:
        self._groups, self._batch = groups, batch
        self._met: dict[Node, NDArray[np.int64]] = {}

    def seen(self, outcomes: Outcomes, seen: Seen) -> NDArray[np.int32]:
        """The outcomes of some rows."""
        return outcomes.of(self.cells(outcomes.cells, seen))

    def cells(self, cells: Cells, seen: Seen) -> Cell:
        """The cells of some rows."""
        return cells.of(seen, lambda node: self._of(node, seen))

    def _of(self, node: Links | Attributions, seen: Seen) -> NDArray[np.int64]:
        if node not in self._met:
            self._met |= self._groups[node].read(self._batch, self)
        found = self._met[node]
        if isinstance(node, Links):
            return seen.these(found)
        return found if seen.claims is None else found.take(seen.claims)


class _Group:
    """Quantified parts of one kind that are read together, two bits for each: none set where it is false, one where it
    is unknown, both where it is true. So Kleene's or is the or of bits, and the and is the and.
    """

    def __init__(self, nodes: Sequence[Links | Attributions], codings: Codings) -> None:
        self._nodes = nodes
        parts = [_bits(at, node.part, codings) for at, node in enumerate(nodes)]
        self._joint = Joint([node.part for node in nodes], codings, parts)
        self._any = any(node.quantifier == "any" for node in nodes)
        self._all = any(node.quantifier == "all" for node in nodes)

    def read(self, batch: Batch, truths: Truths) -> dict[Node, NDArray[np.int64]]:
        """The bits of each part, for each row where links are quantified, for each claim where attributions are."""
        of_links = isinstance(self._nodes[0], Links)
        first, _ = self._joint.of(Seen(batch, None, 0 if of_links else None), truths)
        some = every = first
        if of_links and batch.longest > 1:
            some, every = first.copy() if self._any else first, first.copy() if self._all else first
            for place in range(1, batch.longest):
                rows = batch.reaching(place)
                bits, _ = self._joint.of(Seen(batch, rows, place), truths)
                at = slice(None) if rows is None else rows
                if self._any:
                    some[at] |= bits
                if self._all:
                    every[at] &= bits
        elif not of_links and not batch.single:
            several, some = batch.several, first.take(batch.starts)
            every = some.copy() if self._all else some
            bits = first.take(several.rows)
            if self._any and len(bits):
                some[several.claims] = np.bitwise_or.reduceat(bits, several.starts)
            if self._all and len(bits):
                every[several.claims] = np.bitwise_and.reduceat(bits, several.starts)
        return {
            node: (some if node.quantifier == "any" else every) >> 2 * at & 3 for at, node in enumerate(self._nodes)
        }


def _bits(at: int, node: Node, codings: Codings) -> Part:
    outcomes = Outcomes([node], codings, lambda given: given.truth(node))
    bits = np.array([0, 3, 1], dtype=np.int64) << 2 * at  # false, true, unknown

    def part(seen: Seen, truths: Truths) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        return bits.take(truths.seen(outcomes, seen)), np.zeros(seen.size, dtype=np.uint64)

    return part


class _Factor:
    """A fact and the classes of its values; ``values`` has one for each class."""

    def __init__(self, ref: FactRef, coding: Coding, asked: Sequence[Test]) -> None:
        self.ref, self.coding, self.asked = ref, coding, asked
        self.values: list[Value] = []
        self._classes: dict[tuple[Truth, ...], int] = {}
        self._of: list[int] = []
        self._extend()
        self.width = _MOST_SETS if coding.grows else len(self.values)

    @property
    def codes_width(self) -> int:
        """How many numbers the values have."""
        return len(self.coding.values)

    @property
    def grows(self) -> bool:
        return self.coding.grows

    def classes(self) -> NDArray[np.intp]:
        """From the number of a value to its class."""
        if len(self._of) < len(self.coding.values):
            self._extend()
        return np.array(self._of, dtype=np.intp)

    def _extend(self) -> None:
        for value in self.coding.values[len(self._of) :]:
            said = signature(self.asked, value)
            number = self._classes.setdefault(said, len(self.values))
            if number == len(self.values):
                self.values.append(value)
            self._of.append(number)
        if self.coding.grows and len(self.values) > _MOST_SETS:
            raise Bug(f"{self.ref.path} is told apart in more than {_MOST_SETS} ways")


class _Truths:
    """The truth of a quantified part, from its two bits."""

    width, codes_width, grows = 3, 4, False

    def __init__(self, node: Links | Attributions) -> None:
        self.node = node

    def classes(self) -> NDArray[np.intp]:
        return np.array([FALSE, UNKNOWN, FALSE, TRUE], dtype=np.intp)


class _Bundle:
    """Facts and truths whose numbers together make one small number, so that one look-up does for all of them."""

    def __init__(self, parts: Sequence[_Factor | _Truths], stride: int) -> None:
        self.parts, self._stride = parts, stride
        self.width = prod(part.width for part in parts)
        self._table: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self._type = np.uint8 if prod(part.codes_width for part in parts) <= _MOST_SMALL else np.uint16

    def codes(self, seen: Seen, truth: Callable[[Links | Attributions], NDArray[np.int64]]) -> NDArray[Any]:
        """One number for each row."""
        found: list[NDArray[Any]] = [
            seen.codes(part.ref) if isinstance(part, _Factor) else truth(part.node) for part in self.parts
        ]
        if len(found) == 1:
            return found[0]
        joined: NDArray[Any] = found[0].astype(self._type)
        for part, codes in zip(self.parts[1:], found[1:], strict=True):
            joined *= self._type(part.codes_width)
            np.add(joined, codes, out=joined, casting="unsafe")
        return joined

    def table(self) -> NDArray[np.intp]:
        """From that number to what it adds to the number of the cell."""
        if not len(self._table) or (self.parts[0].grows and len(self._table) < self.parts[0].codes_width):
            found, stride = np.zeros(1, dtype=np.intp), self._stride
            for part in self.parts:
                found = np.add.outer(found, part.classes() * stride).reshape(-1)
                stride *= part.width
            self._table = found
        return self._table


def _bundled(parts: Sequence[_Factor | _Truths]) -> list[_Bundle]:
    bundles: list[_Bundle] = []
    bundle: list[_Factor | _Truths] = []
    stride = 1
    for part in (*parts, None):
        together = prod(each.codes_width for each in bundle) * (1 if part is None else part.codes_width)
        if bundle and (part is None or part.grows or bundle[0].grows or together > _MOST_TOGETHER):
            bundles.append(_Bundle(bundle, stride))
            stride *= bundles[-1].width
            bundle = []
        if part is not None:
            bundle.append(part)
    return bundles


def _grouped(parts: Sequence[_Factor | _Truths]) -> list[list[_Factor | _Truths]]:
    """Groups whose cells fit a table; mostly one."""
    groups: list[list[_Factor | _Truths]] = [[]]
    for part in parts:
        if groups[-1] and prod(each.width for each in groups[-1]) * part.width > _DENSE:
            groups.append([])
        groups[-1].append(part)
    return groups


def _own_tests(node: Node) -> list[Test]:
    """The tests of a condition outside its quantified parts."""
    if isinstance(node, Links | Attributions):
        return []
    return [node] if isinstance(node, Test) else [test for part in _parts(node) for test in _own_tests(part)]


def _parts(node: Node) -> tuple[Node, ...]:
    return getattr(node, "parts", None) or (node.part,)  # type: ignore[union-attr]
