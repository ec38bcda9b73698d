"""Which rows are kept in memory, so that a draft is held against all of them at once?

For each vocabulary and rubric the rows that were ever asked for, up to a bound for all together: what was not used for
longest goes first. Assessments never change, so that only newer ones are read; those that were corrected or deleted go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from sayso.engine.plan import Plan
from sayso.errors import InvalidRequest
from sayso.store.port import Store
from sayso.store.rubric_port import Graded, Standing
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import vocabulary_text
from sayso.usecases.impact import claim_shown
from sayso.usecases.impact_counts import Counts, FlipPage, Json
from sayso.usecases.regrading import seen
from sayso.usecases.stored_facts.rows import NotInColumns, StoredRows
from sayso.usecases.stored_facts.tally import count

PIECE = 500


@dataclass(frozen=True)
class Wanted:
    """The assessments that a draft is held against, newest first, and where their facts are kept."""

    ids: list[str]
    rows: StoredRows


@dataclass(frozen=True)
class _Seen:
    """What was found last: a simulator asks the same again and again, while nothing is written."""

    moment: int
    graded: Graded | None
    standing: Standing

    def is_of(self, moment: int, graded: Graded) -> bool:
        return moment == self.moment and graded == self.graded


class StoredFacts:
    """The rows in memory, at most ``most``; used by many threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: dict[tuple[str, str | None], StoredRows] = {}
        self._same = _Seen(-1, None, Standing([], []))

    def wanted(self, store: Store, desk: Desk, graded: Graded) -> Wanted | None:
        """What is to be held against a draft; None where it is more than is kept."""
        moment = store.rubrics.moment()  # before what it is of: what is written meanwhile is looked for again
        standing = self._same.standing if self._same.is_of(moment, graded) else None
        if standing is None:
            standing = store.rubrics.standing_ids(graded, self._most)
            if standing is None:
                return None
            self._same = _Seen(moment, graded, standing)
        key = vocabulary_text(desk.vocabulary).digest, graded.filters.rubric
        with self._lock:
            rows = self._kept.pop(key, None) or StoredRows(desk.vocabulary)
            rows.drop([id_ for id_ in standing.gone if id_ in rows.places])
            fresh = sum(id_ not in rows.places for id_ in standing.ids)
            if len(rows) + fresh > self._most:
                rows, fresh = StoredRows(desk.vocabulary), len(standing.ids)
            while self._kept and sum(map(len, self._kept.values())) + len(rows) + fresh > self._most:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = rows  # at the end: used last
        return Wanted(standing.ids, rows)

    def load(self, store: Store, desk: Desk, wanted: Wanted) -> bool:
        """Reads some of what is not in memory yet; False where nothing is missing. Raises NotInColumns."""
        missing = [id_ for id_ in wanted.ids if id_ not in wanted.rows.places][:PIECE]
        if not missing:
            return False
        found = store.rubrics.assessed(missing)
        with self._lock:  # somebody else may have been faster
            wanted.rows.add(desk, [row for row in found if row.id not in wanted.rows.places])
        return bool(found)

    def counted(self, store: Store, desk: Desk, wanted: Wanted, plan: Plan, page: FlipPage) -> Counts:
        """The counts, of what is in memory. Raises NotInColumns where the draft cannot be read on these columns."""

        def claims(ids: Sequence[str]) -> dict[str, Json]:
            return {row.id: claim_shown(seen(row.answer)) for row in store.rubrics.assessed(ids)}

        with self._lock:
            ids = [id_ for id_ in wanted.ids if id_ in wanted.rows.places]  # but for what was deleted meanwhile
            try:
                return count(wanted.rows, ids, desk, plan, page, claims)
            except InvalidRequest as error:
                raise NotInColumns("the draft cannot be read on these columns") from error
