"""How does one claim become the bytes of its answer? The only place of the API that asks for scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from sayso.engine.plan import Plan
from sayso.errors import InvalidRequest
from sayso.facts.claim import Reading, read_claim
from sayso.usecases.counting import Counted
from sayso.usecases.desk import Desk
from sayso.usecases.score import answer_json, answers_json, score, wrong_options
from sayso.wire.request import Asked


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades claims by one desk, one rubric and one set of options; the same bytes whichever address was asked."""

    desk: Desk
    rubric: str | None
    asked: Asked
    plan: Plan
    rubric_id: str
    is_costly: bool  # whether an answer takes more than the microseconds that the event loop can spare
    counted: Counted

    def __call__(self, claim: Any) -> bytes:
        """The answer as JSON. Raises InvalidClaim, or InvalidRequest where a pointer of ``disputed`` leads nowhere."""
        asked, desk = self.asked, self.desk
        if not self.is_costly:
            return self.told(read_claim(claim, desk.vocabulary, strict=asked.strict, limits=desk.limits))
        answer = score(
            desk,
            claim,
            rubric=self.rubric,
            as_of=asked.as_of,
            include=asked.include,
            disputed=asked.disputed,
            strict=asked.strict,
        )
        self.counted(self.rubric_id, to_json(answer["grade"]))
        return to_json(answer)

    def told(self, reading: Reading) -> bytes:
        """The answer about a claim that has been read; only where nothing costly is asked for."""
        desk, as_of = self.desk, self.asked.as_of
        answer = answer_json(desk, self.plan, desk.sources.resolved(reading, as_of, desk.vocabulary), as_of)
        self.counted(self.rubric_id, answer.grade)
        return answer.whole

    def told_together(self, readings: Sequence[Reading]) -> list[bytes]:
        """What ``told`` says of each, for less."""
        desk, as_of = self.desk, self.asked.as_of
        if desk.sources.now is not None:
            readings = [desk.sources.resolved(reading, as_of, desk.vocabulary) for reading in readings]
        answers = answers_json(desk, self.plan, readings, as_of)
        for answer in answers:
            self.counted(self.rubric_id, answer.grade)
        return [answer.whole for answer in answers]


def grader_of(desk: Desk, rubric: str | None, asked: Asked, counted: Counted) -> Grader:
    """A grader for these options. Raises UnknownRubric, or InvalidRequest where ``as_of`` is no date."""
    plan = desk.plan(rubric)
    if problems := wrong_options(asked.as_of, ()):
        raise InvalidRequest(problems)
    return Grader(desk, rubric, asked, plan, plan.rubric.id, bool(asked.include or asked.disputed), counted)
