"""What does the scalar reader say of a table of facts? Stands in for the columnar one until that is there."""

from __future__ import annotations

from typing import Any

import polars as pl

from sayso.engine import facts_frame
from sayso.engine.lines import criterion_code
from sayso.engine.plan import Plan
from sayso.engine.scalar import AxisResult, judge
from sayso.facts.vocabulary import Vocabulary
from sayso.rubric.matcher import FALSE


class ColumnarReader:
    """Scores facts by one plan."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self._plan, self._vocabulary = plan, vocabulary
        self.columns = tuple(facts_frame.schema(vocabulary))
        self._numbers: dict[tuple[str, object], int] = {}
        self._records: list[dict[str, Any]] = []

    def score(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A row for each claim."""
        ids = frame.group_by("claim", maintain_order=True).agg(pl.col("id").first())
        wanted = facts_frame.schema(self._vocabulary)
        full = frame.with_columns(pl.lit(None, dtype=wanted[name]).alias(name) for name in wanted if name not in frame)
        rows = [self._row(facts) for facts in facts_frame.facts_of(full, self._vocabulary)]
        return ids.hstack(pl.DataFrame(rows, schema=self._schema()))

    def records(self) -> pl.DataFrame:
        """What each outcome of an axis came to."""
        return pl.DataFrame(self._records, schema=_RECORD)

    def _schema(self) -> dict[str, Any]:
        found: dict[str, Any] = {"status": pl.String, "grade": pl.String, "held": pl.UInt32}
        found |= {f"overall.{name}": pl.Int32 for name in ("exact", "low", "high")}
        found["overall.label"] = pl.String
        for axis in self._plan.axes:
            name = axis.axis.id
            found |= {f"{name}.status": pl.String, f"{name}.exact": pl.Int32, f"{name}.low": pl.Int32}
            found |= {f"{name}.high": pl.Int32, f"{name}.band": pl.String, f"{name}.known": pl.Int32}
            found |= {f"{name}.attribution": pl.UInt8, f"{name}.outcome": pl.UInt32}
        return found

    def _row(self, facts: Any) -> dict[str, Any]:
        outcome = judge(self._plan, facts).outcome
        ended = outcome.status == "not_applicable"
        overall = outcome.overall
        row: dict[str, Any] = {"status": outcome.status, "grade": outcome.grade}
        row |= {"overall.exact": overall.score, "overall.low": overall.low, "overall.high": overall.high}
        row["overall.label"] = overall.label
        if ended:
            row |= {f"overall.{name}": None for name in ("exact", "low", "high", "label")}
        held = [table.gate.id for table, truth in zip(self._plan.claim_gates, outcome.gates, strict=True) if truth]
        row["held"] = self._number("", tuple(outcome.gates), {"gates": held})
        for axis in outcome.axes:
            row |= self._axis(axis, ended)
        return row

    def _axis(self, axis: AxisResult, ended: bool) -> dict[str, Any]:
        name, record = axis.plan.axis.id, axis.speaker.record
        status = "not_applicable" if ended else axis.status
        silent = status == "not_applicable"
        values = {
            "status": status,
            "exact": record.exact if status == "scored" else None,
            "low": None if silent else axis.low,
            "high": None if silent else axis.high,
            "band": None if silent else axis.word,
            "known": None if silent else record.known,
            "attribution": axis.attribution,
            "outcome": self._number(name, id(axis.speaker), self._told(axis)),
        }
        return {f"{name}.{key}": value for key, value in values.items()}

    def _told(self, axis: AxisResult) -> dict[str, Any]:
        record, rubric = axis.speaker.record, self._plan.rubric
        losses = []
        for loss in record.losses:
            if loss.kind == "criterion":
                judged = next(each for each in axis.speaker.judged if each.criterion == loss.index)
                code = criterion_code(rubric.criteria[loss.index], judged)
            elif loss.kind == "gate":
                code = f"gate.{rubric.gates[loss.index].id}"
            else:
                code = f"chain.{axis.speaker.kept[loss.index].keep}"
            losses.append({"code": code, "points": loss.thousandths, "basis": loss.basis})
        holding = [
            table.gate.id for table, truth in zip(axis.plan.caps, axis.speaker.gates, strict=True) if truth != FALSE
        ]
        return {"status": record.status, "exact": record.exact, "low": record.low, "high": record.high,
                "known": record.known, "losses": losses, "gates": holding}  # fmt: skip

    def _number(self, axis: str, key: object, told: dict[str, Any]) -> int:
        number = self._numbers.setdefault((axis, key), len(self._records))
        if number == len(self._records):
            self._records.append({"axis": axis, "outcome": number, **told})
        return number


_RECORD: dict[str, Any] = {
    "axis": pl.String,
    "outcome": pl.UInt32,
    "status": pl.String,
    "exact": pl.Int32,
    "low": pl.Int32,
    "high": pl.Int32,
    "known": pl.Int32,
    "losses": pl.List(pl.Struct({"code": pl.String, "points": pl.Int32, "basis": pl.String})),
    "gates": pl.List(pl.String),
}
