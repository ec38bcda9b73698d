"""GET /v1/assessments and one of them: what is kept? And of one: what if, and is it still so?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.body import read_json
from sayso.api.conditions import tag_of
from sayso.api.direct import Endpoint
from sayso.api.keeping import MERGE_PATCH, PATH, Keeping
from sayso.api.limits import JSON, read_body
from sayso.api.tags import IfNoneMatch, respond_tagged
from sayso.errors import InvalidRequest, Problem
from sayso.store.ids import first_of
from sayso.store.port import BAND, DOCUMENT, GATE, ROOT, SOURCE, Filters
from sayso.usecases.drafting import name_term, shortened
from sayso.usecases.presence import present
from sayso.usecases.shown import page, whole
from sayso.usecases.what_if import replay, what_if
from sayso.wire.assessments import ReviewState

AssessmentId = Annotated[str, Path(description="The assessment's id.", max_length=200, examples=["0" * 32])]
PAGE, MOST = 50, 200
Wanted = Annotated[str | None, Field(min_length=1, max_length=500, pattern=r"^[^\x00]+$")]


class Asked(BaseModel):
    """Which assessments are listed; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rubric: Wanted = Field(None, description="The rubric's id.")
    grade: Wanted = Field(None, description="The computed grade, such as E3.")
    band: Wanted = Field(None, description="A computed band on any axis, such as E, or on one: source_reliability:E.")
    gate: Wanted = Field(None, description="The id of a gate that applied.")
    source: Wanted = Field(None, description="A source anywhere in a chain, by its name; capitals do not matter.")
    root: Wanted = Field(None, description="A source at the end of a chain, by its name.")
    since: Wanted = Field(None, description="ISO 8601 date or time (UTC where it names no zone): made then or later.")
    review: ReviewState | None = Field(None, description="The state of its review.")
    document: str | None = Field(None, pattern="^[0-9a-f]{32}$", description="The id of the document it belongs to.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")
    cursor: str | None = Field(None, pattern="^[0-9a-f]{32}$", description="As the header Link of a page has it.")


class FindingEndpoints:
    """The handlers that read."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def list_assessments(self, asked: Annotated[Asked, Query()]) -> Response:
        found = self._keeping.storage.use().page(filters_of(asked), asked.cursor, asked.limit + 1)
        shown = found[: asked.limit]
        headers = {"cache-control": "no-cache"}
        if len(found) > len(shown):
            query = asked.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": shown[-1].assessed.id}
            headers["link"] = f'<{PATH}?{urlencode(query)}>; rel="next"'
        return Response(to_json(page(shown)), headers=headers, media_type=JSON[0])

    def get_assessment(self, id: AssessmentId, if_none_match: IfNoneMatch = None) -> Response:  # noqa: A002
        store = self._keeping.storage.use()
        stored = store.find(id)
        # A review that came between the two belongs to the next tag.
        reviews = [review for review in store.reviews(id) if review.revision <= stored.revision]
        return respond_tagged(whole(stored, reviews), tag_of(stored.revision), if_none_match)

    def replay_endpoint(self) -> Endpoint:
        async def replay_assessment(request: Request) -> Response:
            return await run_in_threadpool(self._replay, request.path_params["id"])

        return replay_assessment

    def what_if_endpoint(self) -> Endpoint:
        limits = self._keeping.limits

        async def try_what_if(request: Request) -> Response:
            content = await read_body(request, MERGE_PATCH, limits.body_bytes)
            patch = read_json(content, limits.json_depth)
            if not isinstance(patch, dict):
                hint = 'send the facts to change, such as {"seriousness": "serious_allegation"}; null takes one away'
                raise InvalidRequest([Problem("wrong_type", "a merge patch on a claim is an object", hint, "")])
            return await run_in_threadpool(self._what_if, request.path_params["id"], patch)

        return try_what_if

    def _replay(self, id_: str) -> Response:
        store = self._keeping.storage.use()
        assessed = present(store.find(id_)).assessed
        return Response(to_json(replay(assessed, self._keeping.past.of(assessed, store))), media_type=JSON[0])

    def _what_if(self, id_: str, patch: dict[str, Any]) -> Response:
        store = self._keeping.storage.use()
        assessed = present(store.find(id_)).assessed
        return Response(what_if(assessed, patch, self._keeping.past.of(assessed, store)), media_type=JSON[0])


def filters_of(asked: Asked) -> Filters:
    """What is asked for, as the store knows it. Raises InvalidRequest where ``since`` is no date."""
    given = (
        (DOCUMENT, asked.document),
        (ROOT, asked.root),
        (SOURCE, asked.source),
        (GATE, asked.gate),
        (BAND, asked.band),
    )
    terms = [
        (kind, name_term(value) if kind in (ROOT, SOURCE) else shortened(value))
        for kind, value in given
        if value is not None
    ]
    since = None if asked.since is None else first_of(moment(asked.since))
    return Filters(asked.rubric, asked.grade, asked.review, since, tuple(terms))


def moment(text: str) -> datetime:
    """What ``since`` in a query says. Raises InvalidRequest."""
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f'in the query: since is "{text[:40]}", but a date or a time is expected'
        raise InvalidRequest([Problem("wrong_type", message, "such as 2026-01-31 or 2026-01-31T12:00:00Z")]) from None
