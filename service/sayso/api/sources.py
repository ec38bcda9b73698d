"""GET and PUT /v1/sources: which sources does the desk know, and what does it know of them?"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json, to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.body import read_json
from sayso.api.conditions import actor_of, expected_of, now, tag_of
from sayso.api.direct import Endpoint
from sayso.api.finding import MOST, PAGE, Wanted
from sayso.api.keeping import Keeping, written
from sayso.api.limits import JSON, read_body
from sayso.api.tags import IfNoneMatch, respond_tagged
from sayso.errors import Problem
from sayso.store.port import Change, Reply, Store, Unit
from sayso.usecases.sources.checking import LONGEST_ID, read_entry
from sayso.usecases.sources.doubts import doubts_of
from sayso.usecases.sources.entry import Entry
from sayso.usecases.sources.index import Index, kept_of
from sayso.usecases.sources.keeping import put_entry, told
from sayso.usecases.sources.searching import Wanted as WantedEntries
from sayso.usecases.sources.searching import find_entries
from sayso.wire.sources import SourceKind

PATH = "/v1/sources"
Id = Annotated[str, Path(description="The entry's id.", max_length=LONGEST_ID, examples=["washington-post"])]


class Asked(BaseModel):
    """Which entries are listed; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Wanted = Field(None, description="A part of a name, an alias or an id; capitals do not matter.")
    domain: Wanted = Field(None, description="A domain, or an address under it.")
    kind: SourceKind | None = Field(None, description="What sort of source it is.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")
    cursor: str | None = Field(None, pattern="^[a-z0-9._-]{1,80}$", description="As the header Link of a page has it.")


class SourceEndpoints:
    """The handlers of the registry."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._sources = keeping.desk.sources

    def list_sources(self, asked: Annotated[Asked, Query()]) -> Response:
        self._sources.refresh(self._keeping.storage.use().sources)
        wanted = WantedEntries(asked.name, asked.domain, asked.kind)
        found = find_entries(self._sources.now, wanted, asked.cursor, asked.limit + 1)
        shown = found[: asked.limit]
        headers = {"cache-control": "no-cache"}
        if len(found) > len(shown):
            query = asked.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": shown[-1].entry.id}
            headers["link"] = f'<{PATH}?{urlencode(query)}>; rel="next"'
        return Response(to_json({"sources": [told(each) for each in shown]}), headers=headers, media_type=JSON[0])

    def get_source(
        self,
        id: Id,  # noqa: A002
        revision: Annotated[
            int | None, Query(ge=1, le=10**9, description="An earlier state of it; without it, the one of now.")
        ] = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        kept = kept_of(self._keeping.storage.use().sources.find(id, revision))
        return respond_tagged(to_json(told(kept)), tag_of(kept.revision), if_none_match)

    def put_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def put_source(request: Request) -> Response:
            content = await read_body(request, JSON, keeping.limits.body_bytes)
            actor, id_ = actor_of(request), request.path_params["id"]
            expected = expected_of(request) if "if-match" in request.headers else None
            entry = read_entry(read_json(content, keeping.limits.json_depth), keeping.desk.vocabulary, id_)
            moment = now()

            def write(unit: Unit) -> Reply:
                return put_entry(unit, entry, expected, actor, moment)

            store = await keeping.store()
            reply = await written(store, Change(actor, "putSource", write))
            warnings = await run_in_threadpool(self._seen, store, entry)
            shown = {**from_json(reply.body), "warnings": [warned(each) for each in warnings]}
            is_new = reply.revision == 1 and shown["changed"] == moment
            headers = {"etag": f'"{tag_of(reply.revision)}"'}
            if is_new:
                headers["location"] = f"{PATH}/{entry.id}"
            return Response(to_json(shown), 201 if is_new else 200, headers, media_type=JSON[0])

        return put_source

    def _seen(self, store: Store, entry: Entry) -> list[Problem]:
        """Takes the change over at once, so that whoever wrote it is graded by it; the warnings about the entry."""
        self._sources.refresh(store.sources)
        return doubts_of(entry, self._sources.now or Index(()))


def warned(problem: Problem) -> dict[str, str | None]:
    """A warning as ``wire.answer.Warned``."""
    return {"code": problem.code, "pointer": problem.pointer, "message": problem.message, "hint": problem.hint}
