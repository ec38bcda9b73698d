"""Which registry does a running service use? The snapshot in memory, which follows the database."""

from __future__ import annotations

from threading import Lock

from sayso.facts.claim import Reading
from sayso.facts.vocabulary import Vocabulary
from sayso.store.sources_port import SourceReader
from sayso.usecases.sources.index import Index, kept_of
from sayso.usecases.sources.resolving import resolve


class LiveSources:
    """Safe to share between threads: whoever reads has one whole snapshot, whoever refreshes makes the next."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._number = 0
        self._index: Index | None = None

    @property
    def now(self) -> Index | None:
        """The snapshot; None while the registry has no entry, so that who scores without one pays nothing."""
        return self._index

    def refresh(self, reader: SourceReader) -> bool:
        """Takes over what was written since; whether there was anything. Raises StorageUnavailable."""
        if reader.number() == self._number:
            return False
        with self._lock:
            changed = reader.since(self._number)
            if not changed:
                return False
            kept = {} if self._index is None else dict(self._index.entries)
            kept |= {each.id: kept_of(each) for each in changed}
            self._index = Index(kept.values())
            self._number = max(each.number for each in changed)
            return True

    def resolved(self, reading: Reading, as_of: str | None, vocabulary: Vocabulary) -> Reading:
        """A claim as it was read, with what the registry knows of its sources."""
        index = self._index
        return reading if index is None else resolve(index, reading, as_of, vocabulary)
