"""Which desk does a command work with that looks into the database, and who is it there?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sayso.api.watch import Watch
from sayso.app import storage_of
from sayso.settings import Settings
from sayso.store.port import Change, Reply, Store
from sayso.usecases.desk import Desk, Readings, desk_from, read_folder

ACTOR = "command line"


@dataclass(frozen=True)
class Opened:
    """The database that is set, and the rubrics of the desk with those that are kept in it."""

    store: Store
    desk: Desk

    def write(self, change: Change) -> Reply:
        """The reply to a change, when it is durable."""
        return self.store.submit(change).result()


@contextmanager
def opened(settings: Settings) -> Iterator[Opened]:
    """Open until the end. Raises StorageUnavailable, StorageVersion, or what makes the rubrics unusable."""
    storage = storage_of(settings, Watch())
    try:
        store, readings = storage.open(), Readings()
        folder = read_folder(settings.rubrics_dir, settings.vocabulary, readings)
        yield Opened(store, desk_from(folder, settings.rubric, settings.fact_limits, readings, store.rubrics.all()))
    finally:
        storage.close()
