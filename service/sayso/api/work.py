"""The desk's work over REST: queue, leases, sign-offs, releases, backing, notes, agreement. How is each asked for?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_model
from sayso.api.body import read_json
from sayso.api.conditions import expected_of, now, once_of, tag_of, who_of
from sayso.api.direct import Endpoint
from sayso.api.documents import PATH as DOCUMENTS
from sayso.api.documents import DocumentId
from sayso.api.finding import MOST, PAGE, Wanted
from sayso.api.keeping import PATH as ASSESSMENTS
from sayso.api.keeping import Keeping, written
from sayso.api.limits import JSON, read_body
from sayso.store.port import Change, Reply
from sayso.store.work_port import Cursor
from sayso.usecases.work import queue
from sayso.usecases.work.acting import Act
from sayso.usecases.work.agreement import agreement
from sayso.usecases.work.beside import Backing, add_backing, add_note, release_hold
from sayso.usecases.work.desks import Place, assign
from sayso.usecases.work.leases import end_lease, take_lease
from sayso.usecases.work.queue import NOTHING, list_queue, take_next
from sayso.usecases.work.signing import SignOff, sign_off
from sayso.usecases.work.told import document_work
from sayso.wire.model import WireModel
from sayso.wire.work import (
    AuthorState,
    BackingRequest,
    DeskRequest,
    LeaseRequest,
    NextRequest,
    NoteRequest,
    Order,
    ReleaseRequest,
    ReviewerState,
    SignOffRequest,
)

QUEUE, AGREEMENT = "/v1/queue", "/v1/agreement"
Model = TypeVar("Model", bound=WireModel)
_FRESH = {"cache-control": "no-store"}
_WORK = "work on the document"


class QueueAsked(BaseModel):
    """Which documents are listed; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    desk: Wanted = Field(None, description="The desk's name, to the letter.")
    grade: Wanted = Field(None, description="A grade that one of its claims shows, such as E3.")
    gate: Wanted = Field(None, description="The id of a gate that holds it now.")
    state: ReviewerState | None = Field(None, description="The reviewer's state.")
    author_state: AuthorState | None = Field(None, description="The author's state.")
    assignee: Wanted = Field(None, description="Whose it is: person: or key: and an id.")
    older_than_days: int | None = Field(None, ge=0, le=queue.MOST_DAYS, description="Kept so many days ago or earlier.")
    held: bool | None = Field(None, description="true: a gate holds it now; false: none does.")
    order: Order = Field("oldest", description="What comes first.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")
    cursor: str | None = Field(
        None, pattern=r"^(-1|\d{1,3})\.[0-9a-f]{32}$", description="As the header Link of a page has it."
    )


