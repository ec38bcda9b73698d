"""GET and POST /v1/keys, and POST /v1/keys/{id}/revoke: who has a key, and how is one given and taken back?"""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic_core import from_json, to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_model
from sayso.api.body import read_json
from sayso.api.conditions import actor_of, once_of
from sayso.api.direct import Endpoint
from sayso.api.keeping import Keeping, written
from sayso.api.limits import JSON, read_body
from sayso.api.people import NO_STORE, Asked, next_page
from sayso.usecases.keys import creation, make_key, revocation, told
from sayso.wire.people import KeyRequest

PATH = "/v1/keys"


class KeyEndpoints:
    """The handlers."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def list_keys(self, asked: Annotated[Asked, Query()]) -> Response:
        store = self._keeping.storage.use()
        rows = store.keys()
        later = [row for row in rows if asked.cursor is None or row.id > asked.cursor]
        shown = later[: asked.limit]
        headers = dict(NO_STORE)
        if len(later) > len(shown):
            headers["link"] = next_page(PATH, asked, shown[-1].id)
        return Response(to_json({"keys": [told(each) for each in shown]}), headers=headers, media_type=JSON[0])

    def make_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def make(request: Request) -> Response:
            content = await read_body(request, JSON, keeping.limits.body_bytes)
            actor = actor_of(request)
            once = once_of(request, actor, content)
            body = read_json(content, keeping.limits.json_depth)
            asked = read_model(KeyRequest, body, 'send {"name": "..", "scopes": ["score"]}')
            key, row = make_key(asked.name, asked.scopes, asked.expires, keeping.ids)
            reply = await written(await keeping.store(), creation(row, actor, once))
            # Under a repeated Idempotency-Key it is the key of then, which is nowhere any more.
            shown = {**from_json(reply.body), "key": key if reply.subject == row.id else None}
            return Response(to_json(shown), 201, NO_STORE, media_type=JSON[0])

        return make

    def revoke_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def revoke(request: Request) -> Response:
            actor, id_ = actor_of(request), request.path_params["id"]
            once = once_of(request, actor, b"")
            store = await keeping.store()
            await written(store, revocation(id_, actor, once))
            (row,) = [each for each in await run_in_threadpool(store.keys) if each.id == id_]
            return Response(to_json(told(row)), headers=NO_STORE, media_type=JSON[0])

        return revoke
