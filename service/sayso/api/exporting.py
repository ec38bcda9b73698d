"""GET /v1/documents/{id}/export: how does the review of a document leave, in the format that is asked for?"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from sayso.api.documents import DocumentId
from sayso.api.keeping import Keeping
from sayso.api.tags import IfNoneMatch, respond_tagged
from sayso.export.formats import PDF, Format, format_named
from sayso.export.review import Reviewed
from sayso.export.sheet import policy_of
from sayso.usecases.exporting import collect
from sayso.usecases.reading import Queue

FormatName = Literal["csv", "ndjson", "json-ld", "html", "pdf"]


class Asked(BaseModel):
    """In which format."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: FormatName = Field(description="csv, ndjson, json-ld, html (the print sheet) or pdf (the same, drawn).")


class ExportEndpoints:
    """The handler, and a queue for what takes seconds."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._drawing = Queue(1)

    async def export_document(
        self,
        id: DocumentId,  # noqa: A002
        asked: Annotated[Asked, Query()],
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        form = format_named(asked.format)
        review = await run_in_threadpool(self._collected, id)

        def respond() -> Response:
            return exported(review, form, if_none_match)

        if form.name == PDF:
            return await self._drawing.run(respond)
        return await run_in_threadpool(respond)

    def _collected(self, id_: str) -> Reviewed:
        return collect(self._keeping.storage.use(), self._keeping.past, id_)


def exported(review: Reviewed, form: Format, if_none_match: str | None) -> Response:
    """The file under its ETag, or 304; nothing is drawn for that. Raises PdfNotInstalled."""
    tag = form.tag(review)
    unchanged = respond_tagged(b"", tag, if_none_match)
    if unchanged.status_code == 304:
        return unchanged
    response = respond_tagged(form.write(review), tag, None, form.media_type)
    response.headers["content-disposition"] = f'attachment; filename="{form.file_name(review)}"'
    if form.name == "html":
        response.headers["content-security-policy"] = policy_of(review)
    return response
