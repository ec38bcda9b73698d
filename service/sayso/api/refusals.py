"""Which requests are refused before any use case sees them?"""

from __future__ import annotations

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


class NoKey(SaysoError):
    code = "unauthorized"


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
