"""POST /v1/score: what is this claim's grade, and why? Answered on the event loop, as it costs microseconds."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_score_request
from sayso.api.body import read_json
from sayso.api.direct import Endpoint
from sayso.api.limits import JSON, Limits, read_body
from sayso.api.problems import under
from sayso.api.refusals import UnknownRubricAsked
from sayso.errors import InvalidClaim, InvalidInput, InvalidRequest, Problem, UnknownRubric
from sayso.facts.claim import read_claim
from sayso.usecases.desk import Desk
from sayso.usecases.score import compare, score
from sayso.wire.request import ScoreRequest


def score_endpoint(desk: Desk, limits: Limits) -> Endpoint:
    """The handler of POST /v1/score for this desk."""

    async def score_claim(request: Request) -> Response:
        body = read_json(await read_body(request, JSON, limits.body_bytes), limits.json_depth)
        return Response(to_json(answer(desk, body)), media_type="application/json")

    return score_claim


def answer(desk: Desk, body: Any) -> dict[str, Any]:
    """The answer to a parsed body. Raises InvalidRequest or InvalidClaim, with pointers into the body."""
    try:
        asked = read_score_request(body)
    except InvalidRequest as error:
        raise InvalidRequest([*error.problems, *_claim_problems(desk, body)]) from None
    include, disputed = asked.include, asked.disputed
    try:
        if isinstance(asked.rubric, list):
            return compare(
                desk,
                asked.claim,
                asked.rubric,
                as_of=asked.as_of,
                include=include,
                disputed=disputed,
                strict=asked.strict,
            )
        return score(
            desk,
            asked.claim,
            rubric=asked.rubric,
            as_of=asked.as_of,
            include=include,
            disputed=disputed,
            strict=asked.strict,
        )
    except InvalidClaim as error:
        raise InvalidClaim([*under(error, "/claim"), *_rubric_problems(desk, asked)]) from error
    except UnknownRubric as error:
        problems = [*_rubric_problems(desk, asked), *_claim_problems(desk, body)]
        raise UnknownRubricAsked(problems) from error


def _claim_problems(desk: Desk, body: Any) -> tuple[Problem, ...]:
    """What is wrong with the claim, for a request that is refused anyway: everything is reported at once."""
    if not isinstance(body, dict) or "claim" not in body:
        return ()
    try:
        read_claim(body["claim"], desk.vocabulary, strict=body.get("strict") is True)
    except InvalidInput as error:
        return under(error, "/claim")
    return ()


def _rubric_problems(desk: Desk, asked: ScoreRequest) -> list[Problem]:
    several = isinstance(asked.rubric, list)
    asked_for = asked.rubric if isinstance(asked.rubric, list) else [asked.rubric] if asked.rubric else []
    problems = []
    for index, reference in enumerate(asked_for):
        try:
            desk.catalog.get(reference)
        except UnknownRubric as error:
            pointer = f"/rubric/{index}" if several else "/rubric"
            problems.append(Problem(error.code, error.message, error.hint, pointer))
    return problems
