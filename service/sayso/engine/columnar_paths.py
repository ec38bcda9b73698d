"""How does a sequence of small numbers become one number, in columns?

A sequence that was met has a number, and so has each of its beginnings: a step from one to the next is a look-up in a
table, which grows with what is met and not with what could be.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
_DENSE = 1 << 22


class Paths:
    """``items`` has the sequence of each number; 0 is the empty one."""

    def __init__(self) -> None:
        self.items: list[tuple[int, ...]] = [()]
        self._next: dict[tuple[int, int], int] = {}
        self._table = np.full((16, 8), -1, dtype=np.int32)

    def step(self, paths: Numbers, items: Numbers) -> Numbers:
        """The numbers of sequences with one more item each."""
        if not len(paths):
            return paths
        rows, width = len(self.items), int(items.max()) + 1
        if rows * max(width, self._table.shape[1]) > _DENSE:
            return self._sparse(paths, items)
        self._grow(rows, width)
        width = self._table.shape[1]
        at = paths * width + items
        found = self._table.reshape(-1).take(at)
        if found.min() < 0:
            for missing in np.unique(at[found < 0]).tolist():
                self._number(*divmod(missing, width))
            self._grow(len(self.items), width)
            found = self._table.reshape(-1).take(at)
        return found.astype(np.intp)

    def _number(self, path: int, item: int) -> int:
        found = self._next.get((path, item))
        if found is None:
            found = self._next[path, item] = len(self.items)
            self.items.append((*self.items[path], item))
        if path < self._table.shape[0] and item < self._table.shape[1]:
            self._table[path, item] = found
        return found

    def _grow(self, rows: int, width: int) -> None:
        """What the larger table lacks is found in ``_next`` when it is asked for."""
        height, wide = self._table.shape
        if rows <= height and width <= wide:
            return
        larger = np.full((max(height, 2 * rows if rows > height else 0), max(wide, width)), -1, dtype=np.int32)
        larger[:height, :wide] = self._table
        self._table = larger

    def _sparse(self, paths: Numbers, items: Numbers) -> Numbers:
        width = int(items.max()) + 1
        distinct, back = np.unique(paths * width + items, return_inverse=True)
        numbers = [self._number(*divmod(each, width)) for each in distinct.tolist()]
        return np.array(numbers, dtype=np.intp)[back]
