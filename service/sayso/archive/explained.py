"""Why was each claim of an archive graded as it was: every point lost with its sentence, and the rationale?"""

from __future__ import annotations

from typing import Any

import polars as pl
from pydantic_core import from_json

from sayso.engine.facts_frame import facts_of
from sayso.engine.plan import Plan
from sayso.engine.write import write
from sayso.facts.claim import Reading
from sayso.facts.derive import Facts
from sayso.facts.vocabulary import Vocabulary
from sayso.version import ENGINE_VERSION

LOSS = {"code": pl.String(), "axis": pl.String(), "points": pl.Int32(), "basis": pl.String(), "because": pl.String()}
COLUMNS: dict[str, pl.DataType] = {"rationale": pl.String(), "losses": pl.List(pl.Struct(LOSS))}


class Explained:
    """Writes the answer to each claim, as the service does, and keeps what a reader of an archive asks for."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self._plan, self._vocabulary = plan, vocabulary

    def columns(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns for the claims of a table of all their facts."""
        rows = [self._told(facts) for facts in facts_of(frame, self._vocabulary)]
        return pl.DataFrame(rows, schema=COLUMNS, orient="row")

    def _told(self, facts: Facts) -> tuple[str, list[dict[str, Any]]]:
        nobody = Reading({}, (), form=b"")  # what is said of the claim itself is not kept here
        whole = write(self._plan, facts, nobody, self._vocabulary, engine=ENGINE_VERSION, as_of=None).whole
        answer = from_json(whole)
        losses = [
            {**{name: loss[name] for name in LOSS}, "points": _thousandths(loss["points"])} for loss in answer["losses"]
        ]
        return answer["rationale"], losses


def _thousandths(points: str) -> int:
    return int(points.replace(".", ""))
