"""What does the OpenAPI document say of POST /v1/score/batch: both forms, the query, and examples really asked?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import from_json

from sayso.api.batch import batch_answer, graded
from sayso.api.grading import grader_of
from sayso.api.items import line_item
from sayso.api.limits import NDJSON, Limits
from sayso.api.options import batch_asked
from sayso.usecases.desk import Desk
from sayso.wire.request import Asked, BatchOptions

_SHOWN = 3
_NO_CLAIM: dict[str, Any] = {"text": "Nobody is named for this.", "attributions": []}
_TEXT_IN = "One claim a line, any number of lines; blank lines are passed over. The options stand in the query."
_TEXT_OUT = "One item a line for each claim, in their order: {index, result} or {index, problem}, sent as it is made."
Json = dict[str, Any]


def add_batch(operation: Json, desk: Desk, claims: Sequence[Mapping[str, Any]]) -> None:
    """Completes the operation, of which the routes know only that it answers."""
    operation["parameters"] = [*_parameters()]
    request = {"claims": [*claims[:_SHOWN], _NO_CLAIM][: desk.limits.claims]}
    lines = "".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in request["claims"])
    schema = {"$ref": "#/components/schemas/BatchRequest"}
    operation["requestBody"] = {
        "required": True,
        "content": {
            "application/json": {
                "schema": schema,
                "examples": {"batch": {"summary": "Some claims, one of which is none", "value": request}},
            },
            NDJSON[0]: {
                "schema": {"type": "string", "description": _TEXT_IN},
                "examples": {"stream": {"summary": "The same, one a line", "value": lines}},
            },
        },
    }
    answers = operation["responses"]["200"]["content"]
    answers["application/json"]["examples"] = {"batch": {"value": _batch(desk, request)}}
    answers[NDJSON[0]] = {
        "schema": {"type": "string", "description": _TEXT_OUT},
        "examples": {"stream": {"value": _stream(desk, lines)}},
    }


def _parameters() -> Sequence[Json]:
    """The query of a stream, from the model that reads it."""
    found = []
    for name, schema in BatchOptions.model_json_schema()["properties"].items():
        described = {key: value for key, value in schema.items() if key not in ("description", "default", "title")}
        choices = [each for each in described.get("anyOf", [described]) if each.get("type") != "null"]
        parameter = {"name": name, "in": "query", "required": False, "schema": choices[0]}
        found.append({**parameter, "description": f"{schema['description']} For a stream only."})
    return found


def _batch(desk: Desk, request: Json) -> Json:
    asked = batch_asked(desk, request, desk.limits.claims)
    grader = grader_of(desk, asked.rubric, asked, lambda rubric, grade: None)
    items, _ = asyncio.run(graded(grader, asked.claims))
    answer: Json = from_json(b"".join(batch_answer(items)))
    return answer


def _stream(desk: Desk, lines: str) -> str:
    grader, limits = grader_of(desk, None, Asked(), lambda rubric, grade: None), Limits()
    told = [
        b"".join(line_item(grader, limits, index, index + 1, line.encode())[0])
        for index, line in enumerate(lines.split("\n")[:-1])
    ]
    return b"".join(item + b"\n" for item in told).decode()
