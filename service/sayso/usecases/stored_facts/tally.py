"""What does a draft change in rows that are in memory? The counts of ``impact``, all rows at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sayso.engine.columnar import AppliedGate, ColumnarReader
from sayso.engine.plan import Plan
from sayso.usecases.desk import Desk
from sayso.usecases.impact_counts import MOST_MOVERS, OVERALL, STEP, Counts, FlipPage, Json, Pair, signed, step
from sayso.usecases.stored_facts.answers import NO_SCORE, Answers, Column, band_of, coded, score_of
from sayso.usecases.stored_facts.rows import StoredRows

Marks = NDArray[np.bool_]
Claims = Callable[[Sequence[str]], dict[str, Json]]
"""The claims of these assessments, as a line shows them."""


@dataclass(frozen=True)
class _Pairs:
    """Two columns of numbered words, before and after."""

    before: Column
    after: Column

    @property
    def differ(self) -> Marks:
        found: Marks = self.before != self.after
        return found


def count(rows: StoredRows, ids: Sequence[str], desk: Desk, plan: Plan, page: FlipPage, claims: Claims) -> Counts:
    """What ``ImpactTally`` counts of these, newest first. Raises InvalidRequest where the facts are none that the plan
    can read.
    """
    counts = Counts(plan, page)
    places = np.fromiter((rows.places[id_] for id_ in ids), dtype=np.intp, count=len(ids))
    counts.rows = len(ids)
    _versions(rows.answers, places, counts)
    lost = rows.lost(places)
    for at in np.flatnonzero(lost).tolist():
        counts.lose(ids[at])
    if lost.any():
        ids = [id_ for id_, gone in zip(ids, lost.tolist(), strict=True) if not gone]
        places = places[~lost]
    if len(ids):
        _Comparison(rows, ids, places, counts, ColumnarReader(plan, desk.vocabulary, records=False)).fill(claims)
    return counts


class _Comparison:
    """The answers of then beside what the draft says."""

    def __init__(
        self, rows: StoredRows, ids: Sequence[str], places: NDArray[np.intp], counts: Counts, reader: ColumnarReader
    ) -> None:
        self.ids, self.places, self.counts, self.answers = ids, places, counts, rows.answers
        self._words = rows.answers.words.copy()
        """Those of then, and further on those of the draft."""
        ascending = np.sort(places)
        told, gates = reader.with_gates(rows.facts(ascending, reader.columns))
        self._at = np.searchsorted(ascending, places)
        """Where each of these rows stands in what was judged."""
        self._told = told
        self._gates = gates
        self.own = list(counts.axes)
        orders = self._then("order")
        distinct, first = np.unique(orders, return_index=True)
        self.orders, self.order = [self.answers.orders.values[at] for at in distinct[np.argsort(first)]], orders
        self.names = list(dict.fromkeys([*self.own, *(name for order in self.orders for name in order)]))
        """The axes of the draft, then others in the order in which they are met."""

    def fill(self, claims: Claims) -> None:
        counts = self.counts
        grades = _Pairs(self._then("grade"), self._said("grade"))
        labels = _Pairs(self._then("label"), self._said("overall.label"))
        bands = {name: _Pairs(self._then(band_of(name)), self._said(f"{name}.band")) for name in self.names}
        counts.grades.update(self._counted(grades))
        counts.labels.update(self._counted(labels))
        changed = grades.differ | labels.differ
        for name, pairs in bands.items():
            counts.axes.setdefault(name, Counter()).update(self._counted(pairs))
            changed |= pairs.differ
        moves = {name: self._move(name) for name in (*self.names, OVERALL)}
        for way, lone in moves.values():
            changed |= lone
            changed |= way != 0
        changed |= self._gated(grades.differ, {name: pairs.differ for name, pairs in bands.items()})
        counts.changed, counts.flips = int(changed.sum()), int(grades.differ.sum())
        flipped = self._listed(grades.differ)
        far = self._far([way for way, _ in moves.values()])
        shown = claims([self.ids[at] for at in dict.fromkeys([*flipped, *far])])
        for at in flipped:
            steps = {name: step(self._pair(bands[name], at)) for name in self._axes_of(at) if bands[name].differ[at]}
            line = {"claim": shown[self.ids[at]], "grade": step(self._pair(grades, at)), "axes": steps}
            counts.flipped.append({"id": self.ids[at], **line})
        for at in far:
            by = {name: int(moves[name][0][at]) for name in (*self._axes_of(at), OVERALL)}
            told = {name: signed(number) for name, number in by.items() if number}
            line = {"claim": shown[self.ids[at]], "grade": step(self._pair(grades, at)), "by": told}
            counts.move(max(map(abs, by.values())), self.ids[at], {"id": self.ids[at], **line})

    def _then(self, name: str) -> Column:
        return self.answers.column(name, self.places)

    def _said(self, name: str) -> Column:
        """A column of what the draft says, in the numbers of the words of then."""
        if name not in self._told.columns:
            return np.zeros(len(self.places), dtype=np.int64)
        return coded(self._told[name].cast(pl.String).to_list(), self._words).take(self._at)

    def _score(self, name: str) -> Column:
        if f"{name}.exact" not in self._told.columns:
            return np.full(len(self.places), NO_SCORE, dtype=np.int64)
        exact: Column = self._told[f"{name}.exact"].cast(pl.Int64).fill_null(NO_SCORE).to_numpy().take(self._at)
        return exact

    def _pair(self, pairs: _Pairs, at: int) -> Pair:
        words = self._words.values
        return words[pairs.before[at]], words[pairs.after[at]]

    def _counted(self, pairs: _Pairs) -> dict[Pair, int]:
        words = self._words.values
        distinct, times = np.unique(pairs.before * len(words) + pairs.after, return_counts=True)
        found = (divmod(pair, len(words)) for pair in distinct.tolist())
        return {(words[was], words[now]): rows for (was, now), rows in zip(found, times.tolist(), strict=True)}

    def _move(self, name: str) -> tuple[Column, Marks]:
        """By how much a score moves, 0 where it does not or where there is none before or after; and where there is
        one only before or only after. Both are counted.
        """
        was, now = self._then(score_of(name)), self._score(name)
        here, there = was != NO_SCORE, now != NO_SCORE
        counted = self.counts.scores.setdefault(name, Counter())
        both = here & there
        by = np.where(both, now - was, 0)
        steps = -(-np.abs(by[both]) // STEP) * np.sign(by[both])
        bins, rows = np.unique(steps, return_counts=True)
        counted.update(dict(zip(bins.tolist(), rows.tolist(), strict=True)))
        for word, only in (("gained", there & ~here), ("lost", here & ~there)):
            if only.any():
                counted[word] += int(only.sum())
        return by, here != there

    def _gated(self, regraded: Marks, flipped: dict[str, Marks]) -> Marks:
        """Counts the gates; gives the rows of which one starts or stops."""
        sets, then = self.answers.gates.values, self._then("gates")
        after: dict[tuple[str, str | None], AppliedGate] = {(gate.id, gate.axis): gate for gate in self._gates}
        met = {key for at in np.unique(then).tolist() for key in sets[at]}
        changed = np.zeros(len(self.places), dtype=np.bool_)
        for key in (*met, *(key for key in after if key not in met)):
            was = np.array([key in each for each in sets], dtype=np.bool_).take(then)
            now = after[key].claims.take(self._at) if key in after else np.zeros_like(was)
            if not was.any() and not now.any():
                continue
            other = was != now
            changed |= other
            axis = key[1]
            flips = regraded if axis is None or axis == OVERALL else flipped[axis]
            found = {
                "before": was.sum(),
                "after": now.sum(),
                "starts": (now & ~was).sum(),
                "stops": (was & ~now).sum(),
                "flips": (other & flips).sum(),
            }
            self.counts.gates[key] = Counter({name: int(rows) for name, rows in found.items()})
        return changed

    def _listed(self, regraded: Marks) -> list[int]:
        """The flips of the page, and one more."""
        page, found = self.counts.page, np.flatnonzero(regraded).tolist()
        if page.before is not None:
            found = [at for at in found if self.ids[at] < page.before]
        return found[: page.count + 1]

    def _far(self, moves: Sequence[Any]) -> list[int]:
        """The rows that move farthest; of two that move alike the newer one."""
        size = np.max(np.abs(np.stack(moves)), axis=0)
        moved = np.flatnonzero(size)
        if len(moved) > MOST_MOVERS:  # as many as move like the last one stay, to be told apart by their ids
            least = np.partition(size[moved], -MOST_MOVERS)[-MOST_MOVERS]
            moved = moved[size[moved] >= least]
        return sorted(moved.tolist(), key=lambda at: (size[at], self.ids[at]))[-MOST_MOVERS:]

    def _axes_of(self, at: int) -> list[str]:
        """The axes of then in the order of the answer, and the draft's."""
        return list(dict.fromkeys((*self.answers.orders.values[self.order[at]], *self.own)))


def _versions(answers: Answers, places: NDArray[np.intp], counts: Counts) -> None:
    found, first, rows = np.unique(answers.column("version", places), return_index=True, return_counts=True)
    for at in np.argsort(first).tolist():
        counts.versions[answers.versions.values[found[at]]] = int(rows[at])
