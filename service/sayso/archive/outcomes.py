"""Which number has an outcome, whichever claims were met before it, and what does it come to?

The reader numbers outcomes as it meets them. Here each gets the number that follows from what it says, so that two
shards, and a start after an interruption, write the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

import numpy as np
import polars as pl
from pydantic_core import to_json

from sayso.errors import Bug

OUTCOME = "outcome"
HELD = "held"
_KEPT = 63
"""Bits of a number: every tool can hold that many."""


class Outcomes:
    """The outcomes met so far, those ``before`` in parts that were finished earlier."""

    def __init__(self, before: Iterable[pl.DataFrame] = ()) -> None:
        self._known: set[int] = {number for frame in before for number in frame[OUTCOME]}
        self._numbers = np.zeros(0, dtype=np.uint64)
        self._gates: dict[int, list[str]] = {}

    def renumbered(self, scored: pl.DataFrame, records: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The scores with lasting numbers, and the records that were not known yet."""
        fresh = records.slice(len(self._numbers))
        added = [_number(row) for row in fresh.drop(OUTCOME).iter_rows(named=True)]
        self._numbers = np.concatenate([self._numbers, np.array(added, dtype=np.uint64)])
        self._gates.update(zip(added, fresh["gates"].to_list(), strict=True))
        columns = [name for name in scored.columns if _is_outcome(name)]
        lasting = [pl.Series(name, self._numbers[scored[name].to_numpy()]) for name in columns]
        new = dict.fromkeys(number for number in added if number not in self._known)
        self._known.update(new)
        kept = fresh.with_columns(pl.Series(OUTCOME, added, dtype=pl.UInt64))
        return scored.with_columns(lasting), kept.filter(pl.col(OUTCOME).is_in(list(new))).unique(OUTCOME, keep="first")

    def gates(self, scored: pl.DataFrame) -> dict[str, int]:
        """For how many claims each gate holds or may hold, on the attribution that speaks."""
        counts: Counter[str] = Counter()
        for name in filter(_is_outcome, scored.columns):
            for number, times in scored[name].value_counts().iter_rows():
                for gate in self._gates.get(number, ()):
                    counts[gate] += times
        return dict(sorted(counts.items()))


def all_records(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The records of every part, each once, in the order of their numbers."""
    found = pl.concat(parts).unique()
    if found[OUTCOME].n_unique() < len(found):
        raise Bug("two outcomes have one number")
    return found.sort("axis", OUTCOME)


def _is_outcome(name: str) -> bool:
    return name == HELD or name.endswith(f".{OUTCOME}")


def _number(row: dict[str, object]) -> int:
    return int.from_bytes(hashlib.sha256(to_json(row)).digest()[:8], "big") >> (64 - _KEPT)