class AgreementAsked(BaseModel):
    """Under which rubric people agree."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rubric: Wanted = Field(None, description="The rubric's id; without it the desk's own.")


class WorkEndpoints:
    """The handlers."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping

    def list_queue(self, asked: Annotated[QueueAsked, Query()]) -> Response:
        given = asked.model_dump(exclude_none=True, exclude_defaults=True)
        wanted = queue.Wanted(**{name: value for name, value in given.items() if name not in ("limit", "cursor")})
        page = list_queue(self._keeping.storage.use(), wanted, _cursor(asked.cursor), asked.limit, now())
        headers = dict(_FRESH)
        if page.then is not None:
            told = {name: _in_query(value) for name, value in given.items()}
            query = told | {"cursor": f"{page.then.widest}.{page.then.document_id}"}
            headers["link"] = f'<{QUEUE}?{urlencode(query)}>; rel="next"'
        return Response(to_json(page.documents), headers=headers, media_type=JSON[0])

    def get_work(self, id: DocumentId) -> Response:  # noqa: A002
        found = document_work(self._keeping.storage.use(), id, now())
        headers = {"etag": f'"{tag_of(found.revision)}"', **_FRESH}  # leases run out: it is another without a change
        return Response(to_json(found), headers=headers, media_type=JSON[0])

    def get_agreement(self, asked: Annotated[AgreementAsked, Query()]) -> Response:
        desk = self._keeping.desk
        rubric = desk.plan(asked.rubric).rubric
        return Response(to_json(agreement(self._keeping.storage.use(), rubric)), headers=_FRESH, media_type=JSON[0])

    def next_endpoint(self) -> Endpoint:
        async def take_next_document(request: Request) -> Response:
            asked, act = await self._asked(request, NextRequest, "send {}")
            wanted = queue.Wanted(**asked.model_dump(exclude={"minutes"}))
            reply = await self._written(take_next(act, wanted, asked.minutes))
            return Response(status_code=204) if reply.body == NOTHING else _answer(reply, 200, None)

        return take_next_document

    def lease_endpoint(self) -> Endpoint:
        return self._endpoint(
            LeaseRequest,
            'send {"minutes": 30}',
            lambda _, act, id_, asked: take_lease(act, id_, asked.minutes, asked.take_over),
        )

    def end_lease_endpoint(self) -> Endpoint:
        async def end_lease_of(request: Request) -> Response:
            act = Act(who_of(request), now(), self._keeping.ids.next())
            return _answer(await self._written(end_lease(act, request.path_params["id"])), 200, None)

        return end_lease_of

    def desk_endpoint(self) -> Endpoint:
        def change(request: Request, act: Act, id_: str, asked: DeskRequest) -> Change:
            place = Place(asked.desk, asked.assignee, frozenset(asked.model_fields_set))
            return assign(act, id_, place, expected_of(request, _WORK))

        return self._endpoint(DeskRequest, 'send {"desk": "foreign"}', change)

    def sign_off_endpoint(self) -> Endpoint:
        def change(request: Request, act: Act, id_: str, asked: SignOffRequest) -> Change:
            signs = SignOff(asked.sign_as, asked.note, asked.same_person)
            return sign_off(act, id_, signs, expected_of(request, _WORK))

        return self._endpoint(SignOffRequest, 'send {"as": "reviewer"}', change, f"{DOCUMENTS}/{{id}}/work")

    def release_endpoint(self) -> Endpoint:
        def change(request: Request, act: Act, id_: str, asked: ReleaseRequest) -> Change:
            return release_hold(act, id_, asked.gate, asked.note, expected_of(request))

        return self._endpoint(ReleaseRequest, 'send {"gate": "..", "note": ".."}', change, f"{ASSESSMENTS}/{{id}}")

    def backing_endpoint(self) -> Endpoint:
        return self._endpoint(
            BackingRequest,
            'send {"label": "..", "locator": "page 3"}',
            lambda _, act, id_, asked: add_backing(act, id_, Backing(**asked.model_dump())),
            f"{ASSESSMENTS}/{{id}}",
        )

    def note_endpoint(self) -> Endpoint:
        return self._endpoint(
            NoteRequest,
            'send {"note": ".."}',
            lambda _, act, id_, asked: add_note(act, id_, asked.note),
            f"{ASSESSMENTS}/{{id}}",
        )

    def _endpoint(
        self,
        model: type[Model],
        example: str,
        change: Callable[[Request, Act, str, Model], Change],
        made_at: str | None = None,
    ) -> Endpoint:
        """A handler that reads a body, and writes what it asks for about the document or assessment of the address.
        ``made_at`` is where what a POST makes is found.
        """

        async def write(request: Request) -> Response:
            id_ = request.path_params["id"]
            asked, act = await self._asked(request, model, example)
            reply = await self._written(change(request, act, id_, asked))
            return _answer(reply, 200 if made_at is None else 201, made_at)

        return write

    async def _asked(self, request: Request, model: type[Model], example: str) -> tuple[Model, Act]:
        keeping = self._keeping
        content = await read_body(request, JSON, keeping.limits.body_bytes)
        who = who_of(request)
        once = once_of(request, who.actor, content) if request.method == "POST" else None
        asked = read_model(model, read_json(content, keeping.limits.json_depth), example)
        return asked, Act(who, now(), keeping.ids.next(), once)

    async def _written(self, change: Change) -> Reply:
        return await written(await self._keeping.store(), change)


def _answer(reply: Reply, status: int, made_at: str | None) -> Response:
    headers = {"etag": f'"{tag_of(reply.revision)}"'}
    if made_at is not None:
        headers["location"] = made_at.format(id=reply.subject)
    return Response(reply.body, status, headers, media_type=JSON[0])


def _cursor(given: str | None) -> Cursor | None:
    if given is None:
        return None
    widest, _, document_id = given.partition(".")
    return Cursor(document_id, int(widest))


def _in_query(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
