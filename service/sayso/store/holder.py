"""Is the database open yet? It is opened when something is first kept or looked for, and not before."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from sayso.store.port import Store
from sayso.store.refusals import StorageBusy, StorageUnavailable, StorageVersion


class Storage:
    """A place where one store is opened once, whoever comes first; it outlives changes of the rubrics.

    ``failed`` is told, in words for the log, why it cannot be opened.
    """

    def __init__(self, opener: Callable[[], Store], failed: Callable[[str], None]) -> None:
        self._opener = opener
        self._failed = failed
        self._lock = Lock()
        self._store: Store | None = None
        self._closed = False

    @property
    def now(self) -> Store | None:
        """The store where it is open."""
        return self._store

    def open(self) -> Store:
        """The store; opening it takes a moment. Raises StorageUnavailable or StorageVersion, in words for the operator,
        and may be tried again.
        """
        with self._lock:
            if self._closed:
                raise StorageBusy("the service stops")
            if self._store is None:
                self._store = self._opener()
            return self._store

    def use(self) -> Store:
        """The same for a request, whose asker learns nothing of where the database is."""
        try:
            return self.open()
        except (StorageUnavailable, StorageVersion) as error:
            self._failed(error.message)
            hint = "the operator finds the reason in the log"
            raise StorageUnavailable("the database cannot be opened", hint=hint) from error

    def close(self) -> None:
        """Writes what waits; nothing is opened any more."""
        with self._lock:
            self._closed = True
            if self._store is not None:
                self._store.close()
                self._store = None
