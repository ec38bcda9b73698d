"""Is the database of the version that this Sayso works with?"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from sayso.store.engines import reaching
from sayso.store.refusals import StorageVersion
from sayso.store.tables import HEAD

NOTHING = "nothing"


def version_of(connection: Connection) -> str:
    """The migration a database is at; ``nothing`` where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return NOTHING
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or NOTHING)


def is_behind(engine: Engine) -> bool:
    """Whether there is something to upgrade. Raises StorageVersion where the database is of a later Sayso."""
    with reaching(engine), engine.connect() as connection:
        found = version_of(connection)
    refuse_newer(found)
    return found != HEAD


def check_version(engine: Engine) -> None:
    """Raises StorageVersion unless the database is at the newest migration."""
    with reaching(engine), engine.connect() as connection:
        found = version_of(connection)
    if found == HEAD:
        return
    refuse_newer(found)
    raise StorageVersion(
        f"the database is at version {found}, and this Sayso works with version {HEAD}",
        hint="back it up, then run: sayso db upgrade",
    )


def refuse_newer(found: str) -> None:
    """Raises StorageVersion where this version is later than the newest that is known here."""
    if found != NOTHING and found > HEAD:
        message = f"the database is at version {found}, which is later than this Sayso knows ({HEAD})"
        raise StorageVersion(message, hint="install the Sayso that wrote it, or restore a backup")
