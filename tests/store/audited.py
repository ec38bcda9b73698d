"""How does a test look at an audit, and past Sayso into its database?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, text

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.audit import (
    AuditFilters,
    Entry,
    Mark,
    Verdict,
)
from sayso.store.audit_reading import verify
from sayso.store.database import Database
from sayso.store.port import Change, Reply
from sayso.store.upgrading import upgrade

ALL = AuditFilters()


class Kept:
    """A database with an audit, and a way past Sayso into it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.engine: Engine = engine_of(Settings(**settings))
        upgrade(self.engine)
        self.log: list[str] = []
        self.store = Database(self.engine, 5_000, self.log.append)

    def change(self, change: Change) -> Reply:
        return self.store.submit(change).result(30)

    def entries(self) -> list[Entry]:
        """All of them, oldest first."""
        return self.store.audit(ALL, None, 10_000)[::-1]

    def forged(self, *lines: str, mark: Mark | None = None) -> Verdict:
        """What is found where its owner has changed the database, without the triggers; all of it is undone again."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            for line in [*_triggers(connection), *lines]:
                connection.execute(text(line))
            verdict = verify(connection, mark)
            transaction.rollback()
        return verdict

    def found(self, *lines: str, mark: Mark | None = None) -> tuple[int, str] | None:
        broken = self.forged(*lines, mark=mark).broken
        return None if broken is None else (broken.position, broken.code)

    def forge(self, *lines: str) -> None:
        """The same for good."""
        with self.engine.begin() as connection:
            for line in [*_triggers(connection), *lines]:
                connection.execute(text(line))


def _triggers(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        return [f"DROP TRIGGER {name}" for name in names]
    return [f"ALTER TABLE {name} DISABLE TRIGGER ALL" for name in ("audit", "audit_subjects", "audit_head")]


def sound(kept: Kept) -> bool:
    return kept.store.verify().broken is None
