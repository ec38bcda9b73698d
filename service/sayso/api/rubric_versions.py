"""PUT a version of a rubric, and activate one: how does a rubric change without a file and without a restart?"""

from __future__ import annotations

from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_model
from sayso.api.body import read_json
from sayso.api.conditions import actor_of, now, versions_of
from sayso.api.keeping import Keeping, written
from sayso.api.limits import JSON, YAML, read_body
from sayso.api.refusals import NotHere, UnknownRubricAsked
from sayso.api.rubrics import Id, Version
from sayso.errors import Problem, UnknownRubric
from sayso.rubric.model import Rubric
from sayso.usecases.desk import Desk
from sayso.usecases.rubric_versions import NEW, activating, checked, keeping
from sayso.usecases.serving import Serving
from sayso.usecases.shown_rubrics import version_shown
from sayso.wire.rubric_versions import ActivateRequest


class VersionEndpoints:
    """The handlers that write versions. What was written serves before it is answered."""

    def __init__(self, keeping_: Keeping, serving: Serving) -> None:
        self._keeping = keeping_
        self._serving = serving

    async def put_rubric_version(self, id: Id, version: Version, request: Request) -> Response:  # noqa: A002
        text = await read_body(request, YAML, self._keeping.limits.rubric_bytes)
        desk = await self._serving.fresh()
        rubric = await run_in_threadpool(checked, desk, text, id, version)
        actor = actor_of(request)
        reply = await written(await self._keeping.store(), keeping(desk, rubric, text, actor, now()))
        desk = await self._serving.fresh()
        status = 201 if reply.body == NEW else 200
        return _told(rubric, desk, status, {"location": f"/v1/rubrics/{rubric.id}/versions/{rubric.version}"})

    async def activate_rubric(self, id: Id, request: Request) -> Response:  # noqa: A002
        content = await read_body(request, JSON, self._keeping.limits.body_bytes)
        seen = versions_of(request)
        body = read_json(content, self._keeping.limits.json_depth)
        asked = read_model(ActivateRequest, body, 'send {"version": "1.0.0"}')
        desk = await self._serving.fresh()
        if not any(rubric.id == id for rubric in desk.catalog.rubrics):
            raise NotHere("there is no rubric of that name", code="unknown_rubric", hint="GET /v1/rubrics lists them")
        actor = actor_of(request)
        try:
            change = activating(desk, id, asked.version, seen, actor, now())
        except UnknownRubric as error:
            raise UnknownRubricAsked([Problem(error.code, error.message, error.hint, "/version")]) from error
        await written(await self._keeping.store(), change)
        desk = await self._serving.fresh()
        return _told(desk.catalog.get(f"{id}@{asked.version}"), desk, 200)


def _told(rubric: Rubric, desk: Desk, status: int, headers: dict[str, str] | None = None) -> Response:
    there = desk.catalog.find(rubric.ref) or rubric
    tagged = {**(headers or {}), "etag": f'"{there.digest}"'}
    return Response(to_json(version_shown(there, desk)), status, tagged, media_type=JSON[0])
