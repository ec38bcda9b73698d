"""How does a command reach what is kept, and under whose name does it write?"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager

from sayso.api.watch import Watch
from sayso.app import EMBEDDED, is_kept, storage_of
from sayso.settings import Settings
from sayso.store.port import Store
from sayso.store.refusals import StorageUnavailable

_LONGEST = 80


@contextmanager
def opened(settings: Settings, make: bool = False) -> Iterator[Store]:
    """The database that is set; ``make`` lets the embedded file be made. Raises StorageUnavailable, StorageVersion."""
    if not make and not is_kept(settings):
        message = f"there is no database: {settings.data_dir / EMBEDDED} is not there"
        raise StorageUnavailable(message, hint="SAYSO_DATA_DIR names its folder, SAYSO_DATABASE_URL a PostgreSQL")
    storage = storage_of(settings, Watch())
    try:
        yield storage.open()
    finally:
        storage.close()


def operator() -> str:
    """Who calls, as the system knows it: the name of the login, else its number."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name[:_LONGEST]
    except KeyError:
        return f"uid {number}"
