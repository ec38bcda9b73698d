"""What do the outcomes of a part come to, each told once however many parts have it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import polars as pl

from sayso.errors import Bug

OUTCOME = "outcome"
HELD = "held"
_KEY = ("axis", OUTCOME)


class Outcomes:
    """The outcomes met so far; ``before`` are the records of parts that were finished earlier."""

    def __init__(self, before: Iterable[pl.DataFrame] = ()) -> None:
        self._known = {key for frame in before for key in frame.select(_KEY).iter_rows()}
        self._gates: dict[tuple[str | None, int], list[tuple[str, str]]] = {}

    def fresh(self, records: pl.DataFrame) -> pl.DataFrame:
        """Of the records of outcomes that were met for the first time, those that no earlier part has told."""
        gated = records.filter(pl.col("gates").list.len() > 0)
        for axis, outcome, gates in gated.select(*_KEY, "gates").iter_rows():
            self._gates[axis, outcome] = [(gate["id"], gate["status"]) for gate in gates]
        if not self._known:
            return records
        new = [key not in self._known for key in records.select(_KEY).iter_rows()]
        return records.filter(pl.Series(new, dtype=pl.Boolean))

    def gates(self, scored: pl.DataFrame) -> dict[str, int]:
        """For how many claims each gate holds, on the attribution that speaks; a cap that does not bind holds, too."""
        counts: Counter[str] = Counter()
        for name in scored.columns:
            axis = None if name == HELD else name.removesuffix(f".{OUTCOME}")
            if axis != name:
                for number, times in scored[name].value_counts().iter_rows():
                    for gate, status in self._gates.get((axis, number), ()):
                        counts[gate] += times if status != "possible" else 0
        return dict(sorted(counts.items()))


def all_records(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The records of every part in the order of axes and numbers. Raises Bug where one number stands for two."""
    found = pl.concat(parts).sort(_KEY)
    if found.select(_KEY).n_unique() < len(found):
        raise Bug("an outcome was told twice")
    return found
