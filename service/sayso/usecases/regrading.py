"""How is a stored assessment graded again, by another rubric? By the facts and the options that are kept with it."""

from __future__ import annotations

import msgspec
from pydantic_core import from_json

from sayso.engine.plan import Plan
from sayso.facts.claim import Reading, read_claim
from sayso.store.port import Assessed
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import vocabulary_text
from sayso.usecases.past import asked_of, reading_of
from sayso.usecases.score import answer_json


class SeenAxis(msgspec.Struct, frozen=True):
    band: str | None
    exact: str | None


class SeenGate(msgspec.Struct, frozen=True):
    id: str
    status: str
    axis: str | None


class SeenOverall(msgspec.Struct, frozen=True):
    exact: str | None
    label: str | None


class SeenClaim(msgspec.Struct, frozen=True):
    id: str | None
    text: str | None


class SeenRubric(msgspec.Struct, frozen=True):
    version: str
    digest: str


class Seen(msgspec.Struct, frozen=True):
    """What two answers are compared by. Both are read as they are written: what is compared is what people are told."""

    claim: SeenClaim
    rubric: SeenRubric
    grade: str | None
    overall: SeenOverall | None
    axes: dict[str, SeenAxis]
    gates: list[SeenGate]


_SEEN = msgspec.json.Decoder(Seen)


def seen(answer: bytes) -> Seen:
    """An answer as it is compared."""
    return _SEEN.decode(answer)


def regraded(desk: Desk, plan: Plan, assessed: Assessed) -> Seen:
    """The answer that the plan gives now, as it is compared. Raises InvalidClaim where the facts are none any more."""
    # Warnings are not compared, so that those of then need not be looked for in the answer.
    same = same_words(desk, assessed)
    reading = Reading(from_json(assessed.facts), ()) if same else reading_under(desk, assessed)
    return _SEEN.decode(answer_json(desk, plan, reading, assessed.as_of).whole)


def reading_under(desk: Desk, assessed: Assessed) -> Reading:
    """The claim as the desk reads it now. Raises InvalidClaim where its vocabulary does not take the facts any more."""
    if same_words(desk, assessed):
        return reading_of(assessed)
    strict = asked_of(assessed).strict
    return read_claim(from_json(assessed.facts), desk.vocabulary, strict=strict, limits=desk.limits)


def same_words(desk: Desk, assessed: Assessed) -> bool:
    """Whether the desk has the vocabulary by which this was read."""
    return assessed.vocabulary_digest == vocabulary_text(desk.vocabulary).digest
