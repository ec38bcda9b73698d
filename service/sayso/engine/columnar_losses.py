"""Where did each outcome of an axis lose its points, and what did its gates do: ``judge_axis`` for many at once?

A batch of real claims has tens of thousands of outcomes, so their lines are made in columns: one step for each
criterion, link and gate, whatever the number of outcomes. The words come from where those of a single claim come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.engine.columnar_axis import AxisReader, Parts
from sayso.engine.columnar_numbers import (
    NOT_APPLICABLE,
    SCORED,
    STATUSES,
    Caps,
    Points,
    Shares,
    Thousandths,
    Whole,
    combined,
    in_groups,
)
from sayso.engine.columnar_numbers import packed as packed_of
from sayso.engine.lines import criterion_code, keep_code, keep_of, said_of_criterion, said_of_keep
from sayso.engine.outcome import FULL
from sayso.engine.plan import Code, Plan
from sayso.engine.tables import KeepTable
from sayso.rubric.matcher import TRUE, UNKNOWN

LOSS = {"code": pl.String, "points": pl.Int32, "basis": pl.String, "because": pl.String, "reference": pl.String}
GATE = {"id": pl.String, "effect": pl.String, "status": pl.String, "before": pl.Int32, "after": pl.Int32}
GATE |= {"because": pl.String, "reference": pl.String}


class _Lines(NamedTuple):
    """Lines of one kind: which rows have one, what is said there, and the numbers."""

    rows: NDArray[np.intp]
    words: dict[str, Any]
    numbers: dict[str, Thousandths]


class AxisLosses:
    """The records of one axis of a plan."""

    def __init__(self, plan: Plan, reader: AxisReader) -> None:
        self._plan, self._axis, self._scale = plan, reader.plan, reader.scale
        self._caps = Caps([(gate.gate, self._axis.axis.id) for gate in self._axis.caps], plan.rubric.lowest)

    def frame(self, codes: Sequence[int], parts: Sequence[Parts]) -> pl.DataFrame:
        """A row for each code with what its parts come to."""
        height = len(codes)
        of_criteria = np.array([numbers for numbers, _, _ in parts], dtype=np.intp).reshape(height, -1).T
        truths = np.array([caps for _, caps, _ in parts], dtype=np.uint8).reshape(height, -1).T
        points = self._scale.points(self._sums(of_criteria, height))
        chains = _Chains([keeps for _, _, keeps in parts], self._axis.chain)
        left = chains.left(points)
        cells = [combined(group) for group in in_groups(list(truths))]
        exact, low, high = (value.astype(np.int32) for value in self._caps.held(left, cells))
        scored, there = points.status == SCORED, points.status != NOT_APPLICABLE
        losses = [*self._of_criteria(of_criteria), *self._of_links(chains, points.points)]
        caps = list(self._of_caps(truths, left[0], exact))
        losses += [_loss_of(lines) for lines in caps if lines.words["status"] == "applied"]
        known = self._scale.place(points.status, exact).astype(np.uint32)
        words = pl.Series(self._scale.words, dtype=pl.String)
        frame = pl.DataFrame(
            {
                "outcome": pl.Series(codes, dtype=pl.UInt64),
                "status": pl.Series(STATUSES).gather(pl.Series(points.status).cast(pl.UInt32)),
                "exact": _where(exact, scored),
                "low": _where(low, there),
                "high": _where(high, there),
                "known": _where(points.known, there),
                "band": words.gather(pl.Series(known)),
                "losses": _lists(losses, height, LOSS, scored, kept=False),
                "gates": _lists(caps, height, GATE, scored, kept=True),
            }
        )
        return frame.select(pl.lit(self._axis.axis.id).alias("axis"), pl.all())

    def _sums(self, numbers: NDArray[np.intp], height: int) -> Whole:
        sums = np.zeros(height, dtype=np.int64)
        for table, column in zip(self._axis.criteria, numbers, strict=True):
            sums += np.array([packed_of(each.judged) for each in table.outcomes], dtype=np.int64).take(column)
        return sums

    def _of_criteria(self, numbers: NDArray[np.intp]) -> Iterator[_Lines]:
        for table, column in zip(self._axis.criteria, numbers, strict=True):
            criterion = table.criterion
            for number, rows in _rows_of(column):
                judged = table.outcomes[number].judged
                if judged.maximum > judged.points:
                    words = {
                        "code": criterion_code(criterion, judged),
                        "basis": judged.basis,
                        "because": said_of_criterion(criterion, judged),
                        "reference": criterion.reference,
                    }
                    lost = np.full(len(rows), 1000 * (judged.maximum - judged.points), dtype=np.int32)
                    yield _Lines(rows, words, {"points": lost})

    def _of_links(self, chains: _Chains, points: Whole) -> Iterator[_Lines]:
        """From the root outwards."""
        table = self._axis.chain
        if table is None:
            return
        chain = table.chain
        for at in range(chains.longest):
            has = np.flatnonzero(chains.lengths > at)
            taken = chains.after(points, at).take(has) - chains.after(points, at + 1).take(has)
            open_ = np.flatnonzero(taken > 0)
            has, taken = has.take(open_), taken.take(open_)
            for number, own in _rows_of(chains.keeps[at].take(has)):
                kept = table.outcomes[number]
                words = {
                    "code": keep_code(chain, kept),
                    "basis": "unknown" if kept.keep is None else "fact",
                    "because": said_of_keep(chain, keep_of(chain, kept)),
                    "reference": chain.reference or self._plan.rubric.reference,
                }
                yield _Lines(has.take(own), words, {"points": taken.take(own)})

    def _of_caps(self, truths: NDArray[np.uint8], before: Thousandths, after: Thousandths) -> Iterator[_Lines]:
        """In file order. The lowest cap that binds is applied, the first of those that are equal."""
        lowest, name = self._plan.rubric.lowest, self._axis.axis.id
        least, applied = np.full(len(before), FULL + 1), np.full(len(before), -1)
        for at, (table, truth) in enumerate(zip(self._axis.caps, truths, strict=True)):
            binds = (truth == TRUE) | ((truth == UNKNOWN) & (table.gate.binds_unknown or lowest))
            cap = 1000 * table.gate.caps[name]
            lower = binds & (cap < least)
            least[lower], applied[lower] = cap, at
        applied[after >= before] = -1
        for at, (table, truth) in enumerate(zip(self._axis.caps, truths, strict=True)):
            gate = table.gate
            for status, basis, is_so in (
                ("applied", "fact", (applied == at) & (truth == TRUE)),
                ("applied", "unknown", (applied == at) & (truth == UNKNOWN)),
                ("idle", "fact", (applied != at) & (truth == TRUE)),
                ("possible", "unknown", (applied != at) & (truth == UNKNOWN)),
            ):
                rows = np.flatnonzero(is_so)
                words = {"id": gate.id, "effect": gate.effect, "status": status, "basis": basis}
                words |= {"because": gate.because, "reference": gate.reference}
                was = before if status == "applied" else after
                yield _Lines(rows, words, {"before": was.take(rows), "after": after.take(rows)})


class _Chains:
    """What the links of each row keep, from the root outwards, and what is left of points after each of them."""

    def __init__(self, keeps: Sequence[Code], table: KeepTable | None) -> None:
        self.lengths = np.array([len(each) for each in keeps], dtype=np.intp)
        self.longest = int(self.lengths.max(initial=0))
        self.keeps = [
            np.array([each[at] if len(each) > at else 0 for each in keeps], dtype=np.intp) for at in range(self.longest)
        ]
        self._shares = Shares()
        met: dict[Code, int] = {}
        for each in set(keeps):
            for stop in range(len(each) + 1):
                if each[:stop] not in met:
                    kept = [] if table is None else [table.outcomes[number] for number in each[:stop]]
                    met[each[:stop]] = self._shares.place(kept)
        self._places = [
            np.array([met[each[:stop]] for each in keeps], dtype=np.intp) for stop in range(self.longest + 1)
        ]

    def after(self, points: Whole, links: int) -> Thousandths:
        """What is left of the estimate after so many links, or after all where there are fewer."""
        return self._shares.estimate(self._places[links], points)

    def left(self, points: Points) -> tuple[Thousandths, Thousandths, Thousandths]:
        """What is left of points, low and high after all links."""
        return self._shares.left(self._places[-1], points)


def _rows_of(numbers: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Each number that occurs, and where."""
    for number in np.unique(numbers).tolist():
        yield number, np.flatnonzero(numbers == number)


