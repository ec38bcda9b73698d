"""What of the registry is kept, and how is it found again? The shapes alone; no database is imported here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sayso.errors import SaysoError


class KeptSource(NamedTuple):
    """An entry as it is written down. ``number`` counts the changes of the whole registry; ``body`` is JSON."""

    id: str
    revision: int
    number: int
    changed: str
    actor: str
    body: bytes


class NoSuchSource(SaysoError):
    code = "unknown_source"


class SourceWriter(Protocol):
    """The registry inside a transaction."""

    def number(self) -> int:
        """How many changes were made, held until the end: nobody else changes the registry meanwhile."""

    def find(self, source_id: str) -> KeptSource | None:
        """An entry as it is now."""

    def put(self, entries: Sequence[tuple[str, int, bytes]], actor: str, changed: str) -> int:
        """Writes entries (id, revision, body), each as it is from now on, and keeps what it was; gives the number."""


class SourceReader(Protocol):
    """The registry as it was last committed."""

    def number(self) -> int:
        """How many changes were made."""

    def since(self, number: int) -> list[KeptSource]:
        """The entries that were changed later than this, as they are now."""

    def find(self, source_id: str, revision: int | None = None) -> KeptSource:
        """An entry as it is, or as it was at a revision. Raises NoSuchSource."""
