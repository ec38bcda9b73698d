"""What of httpx do both senders need: how a call is said to it, and what becomes of what it gives back?"""

from __future__ import annotations

from typing import Any

import httpx

from sayso.client.address import Address
from sayso.client.calls import Answer, Call
from sayso.client.failures import CallFailed, failure_of, unreachable, unsendable


def request_of(call: Call[Any], address: Address) -> dict[str, Any]:
    """A call as the arguments of httpx."""
    return {
        "method": call.method,
        "url": address.url + call.path,
        "params": call.query,
        "content": call.content,
        "headers": {**address.headers(), **call.headers},
    }


def outcome(said: httpx.Response) -> Answer | CallFailed:
    """A response as an answer, or as what it means that it is none."""
    answer = Answer(said.status_code, said.headers, said.content)
    return answer if 200 <= answer.status < 300 else failure_of(answer)


def no_outcome(error: httpx.RequestError) -> CallFailed:
    """What it means that there is no response."""
    reason = str(error) or type(error).__name__
    final = isinstance(error, (httpx.LocalProtocolError, httpx.UnsupportedProtocol))
    failure = unsendable(reason) if final else unreachable(reason)
    failure.__cause__ = error
    return failure
