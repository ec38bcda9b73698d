"""Who does something at the desk, when, and how is it known again?"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.store.port import Once
from sayso.usecases.who import Who


@dataclass(frozen=True, slots=True)
class Act:
    """``at`` is this moment (ISO 8601, UTC, to the millisecond), ``id`` the one that what is written gets, ``once``
    what makes the request the same as an earlier one.
    """

    who: Who
    at: str
    id: str
    once: Once | None = None
