"""POST, GET and DELETE of /v1/documents: how is an article kept with its claims, found, and deleted?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sayso.api.asked import read_model
from sayso.api.body import read_json
from sayso.api.conditions import actor_of, expected_of, now, once_of, tag_of
from sayso.api.direct import Endpoint
from sayso.api.finding import MOST, PAGE, Wanted, moment
from sayso.api.keeping import Keeping, written
from sayso.api.limits import JSON, read_body
from sayso.api.options import option_problems
from sayso.api.refusals import UnknownRubricAsked
from sayso.api.tags import IfNoneMatch, respond_tagged
from sayso.api.watch import note
from sayso.errors import InvalidClaim, InvalidRequest, Problem
from sayso.facts.document import Document as ReadFacts
from sayso.store.document_port import Blank, DocumentFilters
from sayso.store.ids import first_of
from sayso.store.port import Assessed, Change, Reply, Store, Unit
from sayso.usecases.counting import count_kept
from sayso.usecases.deletion import blank_of, blanks_of, write_deletion
from sayso.usecases.desk import Desk
from sayso.usecases.document_shown import document_page, whole_document
from sayso.usecases.documents import Made, make_document, read_facts, size_of, unlike_url, write_document
from sayso.usecases.drafting import By, name_term
from sayso.usecases.reading import Reading
from sayso.usecases.reviews import Expected
from sayso.wire.documents import DocumentRequest

PATH = "/v1/documents"
EXAMPLE = 'send {"text": ".."}'
DocumentId = Annotated[str, Path(description="The document's id.", max_length=200, examples=["0" * 32])]


class Asked(BaseModel):
    """Which documents are listed; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outlet: Wanted = Field(None, description="Who published it; capitals do not matter.")
    sha256: str | None = Field(None, pattern="^[0-9a-fA-F]{64}$", description="The digest of the text in UTF-8.")
    since: Wanted = Field(None, description="ISO 8601 date or time (UTC where it names no zone): kept then or later.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")
    cursor: str | None = Field(None, pattern="^[0-9a-f]{32}$", description="As the header Link of a page has it.")


@dataclass(frozen=True)
class Sent:
    """A request that was understood: what is asked, and the article with its claims."""

    asked: DocumentRequest
    facts: ReadFacts


class DocumentEndpoints:
    """The handlers for documents."""

    def __init__(self, keeping: Keeping, reading: Reading) -> None:
        self._keeping = keeping
        self._reading = reading

    def keep_endpoint(self) -> Endpoint:
        keeping, reading = self._keeping, self._reading
        desk, limits = keeping.desk, keeping.limits

        async def keep_document(request: Request) -> Response:
            content = await read_body(request, JSON, limits.body_bytes)
            actor = actor_of(request)
            once = once_of(request, actor, content)
            body = read_json(content, limits.json_depth)
            sent = await run_in_threadpool(document_sent, desk, body)
            by = By(actor, keeping.ids)

            def make() -> Made:
                return make_document(desk, sent.asked, sent.facts, reading.open_reader, by)

            made = await (reading.queue.run(make) if sent.asked.claims is None else run_in_threadpool(make))

            def write(unit: Unit) -> Reply:
                return write_document(unit, made)

            store = await keeping.store()
            reply = await written(store, Change(actor, "keepDocument", write, size_of(made), once))
            note(request.scope, rubric=made.document.rubric_id, claims=made.document.claims)
            if reply.subject == made.document.id:  # else it was counted when it was asked for first
                count_kept(keeping.counted, made.drafts)
            headers = {"location": f"{PATH}/{reply.subject}", "etag": f'"{tag_of(reply.revision)}"'}
            return Response(reply.body, 201, headers, media_type=JSON[0])

        return keep_document

    def list_documents(self, asked: Annotated[Asked, Query()]) -> Response:
        filters = DocumentFilters(
            None if asked.outlet is None else name_term(asked.outlet),
            None if asked.sha256 is None else asked.sha256.lower(),
            None if asked.since is None else first_of(moment(asked.since)),
        )
        found = self._keeping.storage.use().documents(filters, asked.cursor, asked.limit + 1)
        shown = found[: asked.limit]
        headers = {"cache-control": "no-cache"}
        if len(found) > len(shown):
            query = asked.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": shown[-1].id}
            headers["link"] = f'<{PATH}?{urlencode(query)}>; rel="next"'
        return Response(to_json(document_page(shown)), headers=headers, media_type=JSON[0])

    def get_document(self, id: DocumentId, if_none_match: IfNoneMatch = None) -> Response:  # noqa: A002
        store = self._keeping.storage.use()
        document = store.find_document(id)
        # Read after it: what came between the two is shown under the tag of before, with which nothing can be changed.
        found = store.assessments_of(id)
        vocabulary = None
        if found:
            vocabulary = self._keeping.past.vocabulary(found[0].assessed.vocabulary_digest, store)
        return respond_tagged(whole_document(document, found, vocabulary), tag_of(document.revision), if_none_match)

    def delete_endpoint(self) -> Endpoint:
        keeping = self._keeping

        async def delete_document(request: Request) -> Response:
            actor, id_ = actor_of(request), request.path_params["id"]
            once, expected = once_of(request, actor, b""), expected_of(request, "document")
            store = await keeping.store()
            change = await run_in_threadpool(self._deletion, store, id_, expected, actor)
            reply = await written(store, Change(actor, "deleteDocument", change, once=once))
            return Response(reply.body, headers={"etag": f'"{tag_of(reply.revision)}"'}, media_type=JSON[0])

        return delete_document

    def _deletion(self, store: Store, id_: str, expected: Expected, actor: str) -> Any:
        """What is to be written; most of the work is done before the writer's turn."""
        store.find_document(id_)

        def blank(assessed: Assessed) -> Blank:
            then = self._keeping.past.vocabulary(assessed.vocabulary_digest, store)
            return blank_of(assessed, then or self._keeping.desk.vocabulary)

        blanks = blanks_of(store.assessments_of(id_), blank)

        def write(unit: Unit) -> Reply:
            return write_deletion(unit, id_, expected, (actor, now()), blanks, blank)

        return write


def document_sent(desk: Desk, body: Any) -> Sent:
    """What is to be kept. Raises InvalidRequest, InvalidClaim (where only claims are wrong) or UnknownRubricAsked, with
    everything wrong in the article, in any claim and in the options.
    """
    problems: list[Problem] = []
    asked, facts = None, None
    try:
        asked = read_model(DocumentRequest, body, EXAMPLE)
    except InvalidRequest as error:
        problems += error.problems
    if isinstance(body, dict):
        problems += [*unlike_url(body), *option_problems(desk, body)]
        told = {problem.pointer for problem in problems}
        try:
            facts = read_facts(desk, body, body.get("strict") is True)
        except InvalidClaim as error:
            problems += [problem for problem in error.problems if problem.pointer not in told]
    if asked is not None and facts is not None and not problems:
        return Sent(asked, facts)
    if all(problem.code == UnknownRubricAsked.code for problem in problems):
        raise UnknownRubricAsked(problems)
    in_claims = all((problem.pointer or "").startswith("/claims/") for problem in problems)
    raise (InvalidClaim if in_claims else InvalidRequest)(problems)
