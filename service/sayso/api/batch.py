"""POST /v1/score/batch: what are these claims' grades? As one JSON document, or line by line without an end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.answers import JsonAnswer
from sayso.api.body import read_json
from sayso.api.direct import Endpoint
from sayso.api.grading import Grader, grader_of
from sayso.api.items import Item, claim_item, reading_item
from sayso.api.limits import JSON, NDJSON, Limits, form_of, read_within
from sayso.api.metrics import Metrics
from sayso.api.options import batch_asked, stream_asked
from sayso.api.quick import QuickReader
from sayso.api.stream import StreamedItems
from sayso.api.turns import Turns
from sayso.api.watch import note
from sayso.errors import InvalidRequest, Problem
from sayso.usecases.desk import Desk
from sayso.wire.request import Asked

Given = TypeVar("Given")


def batch_endpoint(desk: Desk, limits: Limits, metrics: Metrics) -> Endpoint:
    """The handler of POST /v1/score/batch for this desk."""
    quick = QuickReader(desk, limits.json_depth)

    async def score_batch(request: Request) -> Response:
        query = request.scope["query_string"]
        if form_of(request, (*JSON, *NDJSON)) in NDJSON:
            options = stream_asked(desk, query)
            grader = grader_of(desk, options.rubric, options, metrics.assessed)
            note(request.scope, rubric=grader.rubric_id)
            return StreamedItems(grader, quick, limits, metrics)
        if query:
            hint = 'the options stand in the body: {"claims": [..], "rubric": ..}'
            raise InvalidRequest([Problem("wrong_parameter", "with a JSON body there is no query", hint)])
        content = await read_within(request, limits.body_bytes)
        short = quick.batch(content)
        if short is not None:
            grader = grader_of(desk, short.rubric, Asked(), metrics.assessed)
            items, refused = await graded(grader, reading_item, short.readings)
        else:
            asked = batch_asked(desk, read_json(content, limits.json_depth), desk.limits.claims)
            grader = grader_of(desk, asked.rubric, asked, metrics.assessed)
            items, refused = await graded(grader, claim_item, asked.claims)
        metrics.refused(refused)
        note(request.scope, rubric=grader.rubric_id, claims=len(items), refused=refused)
        return JsonAnswer(batch_answer(items))

    return score_batch


async def graded(
    grader: Grader, item_of: Callable[[Grader, int, Given], Item], claims: Sequence[Given]
) -> tuple[list[bytes], int]:
    """The item of each claim, in their order, and how many have a problem. Others get their turns meanwhile."""
    items, refused, turns = [], 0, Turns()
    for index, claim in enumerate(claims):
        if grader.is_costly:
            item, was_graded = await run_in_threadpool(item_of, grader, index, claim)
        else:
            item, was_graded = item_of(grader, index, claim)
        items.append(item)
        refused += not was_graded
        if turns.is_over:
            await turns.give_way()
    return items, refused


def batch_answer(items: list[bytes]) -> bytes:
    """The whole answer around its items."""
    return b'{"results":[' + b",".join(items) + b"]}"
