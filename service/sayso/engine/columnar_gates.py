"""For how many claims does each gate hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sayso.engine.columnar_axis import Held
from sayso.engine.columnar_rows import Rows
from sayso.engine.plan import AxisPlan, Plan
from sayso.rubric.matcher import TRUE

Capped = tuple[AxisPlan, Held, Rows | None]
"""An axis of: attribution, the truths of its caps, and the rows that speak for the claims (None: all)."""


class GateCounts:
    """Counts claims for which a gate holds for certain. One on attributions counts where it holds for an attribution
    that speaks; one that caps several axes counts once.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._counts: Counter[str] = Counter()

    def note(self, held: Held, axes: Iterable[Capped]) -> None:
        """Counts the claims of a batch; ``held`` has the truths of the gates on claims."""
        for at, table in enumerate(self._plan.claim_gates):
            self._counts[table.gate.id] += int(np.count_nonzero(held.truth(at) == TRUE))
        on_axes: dict[str, NDArray[np.bool_]] = {}
        for axis, caps, rows in axes:
            for at, table in enumerate(axis.caps):
                holds = caps.truth(at, rows) == TRUE
                before = on_axes.get(table.gate.id)
                on_axes[table.gate.id] = holds if before is None else before | holds
        for gate, holds in on_axes.items():
            self._counts[gate] += int(np.count_nonzero(holds))

    def fresh(self) -> dict[str, int]:
        """The counts since this was last asked, by gate, those that never hold left out."""
        found, self._counts = self._counts, Counter()
        return {gate: count for gate, count in sorted(found.items()) if count}
