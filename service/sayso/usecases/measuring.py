"""How is a draft held against everything stored: over facts that are kept in memory, or row by row?

At once where all rows fit into memory and have columns; row by row else. Both tell the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.engine.plan import Plan
from sayso.errors import SaysoError
from sayso.store.port import Store
from sayso.store.rubric_port import Graded
from sayso.usecases.desk import Desk
from sayso.usecases.impact import ImpactTally
from sayso.usecases.impact_counts import Counts, FlipPage
from sayso.wire.rubric_versions import Impact

if TYPE_CHECKING:
    from sayso.usecases.stored_facts.kept import StoredFacts, Wanted

PIECE = 200
OpenFacts = Callable[[], "StoredFacts | None"]
"""Gives the facts that are kept in memory, None where none are; what reads columns is not imported before."""


def no_facts() -> None:
    """Keeps nothing in memory."""


@dataclass(frozen=True)
class Held:
    """A draft and what it is held against: ``against`` as it is told, ``graded`` the rows."""

    plan: Plan
    against: str
    graded: Graded
    page: FlipPage


class Measuring:
    """One measurement, in pieces, so that whoever waits can give up between them. Not for several threads at once."""

    def __init__(self, desk: Desk, held: Held, store: Store, facts: OpenFacts = no_facts) -> None:
        self._desk, self._held, self._store, self._open = desk, held, store, facts
        self._by_row: _ByRow | None = None
        self._facts: StoredFacts | None = None
        self._wanted: Wanted | None = None
        self._counts: Counts | None = None

    def step(self) -> bool:
        """Does a piece of it; False when all is done."""
        if self._by_row is not None:
            return self._by_row.step(self._store)
        try:
            if self._wanted is None:
                self._facts = self._open()
                if self._facts is not None:
                    self._wanted = self._facts.wanted(self._store, self._desk, self._held.graded)
            if self._facts is not None and self._wanted is not None:
                if self._facts.load(self._store, self._desk, self._wanted):
                    return True
                counted = self._facts.counted
                self._counts = counted(self._store, self._desk, self._wanted, self._held.plan, self._held.page)
                return False
        except SaysoError as error:
            if error.code != "not_in_columns":
                raise
        self._by_row = _ByRow(self._desk, self._held)
        return True

    def told(self) -> Impact:
        """What came of it."""
        return self._result().told(self._held.against)

    @property
    def next_flip(self) -> str | None:
        """The id after which the list of flips goes on, where it does."""
        return self._result().next_flip

    def _result(self) -> Counts | ImpactTally:
        found = self._counts if self._by_row is None else self._by_row.tally
        assert found is not None
        return found


class _ByRow:
    def __init__(self, desk: Desk, held: Held) -> None:
        self.tally = ImpactTally(desk, held.plan, held.page)
        self._graded = held.graded
        self._before: str | None = None

    def step(self, store: Store) -> bool:
        rows, self._before = store.rubrics.standing(self._graded, self._before, PIECE)
        self.tally.add(rows)
        return self._before is not None
