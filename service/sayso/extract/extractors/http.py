"""The extractor that a desk runs itself and answers over HTTP: what is asked of it, and is its answer usable?

It is sent ``{"text": ..}`` and answers
``{"relations": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 20]]}]}``: positions in code points, ``source``
empty where nobody is named. Whatever else it answers is refused: a wrong span would put words into somebody's mouth. It
is off unless SAYSO_EXTRACTOR=http.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import pairwise
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlsplit

from pydantic_core import from_json

from sayso.errors import ExtractorFailed
from sayso.extract.finders import Extractor, Options
from sayso.extract.prose import Prose
from sayso.extract.relation import Relation, Span

_MOST_BYTES = 32 * 1024 * 1024
_MOST_RELATIONS = 20_000
_PIECE = 64 * 1024
_OK = 200


def open_extractor(options: Options) -> Extractor:
    """Asks nothing yet. Raises ExtractorFailed where there is no address to ask."""
    address = urlsplit(options.url or "")
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ExtractorFailed(
            "no address is set for the extractor", hint="set SAYSO_EXTRACTOR_URL to http://.. or https://.."
        )
    return Extractor("http", "1", None, _Remote(address, options.seconds), _as_it_is, None)


@dataclass(frozen=True, slots=True)
class _Remote:
    """A ``Finder`` that asks for every text anew: no proxy, no redirect, nothing kept."""

    address: SplitResult
    seconds: float

    def __call__(self, prose: Prose) -> Sequence[Relation]:
        answer = self._asked(json.dumps({"text": prose.text}).encode())
        try:
            value = from_json(answer)
        except ValueError:
            raise _failed("answers something that is no JSON") from None
        return _relations(value, prose.text)

    def _asked(self, body: bytes) -> bytes:
        address, until = self.address, monotonic() + self.seconds
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        try:
            connection = kind(address.hostname or "", address.port, timeout=self.seconds)
            try:
                connection.request(
                    "POST", path, body, {"content-type": "application/json", "accept": "application/json"}
                )
                response = connection.getresponse()
                if response.status != _OK:
                    raise _failed(f"answers with status {response.status}")
                pieces, size = [], 0
                while piece := response.read1(_PIECE):
                    size += len(piece)
                    pieces.append(piece)
                    if size > _MOST_BYTES:
                        raise _failed("answers without an end")
                    if monotonic() > until:
                        raise TimeoutError
                return b"".join(pieces)
            finally:
                connection.close()
        except TimeoutError:
            raise _failed(f"has not answered within {self.seconds:g} seconds") from None
        except (OSError, HTTPException, ValueError) as error:
            raise _failed(f"cannot be reached or read ({type(error).__name__})") from error


def _relations(value: Any, text: str) -> tuple[Relation, ...]:
    found = value.get("relations") if isinstance(value, dict) else None
    if not isinstance(found, list) or len(found) > _MOST_RELATIONS:
        raise _failed('answers without a list of "relations"')
    relations = [_relation(each, at, len(text)) for at, each in enumerate(found)]
    return tuple(sorted(relations, key=lambda each: min(each.source + each.cue + each.content)))


def _relation(value: Any, at: int, length: int) -> Relation:
    if not isinstance(value, dict):
        raise _failed(f"answers with a relation (number {at}) that is no object")
    parts = {
        name: _spans(value.get(name, []), f"relation {at}, {name}", length) for name in ("source", "cue", "content")
    }
    if not parts["cue"] or not parts["content"]:
        raise _failed(f"answers with a relation (number {at}) without a cue or a content")
    return Relation(**parts)


def _spans(value: Any, where: str, length: int) -> tuple[Span, ...]:
    spans = []
    for pair in value if isinstance(value, list) else [value]:
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(place) is int for place in pair)
        if not whole or not 0 <= pair[0] < pair[1] <= length:
            raise _failed(f"answers with a span that is none ({where})")
        spans.append((pair[0], pair[1]))
    spans.sort()
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise _failed(f"answers with spans that overlap ({where})")
    return tuple(spans)


def _failed(how: str) -> ExtractorFailed:
    return ExtractorFailed(
        f"the extractor at SAYSO_EXTRACTOR_URL {how}", hint="the operator finds what it should answer in the guide"
    )


def _as_it_is(prose: Prose) -> Prose:
    return prose
