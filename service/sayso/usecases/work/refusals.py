"""Why can something not be done at the desk?"""

from __future__ import annotations

from collections.abc import Iterable

from sayso.errors import InvalidInput, InvalidRequest, Problem, SaysoError
from sayso.store.work_port import Work

LEAST_NOTE = 10


class NotAllowed(SaysoError):
    """Somebody else may do this; the message says who."""

    code = "not_allowed"


class Leased(SaysoError):
    """Somebody else holds the document; the message says who, and until when."""

    code = "leased"


class NotReady(InvalidInput):
    """Something is missing for a sign-off; ``problems`` has one for each thing."""

    code = "not_ready_to_sign"

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        things = "one thing stands" if len(found) == 1 else f"{len(found)} things stand"
        super().__init__(found, f"it cannot be signed yet: {things} in the way")
        self.problems = found  # in the order of the claims


class AlreadyReleased(SaysoError):
    """This hold was released before."""

    code = "already_released"


class AlreadySigned(SaysoError):
    """A sign-off as the same holds."""

    code = "already_signed"


class DocumentReplaced(SaysoError):
    """Another document has taken the place of this one."""

    code = "document_replaced"


def leased(work: Work) -> Leased:
    """What whoever comes too late is told."""
    message = f"the document is held by {work.lease_holder} until {work.lease_until}"
    return Leased(message, hint="wait, ask them to end the lease, or let a senior editor take it over")


def check_words(given: dict[str, str | None]) -> list[Problem]:
    """A problem for each text, by its name, that no database takes."""
    return [
        Problem("bad_text", f"{name} holds the character NUL", "remove it", f"/{name}")
        for name, text in given.items()
        if text is not None and "\0" in text
    ]


def check_note(note: str | None) -> list[Problem]:
    """A problem where a note that has to give a reason is too short for one."""
    if note is not None and len(note.strip()) >= LEAST_NOTE:
        return []
    message = f"the note is shorter than {LEAST_NOTE} characters"
    return [Problem("wrong_value", message, "say why, so that it can be understood next year", "/note")]


def refuse(problems: Iterable[Problem]) -> None:
    """Raises InvalidRequest where there is a problem."""
    found = tuple(problems)
    if found:
        raise InvalidRequest(found)
