"""Why was a call not answered as it was meant? One class for each thing that a program does about it.

SaysoError
 +- CallFailed         everything below; has status, code, problems, request_id
     +- Refused        what was sent cannot be answered: mend it (400, 413, 415, 422)
     +- NotAllowed     the key is missing, unknown, or may not do this (401, 403)
     +- NotFound       nothing of that name is there (404)
     +- Conflict       it cannot be done to this thing any more (409)
     |   +- Changed    somebody else was first: read it again (412, 428)
     +- RateLimited    too many calls; has retry_after (429)
     +- Unavailable    no answer, or not now; has retry_after (502, 503, 504, no connection)
     +- ServiceFailed  a fault of the service, or an answer that is none of Sayso's
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from sayso.client.calls import Answer
from sayso.errors import Problem, SaysoError

_LONGEST = 300


class CallFailed(SaysoError):
    """A call that has no result. ``code`` is that of the problem document, stable: branch on it, not on the words.

    ``status`` is None where nothing was answered, ``problems`` holds everything that was wrong, each with a JSON
    pointer into the body where it has one, and ``request_id`` is what the operator finds in the log.
    """

    code = "call_failed"

    def __init__(
        self, message: str, *, code: str, answer: Answer | None = None, problems: tuple[Problem, ...] = ()
    ) -> None:
        hint = next((problem.hint for problem in problems if problem.hint), None)
        super().__init__(message, code=code, hint=hint)
        self.status = None if answer is None else answer.status
        self.problems = problems
        self.request_id = None if answer is None else answer.headers.get("x-request-id")
        self.retry_after = None if answer is None else seconds_of(answer.headers.get("retry-after"))
        """How many seconds the service asks to be left alone; None where it does not say."""


class Refused(CallFailed):
    """What was sent cannot be answered as it is; ``problems`` says where and why, everything at once."""


class NotAllowed(CallFailed):
    """The key is missing, unknown, or has no right to this."""


class NotFound(CallFailed):
    """There is nothing of that name."""


class Conflict(CallFailed):
    """It cannot be done to this thing any more, such as replacing what was replaced before."""


class Changed(Conflict):
    """Somebody else was first, or it was not said which state was seen: read it again, look, and decide again."""


class RateLimited(CallFailed):
    """Too many calls under this key; ``retry_after`` says for how many seconds."""


class Unavailable(CallFailed):
    """There is no answer now, after all tries: no connection, no answer in time, too much to do."""


class ServiceFailed(CallFailed):
    """A fault of the service, or an answer that is none of Sayso's: a proxy's page, or another version."""


_KINDS: dict[int, type[CallFailed]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    412: Changed,
    428: Changed,
    429: RateLimited,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def failure_of(answer: Answer) -> CallFailed:
    """What an answer that is no success means."""
    told = _problem_document(answer)
    if told is None and answer.status not in _KINDS:
        return unexpected(answer, f"status {answer.status} without a word of Sayso's")
    otherwise = Refused if 400 <= answer.status < 500 else ServiceFailed
    kind = _KINDS.get(answer.status, otherwise)
    if told is None:
        return kind(
            f"the answer has status {answer.status}, and nothing says why", code="no_reason_given", answer=answer
        )
    return kind(
        str(told.get("detail"))[:_LONGEST],
        code=str(told["code"])[:_LONGEST],
        answer=answer,
        problems=tuple(_problems(told)),
    )


def unreachable(reason: str) -> Unavailable:
    """Nothing was answered."""
    return Unavailable(f"the service does not answer: {reason or 'no reason is known'}", code="unreachable")


def unsendable(reason: str) -> Refused:
    """It cannot even be sent, such as a header with a line break in it."""
    return Refused(f"the request cannot be sent: {reason}", code="unsendable")


def unexpected(answer: Answer, why: str) -> ServiceFailed:
    """An answer that this client does not know how to read."""
    return ServiceFailed(f"the answer is not one of Sayso's: {why}", code="unexpected_answer", answer=answer)


def seconds_of(header: str | None) -> float | None:
    """How long Retry-After asks to wait: it is a number of seconds, or a date. None where it is neither."""
    if header is None:
        return None
    try:
        found = float(header)
    except ValueError:
        try:
            until = parsedate_to_datetime(header)
        except ValueError:
            return None
        found = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds()
    return max(0.0, found) if math.isfinite(found) else None


def _problem_document(answer: Answer) -> Mapping[str, Any] | None:
    if answer.headers.get("content-type", "").partition(";")[0].strip() != "application/problem+json":
        return None
    try:
        told = json.loads(answer.content)
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("code"), str) else None


def _problems(told: Mapping[str, Any]) -> Iterator[Problem]:
    errors = told.get("errors")
    for each in errors if isinstance(errors, list) else ():
        if isinstance(each, dict):
            place = each.get("pointer"), each.get("line"), each.get("column")
            yield Problem(str(each.get("code")), str(each.get("message")), each.get("hint"), *place)
