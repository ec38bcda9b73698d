"""What does this request ask for, and what in it was not understood? Everything wrong is named, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sayso.errors import InvalidRequest, Problem, did_you_mean
from sayso.wire.extract import ExtractRequest
from sayso.wire.model import WireModel
from sayso.wire.request import BatchOptions, BatchRequest, ScoreRequest

Model = TypeVar("Model", bound=WireModel)

_QUOTED = re.compile(r"'([^']*)'")
_SEVERAL = ("include", "disputed")
_TRUTHS = {"true": True, "false": False}
_MOST_PARAMETERS = 200
#: pydantic's error type -> what an asker is told; other types keep pydantic's own words, which never hold the input.
_MESSAGES = {
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "too_long": "holds more than the {max_length} that are taken",
    "string_too_long": "is longer than the {max_length} characters that are taken",
}


def read_score_request(body: Any) -> ScoreRequest:
    """The request in ``body``. Raises InvalidRequest with every problem."""
    return read_model(ScoreRequest, body, 'send {"claim": {..}}')


def read_batch_request(body: Any, most: int) -> BatchRequest:
    """The request in ``body``, of at most so many claims. Raises InvalidRequest with every problem."""
    problems: list[Problem] = []
    claims = body.get("claims") if isinstance(body, dict) else None
    if isinstance(claims, list) and len(claims) > most:
        hint = "send application/x-ndjson, one claim a line: it takes any number"
        message = f"claims holds {len(claims)} claims, and at most {most} are taken at once"
        problems.append(Problem("too_long", message, hint, "/claims"))
    try:
        asked = read_model(BatchRequest, body, 'send {"claims": [..]}')
    except InvalidRequest as error:
        raise InvalidRequest([*problems, *error.problems]) from None
    if problems:
        raise InvalidRequest(problems)
    return asked


def read_extract_request(body: Any) -> ExtractRequest:
    """The request in ``body``. Raises InvalidRequest with every problem."""
    return read_model(ExtractRequest, body, 'send {"text": ".."}')


def read_options(given: dict[str, Any]) -> BatchOptions:
    """The options given in a query. Raises InvalidRequest with every problem."""
    return read_model(BatchOptions, given, "")


def query_values(query: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """What the query says of each option, and what stands in it twice. Raises InvalidRequest where it is no query."""
    given: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in _parameters(query):
        if name in _SEVERAL:
            given.setdefault(name, []).append(value)
        elif name in given:
            problems.append(Problem("repeated_key", f"{name[:60]} is given twice", "give it once", f"/{name[:60]}"))
        else:
            given[name] = _TRUTHS.get(value, value) if name == "strict" else value
    return given, problems


def in_query(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same problems where they stand in the query: a JSON pointer leads nowhere there."""
    for each in problems:
        yield Problem(each.code, f"in the query: {each.message}", each.hint)


def _parameters(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError:
        problem = Problem("wrong_parameter", "the query cannot be read", "write it as name=value&name=value, in UTF-8")
        raise InvalidRequest([problem]) from None


def read_model(model: type[Model], body: Any, example: str) -> Model:
    """The request of this kind in ``body``. Raises InvalidRequest with every problem; ``example`` says what to send."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        keys = tuple(field.alias or name for name, field in model.model_fields.items())
        problems = _problems(error.errors(include_url=False, include_input=False), keys, example)
        raise InvalidRequest(problems) from None  # the cause would hold the claim


def _problems(errors: Iterable[ErrorDetails], keys: tuple[str, ...], example: str) -> list[Problem]:
    found: dict[str, Problem] = {}  # one line per place: a union reports each of its branches
    for error in errors:
        problem = _problem(error, keys, example)
        place = problem.pointer or ""
        if place not in found or found[place].code == "wrong_type":  # of the right type, but wrong, says more
            found[place] = problem
    # A list of rubrics with one wrong name also fails to be one name: only the deeper of the two helps.
    return [found[pointer] for pointer in found if not any(other.startswith(f"{pointer}/") for other in found)]


def _problem(error: ErrorDetails, keys: tuple[str, ...], example: str) -> Problem:
    kind, place = error["type"], _steps(error["loc"])
    pointer = "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in place)
    if kind == "extra_forbidden":
        key = place[-1]
        hint = did_you_mean(key, keys) or f"the keys are {', '.join(keys)}"
        return Problem("unknown_key", f'there is no key "{key[:60]}" in this request', hint, pointer)
    if kind == "missing":
        return Problem("missing_key", f"{place[-1]} is missing", example, pointer)
    if kind in ("model_type", "dict_type", "model_attributes_type") and not place:
        return Problem("wrong_type", "the body must be an object", example, pointer="")
    if place[0] == "rubric" and kind in ("string_type", "list_type"):
        choices = "text or a list of texts" if "claim" in keys else "text"
        return Problem("wrong_type", f"rubric must be {choices}", "as id or id@version", pointer)
    ours = _MESSAGES.get(kind)
    if kind == "literal_error":
        ours = f"must be one of {', '.join(_QUOTED.findall(error['ctx']['expected']))}"
    message = error["msg"].lower() if ours is None else ours.format_map(error.get("ctx", {}))
    code = "unknown_option" if kind == "literal_error" else "wrong_type" if kind.endswith("_type") else "wrong_value"
    return Problem(code, f"{'.'.join(place)} {message}", None, pointer)


def _steps(location: tuple[int | str, ...]) -> list[str]:
    # For a union, pydantic adds the branch it tried ("list[constrained-str]"), which is no step of the pointer.
    return [str(step) for step in location if not (isinstance(step, str) and _is_branch(step, location))]


def _is_branch(step: str, location: tuple[int | str, ...]) -> bool:
    return location[0] == "rubric" and len(location) > 1 and step == location[1]
