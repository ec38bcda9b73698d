"""Which status has each error, and how does it leave? The only place where errors meet HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from sayso.api import refusals
from sayso.errors import (
    Bug,
    ExtractorFailed,
    InvalidArticle,
    InvalidClaim,
    InvalidInput,
    InvalidRequest,
    InvalidRubric,
    InvalidVocabulary,
    NoRubrics,
    Problem,
    SaysoError,
    UnknownRubric,
)
from sayso.export.refusals import PdfNotInstalled
from sayso.store.people_port import EmailTaken, LastAdmin, NoSuchPerson
from sayso.store.refusals import (
    Changed,
    Deleted,
    KeyReused,
    NoSuchAssessment,
    NoSuchDocument,
    NoSuchKey,
    StorageBusy,
    StorageUnavailable,
    StorageVersion,
)
from sayso.store.sources_port import NoSuchSource
from sayso.usecases.past import NotReplayable
from sayso.usecases.reading import Busy
from sayso.usecases.reviews import AlreadyReplaced
from sayso.usecases.rubric_versions import VersionTaken
from sayso.usecases.serving import NotServed
from sayso.usecases.sources.checking import InvalidSource
from sayso.usecases.sources.keeping import EntryExists
from sayso.usecases.work.refusals import (
    AlreadyReleased,
    AlreadySigned,
    DocumentReplaced,
    Leased,
    NotAllowed,
    NotReady,
)

MEDIA_TYPE = "application/problem+json"

#: Error class -> status and title. The nearest class in an error's ancestry decides.
STATUSES: dict[type[SaysoError], tuple[int, str]] = {
    refusals.MalformedBody: (400, "The body cannot be read"),
    refusals.BodyTooDeep: (400, "The body is nested too deeply"),
    refusals.NoKey: (401, "A key is needed"),
    refusals.NoScope: (403, "The key is not for this"),
    refusals.CrossSite: (403, "Asked from another site"),
    refusals.WrongHost: (403, "Not under this host name"),
    refusals.NotHere: (404, "Nothing is here"),
    NoSuchAssessment: (404, "Nothing is here"),
    NoSuchDocument: (404, "Nothing is here"),
    NoSuchSource: (404, "Nothing is here"),
    NoSuchKey: (404, "Nothing is here"),
    NoSuchPerson: (404, "Nothing is here"),
    EmailTaken: (409, "Somebody is here under that address"),
    LastAdmin: (409, "Somebody has to look after people"),
    AlreadyReplaced: (409, "It was replaced"),
    DocumentReplaced: (409, "It was replaced"),
    NotAllowed: (403, "This is for somebody else"),
    Leased: (409, "Somebody else holds it"),
    NotReady: (409, "It cannot be signed yet"),
    AlreadySigned: (409, "It is signed"),
    AlreadyReleased: (409, "It was released"),
    Deleted: (410, "It was deleted"),
    VersionTaken: (409, "There is another of this version"),
    NotReplayable: (409, "It cannot be worked out again here"),
    Changed: (412, "It has changed meanwhile"),
    refusals.BodyTooLarge: (413, "The body is too large"),
    refusals.UnsupportedBody: (415, "This kind of body is not read"),
    KeyReused: (422, "The idempotency key is taken"),
    refusals.UnknownRubricAsked: (422, "No such rubric"),
    InvalidClaim: (422, "The claim cannot be scored as it is"),
    InvalidArticle: (422, "The article cannot be read as it is"),
    InvalidRequest: (422, "The request cannot be answered as it is"),
    InvalidSource: (422, "The entry cannot be kept as it is"),
    InvalidRubric: (422, "The rubric cannot be used as it is"),
    UnknownRubric: (422, "No such rubric"),
    InvalidInput: (422, "The input cannot be used as it is"),
    refusals.NoPrecondition: (428, "Say which state you have seen"),
    EntryExists: (428, "Say which state you have seen"),
    refusals.TooOften: (429, "Too many requests"),
    PdfNotInstalled: (501, "This cannot be drawn here"),
    StorageBusy: (503, "Too much waits to be written"),
    StorageUnavailable: (503, "The database does not answer"),
    StorageVersion: (503, "The database is of another version"),
    InvalidVocabulary: (503, "Nothing can be scored"),
    NoRubrics: (503, "Nothing can be scored"),
    ExtractorFailed: (503, "Articles cannot be read now"),
    Busy: (503, "Too much at once"),
    NotServed: (503, "What is kept cannot serve"),
    refusals.NotReady: (503, "Nothing can be scored"),
    Bug: (500, "Something went wrong inside Sayso"),
    SaysoError: (500, "Something went wrong inside Sayso"),
}
#: What the framework itself refuses: status -> code, title, detail.
REFUSED: dict[int, tuple[str, str, str]] = {
    404: ("not_found", "Nothing is here", "nothing is served at this address; GET /openapi.json lists what is"),
    405: ("method_not_allowed", "Not with this method", "this address does not answer to this method"),
}
_OTHERWISE = ("refused", "The request is refused", "the request is refused")
_HEADERS: dict[str, dict[str, str]] = {
    "unsupported_encoding": {"accept-encoding": "identity"},
    "busy": {"retry-after": "5"},
    "not_ready": {"retry-after": "5"},
    "not_served": {"retry-after": "5"},
    "storage_busy": {"retry-after": "1"},
    "storage_unavailable": {"retry-after": "5"},
    "storage_version": {"retry-after": "60"},
}
_LATER = {"retry-after": "5"}
"""Whatever is not to be had now may be had later: no 503 leaves the asker to guess when."""


def status_of(error: SaysoError) -> int:
    """The status of the answer to an error."""
    return next(STATUSES[kind][0] for kind in type(error).__mro__ if kind in STATUSES)


def respond(
    path: str,
    status: int,
    title: str,
    code: str,
    detail: str,
    errors: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One problem as a response. ``path`` names the occurrence; the request id is in the headers."""
    body: dict[str, Any] = {
        "type": f"urn:sayso:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": path,
        "code": code,
        "errors": [line_of(problem) for problem in errors],
    }
    return Response(to_json(body), status, dict(headers or {}), media_type=MEDIA_TYPE)


