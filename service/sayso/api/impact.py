"""POST /v1/rubrics/impact and /rescore: what would change in everything stored, and how is it graded anew?

Both take one piece after the other from the database, in worker threads, so that neither memory nor anybody who asks
for a grade meanwhile feels how much is stored. Whoever hangs up ends them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from sayso.api.conditions import actor_of
from sayso.api.finding import MOST, PAGE, Asked, Wanted, filters_of
from sayso.api.keeping import Keeping, written
from sayso.api.limits import JSON, YAML, read_body
from sayso.api.refusals import NotHere, UnknownRubricAsked
from sayso.api.rubrics import Id
from sayso.api.watch import note
from sayso.engine.plan import Plan, compile_rubric
from sayso.errors import Problem
from sayso.store.port import Change, Draft, Filters, Reply, Store
from sayso.store.refusals import StorageBusy
from sayso.store.rubric_port import Graded
from sayso.usecases.counting import count_kept
from sayso.usecases.desk import Desk
from sayso.usecases.diff import read_version
from sayso.usecases.drafting import By
from sayso.usecases.impact_counts import FlipPage
from sayso.usecases.measuring import PIECE, Held, Measuring, OpenFacts, no_facts
from sayso.usecases.reading import Busy
from sayso.usecases.rescoring import RescoreTally, drafts_of, made_of, rescoring
from sayso.usecases.serving import Serving
from sayso.wire.assessments import ReviewState

_PATH = "/v1/rubrics/impact"
_AT_ONCE = 2
_TRIES = 50


class Among(BaseModel):
    """Which of the stored assessments are meant; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    grade: Wanted = Field(None, description="The stored grade, such as E3.")
    band: Wanted = Field(None, description="A stored band on any axis, such as E, or on one: source_reliability:E.")
    gate: Wanted = Field(None, description="The id of a gate that applied.")
    source: Wanted = Field(None, description="A source anywhere in a chain, by its name; capitals do not matter.")
    root: Wanted = Field(None, description="A source at the end of a chain, by its name.")
    since: Wanted = Field(None, description="ISO 8601 date or time (UTC where it names no zone): made then or later.")
    review: ReviewState | None = Field(None, description="The state of its review.")


class ImpactAsked(Among):
    """What a draft is compared with, and which page of the flips is listed."""

    against: Annotated[str | None, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")] = Field(
        None,
        description="A rubric's id: everything stored under it, each claim as it was graded last. Or `id@version`: "
        "what that version graded. Without it, the id of the draft.",
    )
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many flips are listed at most.")
    cursor: str | None = Field(None, pattern="^[0-9a-f]{32}$", description="As the header Link of a page has it.")


class ImpactEndpoints:
    """The handlers that go through everything stored."""

    def __init__(self, keeping: Keeping, serving: Serving, facts: OpenFacts = no_facts) -> None:
        """``facts`` are those of what is stored, as far as they are kept in memory."""
        self._keeping = keeping
        self._serving = serving
        self._facts = facts
        self._running = 0

    async def measure_impact(self, asked: Annotated[ImpactAsked, Query()], request: Request) -> Response:
        text = await read_body(request, YAML, self._keeping.limits.rubric_bytes)
        filters = filters_among(asked)
        with self._one_of_few():
            desk = await self._serving.fresh()
            plan = await run_in_threadpool(_draft, desk, text)
            against = asked.against or plan.rubric.id
            graded = graded_by(desk, against, filters)
            held = Held(plan, against, graded, FlipPage(asked.limit, asked.cursor))
            measuring = Measuring(desk, held, await self._keeping.store(), self._facts)
            while await run_in_threadpool(measuring.step):
                if await request.is_disconnected():
                    raise ClientDisconnect
        headers = {}
        if measuring.next_flip is not None:
            query = asked.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": measuring.next_flip}
            headers["link"] = f'<{_PATH}?{urlencode(query)}>; rel="next"'
        return Response(to_json(measuring.told()), headers=headers, media_type=JSON[0])

    async def rescore_rubric(self, id: Id, asked: Annotated[Among, Query()], request: Request) -> Response:  # noqa: A002
        filters = filters_among(asked)
        with self._one_of_few():
            desk = await self._serving.fresh()
            rubric = None if "@" in id else desk.catalog.find(id)
            if rubric is None:
                raise NotHere("no version of a rubric of that name is active", code="unknown_rubric")
            plan, store = desk.plans[rubric.digest], await self._keeping.store()
            note(request.scope, rubric=id)
            graded, tally = Graded(replace(filters, rubric=id)), RescoreTally()
            by = By(actor_of(request), self._keeping.ids)
            before: str | None = None
            while True:
                rows, before = await run_in_threadpool(store.rubrics.standing, graded, before, PIECE)
                drafts = await run_in_threadpool(drafts_of, rows, desk, plan, by, tally)
                if drafts:
                    await self._keep(store, drafts, plan, by.actor, tally)
                if before is None:
                    break
                if await request.is_disconnected():
                    raise ClientDisconnect
        return Response(to_json(tally.told(plan)), media_type=JSON[0])

    async def _keep(self, store: Store, drafts: list[Draft], plan: Plan, actor: str, tally: RescoreTally) -> None:
        change = rescoring(drafts, plan.rubric.digest, self._keeping.texts(plan), actor)
        made = made_of(await _written_in_time(store, change))
        tally.made += len(made)
        kept = [each for each in drafts if each.assessed.id in made]
        count_kept(self._keeping.counted, kept)

    @contextmanager
    def _one_of_few(self) -> Iterator[None]:
        if self._running >= _AT_ONCE:
            raise Busy("others go through everything stored already", hint="ask again in a few seconds")
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1


def filters_among(asked: Among) -> Filters:
    """What is asked for, as the store knows it. Raises InvalidRequest where ``since`` is no date."""
    return filters_of(Asked(**asked.model_dump(include=set(Among.model_fields))))


def graded_by(desk: Desk, against: str, filters: Filters) -> Graded:
    """The assessments of a rubric or of one version. Raises UnknownRubricAsked where there is no such version."""
    id_, at, _ = against.partition("@")
    rubric = desk.catalog.find(against) if at else None
    if at and rubric is None:
        hint = "name a version that GET /v1/rubrics lists, or the id alone"
        raise UnknownRubricAsked([Problem("unknown_rubric", f'in the query: there is no "{against[:100]}"', hint)])
    return Graded(replace(filters, rubric=id_), None if rubric is None else rubric.digest)


def _draft(desk: Desk, text: bytes) -> Plan:
    return compile_rubric(read_version(desk, text, "rubric.yaml"))


async def _written_in_time(store: Store, change: Change) -> Reply:
    """The reply; where too much waits, others go first for a while. Raises StorageBusy where that does not end."""
    for _ in range(_TRIES):
        try:
            return await written(store, change)
        except StorageBusy:
            await asyncio.sleep(0.1)
    return await written(store, change)
