"""Which bodies are read in one pass, parsed and checked together? Those that ask for claims to be graded and no more.

What is not taken here is read step by step, and answered or refused there: quick or not, the answer is the same.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple, NotRequired, TypedDict

import msgspec

from sayso.facts.claim import Reading
from sayso.facts.quick import QuickClaims, is_plain
from sayso.usecases.desk import Desk

_LEVELS = 12
"""No claim that is taken here is nested deeper, even in a batch."""


class Quick(NamedTuple):
    """What a body asks for: the claims, and the rubric if it names one, which there is."""

    readings: list[Reading]
    rubric: str | None


class QuickReader:
    """Reads the bodies of one desk."""

    def __init__(self, desk: Desk, json_depth: int) -> None:
        self._allowed = json_depth >= _LEVELS
        self._catalog = desk.catalog
        self._claims = claims = QuickClaims(desk.vocabulary, desk.limits)
        many = Annotated[list[claims.type], msgspec.Meta(max_length=desk.limits.claims)]  # type: ignore[name-defined]
        self._line = msgspec.json.Decoder(claims.type)
        self._request = _asks("claim", claims.type)
        self._batch = _asks("claims", many)

    def line(self, data: bytes) -> Reading | None:
        """A claim that stands alone."""
        claim = self._taken(self._line, data)
        readings = None if claim is None else self._claims.readings([claim], data, 0)
        return None if readings is None else readings[0]

    def request(self, data: bytes) -> Quick | None:
        """``{claim, rubric?}``."""
        body = self._taken(self._request, data)
        return None if body is None else self._read(data, body, [body["claim"]])

    def batch(self, data: bytes) -> Quick | None:
        """``{claims, rubric?}``."""
        body = self._taken(self._batch, data)
        return None if body is None else self._read(data, body, body["claims"])

    def _read(self, data: bytes, body: dict[str, Any], claims: list[dict[str, Any]]) -> Quick | None:
        rubric = body.get("rubric")
        if rubric is not None and self._catalog.find(rubric) is None:
            return None
        readings = self._claims.readings(claims, data, len(body) + (rubric.count(":") if rubric else 0))
        return None if readings is None else Quick(readings, rubric)

    def _taken(self, decoder: msgspec.json.Decoder[Any], data: bytes) -> Any:
        if not self._allowed or not is_plain(data):
            return None
        try:
            return decoder.decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):  # said in full where it is read step by step
            return None


def _asks(name: str, type_: Any) -> msgspec.json.Decoder[Any]:
    rubric = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    fields = {name: type_, "rubric": NotRequired[rubric]}
    return msgspec.json.Decoder(TypedDict("Asks", fields))  # type: ignore[operator]
