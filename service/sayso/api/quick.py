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


class QuickRequest(NamedTuple):
    """What a body asks for: the claim, and the rubric if it names one, which there is."""

    reading: Reading
    rubric: str | None


class QuickBatch(NamedTuple):
    """The same with many claims, each as it was sent: whether it is taken is seen when its turn has come."""

    claims: list[msgspec.Raw]
    rubric: str | None


class QuickReader:
    """Reads the bodies of one desk."""

    def __init__(self, desk: Desk, json_depth: int) -> None:
        self._allowed = json_depth >= _LEVELS
        self._catalog = desk.catalog
        self._claims = claims = QuickClaims(desk.vocabulary, desk.limits)
        many = Annotated[list[msgspec.Raw], msgspec.Meta(max_length=desk.limits.claims)]
        self._claim = msgspec.json.Decoder(claims.type)
        self._request = _asks("claim", claims.type)
        self._batch = _asks("claims", many)

    def claim(self, data: bytes) -> Reading | None:
        """A claim that stands alone."""
        claim = self._taken(self._claim, data)
        return None if claim is None else self._claims.reading(claim, data, 0)

    def request(self, data: bytes) -> QuickRequest | None:
        """``{claim, rubric?}``."""
        body = self._taken(self._request, data)
        if body is None:
            return None
        rubric = body.get("rubric")
        around = 1 if rubric is None else self._around(rubric)
        reading = None if around is None else self._claims.reading(body["claim"], data, around)
        return None if reading is None else QuickRequest(reading, rubric)

    def batch(self, data: bytes) -> QuickBatch | None:
        """``{claims, rubric?}``, with nothing else around the claims and nothing twice."""
        body = self._taken(self._batch, data)
        if body is None:
            return None
        rubric, claims = body.get("rubric"), body["claims"]
        around = 1 if rubric is None else self._around(rubric)
        colons = sum([bytes(claim).count(b":") for claim in claims])
        return QuickBatch(claims, rubric) if around is not None and colons + around == data.count(b":") else None

    def _around(self, rubric: str) -> int | None:
        """How many colons stand around the claims of a body that names a rubric; None where there is no such rubric."""
        return None if self._catalog.find(rubric) is None else 2 + rubric.count(":")

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
