"""How is everything stored under a rubric graded by its active version? New assessments, beside the old ones.

Each names the first assessment of the same facts, and there is one for each of those and each rubric at most: a second
call makes what a first one that was cut did not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic_core import from_json, to_json

from sayso.engine.plan import Plan
from sayso.errors import InvalidInput
from sayso.store.port import Assessed, Change, Draft, Reply, Text, Unit
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import By, draft, of_document
from sayso.usecases.impact import named
from sayso.usecases.past import asked_of
from sayso.usecases.regrading import reading_under
from sayso.usecases.sources.live import LiveSources
from sayso.wire.rubric_versions import Rescored

_MOST_IDS = 20


@dataclass
class RescoreTally:
    """What has become of the rows so far."""

    rows: int = 0
    made: int = 0
    lost: list[str] = field(default_factory=list)
    lost_rows: int = 0

    def told(self, plan: Plan) -> Rescored:
        """As it is answered."""
        return Rescored.model_validate(
            {
                "rubric": named(plan.rubric),
                "rows": self.rows,
                "made": self.made,
                "already": self.rows - self.made - self.lost_rows,
                "ungradable": {"rows": self.lost_rows, "ids": self.lost},
            }
        )


def drafts_of(rows: Sequence[Assessed], desk: Desk, plan: Plan, by: By, tally: RescoreTally) -> list[Draft]:
    """New assessments of these rows, but for those that this rubric has graded."""
    found = []
    settled = replace(desk, sources=LiveSources())  # who each source is was decided when its facts were kept
    for row in rows:
        tally.rows += 1
        if row.rubric_digest == plan.rubric.digest:
            continue
        try:
            made = draft(settled, plan, reading_under(desk, row), asked_of(row), by)
        except InvalidInput:  # the vocabulary of now does not take its facts, or has no such fact to dispute
            tally.lost_rows += 1
            if len(tally.lost) < _MOST_IDS:
                tally.lost.append(row.id)
            continue
        if row.document is not None and row.place is not None:  # with which it is deleted
            made = of_document(made, row.document, row.place)
        found.append(made._replace(assessed=made.assessed._replace(rescored_from=row.rescored_from or row.id)))
    return found


def rescoring(drafts: Sequence[Draft], digest: str, texts: tuple[Text, Text], actor: str) -> Change:
    """One transaction, which keeps those of the drafts that nobody has made yet. Its reply is read by ``made_of``."""

    def write(unit: Unit) -> Reply:
        done = unit.rubrics.graded([_origin(each) for each in drafts], digest)
        new = [each for each in drafts if _origin(each) not in done]
        unit.keep(new, *texts)
        return Reply(to_json([each.assessed.id for each in new]))

    return Change(actor, "rescoreRubric", write, size=len(drafts))


def made_of(reply: Reply) -> set[str]:
    """The ids of the assessments that were made."""
    ids: list[Any] = from_json(reply.body)
    return set(ids)


def _origin(made: Draft) -> str:
    origin = made.assessed.rescored_from
    assert origin is not None
    return origin
