"""POST /v1/assessments and what is posted to one of them: how is something kept, and answered when it is durable?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.answers import JsonAnswer
from sayso.api.asked import read_model
from sayso.api.body import read_json
from sayso.api.conditions import actor_of, expected_of, now, once_of, tag_of
from sayso.api.direct import Endpoint
from sayso.api.limits import JSON, Limits, read_body
from sayso.api.options import option_problems
from sayso.api.problems import line_of, under
from sayso.api.quick import QuickReader
from sayso.api.refusals import UnknownRubricAsked
from sayso.api.turns import Turns
from sayso.api.watch import note
from sayso.engine.plan import Plan
from sayso.errors import InvalidClaim, InvalidInput, InvalidRequest, Problem
from sayso.facts.claim import Reading, read_claim
from sayso.store.holder import Storage
from sayso.store.ids import Ids
from sayso.store.port import Change, Draft, Once, Reply, Store, Text, Unit
from sayso.usecases.correcting import Correction, correct
from sayso.usecases.counting import Counted, count_corrected, count_kept
from sayso.usecases.desk import Desk
from sayso.usecases.drafting import By, draft, rubric_text, vocabulary_text
from sayso.usecases.past import PastDesks
from sayso.usecases.presence import present
from sayso.usecases.reviews import check_review, write_review
from sayso.usecases.shown import fresh, many
from sayso.wire.assessments import CorrectionRequest, KeepRequest, ReviewRequest
from sayso.wire.request import Asked

PATH = "/v1/assessments"
MERGE_PATCH = ("application/merge-patch+json", *JSON)
Item = Draft | InvalidInput
_USUAL = 64 * 1024
_PLAIN = Asked()


@dataclass(frozen=True)
class Keeping:
    """What assessments are kept with. ``ids`` outlive a change of the rubrics."""

    desk: Desk
    storage: Storage
    ids: Ids
    limits: Limits
    counted: Counted
    past: PastDesks
    rubrics: dict[str, Text] = field(default_factory=dict)
    """The rubrics as they are kept, by digest, each made once."""

    def texts(self, plan: Plan) -> tuple[Text, Text]:
        """A rubric of the desk and its vocabulary, as they are kept."""
        digest = plan.rubric.digest
        if digest not in self.rubrics:
            self.rubrics[digest] = rubric_text(plan)
        return self.rubrics[digest], vocabulary_text(self.desk.vocabulary)

    async def store(self) -> Store:
        """The store, which is opened with the first request that needs it."""
        store = self.storage.now
        return await run_in_threadpool(self.storage.use) if store is None else store


class KeepingEndpoints:
    """The handlers that write."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._quick = QuickReader(keeping.desk, keeping.limits.json_depth)

    def keep_endpoint(self) -> Endpoint:
        keeping, quick = self._keeping, self._quick
        desk, limits = keeping.desk, keeping.limits

        async def keep_assessments(request: Request) -> Response:
            content = await read_body(request, JSON, limits.body_bytes)
            actor = actor_of(request)
            once = once_of(request, actor, content)
            by = By(actor, keeping.ids)
            short = quick.request(content)
            if short is not None:
                plan = desk.plan(short.rubric)
                return await self._keep_one(request, draft(desk, plan, short.reading, _PLAIN, by), plan, once)
            body = read_json(content, limits.json_depth)
            asked = keep_asked(desk, body)
            plan = desk.plan(asked.rubric)
            if asked.claims is None:
                made = await run_in_threadpool(_one, desk, plan, asked, by)
                return await self._keep_one(request, made, plan, once)
            items = await _many(desk, plan, asked, by)
            return await self._keep_many(request, items, plan, once)

        return keep_assessments

    def review_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def review_assessment(request: Request) -> Response:
            content = await read_body(request, JSON, keeping.limits.body_bytes)
            actor, id_ = actor_of(request), request.path_params["id"]
            once, expected = once_of(request, actor, content), expected_of(request)
            asked = read_model(
                ReviewRequest, read_json(content, keeping.limits.json_depth), 'send {"verdict": "agree"}'
            )
            store = await keeping.store()
            stored = present(await run_in_threadpool(store.find, id_))
            bench = await run_in_threadpool(keeping.past.of, stored.assessed, store)
            check_review(asked, bench.plan.rubric)

            def write(unit: Unit) -> Reply:
                return write_review(unit, id_, asked, bench.plan.rubric, expected, actor, now())

            reply = await written(store, Change(actor, "reviewAssessment", write, once=once))
            return _created(reply)

        return review_assessment

    def correct_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def correct_assessment(request: Request) -> Response:
            content = await read_body(request, JSON, keeping.limits.body_bytes)
            actor, id_ = actor_of(request), request.path_params["id"]
            once, expected = once_of(request, actor, content), expected_of(request)
            body = read_json(content, keeping.limits.json_depth)
            asked = read_model(CorrectionRequest, body, 'send {"claim": {..}}')
            store = await keeping.store()
            correction = Correction(id_, asked.claim, expected)
            by = By(actor, keeping.ids)
            change, made = await run_in_threadpool(correct, correction, store, keeping.past, by, once)
            reply = await written(store, change)
            if reply.subject == made.assessed.id:
                count_corrected(keeping.counted, keeping.desk, made)
            return _created(reply)

        return correct_assessment

    async def _keep_one(self, request: Request, made: Draft, plan: Plan, once: Once | None) -> Response:
        texts = self._keeping.texts(plan)

        def write(unit: Unit) -> Reply:
            unit.keep([made], *texts)
            return Reply(fresh(made.assessed), made.assessed.id)

        note(request.scope, rubric=plan.rubric.id)
        store = await self._keeping.store()
        reply = await written(store, Change(made.assessed.actor, "keepAssessments", write, _size([made]), once))
        if reply.subject == made.assessed.id:  # else it was counted when it was asked for first
            count_kept(self._keeping.counted, [made])
        return _created(reply)

    async def _keep_many(self, request: Request, items: Sequence[Item], plan: Plan, once: Once | None) -> Response:
        made = [item for item in items if isinstance(item, Draft)]
        texts = self._keeping.texts(plan)
        told = many([item.assessed if isinstance(item, Draft) else refusal(item) for item in items])

        def write(unit: Unit) -> Reply:
            unit.keep(made, *texts)
            return Reply(told)

        note(request.scope, rubric=plan.rubric.id, claims=len(items), refused=len(items) - len(made))
        store = await self._keeping.store()
        actor = actor_of(request)
        change = Change(actor, "keepAssessments", write, size=max(1, _size(made)), once=once)
        reply = await written(store, change)
        if reply.body == told:
            count_kept(self._keeping.counted, made)
        return Response(reply.body, media_type=JSON[0])


