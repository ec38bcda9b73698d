"""What does the queue say of a document's claims? The one place that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.store.port import ABSTAINED, AGREED, OPEN, OVERRIDDEN, Stored
from sayso.store.work_port import GATE, GRADE, NO_RANGE, Entry, Tally
from sayso.usecases.drafting import shortened
from sayso.usecases.work.grades import Scale, badness
from sayso.usecases.work.holds import binding, holds_of, told_of

Terms = tuple[tuple[str, str], ...]


def summarise(holding: Sequence[Stored], entries: Sequence[Entry], scale: Scale) -> tuple[Tally, Terms]:
    """The tally of the assessments that hold for a document's claims, and the terms by which it is found: the grades
    that its claims show, and the gates that hold it.
    """
    states = Counter(each.review_state for each in holding)
    grades: dict[str, tuple[int, int]] = {}
    gates: list[str] = []
    widest = NO_RANGE
    for each in holding:
        told = told_of(each)
        gates += [hold.gate for hold in binding(holds_of(each, told, entries))]
        for axis in told.axes.values():
            if axis.low is not None and axis.high is not None:
                widest = max(widest, axis.high - axis.low)
        if (grade := each.human_grade or each.assessed.grade) is not None:
            judged = [name for name, axis in told.axes.items() if axis.band is not None]
            grades[grade] = badness(grade, judged, scale)
    worst = max(grades, key=lambda grade: (grades[grade], grade), default=None)
    tally = Tally(states[OPEN], states[AGREED], states[OVERRIDDEN], states[ABSTAINED], len(gates), worst, widest)
    terms = {(GRADE, shortened(grade)) for grade in grades} | {(GATE, shortened(gate)) for gate in gates}
    return tally, tuple(sorted(terms))
