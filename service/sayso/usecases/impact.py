"""What would this draft change in everything stored? Each answer before and after, added up while they stream by.

Held are sums, the farthest movers and a page of flips: never more than a few thousand numbers, however many rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop
from typing import Any

from sayso.engine.plan import Plan
from sayso.errors import InvalidClaim
from sayso.rubric.model import Rubric
from sayso.store.port import Assessed
from sayso.usecases.desk import Desk
from sayso.usecases.regrading import Seen, regraded, seen
from sayso.wire.answer import RubricNamed
from sayso.wire.rubric_versions import Impact

OVERALL = "overall"
_STEP = 5_000
_MOST_MOVERS = 20
_MOST_IDS = 20
_SHOWN = 200
Json = dict[str, Any]
Pair = tuple[str | None, str | None]
_NONE: Pair = (None, None)


@dataclass(frozen=True)
class FlipPage:
    """Which of the flips are listed: so many, older than the id ``before``."""

    count: int
    before: str | None = None


class ImpactTally:
    """Adds up, row by row, newest first. ``plan`` is the draft's, read with the vocabulary of the desk."""

    def __init__(self, desk: Desk, plan: Plan, page: FlipPage) -> None:
        self._desk = desk
        self._plan = plan
        self._page = page
        self._rows = self._changed = self._flips = 0
        self._lost: list[str] = []
        self._lost_rows = 0
        self._versions: Counter[tuple[str, str]] = Counter()
        self._grades: Counter[Pair] = Counter()
        self._axes: dict[str, Counter[Pair]] = {axis.id: Counter() for axis in plan.rubric.axes}
        self._labels: Counter[Pair] = Counter()
        self._scores: dict[str, Counter[int | str]] = {name: Counter() for name in (*self._axes, OVERALL)}
        self._gates: dict[tuple[str, str | None], Counter[str]] = {}
        self._movers: list[tuple[int, str, Json]] = []
        self._flipped: list[Json] = []

    def add(self, rows: Sequence[Assessed]) -> None:
        """Grades these by the draft and counts what changes."""
        for row in rows:
            before = seen(row.answer)
            self._rows += 1
            self._versions[before.rubric.version, before.rubric.digest] += 1
            try:
                after = regraded(self._desk, self._plan, row)
            except InvalidClaim:
                self._lost_rows += 1
                if len(self._lost) < _MOST_IDS:
                    self._lost.append(row.id)
                continue
            self._compare(row.id, before, after)

    def told(self, against: str) -> Impact:
        """What there is so far."""
        graded = self._rows - self._lost_rows
        by_distance = sorted(self._movers, reverse=True)
        return Impact.model_validate(
            {
                "draft": named(self._plan.rubric),
                "against": against,
                "before": [
                    {"version": version, "digest": digest, "rows": rows}
                    for (version, digest), rows in self._versions.most_common()
                ],
                "rows": self._rows,
                "ungradable": {"rows": self._lost_rows, "ids": self._lost},
                "changed": self._changed,
                "flips": self._flips,
                "grades": _steps(self._grades),
                "axes": {
                    name: {
                        # An axis that is first met late had no band in all the rows before.
                        "bands": _steps(bands + Counter({_NONE: graded - bands.total()})),
                        "flips": sum(rows for (was, now), rows in bands.items() if was != now),
                        "scores": _scores(self._scores[name], graded),
                    }
                    for name, bands in self._axes.items()
                },
                "overall": {"labels": _steps(self._labels), "scores": _scores(self._scores[OVERALL], graded)},
                "gates": [
                    {"id": id_, "axis": axis, **{name: rows[name] for name in _GATE}}
                    for (id_, axis), rows in sorted(
                        self._gates.items(), key=lambda item: (item[0][0], item[0][1] or "")
                    )
                ],
                "movers": [line for _, _, line in by_distance],
                "flipped": self._flipped[: self._page.count],
            }
        )

    @property
    def next_flip(self) -> str | None:
        """The id after which the list of flips goes on, where it does."""
        count = self._page.count
        return str(self._flipped[count - 1]["id"]) if len(self._flipped) > count else None

    def _compare(self, id_: str, before: Seen, after: Seen) -> None:
        bands = {name: (_band(before, name), _band(after, name)) for name in {**before.axes, **after.axes}}
        flipped = {name: pair for name, pair in bands.items() if pair[0] != pair[1]}
        grade = before.grade, after.grade
        labels = _label(before), _label(after)
        moved = {name: by for name in self._scores_of(before, after) if (by := self._score(name, before, after))}
        gates = self._gate(before, after, flipped, grade[0] != grade[1])
        self._grades[grade] += 1
        self._labels[labels] += 1
        for name, pair in bands.items():
            self._axes.setdefault(name, Counter())[pair] += 1
        if flipped or grade[0] != grade[1] or labels[0] != labels[1] or moved or gates:
            self._changed += 1
        numbers = {name: by for name, by in moved.items() if isinstance(by, int)}
        if numbers:
            self._move(id_, before, grade, numbers)
        if grade[0] != grade[1]:
            self._flips += 1
            page = self._page
            if len(self._flipped) <= page.count and (page.before is None or id_ < page.before):
                steps = {name: _step(pair) for name, pair in flipped.items()}
                line = {"id": id_, "claim": _claim(before), "grade": _step(grade), "axes": steps}
                self._flipped.append(line)

    def _scores_of(self, before: Seen, after: Seen) -> list[str]:
        return [*dict.fromkeys((*before.axes, *after.axes)), OVERALL]

    def _score(self, name: str, before: Seen, after: Seen) -> int | str:
        """By how much a score moves, 0 where it does not; in a word where one of them is none."""
        was, now = _exact(before, name), _exact(after, name)
        counted = self._scores.setdefault(name, Counter())
        if was is None or now is None:
            if was is now:
                return 0
            word = "gained" if was is None else "lost"
            counted[word] += 1
            return word
        by = now - was
        counted[_bin(by)] += 1
        return by

    def _gate(self, before: Seen, after: Seen, flipped: Mapping[str, Pair], regraded_: bool) -> bool:
        was, now = _applied(before), _applied(after)
        for key in was | now:
            counts = self._gates.setdefault(key, Counter())
            counts["before"] += key in was
            counts["after"] += key in now
            if (key in was) != (key in now):
                counts["starts" if key in now else "stops"] += 1
                axis = key[1]
                counts["flips"] += regraded_ if axis is None or axis == OVERALL else axis in flipped
        return was != now

    def _move(self, id_: str, before: Seen, grade: Pair, numbers: Mapping[str, int]) -> None:
        size = max(abs(by) for by in numbers.values())
        if len(self._movers) == _MOST_MOVERS and (size, id_) < self._movers[0][:2]:
            return
        by = {name: signed(number) for name, number in numbers.items()}
        line = size, id_, {"id": id_, "claim": _claim(before), "grade": _step(grade), "by": by}
        (heappush if len(self._movers) < _MOST_MOVERS else heappushpop)(self._movers, line)


