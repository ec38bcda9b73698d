"""What does Spark need to grade an archive with ``mapInArrow``? Nothing here imports Spark; Spark brings pyarrow.

Spark has no unsigned numbers and no closed lists of words, so columns are turned into those that it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import polars as pl

from sayso.archive.by_part import PartGrader

_DDL = {pl.Int64: "BIGINT", pl.Int32: "INT", pl.String: "STRING"}


def schema_of(grader: PartGrader) -> str:
    """The columns, as ``mapInArrow`` wants them told. Raises ArchiveError where there are no facts."""
    return ", ".join(f"`{name}` {_DDL[type_.base_type()]}" for name, type_ in plain(grader.nothing()).schema.items())


def plain(scores: pl.DataFrame) -> pl.DataFrame:
    """The scores with the types that Spark has. Numbers of outcomes (``held``, too) keep their 64 bits, of which Spark
    takes the first for a sign; other small numbers have 32 bits, words are text.
    """
    return scores.select(_plain(name, type_) for name, type_ in scores.schema.items())


def grade_batches(grader: PartGrader) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """The function for ``mapInArrow``: batches with the column ``part`` in, batches of scores (pyarrow) out."""

    def graded(batches: Iterable[Any]) -> Iterator[Any]:
        for frame in grader.frames(batches):
            yield from plain(frame).to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()

    return graded


def _plain(name: str, type_: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(type_, pl.UInt64):
        return column.reinterpret(signed=True)
    if isinstance(type_, pl.Enum):
        return column.cast(pl.String)
    return column.cast(pl.Int32) if type_.is_integer() else column
