"""Under which conditions is this to be written? Idempotency-Key: once; If-Match: if nobody else was first."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

from starlette.requests import Request

from sayso.api.keys import Holder, holder_of
from sayso.api.refusals import NoPrecondition
from sayso.errors import InvalidRequest, Problem
from sayso.store.ids import written_time
from sayso.store.port import Once
from sayso.usecases.reviews import Expected
from sayso.usecases.rubric_versions import SeenVersions
from sayso.usecases.who import LOCAL, Who, local, of_scopes

KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_TAGS = re.compile(r'\s*(?:W/)?"[\x21\x23-\x7e]*"\s*(?:,\s*(?:W/)?"[\x21\x23-\x7e]*"\s*)*')
_STRONG = re.compile(r'(W/)?"r(\d{1,9})"')
_DIGEST = re.compile(r'(W/)?"(sha256:[0-9a-f]{64})"')


def tag_of(revision: int) -> str:
    """What stands between the quotation marks of an assessment's ETag."""
    return f"r{revision}"


def actor_of(request: Request) -> str:
    """Who asks, as it is kept: ``key:`` and the id of the key, or local where none is asked for."""
    holder = holder_of(request.scope)
    return LOCAL if holder is None else holder.actor


def who_of(request: Request) -> Who:
    """Who asks, with their roles."""
    return who_holds(holder_of(request.scope))


def who_holds(holder: Holder | None) -> Who:
    """Who it is that holds this; whoever is at this machine where nothing is asked for."""
    if holder is None:
        return local()
    return holder.person or of_scopes(holder.actor, holder.scopes)


def now() -> str:
    """This moment, as it is kept."""
    return written_time(datetime.now(UTC))


def once_of(request: Request, actor: str, body: bytes) -> Once | None:
    """What makes this request the same as an earlier one; None without a key. Raises InvalidRequest."""
    given = [value.decode("latin-1") for name, value in request.scope["headers"] if name == b"idempotency-key"]
    if not given:
        return None
    if len(given) > 1 or not _KEY.fullmatch(given[0]):
        hint = "send one key of 1 to 200 visible ASCII characters, such as a UUID"
        raise InvalidRequest([Problem("wrong_header", "Idempotency-Key cannot be used as a key", hint)])
    asked = hashlib.sha256(f"{request.method} {request.scope['path']}\n".encode() + body).hexdigest()
    key = hashlib.sha256(f"{actor}\n{given[0]}".encode()).hexdigest()
    moment = datetime.now(UTC)
    return Once(key, asked, written_time(moment), written_time(moment + KEPT_FOR))


def expected_of(request: Request, what: str = "assessment") -> Expected:
    """The revisions that If-Match names. Raises NoPrecondition without it, InvalidRequest where it cannot be read."""
    given = _if_match(request, what, "r0")
    # A weak tag never matches here: RFC 9110, 13.1.1.
    numbers = frozenset(int(number) for weak, number in _STRONG.findall(given) if not weak)
    return Expected(None if given == "*" else numbers)


def versions_of(request: Request) -> SeenVersions:
    """The active versions that If-Match names, by their digests. Raises as ``expected_of`` does."""
    given = _if_match(request, "rubric", "sha256:..")
    digests = frozenset(digest for weak, digest in _DIGEST.findall(given) if not weak)
    return SeenVersions(None if given == "*" else digests)


def _if_match(request: Request, what: str, example: str) -> str:
    given = ", ".join(request.headers.getlist("if-match")).strip()
    if not given:
        message = f"this changes the {what}, and somebody else may have changed it since it was read"
        raise NoPrecondition(message, hint=f"send the {what}'s ETag in If-Match")
    if given != "*" and not _TAGS.fullmatch(given):
        hint = f'send it as it was got, in quotation marks: If-Match: "{example}"'
        raise InvalidRequest([Problem("wrong_header", "If-Match is no ETag", hint)])
    return given