def _loss_of(lines: _Lines) -> _Lines:
    """What a gate took."""
    words = {**lines.words, "code": f"gate.{lines.words['id']}"}
    return _Lines(lines.rows, words, {"points": lines.numbers["before"] - lines.numbers["after"]})


def _lists(
    found: Sequence[_Lines], height: int, schema: Mapping[str, Any], numbered: NDArray[np.bool_], *, kept: bool
) -> pl.Series:
    """The lines of each row, in order; of rows that have no number without numbers, or none at all unless ``kept``."""
    type_ = pl.List(pl.Struct(schema))
    found = [lines for lines in found if len(lines.rows)]
    if not found:
        return pl.Series([[]], dtype=type_).new_from_index(0, height) if height else pl.Series([], dtype=type_)
    words = pl.DataFrame([lines.words for lines in found])
    said = np.repeat(np.arange(len(found), dtype=np.uint32), [len(lines.rows) for lines in found])
    rows = np.concatenate([lines.rows for lines in found])
    order = np.argsort(rows, kind="stable")
    order = order if kept else order[numbered.take(rows.take(order))]
    rows = rows.take(order)
    columns = {name: words[name].gather(pl.Series(said.take(order))) for name in words.columns}
    for name in found[0].numbers:
        values = np.concatenate([lines.numbers[name] for lines in found]).take(order)
        columns[name] = _where(values.astype(np.int32), numbered.take(rows))
    items = pl.DataFrame(columns).select(pl.struct(pl.col(name).cast(type_) for name, type_ in schema.items()))
    lists = items.to_series().alias("lines").to_frame().with_columns(pl.Series("row", rows.astype(np.uint32)))
    grouped = lists.group_by("row", maintain_order=True).agg("lines")
    every = pl.DataFrame({"row": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    joined = every.join(grouped, on="row", how="left", maintain_order="left")["lines"]
    return joined.fill_null(pl.Series([[]], dtype=type_))


def _where(values: NDArray[Any], there: NDArray[np.bool_]) -> pl.Series:
    """The values where they are there."""
    return pl.Series(values).to_frame("value").select(pl.when(pl.Series(there)).then("value"))["value"]
