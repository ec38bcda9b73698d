"""What would another rubric change in an archive: which bands flip, how far do numbers move, which claims move most?

Both rubrics read the same facts, part by part; nothing is kept but counts and the claims that move most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from sayso.archive.inputs import Step
from sayso.archive.scores import Source
from sayso.archive.shards import Shard
from sayso.engine.columnar import ColumnarReader
from sayso.engine.plan import Plan

OVERALL = "overall"
STEP = 5_000
"""The width of a bar of a histogram, in thousandths of a point."""
Flip = tuple[str | None, str | None]
"""A band or a grade before and after; None where there is none."""


class Mover(NamedTuple):
    """A claim that moves far: its place and id, its grades, and what moved by how many thousandths."""

    claim: int
    id: str | None
    before: str | None
    after: str | None
    numbers: dict[str, tuple[int, int]]
    size: int


@dataclass(frozen=True)
class Moves:
    """How one number moves: how many claims up, down and not at all; how many have it before or after only; and for
    each step of ``STEP`` thousandths how many move by about so many.
    """

    up: int
    down: int
    same: int
    one_only: int
    histogram: dict[int, int]


@dataclass(frozen=True)
class Impact:
    """The whole of it; ``grades`` and the ``bands`` of each axis that both rubrics have count what became of what."""

    claims: int
    refused: int
    grades: dict[Flip, int]
    bands: dict[str, dict[Flip, int]]
    moves: dict[str, Moves]
    movers: tuple[Mover, ...]

    @property
    def changed(self) -> int:
        """How many claims have another grade."""
        return sum(count for (before, after), count in self.grades.items() if before != after)


def impact_of(source: Source, before: Plan, after: Plan, most: int, step: Step) -> Impact:
    """Reads the archive once. Raises ArchiveError; ``most`` is how many claims that move most are told."""
    readers = [ColumnarReader(plan, source.vocabulary, records=False) for plan in (before, after)]
    columns = list(dict.fromkeys(name for reader in readers for name in reader.columns))
    axes = [axis.axis.id for axis in before.axes if any(axis.axis.id == other.axis.id for other in after.axes)]
    numbered = all(plan.rubric.overall.method in ("weighted", "min") for plan in (before, after))
    sums = _Sums(axes, [OVERALL, *axes] if numbered else axes, most)
    for part in source.parts(Shard(), lambda _: False, step, columns):
        old, new = (reader.score(part.frame) for reader in readers)
        sums.add(old, new, len(part.refused))
    return sums.impact()


class _Sums:
    def __init__(self, axes: Sequence[str], numbers: Sequence[str], most: int) -> None:
        self.axes, self.numbers, self.most = axes, numbers, most
        self.claims = self.refused = 0
        self.grades: Counter[Flip] = Counter()
        self.bands: dict[str, Counter[Flip]] = {axis: Counter() for axis in axes}
        self.histograms: dict[str, Counter[int]] = {name: Counter() for name in numbers}
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in numbers}
        self.movers: list[Mover] = []

    def add(self, before: pl.DataFrame, after: pl.DataFrame, refused: int) -> None:
        self.claims += len(before)
        self.refused += refused
        if not len(before):
            return
        self.grades.update(_flips(before["grade"], after["grade"]))
        for axis in self.axes:
            self.bands[axis].update(_flips(before[f"{axis}.band"], after[f"{axis}.band"]))
        change = {name: after[f"{name}.exact"] - before[f"{name}.exact"] for name in self.numbers}
        for name, moved in change.items():
            steps = ((moved + STEP // 2) // STEP).value_counts()
            self.histograms[name].update({at: count for at, count in steps.iter_rows() if at is not None})
            old, new = before[f"{name}.exact"].is_null(), after[f"{name}.exact"].is_null()
            counted = {"up": (moved > 0).sum(), "down": (moved < 0).sum(), "same": (moved == 0).sum()}
            self.counts[name].update({**counted, "one_only": (old != new).sum()})
        if not change:
            return
        sizes = pl.DataFrame([moved.abs().alias(name) for name, moved in change.items()]).max_horizontal()
        self._keep(before, after, sizes.fill_null(0))

    def _keep(self, before: pl.DataFrame, after: pl.DataFrame, sizes: pl.Series) -> None:
        """The claims that move most, of those seen and these; the earlier one where two move alike."""
        ranked = pl.DataFrame({"row": range(len(sizes)), "size": sizes}).filter(pl.col("size") > 0)
        for row, size in ranked.sort("size", "row", descending=[True, False]).head(self.most).iter_rows():
            old, new = before.row(row, named=True), after.row(row, named=True)
            numbers = {
                name: (old[f"{name}.exact"], new[f"{name}.exact"])
                for name in self.numbers
                if None not in (old[f"{name}.exact"], new[f"{name}.exact"])
            }
            moved = {name: pair for name, pair in numbers.items() if pair[0] != pair[1]}
            self.movers.append(Mover(old["claim"], old["id"], old["grade"], new["grade"], moved, size))
        self.movers = sorted(self.movers, key=lambda each: (-each.size, each.claim))[: self.most]

    def impact(self) -> Impact:
        return Impact(
            self.claims,
            self.refused,
            _ordered(self.grades),
            {axis: _ordered(counts) for axis, counts in self.bands.items()},
            {
                name: Moves(
                    counts["up"], counts["down"], counts["same"], counts["one_only"], _filled(self.histograms[name])
                )
                for name, counts in self.counts.items()
                if counts["up"] + counts["down"] + counts["same"] + counts["one_only"]
            },
            tuple(self.movers),
        )


def _flips(before: pl.Series, after: pl.Series) -> dict[Flip, int]:
    pairs = pl.DataFrame({"before": before.cast(pl.String), "after": after.cast(pl.String)})
    counted = pairs.group_by("before", "after").len()
    return {(old, new): count for old, new, count in counted.iter_rows()}


def _ordered(counts: Counter[Flip]) -> dict[Flip, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], str(each[0]))))


def _filled(histogram: Counter[int]) -> dict[int, int]:
    """Every step from the first to the last, those with no claim too."""
    if not histogram:
        return {}
    return {at: histogram.get(at, 0) for at in range(min(histogram), max(histogram) + 1)}


def as_form(found: Impact) -> dict[str, Any]:
    """The impact as JSON; numbers in thousandths of a point."""
    return {
        "claims": found.claims,
        "refused": found.refused,
        "changed": found.changed,
        "grades": _flip_form(found.grades),
        "bands": {axis: _flip_form(flips) for axis, flips in found.bands.items()},
        "numbers": {
            name: {
                "up": moves.up,
                "down": moves.down,
                "same": moves.same,
                "one_only": moves.one_only,
                "histogram": [
                    {"from": at * STEP - STEP // 2, "to": at * STEP + STEP // 2, "claims": count}
                    for at, count in moves.histogram.items()
                ],
            }
            for name, moves in found.moves.items()
        },
        "movers": [
            {
                "claim": mover.claim,
                "id": mover.id,
                "before": mover.before,
                "after": mover.after,
                "numbers": {name: {"before": old, "after": new} for name, (old, new) in mover.numbers.items()},
            }
            for mover in found.movers
        ],
    }


def _flip_form(flips: dict[Flip, int]) -> list[dict[str, Any]]:
    return [{"before": before, "after": after, "claims": count} for (before, after), count in flips.items()]
