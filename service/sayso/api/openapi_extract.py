"""What does the OpenAPI document say of POST /v1/extract: its form, and examples really asked?

The examples are read by whatever is given; by the rules, which need no weights, if the document is to be cheap.
"""

from __future__ import annotations

from typing import Any

from pydantic_core import to_jsonable_python

from sayso.api.extract import answer_of, extract_asked
from sayso.usecases.desk import Desk
from sayso.usecases.reading import OpenReader

_ARTICLE = (
    "The harbour will stay closed until Friday, Ana Ruiz, the harbour master, told the Ledger. "
    "According to two officials, a ship reportedly lost fuel. Nobody was hurt."
)
_KNOWN = {"outlet": "Daily Ledger", "date": "2026-01-31"}
_REF = "#/components/schemas/ExtractRequest"
Json = dict[str, Any]


def extract_requests(desk: Desk) -> Json:
    """The example requests by name."""
    graded = {"text": _ARTICLE, **_KNOWN, "score": desk.default_rubric}
    return {
        "article": {"summary": "The claims of an article", "value": {"text": _ARTICLE, **_KNOWN}},
        "graded": {"summary": "The same, each claim graded", "value": graded},
        "page": {
            "summary": "Of a page, its main text",
            "value": {"text": f"<article><p>{_ARTICLE}</p></article>", "format": "html", "rest": True},
        },
    }


def add_extract(operation: Json, desk: Desk, open_reader: OpenReader) -> None:
    """Completes the operation, of which the routes know only that it answers."""
    requests = extract_requests(desk)
    operation["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": _REF}, "examples": requests}},
    }
    answers = {
        name: {"value": to_jsonable_python(answer_of(desk, open_reader, extract_asked(desk, each["value"])))}
        for name, each in requests.items()
    }
    operation["responses"]["200"]["content"]["application/json"]["examples"] = answers
