"""Where does a bar begin and how long is it? Whole thousandths of a point, on a line from 0 to 100,000."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.web.words import thousandths

POINT = 1000
FULL = 100 * POINT


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the line from 0 to 100 points."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A score on the line: its range, the score where there is one, and where the bands begin; ``label`` says it."""

    label: str
    range: Bar
    score: int | None
    ticks: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        return self.range.x + self.range.width


def scale(low: int, high: int, label: str, exact: str | None = None, ticks: tuple[int, ...] = ()) -> Scale:
    """``low`` and ``high`` in whole points, the score to the thousandth, ``ticks`` in whole points."""
    at = None if exact is None else thousandths(exact)
    return Scale(
        label, Bar(low * POINT, (high - low) * POINT), at, tuple(tick * POINT for tick in ticks if 0 < tick < 100)
    )


def step(left: int, lost: int) -> tuple[Bar, Bar]:
    """One step down: what is left, and what was lost beside it."""
    return Bar(0, left), Bar(left, lost)
