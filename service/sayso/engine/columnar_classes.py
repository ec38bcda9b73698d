"""Which values of a fact does a rubric tell apart, and how does a column become small numbers?

The values of a fact are numbered by a ``Coding``: words of a closed list by their place, whole numbers by the interval
between the bounds that the rubric names, free text by the words that it names, sets by which of the named words they
hold. Each number has a value that stands for all of its kind, so that ``Test.holds`` decides everything.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.engine.facts_frame import data_type
from sayso.facts.vocabulary import Field
from sayso.rubric.matcher import FALSE, MISSING_SCOPE, Test, Truth, Value

Codes = NDArray[Any]
"""Unsigned whole numbers, one for each row."""
_SMALL = 256
_MOST_BITS = 10
_FEW = 12
_OTHER = "\0any other text"
_LEAST = -(2**31)
"""Stands for a missing number: no fact is as low."""


class Coding(ABC):
    """``values`` has the value that stands for each number; the one at ``missing`` is None, the one at ``nowhere``
    is for a scope that the chain does not have.
    """

    def __init__(self, dtype: pl.DataType, stated: Sequence[Value]) -> None:
        self.dtype = dtype
        self.values: list[Value] = [*stated, None, MISSING_SCOPE]
        self.missing, self.nowhere = len(stated), len(stated) + 1
        small = len(self.values) <= _SMALL and not self.grows
        self.type: pl.DataType = pl.UInt8() if small else pl.UInt32()
        self.type_ = np.uint8 if small else np.uint32

    grows = False
    """Whether further values may come, so that none of what was met before changes its number."""

    @abstractmethod
    def told(self, column: pl.Expr) -> pl.Expr:
        """What of a column is read, nothing of it null."""

    def codes(self, told: pl.Series) -> Codes:
        """The number of each value, from what ``told`` says."""
        found: Codes = told.to_numpy()
        return found

    def none(self, height: int) -> Codes:
        """The numbers of a column in which everything is missing."""
        return np.full(height, self.missing, dtype=self.type_)


def coding_of(field: Field, dtype: pl.DataType, tests: Iterable[Test]) -> Coding:
    """The coding of a fact for all tests of a rubric that read it, in whatever scope."""
    tests = list(tests)
    if isinstance(dtype, pl.Enum):
        return _Words(dtype)
    if isinstance(dtype, pl.Boolean):
        return _YesNo(dtype, [False, True])
    if isinstance(dtype, pl.Int32):
        return _Numbers(dtype, tests)
    named = sorted({str(value) for test in tests if test.operator != "exists" for value in test.operand})
    if isinstance(dtype, pl.List):
        return _Sets(dtype, named) if len(named) <= _MOST_BITS else _ManySets(dtype)
    assert data_type(field) == pl.String()
    return _Text(dtype, named)


def signature(tests: Sequence[Test], value: Value) -> tuple[Truth, ...]:
    """What tests say of a value: values of one signature are one class. A scope that is not there is false."""
    return tuple(FALSE if value == MISSING_SCOPE else test.holds(value) for test in tests)


class _Words(Coding):
    def __init__(self, dtype: pl.Enum) -> None:
        super().__init__(dtype, dtype.categories.to_list())

    def told(self, column: pl.Expr) -> pl.Expr:
        return column.to_physical().cast(self.type).fill_null(self.missing)


class _YesNo(Coding):
    def told(self, column: pl.Expr) -> pl.Expr:
        return column.cast(self.type).fill_null(self.missing)


class _Numbers(Coding):
    """Bounds are the least numbers of an interval: one at each named number, and one behind it."""

    def __init__(self, dtype: pl.DataType, tests: Sequence[Test]) -> None:
        named = {value for test in tests if test.operator != "exists" for value in test.operand}
        self.bounds = sorted({at for value in named if isinstance(value, int) for at in (value, value + 1)})
        below = min(self.bounds, default=0) - 1
        super().__init__(dtype, [below, *self.bounds])

    def told(self, column: pl.Expr) -> pl.Expr:
        return column.fill_null(_LEAST)

    def codes(self, told: pl.Series) -> Codes:
        numbers = told.to_numpy()
        if len(self.bounds) <= _FEW:
            found = np.zeros(len(numbers), dtype=self.type_)
            for bound in self.bounds:
                np.add(found, numbers >= bound, out=found, casting="unsafe")
        else:
            found = np.searchsorted(np.array(self.bounds), numbers, side="right").astype(self.type_)
        found[numbers == _LEAST] = self.missing
        return found


class _Text(Coding):
    def __init__(self, dtype: pl.DataType, named: Sequence[str]) -> None:
        self.named = named
        super().__init__(dtype, [*named, _OTHER])

    def told(self, column: pl.Expr) -> pl.Expr:
        found: pl.Expr = pl.lit(len(self.named), self.type)
        for number, word in enumerate(self.named):
            found = pl.when(column == pl.lit(word)).then(pl.lit(number, self.type)).otherwise(found)
        return pl.when(column.is_null()).then(pl.lit(self.missing, self.type)).otherwise(found)


class _Sets(Coding):
    """The number of a set is made of one bit for each named word."""

    def __init__(self, dtype: pl.DataType, named: Sequence[str]) -> None:
        self.named = named
        sets = [
            frozenset(word for bit, word in enumerate(named) if number >> bit & 1) for number in range(2 ** len(named))
        ]
        super().__init__(dtype, sets)

    def told(self, column: pl.Expr) -> pl.Expr:
        found = pl.lit(0, self.type)
        for bit, word in enumerate(self.named):
            found = found + column.list.contains(pl.lit(word)).cast(self.type) * pl.lit(2**bit, self.type)
        return pl.when(column.is_null()).then(pl.lit(self.missing, self.type)).otherwise(found)


class _ManySets(Coding):
    """Sets of which a rubric names many words: each set that is met has a number of its own."""

    grows = True

    def __init__(self, dtype: pl.DataType) -> None:
        super().__init__(dtype, [])
        self._met: dict[tuple[str, ...], int] = {}

    def told(self, column: pl.Expr) -> pl.Expr:
        return column

    def codes(self, told: pl.Series) -> Codes:
        return np.array([self._number(value) for value in told.to_list()], dtype=np.uint32)

    def _number(self, value: list[str] | None) -> int:
        if value is None:
            return self.missing
        key = tuple(sorted(value))
        found = self._met.get(key)
        if found is None:
            found = self._met[key] = len(self.values)
            self.values.append(frozenset(value))
        return found
