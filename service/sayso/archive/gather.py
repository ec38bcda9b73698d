"""What does each claim of the files state, and what becomes of one that cannot be read?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from sayso.archive.inputs import Row
from sayso.errors import InvalidInput, Problem
from sayso.facts.claim import Reading, read_claim
from sayso.facts.derive import Facts, derive
from sayso.facts.quick import QuickClaims, is_plain
from sayso.facts.schema import Limits
from sayso.facts.vocabulary import Vocabulary

Parse = Callable[[bytes], object]
"""Reads JSON that may come from anybody. Raises InvalidInput."""


class Asked(NamedTuple):
    """How claims are read: the day that ages are counted to, and whether an undeclared kind is refused."""

    as_of: str | None = None
    strict: bool = False


class Gathered(NamedTuple):
    """A claim by its place in the input, from 0."""

    place: int
    id: str | None
    facts: Facts


class Refused(NamedTuple):
    """A claim that could not be read, and why."""

    place: int
    row: Row
    problems: tuple[Problem, ...]

    def lines(self) -> bytes:
        """As it stands in ``refused.ndjson``: a line for each problem."""
        return b"".join(msgspec.json.encode(self._line(problem)) + b"\n" for problem in self.problems)

    def _line(self, problem: Problem) -> dict[str, Any]:
        line = self.row.line + (problem.line or 1) - 1
        return {
            "file": self.row.file,
            "line": line,
            "claim": self.place,
            "pointer": problem.pointer,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }


class ClaimReader:
    """Reads the claims of one archive."""

    def __init__(self, vocabulary: Vocabulary, limits: Limits, parse: Parse, asked: Asked) -> None:
        self._vocabulary, self._limits, self._parse, self._asked = vocabulary, limits, parse, asked
        self._quick = QuickClaims(vocabulary, limits)
        self._decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(self._quick.type)

    def read(self, place: int, row: Row) -> Gathered | Refused:
        """The facts of a claim, or what is wrong with it."""
        if row.wrong is not None:
            return Refused(place, row, (row.wrong,))
        try:
            reading = self._reading(row.raw)
        except InvalidInput as error:
            return Refused(place, row, error.problems)
        facts = derive(reading.claim, self._vocabulary, self._asked.as_of, reading.links)
        return Gathered(place, reading.claim.get("id"), facts)

    def _reading(self, raw: object) -> Reading:
        data = raw if isinstance(raw, bytes) else _as_json(raw)
        if data is not None and is_plain(data):
            reading = self._quickly(data)
            if reading is not None:
                return reading
        if isinstance(raw, bytes):
            raw = self._parse(raw)
        return read_claim(raw, self._vocabulary, strict=self._asked.strict, limits=self._limits)

    def _quickly(self, data: bytes) -> Reading | None:
        try:
            claim = self._decoder.decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):  # said in full by read_claim
            return None
        return self._quick.reading(claim, data, 0)


def _as_json(raw: object) -> bytes | None:
    try:
        return msgspec.json.encode(raw)
    except (TypeError, ValueError, RecursionError):  # what is no JSON is refused by read_claim
        return None
