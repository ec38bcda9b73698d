"""With which desk does the service work right now, and how does it come to know what was just kept?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sayso.errors import SaysoError
from sayso.usecases.desk import Desk


class NotServed(SaysoError):
    """What the database keeps of rubrics cannot be taken over by this process; the last good rubrics serve."""

    code = "not_served"


class Serving(Protocol):
    """A service that follows what is kept of rubrics."""

    async def fresh(self) -> Desk:
        """The desk with all that is kept by now; from then on it serves. Raises StorageUnavailable or NotServed."""


@dataclass(frozen=True)
class Still:
    """A service that follows nothing."""

    desk: Desk

    async def fresh(self) -> Desk:
        return self.desk
