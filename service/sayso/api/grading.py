"""How does one claim become the bytes of its answer? The only place of the API that asks for scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from sayso.usecases.desk import Desk
from sayso.usecases.score import score, score_json
from sayso.wire.request import Asked

#: Told of each claim that was graded: the rubric's id, and the grade as it stands in the answer.
Counted = Callable[[str, bytes], object]

_GRADE, _NEXT = b'"grade":', b',"overall":'


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades claims by one desk, one rubric and one set of options; the same bytes whichever address was asked."""

    desk: Desk
    rubric: str | None
    asked: Asked
    rubric_id: str
    is_costly: bool  # whether an answer takes more than the microseconds that the event loop can spare
    counted: Counted

    def __call__(self, claim: Any) -> bytes:
        """The answer as JSON. Raises InvalidClaim, or InvalidRequest where a pointer of ``disputed`` leads nowhere."""
        asked = self.asked
        if self.is_costly:
            answer = to_json(
                score(
                    self.desk,
                    claim,
                    rubric=self.rubric,
                    as_of=asked.as_of,
                    include=asked.include,
                    disputed=asked.disputed,
                    strict=asked.strict,
                )
            )
        else:
            answer = score_json(self.desk, claim, rubric=self.rubric, as_of=asked.as_of, strict=asked.strict)
        self.counted(self.rubric_id, grade_in(answer))
        return answer


def grader_of(desk: Desk, rubric: str | None, asked: Asked, counted: Counted) -> Grader:
    """A grader for these options. Raises UnknownRubric."""
    return Grader(desk, rubric, asked, desk.plan(rubric).rubric.id, bool(asked.include or asked.disputed), counted)


def grade_in(answer: bytes) -> bytes:
    """The grade in an answer, as JSON. Quotation marks inside a text are escaped, so the key stands there once."""
    start = answer.index(_GRADE) + len(_GRADE)
    return answer[start : answer.index(_NEXT, start)]
