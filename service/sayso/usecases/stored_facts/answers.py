"""What was answered of each stored claim, in columns: what a draft is compared with?

Words (bands, grades, gates that apply together, ..) are numbered as they are met; 0 is none. Scores are thousandths of
a point, -1 is none.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sayso.usecases.impact import applied_in, exact_of, label_of
from sayso.usecases.impact_counts import OVERALL
from sayso.usecases.regrading import Seen

T = TypeVar("T", bound=Hashable)
Column = NDArray[np.int64]
NO_SCORE = -1


class Numbered(Generic[T]):
    """Values by their numbers, in the order in which they were met."""

    def __init__(self, first: T) -> None:
        self.values: list[T] = [first]
        self._numbers: dict[T, int] = {first: 0}

    def number(self, value: T) -> int:
        found = self._numbers.setdefault(value, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found

    def copy(self) -> Numbered[T]:
        """The same, to be gone on with elsewhere."""
        found: Numbered[T] = Numbered(self.values[0])
        for value in self.values[1:]:
            found.number(value)
        return found


Gates = frozenset[tuple[str, str | None]]


class Answers:
    """The columns; ``add`` puts one more row at their ends."""

    def __init__(self) -> None:
        self.words: Numbered[str | None] = Numbered(None)
        self.gates: Numbered[Gates] = Numbered(frozenset())
        self.versions: Numbered[tuple[str, str]] = Numbered(("", ""))
        self.orders: Numbered[tuple[str, ...]] = Numbered(())
        """The axes of an answer, in its order."""
        self._size = 0
        self._columns: dict[str, array[int]] = {}

    def add(self, answer: Seen) -> None:
        word = self.words.number
        row = {
            "version": self.versions.number((answer.rubric.version, answer.rubric.digest)),
            "order": self.orders.number(tuple(answer.axes)),
            "gates": self.gates.number(applied_in(answer)),
            "grade": word(answer.grade),
            "label": word(label_of(answer)),
            score_of(OVERALL): _score(exact_of(answer, OVERALL)),
        }
        for name, axis in answer.axes.items():
            row[band_of(name)] = word(axis.band)
            row[score_of(name)] = _score(exact_of(answer, name))
        for name in row.keys() - self._columns.keys():
            self._columns[name] = array("q", [_nothing(name)]) * self._size
        for name, column in self._columns.items():
            column.append(row.get(name, _nothing(name)))
        self._size += 1

    def column(self, name: str, places: NDArray[np.intp]) -> Column:
        """The values of these rows."""
        found = self._columns.get(name)
        if found is None:
            return np.full(len(places), _nothing(name), dtype=np.int64)
        # Copied by ``take``: an array that is still looked at could not grow.
        return np.frombuffer(found, dtype=np.int64).take(places)

    def keep(self, places: NDArray[np.intp]) -> None:
        """Lets go of all other rows."""
        for name in self._columns:
            self._columns[name] = array("q", self.column(name, places).tobytes())
        self._size = len(places)


def band_of(axis: str) -> str:
    """The name of the column of an axis's bands."""
    return f"band:{axis}"


def score_of(axis: str) -> str:
    """The name of the column of an axis's scores."""
    return f"score:{axis}"


def coded(values: Sequence[Any], numbered: Numbered[Any]) -> Column:
    """Words as numbers; one that is new is given one."""
    number = {value: numbered.number(value) for value in dict.fromkeys(values)}
    return np.fromiter((number[value] for value in values), dtype=np.int64, count=len(values))


def _score(exact: int | None) -> int:
    return NO_SCORE if exact is None else exact


def _nothing(column: str) -> int:
    return NO_SCORE if column.startswith("score:") else 0