_GATE = ("before", "after", "starts", "stops", "flips")


def named(rubric: Rubric) -> RubricNamed:
    """Which rubric, exactly."""
    return RubricNamed(id=rubric.id, version=rubric.version, digest=rubric.digest)


def signed(thousandths: int) -> str:
    """A number of points, with its sign where it is below 0."""
    sign, size = "-" if thousandths < 0 else "", abs(thousandths)
    return f"{sign}{size // 1000}.{size % 1000:03d}"


def _bin(by: int) -> int:
    """How many steps of five points away from 0 the far end of the bin is, with the sign of the move."""
    steps = -(-abs(by) // _STEP)
    return steps if by > 0 else -steps


def _scores(counted: Mapping[int | str, int], graded: int) -> Json:
    bins = [
        {"low": signed((at - (at > 0)) * _STEP), "high": signed((at + (at < 0)) * _STEP), "rows": counted[at]}
        for at in sorted(key for key in counted if isinstance(key, int))
    ]
    return {
        "bins": bins,
        "unscored": graded - sum(counted.values()),
        "gained": counted.get("gained", 0),
        "lost": counted.get("lost", 0),
    }


def _steps(counted: Mapping[Pair, int]) -> list[Json]:
    """The most frequent first."""
    order = sorted(counted.items(), key=lambda item: (-item[1], item[0][0] or "", item[0][1] or ""))
    return [{**_step(pair), "rows": rows} for pair, rows in order if rows]


def _step(pair: Pair) -> dict[str, str | None]:
    return {"before": pair[0], "after": pair[1]}


def _claim(told: Seen) -> Json:
    text = told.claim.text
    return {"id": told.claim.id, "text": None if text is None else text[:_SHOWN]}


def _band(told: Seen, axis: str) -> str | None:
    return told.axes[axis].band if axis in told.axes else None


def _label(told: Seen) -> str | None:
    return None if told.overall is None else told.overall.label


def _exact(told: Seen, name: str) -> int | None:
    """Thousandths of a point."""
    if name == OVERALL and told.overall is not None:
        exact = told.overall.exact
    else:
        exact = told.axes[name].exact if name in told.axes else None
    return None if exact is None else int(exact.replace(".", ""))


def _applied(told: Seen) -> set[tuple[str, str | None]]:
    return {(gate.id, gate.axis) for gate in told.gates if gate.status == "applied"}