def respond_to(path: str, error: SaysoError) -> Response:
    """Any error of ours as a response."""
    status, title = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    headers = error.headers if isinstance(error, refusals.Challenge) else None
    headers = headers or _HEADERS.get(error.code, _LATER if status == 503 else None)
    if status == 500:
        return internal_error(path)
    if isinstance(error, InvalidInput):
        errors = [problem for problem in error.problems if problem.severity == "error"]
        return respond(path, status, title, error.code, error.message, errors, headers)
    problem = Problem(error.code, error.message, error.hint, pointer=None)
    return respond(path, status, title, error.code, error.message, [problem], headers)


def internal_error(path: str) -> Response:
    """What a caller learns of a bug: nothing but where to look."""
    detail = "this is a fault of the service; the operator finds it in the log under the request id of this answer"
    return respond(path, 500, "Something went wrong inside Sayso", "internal_error", detail)


def line_of(problem: Problem) -> dict[str, Any]:
    """One of the ``errors`` of a problem: pointer, line, column, code, message, hint."""
    line = problem.as_dict()
    del line["severity"]  # a problem lists errors only
    return line


def under(error: InvalidInput, pointer: str) -> tuple[Problem, ...]:
    """The problems of a part of the body, with their pointers counted from the body."""
    return tuple(replace(problem, pointer=pointer + (problem.pointer or "")) for problem in error.problems)


async def on_sayso_error(request: Request, error: Exception) -> Response:
    """Exception handler for SaysoError."""
    if not isinstance(error, SaysoError):
        raise error
    response = respond_to(request.scope["path"], error)
    if response.status_code == 500:
        raise error  # the guard logs it under the request id and answers
    return response


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Exception handler for what Starlette and FastAPI raise themselves: 404, 405, and the rare rest."""
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers.pop("Allow", None)  # of one route; an address has as many as it has methods
        methods = _methods_at(request) | {"OPTIONS"}
        headers["allow"] = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    code, title, detail = REFUSED.get(error.status_code, _OTHERWISE)
    return respond(request.scope["path"], error.status_code, title, code, detail, (), headers)


def _methods_at(request: Request) -> set[str]:
    """Every method that the address answers to, by whichever route of this very path."""
    found = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    same = [route for route in found if getattr(route, "path", None) == getattr(found[0], "path", None)]
    return {method for route in same for method in getattr(route, "methods", None) or ()}


async def on_invalid_parameters(request: Request, error: Exception) -> Response:
    """Exception handler for parameters of the path, query or headers that the framework refuses."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = [
        Problem("wrong_parameter", f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}") for wrong in error.errors()
    ]
    return respond_to(request.scope["path"], InvalidRequest(found))
