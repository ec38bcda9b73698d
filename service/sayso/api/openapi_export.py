"""What does the OpenAPI document say of an export? Its media types, an example of each, and its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from sayso.api.openapi_documents import example_document
from sayso.errors import InvalidRequest, Problem, SaysoError
from sayso.export.formats import FORMATS, PDF
from sayso.export.refusals import PdfNotInstalled
from sayso.export.review import Reviewed
from sayso.store.port import OVERRIDDEN, Review, Stored
from sayso.store.refusals import NoSuchDocument, StorageUnavailable
from sayso.usecases.desk import Desk
from sayso.usecases.exporting import reviewed
from sayso.usecases.reading import Busy, OpenReader
from sayso.usecases.who import LOCAL

Json = dict[str, Any]
OPERATION = "exportDocument"


def add_export(operations: Mapping[str, Json], desk: Desk, open_reader: OpenReader) -> None:
    """Completes the operation: the answer is a file of one of five media types."""
    review = example_review(desk, open_reader)
    content: Json = {}
    for form in FORMATS:
        drawn = form.name == PDF
        value: Any = "%PDF-1.7 and what follows" if drawn else form.write(review).decode()
        schema: Json = {"type": "string"}
        if drawn:
            schema["format"] = "binary"
        elif form.media_type.endswith("+json"):  # of JSON the document describes the value, not its text
            schema, value = {"type": "object"}, from_json(value)
        content[form.media_type.partition(";")[0]] = {"schema": schema, "examples": {"review": {"value": value}}}
    answer = operations[OPERATION]["responses"]["200"]
    answer |= {"description": "The file, as Content-Disposition names it", "content": content}


def example_review(desk: Desk, open_reader: OpenReader) -> Reviewed:
    """The example document with an override."""
    made = example_document(desk, open_reader)
    assessed = made.drafts[0].assessed
    rubric = desk.plans[assessed.rubric_digest].rubric
    axis = rubric.axes[0]
    note = "We have spoken to the harbour master ourselves."
    said = Review(
        assessed.id,
        1,
        assessed.created,
        LOCAL,
        "override",
        axis.id,
        axis.bands[0].id,
        "source_known_better",
        note,
        None,
    )
    stored = Stored(assessed, 1, OVERRIDDEN, None, None)
    return reviewed(made.document, [(stored, [said])], rubric, desk.vocabulary)


def export_refusals() -> list[SaysoError]:
    """How an export is refused."""
    return [
        NoSuchDocument("there is no document of that id"),
        InvalidRequest([Problem("wrong_parameter", "query.format: Input should be 'csv', 'ndjson' or another")]),
        PdfNotInstalled("this service cannot draw a PDF", hint="the operator runs: pip install 'sayso[pdf]'"),
        Busy("too many sheets are being drawn", hint="ask again in a few seconds"),
        StorageUnavailable("the database failed", hint="try again in a moment"),
    ]
