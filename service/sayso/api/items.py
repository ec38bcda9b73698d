"""What is told of one claim among many: its result, or its one problem?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from pydantic_core import to_json

from sayso.api.body import read_json
from sayso.api.grading import Grader
from sayso.api.limits import Limits, size_of
from sayso.api.problems import line_of, under
from sayso.api.quick import QuickReader
from sayso.api.refusals import BodyTooDeep, LineTooLong, MalformedBody, StreamCut
from sayso.errors import InvalidClaim, InvalidInput, Problem

Pieces = tuple[bytes, ...]  # what makes an item; joined only when it is sent, since an answer is long
Item = tuple[Pieces, bool]  # the item, and whether the claim was graded


def claim_item(grader: Grader, index: int, claim: Any) -> Item:
    """The item of a claim in a list ``claims``; pointers are counted from the body."""
    try:
        return _result(index, grader(claim)), True
    except InvalidInput as error:
        if isinstance(error, InvalidClaim):
            error = InvalidClaim(under(error, f"/claims/{index}"))
        return _problem(index, error), False


def line_item(grader: Grader, limits: Limits, index: int, number: int, line: bytes | None) -> Item:
    """The item of a line, which has this number in the body, from 1; pointers are counted from the claim."""
    try:
        return _result(index, grader(read_line(line, limits))), True
    except InvalidInput as error:
        return _problem(index, _in_line(error, number)), False


TOGETHER = 20
"""So many claims are graded together: enough to pay, and few enough that nobody waits for long (``turns``)."""


def items_together(
    grader: Grader, quick: QuickReader, index: int, sent: Sequence[bytes | None], slowly: Callable[[int], Item]
) -> list[Item]:
    """The items of claims as they were sent, the first of which has this index; ``slowly`` makes the item of one that
    cannot be read quickly, given its place here. Only where nothing costly is asked for.
    """
    readings = [None if each is None else quick.claim(each) for each in sent]
    answers = iter(grader.told_together([reading for reading in readings if reading is not None]))
    return [
        slowly(at) if reading is None else (_result(index + at, next(answers)), True)
        for at, reading in enumerate(readings)
    ]


def read_line(line: bytes | None, limits: Limits) -> Any:
    """The value in a line. Raises MalformedBody, BodyTooDeep or, for a line that was given up, LineTooLong."""
    if line is None:
        size = size_of(limits.line_bytes)
        problem = Problem("line_too_long", f"the line is longer than {size}", "a claim needs a few KiB", column=1)
        raise LineTooLong([problem])
    return read_json(line, limits.json_depth)


def cut_item(index: int, number: int) -> Pieces:
    """The last item of a stream whose asker sent on and on without reading the answers."""
    detail = "more was sent than is kept while the answers are not read; what follows was not graded"
    hint = "read the answers while sending, or send less in one request"
    return _problem(index, StreamCut([Problem("stream_cut", detail, hint, line=number)]))


def _result(index: int, answer: bytes) -> Pieces:
    return b'{"index":%d,"result":' % index, answer, b"}"


def _problem(index: int, error: InvalidInput) -> Pieces:
    found = [line_of(problem) for problem in error.problems if problem.severity == "error"]
    told = {"code": error.code, "detail": error.message, "errors": found}
    return b'{"index":%d,"problem":' % index, to_json(told), b"}"


def _in_line(error: InvalidInput, number: int) -> InvalidInput:
    """The same error in the words of a line: what a body is to a request, a line is to a stream."""
    unread = isinstance(error, (MalformedBody, BodyTooDeep))
    problems = [replace(each, line=number, message=_words(each.message, unread)) for each in error.problems]
    told = InvalidInput(problems, _words(error.message, unread))
    told.code = error.code
    return told


def _words(message: str, unread: bool) -> str:
    return message.replace("the body", "the line") if unread else message  # a claim may have a body of its own
