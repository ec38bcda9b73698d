"""What is one call to the service? A description, the same for both senders: what to send, how to read the answer."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from pydantic import BaseModel

T = TypeVar("T")
Claim = Mapping[str, Any]
Json = dict[str, Any]
Query = tuple[tuple[str, str], ...]
JSON, YAML, NDJSON, PATCH = (
    "application/json",
    "application/yaml",
    "application/x-ndjson",
    "application/merge-patch+json",
)
_NEXT = re.compile(r'<([^>]*)>\s*;\s*rel="?next"?')


@dataclass(frozen=True)
class Answer:
    """What came back. The names of ``headers`` are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Call(Generic[T]):
    """One call. Everything in it may be sent again: it reads, or it computes and keeps nothing, or it is a write, which
    has an idempotency key of its own.
    """

    method: str
    path: str
    read: Callable[[Answer], T]
    query: Query = ()
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def asking(self, **query: object) -> Call[T]:
        """The same call with this in its query; None is left out."""
        return replace(self, query=(*self.query, *_pairs(query)))

    def sending(self, body: Any, kind: str = JSON) -> Call[T]:
        """The same call with this body: text and bytes as they are, anything else as JSON."""
        content = body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else json_bytes(body)
        return replace(self, content=content, headers={**self.headers, "content-type": kind})

    def once(self, key: str | None) -> Call[T]:
        """The same call as a write: however often it is sent, it is carried out once. Without a key one is made."""
        return replace(self, headers={**self.headers, "idempotency-key": key or uuid.uuid4().hex})

    def matching(self, etag: str | None) -> Call[T]:
        """The same call, carried out only while the thing is in the state with this ETag."""
        return self if etag is None else replace(self, headers={**self.headers, "if-match": _quoted(etag)})


@dataclass(frozen=True)
class Page(Generic[T]):
    """A part of a list. ``next`` asks for the part that follows; None where this is the last one."""

    items: list[T]
    next: Query | None


def path(*steps: str) -> str:
    """An address under /v1. What is a name in it cannot become more than one step."""
    return "/v1/" + "/".join(quote(step, safe="") for step in steps)


def posting(call: Call[T], **body: Any) -> Call[T]:
    """The call with these as its body. What is None is left out: it stands for the service's own choice."""
    return call.sending({name: value for name, value in body.items() if value is not None})


def next_of(answer: Answer) -> Query | None:
    """The query of the page that Link leads to. Only the query is taken: no answer says where to send it."""
    found = _NEXT.search(answer.headers.get("link", ""))
    return None if found is None else tuple(parse_qsl(urlsplit(found[1]).query, keep_blank_values=True))


def json_bytes(value: Any) -> bytes:
    """A value as JSON in UTF-8. Dates and models of ``sayso.wire`` may stand in it. Raises TypeError."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
    except UnicodeEncodeError:  # half of a surrogate pair: the service says where it stands
        return json.dumps(value, separators=(",", ":"), default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _pairs(query: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in query.items():
        if value is None:
            continue
        if isinstance(value, bool):
            yield name, "true" if value else "false"
        elif isinstance(value, (str, int)):
            yield name, str(value)
        elif isinstance(value, date):
            yield name, value.isoformat()
        else:
            yield from ((name, each) for each in value)


def _quoted(etag: str) -> str:
    return etag if etag == "*" or etag.endswith('"') else f'"{etag}"'
