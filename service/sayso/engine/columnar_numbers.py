"""What do the outcomes of many rows come to? The arithmetic of ``judge_axis``, on whole columns.

Every number here is a whole one and every product is floored where ``judge_axis`` floors it, so that both say the same;
a test holds them against each other. What an outcome adds to its axis is packed into one integer, so that a criterion
costs a row one look-up and one addition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.engine.outcome import FULL, Judged, Kept
from sayso.engine.scalar import Status
from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN
from sayso.rubric.model import Axis, Gate

T = TypeVar("T")
Whole = NDArray[np.int64]
Thousandths = NDArray[np.int32]
NOT_APPLICABLE, ABSTAINED, SCORED = 0, 1, 2
"""The status of an axis, in the order in which attributions speak."""
STATUSES: tuple[Status, ...] = ("not_applicable", "abstained", "scored")
POINTS = 101
_FIELD, _MASK = 8, 255
_SILENT, _APPLYING = 32, 47
_COUNT = (1 << 15) - 1
CAPS_AT_ONCE = 6


def mark(*words: object) -> int:
    """A 64-bit number for an outcome. The marks of all parts of an axis add up, in 64 bits, to its outcome code, which
    is the same in every run and on every machine.
    """
    return int.from_bytes(blake2b(repr(words).encode(), digest_size=8).digest(), "little")


def packed(judged: Judged) -> int:
    """What the outcome of a criterion adds to its axis: points, low, high, what is known, silences, applies."""
    known = judged.maximum if judged.certain else 0
    silent = int(judged.certain and judged.entry is not None and judged.entry.abstain)
    applying = int(judged.basis != "not_applicable")
    fields = (judged.points, judged.low, judged.high, known)
    return sum(value << at * _FIELD for at, value in enumerate(fields)) | silent << _SILENT | applying << _APPLYING


@dataclass(frozen=True, slots=True)
class Points:
    """The points of rows on an axis before chain and caps, in whole points; ``known`` in per mille."""

    status: NDArray[np.uint8]
    points: Whole
    low: Whole
    high: Whole
    known: NDArray[np.uint16]


class Scale:
    """The bands of an axis as look-up tables, by whole points."""

    def __init__(self, axis: Axis, maximum: int) -> None:
        self.axis = axis
        bands = list(axis.bands)
        self.silent, self.none = len(bands), len(bands) + 1
        """The places of the abstain id and of no band at all, after those of the bands."""
        self.words: list[str | None] = [*(band.id for band in bands), axis.abstain_id, None]
        self.band = np.array([bands.index(axis.band(points)) for points in range(POINTS)], dtype=np.uint8)
        self._above = [1000 * band.start - 500 for band in bands[:-1]]
        self._known = np.array(
            [1000 * known // maximum if maximum else 1000 for known in range(max(maximum, 1) + 1)], dtype=np.uint16
        )

    def points(self, sums: Whole) -> Points:
        """What packed sums say."""
        points, low, high = (sums >> at * _FIELD & _MASK for at in range(3))
        known = self._known.take(sums >> 3 * _FIELD & _MASK)
        status = np.full(len(sums), SCORED, dtype=np.uint8)
        if self.axis.judge_if_known:
            little = np.flatnonzero(known < self.axis.judge_if_known)
            open_ = self.band.take(low.take(little)) != self.band.take(high.take(little))
            status[little[open_]] = ABSTAINED
        np.putmask(status, sums & _COUNT << _SILENT > 0, ABSTAINED)
        np.putmask(status, sums < 1 << _APPLYING, NOT_APPLICABLE)
        return Points(status, points, low, high, known)

    def place(self, status: NDArray[np.uint8], exact: Thousandths) -> NDArray[np.uint8]:
        """The place of each row's band among ``words``: as many as there are bands that begin above it, half up."""
        found = np.zeros(len(exact), dtype=np.uint8)
        for start in self._above:
            found += (exact < start).view(np.uint8)
        np.putmask(found, status == ABSTAINED, self.silent)
        np.putmask(found, status == NOT_APPLICABLE, self.none)
        return found


