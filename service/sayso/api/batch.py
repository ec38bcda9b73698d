"""POST /v1/score/batch: what are these claims' grades? As one JSON document, or line by line without an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.answers import PiecesOfJson
from sayso.api.body import read_json
from sayso.api.direct import Endpoint
from sayso.api.grading import Grader, grader_of
from sayso.api.items import TOGETHER, Item, Pieces, claim_item, items_together
from sayso.api.limits import JSON, NDJSON, Limits, form_of, read_within
from sayso.api.metrics import Metrics
from sayso.api.options import batch_asked, stream_asked
from sayso.api.quick import QuickReader
from sayso.api.stream import StreamedItems
from sayso.api.turns import Turns
from sayso.api.watch import note
from sayso.errors import InvalidRequest, Problem
from sayso.usecases.desk import Desk
from sayso.wire.request import Asked, BatchRequest


def batch_endpoint(desk: Desk, limits: Limits, quick: QuickReader, metrics: Metrics) -> Endpoint:
    """The handler of POST /v1/score/batch for this desk."""

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
        grades = Held()
        if short is not None:
            grader = grader_of(desk, short.rubric, Asked(), grades)
            items, refused = await _graded_together(grader, quick, short.claims, partial(_read, desk, limits, content))
        else:
            asked = _read(desk, limits, content)
            grader = grader_of(desk, asked.rubric, asked, grades)
            items, refused = await graded(grader, asked.claims)
        grades.tell(metrics)
        metrics.refused(refused)
        note(request.scope, rubric=grader.rubric_id, claims=len(items), refused=refused)
        return PiecesOfJson(batch_answer(items))

    return score_batch


class Held:
    """The grades of claims whose request may still be refused as a whole."""

    def __init__(self) -> None:
        self._graded: Counter[tuple[str, bytes]] = Counter()

    def __call__(self, rubric: str, grade: bytes) -> None:
        self._graded[rubric, grade] += 1

    def tell(self, metrics: Metrics) -> None:
        """They are answered."""
        for (rubric, grade), claims in self._graded.items():
            metrics.assessed(rubric, grade, claims)


def _read(desk: Desk, limits: Limits, content: bytes) -> BatchRequest:
    """The body, read step by step. Raises whatever is wrong with it as a whole."""
    return batch_asked(desk, read_json(content, limits.json_depth), desk.limits.claims)


async def _graded_together(
    grader: Grader, quick: QuickReader, claims: Sequence[msgspec.Raw], read: Callable[[], BatchRequest]
) -> tuple[list[Pieces], int]:
    """What ``graded`` says, for less; ``read`` reads the whole body for the claims that cannot be read quickly."""
    read = cache(read)
    items: list[Pieces] = []
    refused, turns = 0, Turns()
    for start in range(0, len(claims), TOGETHER):
        sent = [bytes(claim) for claim in claims[start : start + TOGETHER]]

        def slowly(at: int, start: int = start) -> Item:
            return claim_item(grader, start + at, read().claims[start + at])

        for item, was_graded in items_together(grader, quick, start, sent, slowly):
            items.append(item)
            refused += not was_graded
        if turns.is_over:
            await turns.give_way()
    return items, refused


async def graded(grader: Grader, claims: Sequence[Any]) -> tuple[list[Pieces], int]:
    """The item of each claim, in their order, and how many have a problem. Others get their turns meanwhile."""
    items, refused, turns = [], 0, Turns()
    for index, claim in enumerate(claims):
        if grader.is_costly:
            item, was_graded = await run_in_threadpool(claim_item, grader, index, claim)
        else:
            item, was_graded = claim_item(grader, index, claim)
        items.append(item)
        refused += not was_graded
        if turns.is_over:
            await turns.give_way()
    return items, refused


def batch_answer(items: Sequence[Pieces]) -> list[bytes]:
    """The whole answer around its items, in pieces."""
    pieces = [b'{"results":[']
    for item in items:
        pieces += item
        pieces.append(b",")
    if items:
        pieces.pop()
    return [*pieces, b"]}"]
