"""What does a table of judged claims say, column by column?

``claim``, ``id``, ``status``, ``grade``; ``overall.`` exact, low, high (thousandths of a point) and label; for each
axis ``<axis>.`` status, exact, low, high, band, known (per mille), attribution (on an axis of: attribution) and
outcome; ``held``. What an answer leaves null is null here: the numbers of a claim that a rubric does not apply to,
those of what cannot be judged. What an outcome, and ``held``, the gates of the claim, come to stands in the records.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.engine.columnar_axis import AxisReader, Marks
from sayso.engine.columnar_claims import AxisClaims, OverallClaims, OverallReader, Places, VerdictReader
from sayso.engine.columnar_numbers import NOT_APPLICABLE, SCORED, STATUSES
from sayso.engine.plan import Plan


class Told:
    """Makes the table of one plan."""

    def __init__(
        self, plan: Plan, axes: Sequence[AxisReader], overall: OverallReader | None, verdicts: VerdictReader
    ) -> None:
        self._plan, self._axes, self._overall, self._verdicts = plan, axes, overall, verdicts
        self._statuses = words_of(STATUSES)
        self._words = [words_of(axis.scale.words) for axis in axes]
        self._labels = None if overall is None else words_of(overall.labels)
        self._verdict = _verdict_words(verdicts) if verdicts.eager else None

    def frame(
        self,
        named: pl.DataFrame,
        axes: Sequence[AxisClaims],
        overall: OverallClaims | None,
        verdict: tuple[Places, NDArray[np.bool_]],
        gates: Marks,
    ) -> pl.DataFrame:
        """``named`` has the columns claim and id."""
        places, ended = verdict
        ends = bool(ended.any())
        status, grade, label = self._verdict or _verdict_words(self._verdicts)
        columns = [_said(status, places, "status"), _said(grade, places, "grade")]
        if overall is not None and self._labels is not None:
            there = overall.there & ~ended if ends else overall.there
            scored = overall.scored & ~ended if ends else overall.scored
            columns += [
                _number("overall.exact", overall.exact.astype(np.int32), scored),
                _number("overall.low", overall.low.astype(np.int32), there),
                _number("overall.high", overall.high.astype(np.int32), there),
                _where(_said(self._labels, overall.label, "overall.label"), scored),
            ]
        elif self._plan.rubric.overall.method == "table":
            columns.append(_where(_said(label, places, "overall.label"), ~ended))
        for reader, words, axis in zip(self._axes, self._words, axes, strict=True):
            columns += self._axis(reader.plan.axis.id, words, axis, ended if ends else None)
        held = pl.lit(pl.Series(gates)).alias("held")
        return named.select("claim", "id", *columns, held)

    def _axis(self, name: str, words: pl.Series, axis: AxisClaims, ended: NDArray[np.bool_] | None) -> list[pl.Expr]:
        status, word = axis.status, axis.word
        if ended is not None:
            status = np.where(ended, np.uint8(NOT_APPLICABLE), status)
            word = np.where(ended, np.uint8(len(words) - 1), word)
        scored, there = status == SCORED, status != NOT_APPLICABLE
        columns = [
            _said(self._statuses, status, f"{name}.status"),
            _number(f"{name}.exact", axis.exact.astype(np.int32), scored),
            _number(f"{name}.low", axis.low.astype(np.int32), there),
            _number(f"{name}.high", axis.high.astype(np.int32), there),
            _said(words, word, f"{name}.band"),
            _number(f"{name}.known", axis.known, there),
        ]
        if axis.attribution is not None:
            columns.append(pl.lit(pl.Series(axis.attribution)).alias(f"{name}.attribution"))
        return [*columns, pl.lit(pl.Series(axis.code)).alias(f"{name}.outcome")]


def words_of(words: Sequence[str | None]) -> pl.Series:
    """Words by their places, as an Enum."""
    return pl.Series(words, dtype=pl.Enum(list(dict.fromkeys(word for word in words if word is not None))))


def _verdict_words(verdicts: VerdictReader) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Status, grade and the word of a table; as plain text where there are too many grades to list."""
    said = verdicts.verdicts
    status = pl.Series([each.status for each in said], dtype=pl.Enum(STATUSES))
    grades, labels = [each.grade for each in said], [each.label for each in said]
    if not verdicts.eager:
        return status, pl.Series(grades, dtype=pl.String), pl.Series(labels, dtype=pl.String)
    return status, words_of(grades), words_of(labels)


def _said(words: pl.Series, places: NDArray[Any], name: str) -> pl.Expr:
    return pl.lit(words).gather(pl.lit(pl.Series(places.astype(np.uint32)))).alias(name)


def _number(name: str, values: NDArray[Any], there: NDArray[np.bool_]) -> pl.Expr:
    return _where(pl.lit(pl.Series(values)).alias(name), there)


def _where(values: pl.Expr, there: NDArray[np.bool_]) -> pl.Expr:
    """The values where they are there, in a column of their name."""
    return values if there.all() else pl.when(pl.lit(pl.Series(there))).then(values)
