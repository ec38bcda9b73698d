"""What does a form show again when what was sent with it cannot be kept: what was written, and what is wrong?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sayso.errors import Problem


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong; ``field`` is the id of the field in the page, None where it is about none of them."""

    field: str | None
    label: str
    says: str


@dataclass(frozen=True)
class FormView:
    """A form: ``values`` were written into it, ``open`` shows it unfolded."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()
    open: bool = False

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def wrong(self, name: str) -> bool:
        """Whether something is wrong with a field."""
        return any(error.field == name for error in self.errors)


EMPTY = FormView()


def errors_of(problems: Iterable[Problem], labels: Mapping[str, str]) -> tuple[FieldError, ...]:
    """Each problem at its field; ``labels`` has the fields by the last step of a pointer, with what they are called."""
    return tuple(_error(problem, labels) for problem in problems)


def wrong_at(says: str, name: str | None = None, label: str = "") -> FieldError:
    """One thing that is wrong."""
    return FieldError(name, label, says)


def _error(problem: Problem, labels: Mapping[str, str]) -> FieldError:
    name = (problem.pointer or "").rsplit("/", 1)[-1]
    says = problem.message + (f": {problem.hint}" if problem.hint else "")
    return FieldError(name, labels[name], says) if name in labels else FieldError(None, "", says)


def model_problems(invalid: ValidationError) -> list[Problem]:
    """What a model did not take, each at its field. None of what was written is repeated."""
    return [_problem(details) for details in invalid.errors(include_url=False, include_input=False)]


def _problem(details: ErrorDetails) -> Problem:
    place = "/" + "/".join(map(str, details["loc"]))
    most = details.get("ctx", {}).get("max_length")
    if most is not None:
        return Problem("too_long", f"it is longer than the {most:,} characters that are kept", None, place)
    kind = details["type"]
    message = "choose one of the list" if kind in ("literal_error", "string_type") else "it cannot be kept like this"
    return Problem("wrong_value", message, None, place)
