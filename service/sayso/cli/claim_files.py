"""Which claims stand in a file: one, a list, a document, a request, or one a line?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from sayso.api.asked import read_score_request
from sayso.api.body import read_json
from sayso.cli.desks import opened, shown_name
from sayso.cli.ending import UnusableFile
from sayso.cli.places import line_and_column, members, offset_of
from sayso.errors import InvalidClaim, InvalidInput, InvalidRequest, Problem
from sayso.facts.document import read_document
from sayso.facts.vocabulary import Vocabulary

_LINES = (".ndjson", ".jsonl")
_BOM = b"\xef\xbb\xbf"
_OPTIONS = ("rubric", "as_of", "include", "disputed", "strict")
_HINTS = {"not_utf8": "save it as UTF-8", "repeated_key": "each key may stand once in an object"}


@dataclass(frozen=True)
class Limits:
    """The most bytes of a JSON file or of one line, and the deepest nesting."""

    size: int
    depth: int


@dataclass(frozen=True)
class Given:
    """One claim as it stands in a file; ``failure`` says why there is none, ``own`` has the options of a request.

    ``start`` is where the claim begins in ``text``, ``request`` where the request around it does.
    """

    raw: object
    file: str
    text: str
    start: int = 0
    first_line: int = 1
    failure: InvalidInput | None = None
    own: Mapping[str, Any] | None = None
    request: int = 0

    def placed(self, problem: Problem) -> Problem:
        """The problem with its line and column in the file."""
        if problem.line is not None:
            return replace(problem, line=problem.line + self.first_line - 1)
        if not self.text:
            return replace(problem, line=self.first_line, column=1)
        pointer = problem.pointer or ""
        start = self.request if pointer.split("/")[1:2] in [[option] for option in _OPTIONS] else self.start
        line, column = line_and_column(self.text, offset_of(self.text, pointer, start))
        return replace(problem, line=line + self.first_line - 1, column=column)


def read_claims(named: str, limits: Limits, vocabulary: Vocabulary) -> list[Given]:
    """Every claim of a file. Raises UnusableFile where the file as a whole cannot be read."""
    name, suffix = shown_name(named), PurePath(named).suffix.lower()
    by_line = suffix in _LINES
    with opened(named) as stream:
        data = stream.read(limits.size + 1)
        by_line = by_line or _begins_with_a_whole_line(data, limits)
        if by_line:
            data += stream.read()
    data = data.removeprefix(_BOM)
    if by_line:
        return list(_lines(data, name, limits))
    if len(data) > limits.size:
        message = f"it is larger than {limits.size // 1024} KiB, which is the most that is read as one JSON value"
        hint = "write one claim a line, into a file that ends in .ndjson"
        raise UnusableFile(name, [Problem("file_too_large", message, hint)])
    try:
        value = read_json(data, limits.depth)
    except InvalidInput as error:
        raise UnusableFile(name, _of_file(error)) from error
    return _claims_in(value, data.decode(), name, vocabulary)


def _begins_with_a_whole_line(data: bytes, limits: Limits) -> bool:
    """Whether this is NDJSON: the first line is an object by itself, and something stands after it."""
    first, _, rest = data.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.strip():
        return False
    try:
        return isinstance(read_json(first, limits.depth), dict)
    except InvalidInput:
        return False


def _lines(data: bytes, name: str, limits: Limits) -> Iterator[Given]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            if len(line) > limits.size:
                message = f"the line is longer than {limits.size // 1024} KiB, which is the most that is read"
                raise InvalidClaim([Problem("file_too_large", message)])
            value = read_json(line, limits.depth)
        except InvalidInput as error:
            failure = InvalidClaim(_of_file(error, "the line"))
            yield Given(None, name, "", first_line=number, failure=failure)
            continue
        yield _given(value, name, line.decode(), 0, number)


def _claims_in(value: object, text: str, name: str, vocabulary: Vocabulary) -> list[Given]:
    start = offset_of(text, "")
    if isinstance(value, dict) and "claims" in value:
        _check_document(value, text, name, vocabulary)
        value, start = value["claims"] or [], offset_of(text, "/claims")
    if not isinstance(value, list):
        return [_given(value, name, text, start, 1)]
    places = [place for _, place in members(text, start)]
    return [_given(claim, name, text, place, 1) for claim, place in zip(value, places, strict=True)]


def _check_document(value: dict[str, Any], text: str, name: str, vocabulary: Vocabulary) -> None:
    """Whether what stands around the claims is as it should be; each claim is judged by itself later."""
    claims = value["claims"]
    try:
        read_document({**value, "claims": [] if isinstance(claims, list) else claims}, vocabulary)
    except InvalidInput as error:
        around = Given(None, name, text)
        raise UnusableFile(name, [around.placed(problem) for problem in error.problems]) from error


def _given(value: object, name: str, text: str, start: int, first_line: int) -> Given:
    """A claim, or the one of a request as POST /v1/score takes it, with what else that asks for."""
    given = Given(value, name, text, start, first_line, request=start)
    if not isinstance(value, dict) or "claim" not in value:
        return given
    try:
        asked = read_score_request(value)
    except InvalidRequest as error:
        return replace(given, failure=error)
    if isinstance(asked.rubric, list):
        problem = Problem("wrong_type", "only one rubric can be asked for here", "name one", pointer="/rubric")
        return replace(given, failure=InvalidRequest([problem]))
    own = {key: getattr(asked, key) for key in _OPTIONS if key in asked.model_fields_set}
    return replace(given, raw=asked.claim, start=offset_of(text, "/claim", start), own=own)


def _of_file(error: InvalidInput, what: str = "the file") -> list[Problem]:
    """The problems of a body in the words of a file."""
    return [
        replace(
            problem,
            message=problem.message.replace("the body", what),
            hint=_HINTS.get(problem.code, problem.hint),
            pointer=None,
        )
        for problem in error.problems
    ]
