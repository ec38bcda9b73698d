"""How is a database reached? SQLite as a file that survives a loss of power, or PostgreSQL by its address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from sayso.store.refusals import StorageUnavailable

_PATIENCE = 10  # seconds to wait for another process that writes to the file, or for a connection
_MOST_AT_ONCE = 48  # a little more than the threads that answer requests
WRITES = "sayso_writes"
FAILURES = (SQLAlchemyError, psycopg.Error, OSError)
_HINT = "is it there, does it answer, and is there room on its disk?"


def sqlite_engine(file: Path) -> Engine:
    """The embedded file; its folder is made where it is missing. Raises StorageUnavailable."""
    folder = file.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        message = f"the data directory {folder} cannot be made: {error.strerror or 'unknown reason'}"
        raise StorageUnavailable(message, hint="set SAYSO_DATA_DIR to a folder that can be written") from error
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(file)),
        connect_args={"timeout": _PATIENCE, "check_same_thread": False},
        pool_size=_MOST_AT_ONCE,
        max_overflow=0,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(url: str, password: str | None = None) -> Engine:
    """The database at a URL such as ``postgresql://user:password@host/name``. ``password`` takes the place of the one
    in it. Raises StorageUnavailable.
    """
    try:
        address = make_url(url).set(drivername="postgresql+psycopg")
    except ArgumentError as error:
        raise StorageUnavailable("SAYSO_DATABASE_URL is no address of a database", hint=SHAPE) from error
    return create_engine(
        address if password is None else address.set(password=password),
        connect_args={"connect_timeout": _PATIENCE},
        pool_size=8,
        max_overflow=_MOST_AT_ONCE - 8,
        pool_timeout=_PATIENCE,
        pool_pre_ping=True,
    )


SHAPE = "write it as postgresql://user:password@host:5432/name"


@contextmanager
def reaching(engine: Engine) -> Iterator[None]:
    """Turns what a database says when it cannot be opened into StorageUnavailable, for the operator, without its
    secrets.
    """
    try:
        yield
    except FAILURES as error:
        told = str(getattr(error, "orig", None) or error).strip().splitlines() or ["no reason given"]
        where = engine.url.render_as_string(hide_password=True)
        raise StorageUnavailable(f"the database {where} cannot be worked with: {told[0]}", hint=_HINT) from error


def empty_log(engine: Engine) -> bool:
    """Brings what SQLite's write-ahead log holds into the file and cuts the log to nothing, old pages with it; whether
    that was done. Nothing is to be done on PostgreSQL.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()  # in a transaction, as SQLAlchemy begins one, it would be refused
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchone() or (1, 0, 0)
        cursor.close()
    finally:
        connection.close()
    return not busy


def reason(error: BaseException) -> str:
    """What went wrong, for the log: kinds and codes only, since words may quote what was to be written."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return type(cause).__name__ + (f" {code}" if code else "")


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # else the driver begins transactions itself, and late
    cursor = connection.cursor()
    # FULL: a commit is on the disk when it returns. With less a loss of power could take what was acknowledged.
    # secure_delete: what is blanked is overwritten with zeros, not only let go of.
    for line in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
