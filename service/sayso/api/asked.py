"""What does this body ask for, and what in it was not understood? Everything wrong is named, each with its pointer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sayso.errors import InvalidRequest, Problem, did_you_mean
from sayso.wire.request import Include, ScoreRequest

_KEYS = tuple(ScoreRequest.model_fields)
_CHOICES = ", ".join(get_args(Include))
#: pydantic's error type -> what an asker is told; other types keep pydantic's own words, which never hold the input.
_MESSAGES = {
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "literal_error": f"must be one of {_CHOICES}",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "too_long": "holds more than the {max_length} that are taken",
    "string_too_long": "is longer than the {max_length} characters that are taken",
}


def read_score_request(body: Any) -> ScoreRequest:
    """The request in ``body``. Raises InvalidRequest with every problem."""
    try:
        return ScoreRequest.model_validate(body)
    except ValidationError as error:
        problems = _problems(error.errors(include_url=False, include_input=False))
        raise InvalidRequest(problems) from None  # the cause would hold the claim


def _problems(errors: Iterable[ErrorDetails]) -> list[Problem]:
    found: dict[str, Problem] = {}  # one line per place: a union reports each of its branches
    for error in errors:
        problem = _problem(error)
        place = problem.pointer or ""
        if place not in found or found[place].code == "wrong_type":  # of the right type, but wrong, says more
            found[place] = problem
    # A list of rubrics with one wrong name also fails to be one name: only the deeper of the two helps.
    return [found[pointer] for pointer in found if not any(other.startswith(f"{pointer}/") for other in found)]


def _problem(error: ErrorDetails) -> Problem:
    kind, place = error["type"], _steps(error["loc"])
    pointer = "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in place)
    if kind == "extra_forbidden":
        key = place[-1]
        hint = did_you_mean(key, _KEYS) or f"the keys are {', '.join(_KEYS)}"
        return Problem("unknown_key", f'there is no key "{key[:60]}" in a request to score', hint, pointer)
    if kind == "missing":
        return Problem("missing_key", f"{place[-1]} is missing", 'send {"claim": {..}}', pointer)
    if kind in ("model_type", "dict_type", "model_attributes_type") and not place:
        return Problem("wrong_type", "the body must be an object", 'send {"claim": {..}}', pointer="")
    if place[0] == "rubric" and kind in ("string_type", "list_type"):
        return Problem("wrong_type", "rubric must be text or a list of texts", "as id or id@version", pointer)
    ours = _MESSAGES.get(kind)
    message = error["msg"].lower() if ours is None else ours.format_map(error.get("ctx", {}))
    code = "unknown_option" if kind == "literal_error" else "wrong_type" if kind.endswith("_type") else "wrong_value"
    return Problem(code, f"{'.'.join(place)} {message}", None, pointer)


def _steps(location: tuple[int | str, ...]) -> list[str]:
    # For a union, pydantic adds the branch it tried ("list[constrained-str]"), which is no step of the pointer.
    return [str(step) for step in location if not (isinstance(step, str) and _is_branch(step, location))]


def _is_branch(step: str, location: tuple[int | str, ...]) -> bool:
    return location[0] == "rubric" and len(location) > 1 and step == location[1]
