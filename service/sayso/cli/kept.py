"""How does a command reach what is kept, by which rubrics does it grade it, and under whose name does it write?"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sayso.api.watch import Watch
from sayso.lasting import EMBEDDED, has_database, storage_of
from sayso.settings import Settings
from sayso.store.port import Change, Reply, Store
from sayso.store.refusals import StorageUnavailable
from sayso.usecases.desk import Desk, Readings, desk_from, read_folder

_LONGEST = 80


@dataclass(frozen=True)
class Opened:
    """The database that is set, and the rubrics of the desk with those that are kept in it."""

    store: Store
    desk: Desk

    def write(self, change: Change) -> Reply:
        """The reply to a change, when it is durable."""
        return self.store.submit(change).result()


@contextmanager
def opened(settings: Settings, make: bool = False) -> Iterator[Store]:
    """The database that is set; ``make`` lets the embedded file be made. Raises StorageUnavailable, StorageVersion."""
    if not make and not has_database(settings):
        message = f"there is no database: {settings.data_dir / EMBEDDED} is not there"
        raise StorageUnavailable(message, hint="SAYSO_DATA_DIR names its folder, SAYSO_DATABASE_URL a PostgreSQL")
    storage = storage_of(settings, Watch())
    try:
        yield storage.open()
    finally:
        storage.close()


@contextmanager
def opened_desk(settings: Settings) -> Iterator[Opened]:
    """The same with the desk; the embedded file is made. Raises, too, what makes the rubrics unusable."""
    with opened(settings, make=True) as store:
        readings = Readings()
        folder = read_folder(settings.rubrics_dir, settings.vocabulary, readings)
        yield Opened(store, desk_from(folder, settings.rubric, settings.fact_limits, readings, store.rubrics.all()))


def operator() -> str:
    """Who calls, as the system knows it: the name of the login, else its number."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name[:_LONGEST]
    except KeyError:
        return f"uid {number}"
