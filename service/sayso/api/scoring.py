"""POST /v1/score: what is this claim's grade, and why?

Answered on the event loop, as it costs microseconds; in a worker thread where more is asked for than the grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_score_request
from sayso.api.body import read_json
from sayso.api.direct import Endpoint
from sayso.api.limits import JSON, Limits, read_body
from sayso.api.problems import under
from sayso.api.refusals import UnknownRubricAsked
from sayso.errors import InvalidClaim, InvalidRequest, Problem, UnknownRubric
from sayso.facts.claim import read_claim
from sayso.usecases.desk import Desk
from sayso.usecases.score import compare, score, wrong_options, wrong_pointers
from sayso.wire.request import MOST_RUBRICS


def score_endpoint(desk: Desk, limits: Limits) -> Endpoint:
    """The handler of POST /v1/score for this desk."""

    async def score_claim(request: Request) -> Response:
        body = read_json(await read_body(request, JSON, limits.body_bytes), limits.json_depth)
        if _is_costly(body):
            found = await run_in_threadpool(answer, desk, body)
        else:
            found = answer(desk, body)
        return Response(to_json(found), media_type="application/json")

    return score_claim


def answer(desk: Desk, body: Any) -> dict[str, Any]:
    """The answer to a parsed body. Raises InvalidRequest, UnknownRubricAsked or InvalidClaim, with everything wrong
    and pointers into the body.
    """
    try:
        asked = read_score_request(body)
        options: dict[str, Any] = {
            "as_of": asked.as_of,
            "include": asked.include,
            "disputed": asked.disputed,
            "strict": asked.strict,
        }
        if isinstance(asked.rubric, list):
            return compare(desk, asked.claim, asked.rubric, **options)
        return score(desk, asked.claim, rubric=asked.rubric, **options)
    except InvalidClaim as error:
        raise InvalidClaim(_everything(desk, body, under(error, "/claim"))) from error
    except InvalidRequest as error:
        raise InvalidRequest(_everything(desk, body, error.problems)) from error
    except UnknownRubric as error:
        raise UnknownRubricAsked(_everything(desk, body, ())) from error


def _is_costly(body: Any) -> bool:
    """Whether answering takes more than the microseconds that the event loop can spare."""
    return isinstance(body, dict) and bool(body.get("include") or body.get("disputed") or _is_list(body.get("rubric")))


def _everything(desk: Desk, body: Any, found: Iterable[Problem]) -> list[Problem]:
    """What was found first, and whatever else is wrong: the rubrics' names, the options, the claim, the pointers to
    its facts.
    """
    if not isinstance(body, dict):
        return list(found)
    first = list(found)
    told = {problem.pointer for problem in first}
    also = [*_rubric_problems(desk, body.get("rubric")), *wrong_options(body.get("as_of"), body.get("include"))]
    if "claim" in body:
        try:
            reading = read_claim(body["claim"], desk.vocabulary, strict=body.get("strict") is True, limits=desk.limits)
        except InvalidClaim as error:
            also += under(error, "/claim")
        else:
            also += wrong_pointers(body.get("disputed"), reading.claim, desk.vocabulary)
    return [*first, *(problem for problem in also if problem.pointer not in told)]


def _rubric_problems(desk: Desk, asked: Any) -> Iterator[Problem]:
    for index, name in enumerate(asked[:MOST_RUBRICS] if _is_list(asked) else [asked]):
        if isinstance(name, str) and name:
            try:
                desk.catalog.get(name)
            except UnknownRubric as error:
                pointer = f"/rubric/{index}" if _is_list(asked) else "/rubric"
                yield Problem(error.code, error.message, error.hint, pointer)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)
