"""Which requests are refused before any use case sees them?"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.errors import InvalidInput, InvalidRequest, SaysoError


class MalformedBody(InvalidInput):
    """The body cannot be read as what it says it is; has a line and a column."""

    code = "malformed_body"


class BodyTooDeep(InvalidInput):
    code = "body_too_deep"


class BodyTooLarge(SaysoError):
    code = "body_too_large"


class LineTooLong(InvalidInput):
    """One line of a stream is longer than a line may be; the others are read."""

    code = "line_too_long"


class StreamCut(InvalidInput):
    """A stream ends early, since more was sent without reading the answers than the service keeps."""

    code = "stream_cut"


class UnsupportedBody(SaysoError):
    """The content type, its charset or its content encoding is not one that is read."""

    code = "unsupported_media_type"


class NotHere(SaysoError):
    """The address names something that does not exist."""

    code = "not_found"


class Challenge(SaysoError):
    """A refusal that tells in ``headers`` what has to be done about it."""

    headers: Mapping[str, str] = {}


class NoKey(Challenge):
    """No key, or none that is accepted; ``given`` where one was sent."""

    code = "unauthorized"

    def __init__(self, message: str, *, hint: str | None = None, given: bool = False) -> None:
        super().__init__(message, hint=hint)
        wrong = ', error="invalid_token"' if given else ""  # RFC 6750, 3.1
        self.headers = {"www-authenticate": f'Bearer realm="sayso"{wrong}'}


class NoScope(Challenge):
    """The key is good, and not for this."""

    code = "scope_missing"

    def __init__(self, message: str, *, hint: str | None = None, scope: str = "admin") -> None:
        super().__init__(message, hint=hint)
        self.headers = {"www-authenticate": f'Bearer realm="sayso", error="insufficient_scope", scope="{scope}"'}


class TooOften(Challenge):
    """More requests than one asker may make; ``again`` says in how many seconds the next is answered."""

    code = "too_many_requests"

    def __init__(self, message: str, *, hint: str | None = None, again: int = 1) -> None:
        super().__init__(message, hint=hint)
        self.headers = {"retry-after": str(again)}


class CrossSite(SaysoError):
    """A page of another site had the browser ask for this, in the name of who is signed in."""

    code = "cross_site"


class WrongHost(SaysoError):
    code = "wrong_host"


class NotReady(SaysoError):
    code = "not_ready"


class UnknownRubricAsked(InvalidRequest):
    """The body names a rubric that is not loaded; has the pointer to the name."""

    code = "unknown_rubric"


class NoPrecondition(SaysoError):
    """A change without If-Match, which could undo what somebody else has done meanwhile."""

    code = "precondition_required"
