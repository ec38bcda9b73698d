"""What do the outcomes of a part come to, each told once however many parts have it?"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from sayso.errors import Bug

_KEY = ("axis", "outcome")


class Outcomes:
    """The outcomes met so far; ``before`` are the records of parts that were finished earlier."""

    def __init__(self, before: Iterable[pl.DataFrame] = ()) -> None:
        self._known = {key for frame in before for key in frame.select(_KEY).iter_rows()}

    def fresh(self, records: pl.DataFrame) -> pl.DataFrame:
        """Of the records of outcomes that were met for the first time, those that no earlier part has told."""
        if not self._known:
            return records
        new = [key not in self._known for key in records.select(_KEY).iter_rows()]
        return records.filter(pl.Series(new, dtype=pl.Boolean))


def all_records(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The records of every part in the order of axes and numbers. Raises Bug where one number stands for two."""
    found = pl.concat(parts).sort(_KEY)
    if found.select(_KEY).n_unique() < len(found):
        raise Bug("an outcome was told twice")
    return found