class Shares:
    """What chains leave of points: one row of three tables for each product of shares that occurs."""

    def __init__(self) -> None:
        self._places: dict[tuple[int, int, int, int], int] = {}
        self._tables = np.zeros((3, 64, POINTS), dtype=np.int32)

    def place(self, kept: Sequence[Kept]) -> int:
        """The row for a chain's keeps."""
        shares = low = high = 1
        for each in kept:
            shares, low, high = shares * each.per_mille, low * each.low, high * each.high
        key = (len(kept), shares, low, high)
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = len(self._places)
            if found >= self._tables.shape[1]:
                self._tables = np.concatenate([self._tables, np.zeros_like(self._tables)], axis=1)
            whole = 1000 ** len(kept)
            for table, share in enumerate((shares, low, high)):
                self._tables[table, found] = [1000 * points * share // whole for points in range(POINTS)]
        return found

    def estimate(self, places: NDArray[np.intp], points: Whole) -> Thousandths:
        """What is left of points alone."""
        found: Thousandths = self._tables[0].reshape(-1).take(places * POINTS + points)
        return found

    def left(self, places: NDArray[np.intp], points: Points) -> tuple[Thousandths, Thousandths, Thousandths]:
        """What is left of points, low and high."""
        start = places * POINTS
        exact, low, high = (
            table.reshape(-1).take(start + values)
            for table, values in zip(self._tables, (points.points, points.low, points.high), strict=True)
        )
        return exact, low, high


Three = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""The estimate, the low and the high."""


class Caps:
    """How far gates hold an axis, or the overall number, down: three ceilings for each combination of truths."""

    def __init__(self, gates: Sequence[tuple[Gate, str]], lowest: bool, sizes: Sequence[int] | None = None) -> None:
        """Each gate with the name of what it caps; ``sizes`` is how many are looked up at once, else ``in_groups``."""
        self.gates = [gate for gate, _ in gates]
        self._ceilings = [1000 * gate.caps[name] for gate, name in gates]
        self._lowest = lowest
        self._groups = []
        for group in in_groups(gates, sizes):
            tables = np.full((3, 4 ** len(group)), FULL, dtype=np.int32)
            for cell in range(4 ** len(group)):
                for at, (gate, name) in enumerate(group):
                    truth, cap = cell >> 2 * at & 3, 1000 * gate.caps[name]
                    binds = truth == TRUE or (truth == UNKNOWN and (gate.binds_unknown or lowest))
                    for table, holds in enumerate((binds, truth != FALSE, truth == TRUE)):
                        if holds:
                            tables[table, cell] = min(tables[table, cell], cap)
            self._groups.append(tables)

    def held(self, numbers: Three, cells: Sequence[Whole]) -> Three:
        """The estimate, the low and the high under the caps; ``cells`` has the truths of each group of gates."""
        exact, low, high = numbers
        for cell, tables in zip(cells, self._groups, strict=True):
            exact, low, high = (
                np.minimum(value, table.take(cell)) for value, table in zip((exact, low, high), tables, strict=True)
            )
        return exact, low, high

    def applied(self, exact: NDArray[Any], truths: Sequence[NDArray[np.uint8]]) -> NDArray[np.intp]:
        """Which of the gates lowers each estimate, by its place; -1 where none does. As ``outcome`` has it: one cap
        applies, the lowest of those that bind, the first on a tie.
        """
        lowest, which = exact.astype(np.int64), np.full(len(exact), -1, dtype=np.intp)
        for at, (gate, cap, truth) in enumerate(zip(self.gates, self._ceilings, truths, strict=True)):
            unknown_binds = gate.binds_unknown or self._lowest
            binds = (truth == TRUE) | (truth == UNKNOWN) if unknown_binds else truth == TRUE
            lower = binds & (lowest > cap)
            lowest[lower], which[lower] = cap, at
        return which


def in_groups(found: Sequence[T], sizes: Sequence[int] | None = None) -> Iterator[Sequence[T]]:
    """So many at a time, in order."""
    start = 0
    for size in sizes if sizes is not None else [CAPS_AT_ONCE] * -(-len(found) // CAPS_AT_ONCE):
        yield found[start : start + size]
        start += size


def combined(truths: Sequence[NDArray[np.uint8]]) -> Whole:
    """Truths as one number, two bits for each, the first one in the lowest."""
    found = truths[0].astype(np.int64)
    for at, each in enumerate(truths[1:], 1):
        found |= each.astype(np.int64) << 2 * at
    return found
