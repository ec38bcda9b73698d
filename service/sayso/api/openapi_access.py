"""What does the OpenAPI document say of keys and of the audit? Who may ask what, and how one is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from sayso.api.access import NEEDS, OPEN, in_words
from sayso.api.problems import MEDIA_TYPE, respond_to
from sayso.api.refusals import NoKey, NoScope, TooOften
from sayso.errors import InvalidRequest, Problem, SaysoError
from sayso.store.audit import NOTHING, Check, Head, Noted, follow
from sayso.store.keys import ADMIN, SCOPES
from sayso.store.refusals import StorageBusy
from sayso.usecases.audit import audit_page, told

Json = dict[str, Any]
AUDIT = ("listAudit", "verifyAudit")


def add_access(document: Json, keyed: bool, limited: bool) -> None:
    """Completes the document: the audit's answers, and of every operation what a key needs."""
    found = {each["operationId"]: (path, each) for path, item in document["paths"].items() for each in item.values()}
    _add_audit({name: found[name] for name in AUDIT})
    if keyed:
        document["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    for name, (path, operation) in found.items():
        needed = NEEDS[name]
        if needed == OPEN:
            continue
        if keyed:
            every = needed == frozenset(SCOPES)
            # The list of alternatives of OpenAPI: a key with any of these is enough.
            operation["security"] = (
                [{"key": []}] if every else [{"key": [scope]} for scope in SCOPES if scope in needed]
            )
            _refuse(operation, path, 401, NoKey("this address needs a key"))
            if not every:
                words = in_words(needed)
                _refuse(operation, path, 403, NoScope(f"this key lacks the scope {words}", scope=ADMIN))
        if limited:
            _refuse(operation, path, 429, TooOften("more requests than 600 in a minute came from this asker"))


def _add_audit(found: Mapping[str, tuple[str, Json]]) -> None:
    noted = Noted("key:file", "keepAssessments", (f"assessment:{'0' * 32}",), NOTHING)
    entry = follow(Head(0, "", NOTHING), noted, "2026-01-31T12:00:00.000Z")
    check = Check()
    check.next(entry, frozenset(entry.subjects))
    sound, cut = check.end(check.head), check.end(Head(2, entry.created, NOTHING))
    page = to_jsonable_python(audit_page([entry]))
    examples: dict[str, Json] = {
        "listAudit": {"page": page},
        "verifyAudit": {"sound": to_jsonable_python(told(sound)), "cut": to_jsonable_python(told(cut))},
    }
    wrong = InvalidRequest([Problem("wrong_parameter", "query.limit: Input should be less than or equal to 200")])
    busy = StorageBusy("more waits to be written than the service lets wait", hint="try again in a moment")
    for name, (path, operation) in found.items():
        for media in operation["responses"]["200"]["content"].values():
            media["examples"] = {key: {"value": value} for key, value in examples[name].items()}
        _refuse(operation, path, 422, wrong)
        _refuse(operation, path, 503, busy)


def _refuse(operation: Json, path: str, status: int, error: SaysoError) -> None:
    problem = json.loads(bytes(respond_to(path, error).body))
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    media = {"schema": schema, "examples": {problem["code"]: {"value": problem}}}
    operation["responses"][str(status)] = {"description": problem["title"], "content": {MEDIA_TYPE: media}}
    operation["responses"] = dict(sorted(operation["responses"].items()))
