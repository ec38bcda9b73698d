"""Does a criterion that runs over links answer where it finds none, and does no better fact lose by the filter?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sayso.rubric.cases import Cell, Grid, Key, truth
from sayso.rubric.findings import better_fact_loses, near_end_raises
from sayso.rubric.levels import estimate, span
from sayso.rubric.matcher import FALSE, TRUE, Node, Truth
from sayso.rubric.model import Criterion, Over
from sayso.rubric.reading import Notes
from sayso.rubric.steps import Change, moved

_MOST_OTHERS = 40


class Run(NamedTuple):
    """What one link gives: whether the filter takes it, and the range that it scores."""

    member: Truth
    low: int
    high: int


def check_over(criterion: Criterion, over: Over, notes: Notes) -> None:
    what, none = f'criterion "{criterion.id}"', criterion.nowhere
    if over.take == "best":
        message = f"{what}: one more link at the near end could raise, because the best link speaks"
        notes.add("warning", "near_end_raises", criterion.place, message, "take the worst")
    if none is None:
        if over.links != "all":
            message = f"{what} says nothing for a claim in which its over finds no link"
            notes.error("missing_none", criterion.place, message, "add none: {points: .., because: ..}")
    elif over.links == "all":
        notes.error("none_without_over", none.place, f'{what} has "none", but every chain has a link', "remove it")
    elif over.take == "worst" and over.links == "filter" and _pays_to_enter(criterion, none.points):
        message = f"{what}: one more link at the near end could raise, because none scores below a level"
        hint = "let none score at least what the best level scores"
        notes.add("warning", "near_end_raises", none.place, message, hint)


def _pays_to_enter(criterion: Criterion, none: int) -> bool:
    last = () if criterion.otherwise is None else (criterion.otherwise,)
    return any(none < entry.points for entry in (*criterion.levels, *last))


def over_directions(criterion: Criterion, only: Node, lowest: bool, cases: Grid, notes: Notes) -> None:
    """A fact that changes may bring a link under the filter, or take it out, beside other links that stay."""
    runs = {key: _run(criterion, only, lowest, cases.cell(key)) for key in cases}
    others = sorted(set(runs.values()))
    beside: list[tuple[Run, ...]] = [(), *((run,) for run in others)]
    if len(others) <= _MOST_OTHERS:
        beside += combinations(others, 2)
    changes: tuple[Change, ...] = ("better", "nearer")
    for change in changes:
        found = _wrong(criterion, lowest, cases, runs, beside, change)
        if found is not None:
            tell = better_fact_loses if change == "better" else near_end_raises
            tell(f'criterion "{criterion.id}"', cases, *found, criterion.place, notes)


def _wrong(
    criterion: Criterion,
    lowest: bool,
    cases: Grid,
    runs: dict[Key, Run],
    beside: Sequence[tuple[Run, ...]],
    change: Change,
) -> tuple[Key, Key] | None:
    pairs: dict[tuple[Run, Run], tuple[Key, Key]] = {}
    for before, after in moved(cases, change):
        pairs.setdefault((runs[before], runs[after]), (before, after))
    for (one, other), example in pairs.items():
        for rest in beside:
            was, now = (_together(criterion, lowest, (run, *rest)) for run in (one, other))
            if change == "better":
                if any(b < a for a, b in zip(was, now, strict=True)):
                    return example
            elif any(b > a for a, b in zip(was[:2], now[:2], strict=True)):
                return example
    return None


def _run(criterion: Criterion, only: Node, lowest: bool, cell: Cell) -> Run:
    applies = TRUE if criterion.applies is None else truth(criterion.applies, cell)
    if applies == FALSE:
        return Run(TRUE, criterion.maximum, criterion.maximum)
    member = truth(only, cell)
    if member == FALSE:
        return Run(FALSE, 0, 0)
    levels = [truth(level.when, cell) for level in criterion.levels if level.when is not None]
    found = span(criterion, applies, levels, lowest)
    return Run(member, found.low, found.high)


def _together(criterion: Criterion, lowest: bool, runs: Sequence[Run]) -> tuple[int, int, int]:
    """Low, estimate and high of links read together; the same that the engine makes of them."""
    none, over = criterion.nowhere, criterion.over
    assert none is not None
    assert over is not None
    counted = [run for run in runs if run.member != FALSE]
    if not counted:
        return none.points, none.points, none.points
    sure = [run for run in counted if run.member == TRUE]
    if over.take == "worst":
        low = min(run.low for run in counted)
        high = min(run.high for run in sure) if sure else max(run.high for run in counted)
    else:
        low = max(run.low for run in sure) if sure else min(run.low for run in counted)
        high = max(run.high for run in counted)
    if not sure:
        low, high = min(low, none.points), max(high, none.points)
    return low, estimate(criterion, low, high, lowest), high
