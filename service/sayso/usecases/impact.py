"""What would this draft change in everything stored? Each answer before and after, added up while they stream by.

Held are sums, the farthest movers and a page of flips: never more than a few thousand numbers, however many rows.
``stored_facts`` counts the same over facts that are kept in memory, a hundred times faster; this is what it is held
against, and what counts where there is too much for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sayso.engine.plan import Plan
from sayso.errors import InvalidClaim
from sayso.store.port import Assessed
from sayso.usecases.desk import Desk
from sayso.usecases.impact_counts import (
    OVERALL,
    SHOWN,
    Counts,
    FlipPage,
    Json,
    Pair,
    bin_of,
    named,
    signed,
    step,
)
from sayso.usecases.regrading import Seen, regraded, seen
from sayso.wire.rubric_versions import Impact

__all__ = ["FlipPage", "ImpactTally", "claim_shown", "exact_of", "label_of", "named"]


class ImpactTally:
    """Adds up, row by row, newest first. ``plan`` is the draft's, read with the vocabulary of the desk."""

    def __init__(self, desk: Desk, plan: Plan, page: FlipPage) -> None:
        self._desk = desk
        self._counts = Counts(plan, page)

    def add(self, rows: Sequence[Assessed]) -> None:
        """Grades these by the draft and counts what changes."""
        counts = self._counts
        for row in rows:
            before = seen(row.answer)
            counts.rows += 1
            counts.versions[before.rubric.version, before.rubric.digest] += 1
            try:
                after = regraded(self._desk, counts.plan, row)
            except InvalidClaim:
                counts.lose(row.id)
                continue
            self._compare(row.id, before, after)

    def told(self, against: str) -> Impact:
        """What there is so far."""
        return self._counts.told(against)

    @property
    def next_flip(self) -> str | None:
        """The id after which the list of flips goes on, where it does."""
        return self._counts.next_flip

    def _compare(self, id_: str, before: Seen, after: Seen) -> None:
        counts = self._counts
        bands = {name: (_band(before, name), _band(after, name)) for name in {**before.axes, **after.axes}}
        flipped = {name: pair for name, pair in bands.items() if pair[0] != pair[1]}
        grade = before.grade, after.grade
        labels = label_of(before), label_of(after)
        moved = {name: by for name in _scores_of(before, after) if (by := self._score(name, before, after))}
        gates = self._gate(before, after, flipped, grade[0] != grade[1])
        counts.grades[grade] += 1
        counts.labels[labels] += 1
        for name, pair in bands.items():
            counts.axes.setdefault(name, Counter())[pair] += 1
        if flipped or grade[0] != grade[1] or labels[0] != labels[1] or moved or gates:
            counts.changed += 1
        numbers = {name: by for name, by in moved.items() if isinstance(by, int)}
        if numbers:
            told = {name: signed(number) for name, number in numbers.items()}
            line = {"id": id_, "claim": claim_shown(before), "grade": step(grade), "by": told}
            counts.move(max(map(abs, numbers.values())), id_, line)
        if grade[0] != grade[1]:
            counts.flips += 1
            if counts.lists(id_):
                steps = {name: step(pair) for name, pair in flipped.items()}
                counts.flipped.append({"id": id_, "claim": claim_shown(before), "grade": step(grade), "axes": steps})

    def _score(self, name: str, before: Seen, after: Seen) -> int | str:
        """By how much a score moves, 0 where it does not; in a word where one of them is none."""
        was, now = exact_of(before, name), exact_of(after, name)
        counted = self._counts.scores.setdefault(name, Counter())
        if was is None or now is None:
            if was is now:
                return 0
            word = "gained" if was is None else "lost"
            counted[word] += 1
            return word
        by = now - was
        counted[bin_of(by)] += 1
        return by

    def _gate(self, before: Seen, after: Seen, flipped: Mapping[str, Pair], regraded_: bool) -> bool:
        was, now = applied_in(before), applied_in(after)
        for key in was | now:
            counts = self._counts.gates.setdefault(key, Counter())
            counts["before"] += key in was
            counts["after"] += key in now
            if (key in was) != (key in now):
                counts["starts" if key in now else "stops"] += 1
                axis = key[1]
                counts["flips"] += regraded_ if axis is None or axis == OVERALL else axis in flipped
        return was != now


def claim_shown(told: Seen) -> Json:
    """A claim in a line of the list, its text cut."""
    text = told.claim.text
    return {"id": told.claim.id, "text": None if text is None else text[:SHOWN]}


def label_of(told: Seen) -> str | None:
    """The word of the overall."""
    return None if told.overall is None else told.overall.label


def exact_of(told: Seen, name: str) -> int | None:
    """The score of an axis or of the overall, in thousandths of a point."""
    if name == OVERALL and told.overall is not None:
        exact = told.overall.exact
    else:
        exact = told.axes[name].exact if name in told.axes else None
    return None if exact is None else int(exact.replace(".", ""))


def applied_in(told: Seen) -> frozenset[tuple[str, str | None]]:
    """The gates that apply, each with the axis that it caps."""
    return frozenset((gate.id, gate.axis) for gate in told.gates if gate.status == "applied")


def _scores_of(before: Seen, after: Seen) -> list[str]:
    return [*dict.fromkeys((*before.axes, *after.axes)), OVERALL]


def _band(told: Seen, axis: str) -> str | None:
    return told.axes[axis].band if axis in told.axes else None
