"""How does a command reach what is kept, by which rubrics does it grade it, and under whose name does it write?"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sayso.api.watch import Watch
from sayso.errors import SaysoError
from sayso.lasting import EMBEDDED, engine_of, has_database, storage_of
from sayso.settings import Settings
from sayso.store.database import Database
from sayso.store.port import Change, Reply, Store
from sayso.store.refusals import StorageUnavailable
from sayso.store.versions import check_version
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
def opened_to_read(settings: Settings) -> Iterator[Database]:
    """The database that is set, opened to be read: nothing is made and nothing is upgraded for it."""
    file = settings.data_dir / EMBEDDED
    if settings.database_url is None and not file.exists():
        raise StorageUnavailable(f"nothing is kept yet: there is no {file}", hint="SAYSO_DATA_DIR names the folder")
    engine = engine_of(settings)
    try:
        check_version(engine)
    except SaysoError:
        engine.dispose()
        raise
    store = Database(engine, settings.max_waiting, lambda _: None)  # what fails is raised, and told there
    try:
        yield store
    finally:
        store.close()


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
