"""Do the options of this request name things that are there: rubrics that are loaded, a date, parts of the answer?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sayso.api.asked import in_query, query_values, read_batch_request, read_options
from sayso.api.refusals import UnknownRubricAsked
from sayso.errors import InvalidRequest, Problem, UnknownRubric
from sayso.usecases.desk import Desk
from sayso.usecases.score import wrong_options
from sayso.wire.request import MOST_RUBRICS, BatchOptions, BatchRequest


def option_problems(desk: Desk, given: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the rubrics, the date and the parts asked for, as far as they have the right types."""
    return [*_rubric_problems(desk, given.get("rubric")), *wrong_options(given.get("as_of"), given.get("include"))]


def batch_asked(desk: Desk, body: Any, most: int) -> BatchRequest:
    """A batch whose options can be kept to. Raises InvalidRequest or UnknownRubricAsked, with everything wrong."""
    try:
        asked = read_batch_request(body, most)
    except InvalidRequest as error:
        also = option_problems(desk, body) if isinstance(body, dict) else []
        raise InvalidRequest(_once([*error.problems, *also])) from None
    _refuse(option_problems(desk, body))
    return asked


def stream_asked(desk: Desk, query: bytes) -> BatchOptions:
    """The options of a stream, from the query. Raises InvalidRequest or UnknownRubricAsked, with everything wrong."""
    given, problems = query_values(query)
    try:
        asked = read_options(given)
    except InvalidRequest as error:
        found = _once([*problems, *error.problems, *option_problems(desk, given)])
        raise InvalidRequest(in_query(found)) from None
    _refuse([*in_query([*problems, *option_problems(desk, given)])])
    return asked


def is_list(value: object) -> bool:
    return isinstance(value, list)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        only_rubric = all(problem.code == UnknownRubric.code for problem in problems)
        raise (UnknownRubricAsked if only_rubric else InvalidRequest)(problems)


def _once(problems: list[Problem]) -> list[Problem]:
    """The first problem of each place."""
    return list({problem.pointer: problem for problem in reversed(problems)}.values())


def _rubric_problems(desk: Desk, asked: Any) -> Iterator[Problem]:
    for index, name in enumerate(asked[:MOST_RUBRICS] if is_list(asked) else [asked]):
        if isinstance(name, str) and name:
            try:
                desk.catalog.get(name)
            except UnknownRubric as error:
                pointer = f"/rubric/{index}" if is_list(asked) else "/rubric"
                yield Problem(error.code, error.message, error.hint, pointer)
