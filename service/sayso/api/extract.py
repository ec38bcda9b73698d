"""POST /v1/extract: what does this article claim, and how well is each claim sourced? Nothing is stored.

Articles are read in threads of their own, a few at a time; the claims that are graded meanwhile do not wait for them.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_extract_request
from sayso.api.body import read_json
from sayso.api.direct import Endpoint
from sayso.api.limits import JSON, Limits, read_body
from sayso.api.problems import under
from sayso.api.refusals import UnknownRubricAsked
from sayso.api.watch import note
from sayso.errors import InvalidArticle, InvalidRequest, Problem, UnknownRubric
from sayso.extract.readers.forms import form_named, read_text
from sayso.facts.dates import day_number
from sayso.usecases.counting import Counted
from sayso.usecases.desk import Desk
from sayso.usecases.reading import OpenReader, Reading
from sayso.usecases.score import score_all
from sayso.wire.extract import ExtractRequest


def extract_endpoint(desk: Desk, limits: Limits, reading: Reading, counted: Counted) -> Endpoint:
    """The handler of POST /v1/extract for this desk."""

    async def extract_claims(request: Request) -> Response:
        body = read_json(await read_body(request, JSON, limits.body_bytes), limits.json_depth)
        asked = extract_asked(desk, body)
        answer = await reading.queue.run(lambda: answer_of(desk, reading.open_reader, asked))
        for item in answer["results"] or ():
            if "result" in item:
                counted(item["result"]["rubric"]["id"], to_json(item["result"]["grade"]))
        note(request.scope, claims=len(answer["document"]["claims"]), extractor=answer["extractor"]["id"])
        return Response(to_json(answer), media_type="application/json")

    return extract_claims


def extract_asked(desk: Desk, body: Any) -> ExtractRequest:
    """The request in a parsed body. Raises InvalidRequest or UnknownRubricAsked, with everything wrong."""
    problems: list[Problem] = []
    asked: ExtractRequest | None = None
    try:
        asked = read_extract_request(body)
    except InvalidRequest as error:
        problems += error.problems
    if isinstance(body, dict):
        told = {problem.pointer for problem in problems}
        problems += [problem for problem in _wrong_values(desk, body) if problem.pointer not in told]
    if problems or asked is None:
        only_rubric = all(problem.code == UnknownRubric.code for problem in problems)
        raise (UnknownRubricAsked if only_rubric else InvalidRequest)(problems)
    return asked


def answer_of(desk: Desk, open_reader: OpenReader, asked: ExtractRequest) -> dict[str, Any]:
    """What a request is answered. Raises InvalidArticle with pointers into the body."""
    try:
        article = read_text(asked.text, form_named(asked.format), desk.limits.text)
        found = open_reader().read(article.told(asked.title, asked.outlet, asked.date))
    except InvalidArticle as error:
        raise InvalidArticle(under(error, "/text")) from error
    graded: dict[str, Any] = {"results": None, "roots": None}
    if asked.score is not None:
        graded = score_all(desk, found.claims, rubric=asked.score)
    return {**found.answer(with_rest=asked.rest), **graded}


def _wrong_values(desk: Desk, body: dict[str, Any]) -> list[Problem]:
    """What is wrong with the date and the rubric, as far as they have the right types."""
    problems = []
    date, rubric = body.get("date"), body.get("score")
    if isinstance(date, str) and day_number(date) is None:
        message = f'date is "{date[:40]}", but a date is expected'
        problems.append(Problem("wrong_type", message, "such as 2026-01-31", pointer="/date"))
    if isinstance(rubric, str) and rubric:
        try:
            desk.plan(rubric)
        except UnknownRubric as error:
            problems.append(Problem(error.code, error.message, error.hint, pointer="/score"))
    return problems
