"""What does the OpenAPI document say of the headers of an answer: ETag, Location, Link, Retry-After?"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
_TAG = r'^"[\x21\x23-\x7e]*"$'
_ETAG = "The state that was answered: for If-Match, to change just this state, and for If-None-Match."
_HEADERS: dict[str, Json] = {
    "ETag": {"description": _ETAG, "schema": {"type": "string", "pattern": _TAG}},
    "Location": {"description": "Where it is found from now on.", "schema": {"type": "string", "pattern": "^/v1/"}},
    "Link": {
        "description": "The next page, where there is one.",
        "schema": {"type": "string", "pattern": '^</v1/[^>]*>; rel="next"$'},
    },
    "Retry-After": {
        "description": "In how many seconds to ask again.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {"description": "How to say who asks.", "schema": {"type": "string", "pattern": "^Bearer "}},
}
_SOMETIMES = ("Link",)
_OF_200 = {
    **dict.fromkeys(("listAssessments", "listDocuments", "listSources", "listAudit", "measureImpact"), ("Link",)),
    "listQueue": ("Link",),
    **dict.fromkeys(("takeNext", "takeLease", "endLease", "assignDocument", "getWork"), ("ETag",)),
    **dict.fromkeys(("deleteDocument", "putSource", "putRubricVersion", "activateRubric"), ("ETag",)),
}
_BY_STATUS = {"401": ("WWW-Authenticate",), "429": ("Retry-After",), "503": ("Retry-After",)}
"""What every answer of a status has, whatever was asked."""


def add_headers(document: Json) -> None:
    """Completes the answers of all operations, whose statuses are known by now."""
    for operation in [each for item in document["paths"].values() for each in item.values()]:
        name = operation["operationId"]
        if _is_conditional(operation):
            operation["responses"].setdefault("304", {"description": "The asker has it already"})
        for status, response in operation["responses"].items():
            sent = [*_BY_STATUS.get(status, ()), *_of(name, operation, status)]
            if sent:
                headers = {header: {**_HEADERS[header], "required": header not in _SOMETIMES} for header in sent}
                response["headers"] = {**response.get("headers", {}), **headers}


def _of(name: str, operation: Json, status: str) -> tuple[str, ...]:
    if status in ("200", "304") and _is_conditional(operation):
        return ("ETag",)
    if status == "201":  # something was made, and is found there
        return ("Location", "ETag")
    return _OF_200.get(name, ()) if status == "200" else ()


def _is_conditional(operation: Json) -> bool:
    return any(each["name"].lower() == "if-none-match" for each in operation.get("parameters", ()))
