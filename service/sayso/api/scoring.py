"""POST /v1/score: what is this claim's grade, and why?

Answered on the event loop, as it costs microseconds; in a worker thread where more is asked for than the grade.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.answers import JsonAnswer
from sayso.api.asked import read_score_request
from sayso.api.body import read_json
from sayso.api.direct import Endpoint
from sayso.api.grading import grader_of
from sayso.api.limits import JSON, Limits, read_body
from sayso.api.options import is_list, option_problems
from sayso.api.problems import under
from sayso.api.quick import QuickReader
from sayso.api.refusals import UnknownRubricAsked
from sayso.api.watch import note
from sayso.errors import InvalidClaim, InvalidRequest, Problem, UnknownRubric
from sayso.facts.claim import read_claim
from sayso.usecases.counting import Counted
from sayso.usecases.desk import Desk
from sayso.usecases.score import wrong_pointers
from sayso.wire.request import Asked


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is sent, and the ids of the rubrics it was given by."""

    content: bytes
    rubrics: tuple[str, ...]


def score_endpoint(desk: Desk, limits: Limits, quick: QuickReader, counted: Counted) -> Endpoint:
    """The handler of POST /v1/score for this desk."""
    alone = grader_of(desk, None, Asked(), counted)

    async def score_claim(request: Request) -> Response:
        content = await read_body(request, JSON, limits.body_bytes)
        asked = quick.request(content)
        if asked is not None:
            grader = alone if asked.rubric is None else grader_of(desk, asked.rubric, Asked(), counted)
            note(request.scope, rubric=grader.rubric_id)
            return JsonAnswer(grader.told(asked.reading))
        body = read_json(content, limits.json_depth)
        told = await run_in_threadpool(tell, desk, body, counted) if _is_costly(body) else tell(desk, body, counted)
        note(request.scope, rubric=",".join(told.rubrics))
        return JsonAnswer(told.content)

    return score_claim


def answer(desk: Desk, body: Any) -> dict[str, Any]:
    """What a parsed body is answered, read back; counted nowhere. Raises what ``tell`` does."""
    found: dict[str, Any] = from_json(tell(desk, body, lambda rubric, grade: None).content)
    return found


def tell(desk: Desk, body: Any, counted: Counted) -> Told:
    """The answer to a parsed body. Raises InvalidRequest, UnknownRubricAsked or InvalidClaim, with everything wrong
    and pointers into the body.
    """
    try:
        asked = read_score_request(body)
        if not isinstance(asked.rubric, list):
            grader = grader_of(desk, asked.rubric, asked, counted)
            return Told(grader(asked.claim), (grader.rubric_id,))
        graders = [grader_of(desk, rubric, asked, counted) for rubric in asked.rubric]
        content = b'{"results":[' + b",".join([grader(asked.claim) for grader in graders]) + b"]}"
        return Told(content, tuple(grader.rubric_id for grader in graders))
    except InvalidClaim as error:
        raise InvalidClaim(_everything(desk, body, under(error, "/claim"))) from error
    except InvalidRequest as error:
        raise InvalidRequest(_everything(desk, body, error.problems)) from error
    except UnknownRubric as error:
        raise UnknownRubricAsked(_everything(desk, body, ())) from error


def _is_costly(body: Any) -> bool:
    """Whether answering takes more than the microseconds that the event loop can spare."""
    return isinstance(body, dict) and bool(body.get("include") or body.get("disputed") or is_list(body.get("rubric")))


def _everything(desk: Desk, body: Any, found: Iterable[Problem]) -> list[Problem]:
    """What was found first, and whatever else is wrong: the rubrics' names, the options, the claim, the pointers to
    its facts.
    """
    if not isinstance(body, dict):
        return list(found)
    first = list(found)
    told = {problem.pointer for problem in first}
    also = option_problems(desk, body)
    if "claim" in body:
        try:
            reading = read_claim(body["claim"], desk.vocabulary, strict=body.get("strict") is True, limits=desk.limits)
        except InvalidClaim as error:
            also += under(error, "/claim")
        else:
            also += wrong_pointers(body.get("disputed"), reading.claim, desk.vocabulary)
    return [*first, *(problem for problem in also if problem.pointer not in told)]
