"""What was written into the form, and what of it cannot be used?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.errors import Problem
from sayso.facts.dates import day_number
from sayso.web.sent import Sent

_LABELS = {
    "text": "The article",
    "outlet": "Outlet",
    "title": "Headline",
    "date": "Published on",
    "rubric": "Rubric",
    "key": "Key",
}
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Written:
    """The fields as they were sent; a browser sends those left empty too."""

    text: str = ""
    outlet: str = ""
    title: str = ""
    date: str = ""
    rubric: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What is wrong with a field, or with the whole where ``field`` is None."""

    field: str | None
    label: str | None
    says: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A rubric to choose."""

    name: str
    title: str
    current: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """The form as it is shown: with what was written, but never the key."""

    text: str
    outlet: str
    title: str
    date: str
    rubrics: tuple[ChoiceView, ...]
    keyed: bool
    most: str
    errors: tuple[ErrorView, ...] = ()

    @property
    def wrong(self) -> frozenset[str]:
        return frozenset(error.field for error in self.errors if error.field)


def written_in(sent: Sent) -> Written:
    """The fields of the form, of all that was sent."""
    return Written(**{name: sent.get(name) for name in _LABELS})


def wrong_fields(written: Written) -> list[ErrorView]:
    """What is wrong with the fields by themselves."""
    says = f"has more than {_MOST_WORDS:,} characters"
    errors = [wrong_at(name, says) for name in ("outlet", "title") if len(getattr(written, name)) > _MOST_WORDS]
    if written.date and day_number(written.date) is None:
        errors.append(wrong_at("date", "is no date such as 2026-01-31"))
    return errors


def of_problems(name: str, problems: Iterable[Problem]) -> list[ErrorView]:
    """The same problems at a field of the form."""
    return [wrong_at(name, each.message + (f" ({each.hint})" if each.hint else "")) for each in problems]


def wrong_at(name: str | None, says: str) -> ErrorView:
    return ErrorView(name, None if name is None else _LABELS[name], says)
