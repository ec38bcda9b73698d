"""GET /v1/audit and /v1/audit/verify: who has changed what, and has nobody changed that?"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.responses import Response

from sayso.api.finding import MOST, PAGE, Wanted, moment
from sayso.api.limits import JSON
from sayso.errors import InvalidRequest, Problem
from sayso.store.audit import AuditFilters, Mark
from sayso.store.holder import Storage
from sayso.store.ids import written_time
from sayso.usecases.audit import audit_page, told

PATH = "/v1/audit"
_FRESH = {"cache-control": "no-store"}
_LARGEST = 2**53 - 1


class AuditAsked(BaseModel):
    """Which entries are listed; all that is given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actor: Wanted = Field(None, description="Who, as in the entry: a name, local, or key: and a key's id.")
    operation: Wanted = Field(None, description="The operation's id, such as reviewAssessment.")
    subject: Wanted = Field(None, description="What it is about, such as assessment: and its id.")
    since: Wanted = Field(None, description="ISO 8601 date or time (UTC where it names no zone): then or later.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")
    cursor: int | None = Field(None, ge=1, le=_LARGEST, description="As the header Link of a page has it.")


class MarkAsked(BaseModel):
    """An entry as it was noted elsewhere: both or neither."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    position: int | None = Field(None, ge=1, le=_LARGEST, description="The position of a head that was noted before.")
    hash: str | None = Field(None, pattern="^sha256:[0-9a-f]{64}$", description="The hash that it had.")


class AuditEndpoints:
    """The handlers."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def list_audit(self, asked: Annotated[AuditAsked, Query()]) -> Response:
        since = None if asked.since is None else written_time(moment(asked.since))
        filters = AuditFilters(asked.actor, asked.operation, asked.subject, since)
        found = self._storage.use().audit(filters, asked.cursor, asked.limit + 1)
        shown = found[: asked.limit]
        headers = dict(_FRESH)
        if len(found) > len(shown):
            query = asked.model_dump(exclude_none=True, exclude_defaults=True) | {"cursor": shown[-1].position}
            headers["link"] = f'<{PATH}?{urlencode(query)}>; rel="next"'
        return Response(to_json(audit_page(shown)), headers=headers, media_type=JSON[0])

    def verify_audit(self, asked: Annotated[MarkAsked, Query()]) -> Response:
        if (asked.position is None) != (asked.hash is None):
            message = "in the query: position and hash are of one entry; send both or neither"
            raise InvalidRequest([Problem("missing_key", message, "such as position=41&hash=sha256:..")])
        mark = None if asked.position is None or asked.hash is None else Mark(asked.position, asked.hash)
        verdict = told(self._storage.use().verify(mark))
        return Response(to_json(verdict), headers=_FRESH, media_type=JSON[0])
