"""What is added up while a draft is held against everything stored, and how is it told?

Two ways fill these counts, row by row (``impact``) and all rows at once (``stored_facts``): what is told is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from typing import Any

from sayso.engine.plan import Plan
from sayso.rubric.model import Rubric
from sayso.wire.answer import RubricNamed
from sayso.wire.rubric_versions import Impact

OVERALL = "overall"
STEP = 5_000
MOST_MOVERS = 20
MOST_IDS = 20
SHOWN = 200
"""How much of a claim's text is told."""
Json = dict[str, Any]
Pair = tuple[str | None, str | None]
NONE: Pair = (None, None)
_GATE = ("before", "after", "starts", "stops", "flips")


@dataclass(frozen=True)
class FlipPage:
    """Which of the flips are listed: so many, older than the id ``before``."""

    count: int
    before: str | None = None


@dataclass
class Counts:
    """The sums of one draft over the rows so far; ``flipped`` has one line more than the page where the list goes on.

    ``scores`` counts moves by their bin, and those without a score before or after by a word.
    """

    plan: Plan
    page: FlipPage
    rows: int = 0
    changed: int = 0
    flips: int = 0
    lost: list[str] = field(default_factory=list)
    lost_rows: int = 0
    versions: Counter[tuple[str, str]] = field(default_factory=Counter)
    grades: Counter[Pair] = field(default_factory=Counter)
    axes: dict[str, Counter[Pair]] = field(default_factory=dict)
    labels: Counter[Pair] = field(default_factory=Counter)
    scores: dict[str, Counter[int | str]] = field(default_factory=dict)
    gates: dict[tuple[str, str | None], Counter[str]] = field(default_factory=dict)
    movers: list[tuple[int, str, Json]] = field(default_factory=list)
    flipped: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        for axis in self.plan.rubric.axes:
            self.axes[axis.id] = Counter()
        for name in (*self.axes, OVERALL):
            self.scores[name] = Counter()

    def lose(self, id_: str) -> None:
        """One more that cannot be graded."""
        self.lost_rows += 1
        if len(self.lost) < MOST_IDS:
            self.lost.append(id_)

    def move(self, size: int, id_: str, line: Json) -> None:
        """One more whose scores move; the farthest are kept."""
        if len(self.movers) < MOST_MOVERS:
            heappush(self.movers, (size, id_, line))
        elif (size, id_) > self.movers[0][:2]:
            heappushpop(self.movers, (size, id_, line))

    def lists(self, id_: str) -> bool:
        """Whether a flip is to be listed."""
        return len(self.flipped) <= self.page.count and (self.page.before is None or id_ < self.page.before)

    def told(self, against: str) -> Impact:
        """What there is so far."""
        graded = self.rows - self.lost_rows
        by_distance = sorted(self.movers, reverse=True)
        return Impact.model_validate(
            {
                "draft": named(self.plan.rubric),
                "against": against,
                "before": [
                    {"version": version, "digest": digest, "rows": rows}
                    for (version, digest), rows in self.versions.most_common()
                ],
                "rows": self.rows,
                "ungradable": {"rows": self.lost_rows, "ids": self.lost},
                "changed": self.changed,
                "flips": self.flips,
                "grades": _steps(self.grades),
                "axes": {
                    name: {
                        # An axis that is first met late had no band in all the rows before.
                        "bands": _steps(bands + Counter({NONE: graded - bands.total()})),
                        "flips": sum(rows for (was, now), rows in bands.items() if was != now),
                        "scores": _scores(self.scores[name], graded),
                    }
                    for name, bands in self.axes.items()
                },
                "overall": {"labels": _steps(self.labels), "scores": _scores(self.scores[OVERALL], graded)},
                "gates": [
                    {"id": id_, "axis": axis, **{name: rows[name] for name in _GATE}}
                    for (id_, axis), rows in sorted(self.gates.items(), key=lambda item: (item[0][0], item[0][1] or ""))
                ],
                "movers": [line for _, _, line in by_distance],
                "flipped": self.flipped[: self.page.count],
            }
        )

    @property
    def next_flip(self) -> str | None:
        """The id after which the list of flips goes on, where it does."""
        count = self.page.count
        return str(self.flipped[count - 1]["id"]) if len(self.flipped) > count else None


def named(rubric: Rubric) -> RubricNamed:
    """Which rubric, exactly."""
    return RubricNamed(id=rubric.id, version=rubric.version, digest=rubric.digest)


def signed(thousandths: int) -> str:
    """A number of points, with its sign where it is below 0."""
    sign, size = "-" if thousandths < 0 else "", abs(thousandths)
    return f"{sign}{size // 1000}.{size % 1000:03d}"


def bin_of(by: int) -> int:
    """How many steps of five points away from 0 the far end of the bin is, with the sign of the move."""
    steps = -(-abs(by) // STEP)
    return steps if by > 0 else -steps


def step(pair: Pair) -> dict[str, str | None]:
    """A word before and after, as it is told."""
    return {"before": pair[0], "after": pair[1]}


def _scores(counted: Mapping[int | str, int], graded: int) -> Json:
    bins = [
        {"low": signed((at - (at > 0)) * STEP), "high": signed((at + (at < 0)) * STEP), "rows": counted[at]}
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
    return [{**step(pair), "rows": rows} for pair, rows in order if rows]
