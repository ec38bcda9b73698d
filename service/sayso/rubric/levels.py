"""Which entry of a list of levels wins, and which stay possible while facts are missing?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from sayso.rubric.matcher import FALSE, TRUE, UNKNOWN, Truth
from sayso.rubric.model import Criterion, Entry

T = TypeVar("T")


class Standing(NamedTuple):
    """``possible`` lists every entry that may win, in order; ``certain`` says that there is no other."""

    possible: tuple[int, ...]
    certain: bool


def standing(truths: Sequence[Truth], otherwise: int | None) -> Standing:
    """The first true entry wins; those left unknown before it stay possible, and with none true the ``else`` does too.

    ``truths`` may end at the first true one. ``otherwise`` is the place of the ``else``, None where there is none.
    """
    possible: list[int] = []
    for at, truth in enumerate(truths):
        if truth == UNKNOWN:
            possible.append(at)
        elif truth == TRUE:
            return Standing((*possible, at), not possible)
    if otherwise is not None:
        return Standing((*possible, otherwise), not possible)
    return Standing(tuple(possible), False)


class Span(NamedTuple):
    """The points of a criterion: the estimate, the range that missing facts leave open, and the entries in it."""

    points: int
    low: int
    high: int
    possible: tuple[Entry, ...]
    certain: bool


def span(criterion: Criterion, applies: Truth, truths: Sequence[Truth], lowest: bool) -> Span:
    """What a criterion is worth by the truth of its ``applies`` and of its levels (at most to the first that holds)."""
    maximum = criterion.maximum
    if applies == FALSE:
        return Span(maximum, maximum, maximum, (), True)
    entries = criterion.levels if criterion.otherwise is None else (*criterion.levels, criterion.otherwise)
    found = standing(truths, None if criterion.otherwise is None else len(criterion.levels))
    possible = tuple(entries[at] for at in found.possible)
    values = [entry.points for entry in possible]
    if applies == UNKNOWN:
        values.append(maximum)
    elif found.certain:
        return Span(values[0], values[0], values[0], possible, True)
    low, high = min(values), max(values)
    return Span(estimate(criterion, low, high, lowest), low, high, possible, False)


def estimate(criterion: Criterion, low: int, high: int, lowest: bool) -> int:
    """The declared points for a missing fact, kept inside the range; the low where none are declared."""
    if lowest or criterion.unknown is None or criterion.unknown.points is None:
        return low
    return max(low, min(criterion.unknown.points, high))