async def written(store: Store, change: Change) -> Reply:
    """The reply to a change, when it is durable. Whoever hangs up meanwhile does not undo it."""
    return await store.awaited(change)


def keep_asked(desk: Desk, body: Any) -> KeepRequest:
    """What is to be kept. Raises InvalidRequest or UnknownRubricAsked, with everything that is wrong."""
    problems: list[Problem] = []
    if isinstance(body, dict):
        if ("claim" in body) == ("claims" in body):
            message = "send either a claim or claims" if "claim" in body else "claim is missing"
            problems.append(Problem("missing_key", message, '{"claim": {..}} or {"claims": [..]}', "/claim"))
        claims, most = body.get("claims"), desk.limits.claims
        if isinstance(claims, list) and len(claims) > most:
            message = f"claims holds {len(claims)} claims, and at most {most} are taken at once"
            problems.append(Problem("too_long", message, "send them in several requests", "/claims"))
        problems += option_problems(desk, body)
    try:
        asked = read_model(KeepRequest, body, 'send {"claim": {..}}')
    except InvalidRequest as error:
        told = {problem.pointer for problem in error.problems}
        problems = [*error.problems, *(each for each in problems if each.pointer not in told)]
        raise InvalidRequest(problems) from None
    if problems:
        only_rubric = all(problem.code == UnknownRubricAsked.code for problem in problems)
        raise (UnknownRubricAsked if only_rubric else InvalidRequest)(problems)
    return asked


def refusal(error: InvalidInput) -> dict[str, Any]:
    """Why one claim of many is not kept."""
    found = [line_of(problem) for problem in error.problems if problem.severity == "error"]
    return {"code": error.code, "detail": error.message, "errors": found}


def _one(desk: Desk, plan: Plan, asked: KeepRequest, by: By) -> Draft:
    return draft(desk, plan, _read(desk, asked.claim, asked, "/claim"), asked, by)


async def _many(desk: Desk, plan: Plan, asked: KeepRequest, by: By) -> list[Item]:
    """A draft or a refusal for each claim, in their order. Others get their turns meanwhile."""
    items: list[Item] = []
    turns = Turns()
    for index, claim in enumerate(asked.claims or ()):
        try:
            reading = _read(desk, claim, asked, f"/claims/{index}")
            if asked.include or asked.disputed:
                items.append(await run_in_threadpool(draft, desk, plan, reading, asked, by))
            else:
                items.append(draft(desk, plan, reading, asked, by))
        except InvalidInput as error:
            items.append(error)
        if turns.is_over:
            await turns.give_way()
    return items


def _read(desk: Desk, claim: Any, asked: Asked, pointer: str) -> Reading:
    try:
        return read_claim(claim, desk.vocabulary, strict=asked.strict, limits=desk.limits)
    except InvalidClaim as error:
        raise InvalidClaim(under(error, pointer)) from error


def _size(drafts: Sequence[Draft]) -> int:
    """How much of the queue these take: one place each, and more where an answer is uncommonly long."""
    return sum(1 + len(each.assessed.answer) // _USUAL for each in drafts)


def _created(reply: Reply) -> Response:
    place, tag = f"{PATH}/{reply.subject}", f'"{tag_of(reply.revision)}"'
    return JsonAnswer(reply.body, 201, [(b"location", place.encode()), (b"etag", tag.encode())])
