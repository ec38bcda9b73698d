"""How does a database get to the version that this Sayso works with? Kept apart: Alembic is slow to import."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from sayso.store import rubric_tables, tables_audit, tables_keys, work_tables  # noqa: F401 - whoever compares needs all of them
from sayso.store.engines import WRITES, reaching
from sayso.store.tables import HEAD
from sayso.store.versions import refuse_newer, version_of

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 7265213  # any number, as long as it is the same for every Sayso


def upgrade(engine: Engine, target: str = HEAD) -> str:
    """Brings a database to a version, by default the newest, in one transaction; gives the version it was at.

    Two that try at once wait for each other, and the second finds nothing left to do. Raises StorageVersion where the
    database is of a later Sayso, StorageUnavailable where it cannot be worked with.
    """
    with (
        reaching(engine),
        engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        before = version_of(connection)
        refuse_newer(before)
        if before != target:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.set_main_option("path_separator", "os")
            command.upgrade(config, target)
    return before
