"""GET and POST /v1/people, GET and PATCH of one: who works here, and what may they do?"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json, to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_model
from sayso.api.body import read_json
from sayso.api.conditions import actor_of, expected_of, once_of, tag_of
from sayso.api.direct import Endpoint
from sayso.api.finding import MOST, PAGE
from sayso.api.keeping import MERGE_PATCH, Keeping, written
from sayso.api.limits import JSON, read_body
from sayso.api.tags import IfNoneMatch, respond_tagged
from sayso.store.port import Reply
from sayso.usecases.people import About, adding, changing, check_about, new_person, told
from sayso.usecases.sessions import OpenSignIns
from sayso.wire.people import PersonPatch, PersonRequest

PATH = "/v1/people"
PersonId = Annotated[str, Path(description="The person's id.", max_length=200, examples=["0" * 32])]
NO_STORE = {"cache-control": "no-store"}


class Asked(BaseModel):
    """How much of a list is shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")
    cursor: str | None = Field(None, pattern="^[0-9a-f]{32}$", description="As the header Link of a page has it.")


class PeopleEndpoints:
    """The handlers."""

    def __init__(self, keeping: Keeping, sign_ins: OpenSignIns) -> None:
        self._keeping = keeping
        self._sign_ins = sign_ins

    def list_people(self, asked: Annotated[Asked, Query()]) -> Response:
        found = self._keeping.storage.use().people.page(asked.cursor, asked.limit + 1)
        shown = found[: asked.limit]
        headers = dict(NO_STORE)
        if len(found) > len(shown):
            headers["link"] = next_page(PATH, asked, shown[-1].id)
        return Response(to_json({"people": [told(each) for each in shown]}), headers=headers, media_type=JSON[0])

    def get_person(self, id: PersonId, if_none_match: IfNoneMatch = None) -> Response:  # noqa: A002
        found = self._keeping.storage.use().people.find(id)
        return respond_tagged(to_json(told(found)), tag_of(found.revision), if_none_match)

    def add_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def add_person(request: Request) -> Response:
            content = await read_body(request, JSON, keeping.limits.body_bytes)
            actor = actor_of(request)
            once = once_of(request, actor, content)
            body = read_json(content, keeping.limits.json_depth)
            asked = read_model(PersonRequest, body, 'send {"name": "..", "email": "..", "roles": ["reviewer"]}')
            about = check_about(About(asked.name, asked.email, asked.roles, asked.releases))
            password, kept = await self._password(asked.password)
            person = new_person(about, kept, keeping.ids)
            reply = await written(await keeping.store(), adding(person, actor, once))
            # Under a repeated Idempotency-Key it was another person's password that was made just now.
            secret = password if reply.subject == person.id else None
            place = {"location": f"{PATH}/{reply.subject}"}
            return _made(reply, secret, 201, place)

        return add_person

    def change_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def change_person(request: Request) -> Response:
            content = await read_body(request, MERGE_PATCH, keeping.limits.body_bytes)
            actor, id_ = actor_of(request), request.path_params["id"]
            expected = expected_of(request, "person")
            body = read_json(content, keeping.limits.json_depth)
            asked = read_model(PersonPatch, body, 'send {"roles": ["reviewer"]}')
            about = check_about(About(asked.name, asked.email, asked.roles, asked.releases, asked.disabled))
            password, kept = await self._password(asked.new_password)
            reply = await written(await keeping.store(), changing(id_, about, kept, expected, actor))
            return _made(reply, password, 200, {})

        return change_person

    async def _password(self, wanted: bool) -> tuple[str | None, str | None]:
        if not wanted:
            return None, None
        sign_ins = await run_in_threadpool(self._sign_ins)
        return await sign_ins.new_password()


def next_page(path: str, asked: Asked, last: str) -> str:
    """The header Link of a page that ends with this id."""
    query = asked.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": last}
    return f'<{path}?{urlencode(query)}>; rel="next"'


def _made(reply: Reply, password: str | None, status: int, more: dict[str, str]) -> Response:
    headers = {**NO_STORE, "etag": f'"{tag_of(reply.revision)}"', **more}
    body = to_json({**from_json(reply.body), "password": password})
    return Response(body, status, headers, media_type=JSON[0])
