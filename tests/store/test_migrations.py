"""Does a database get from every released version to the newest, whole, and is a wrong one refused?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text

import sayso.store.database  # noqa: F401 - knows every table
from sayso.api.watch import Watch
from sayso.app import LiveApp
from sayso.errors import SaysoError
from sayso.lasting import EMBEDDED, engine_of, storage_of
from sayso.settings import Settings
from sayso.store.refusals import StorageUnavailable, StorageVersion
from sayso.store.sources import source_changes
from sayso.store.tables import HEAD, metadata
from sayso.store.upgrading import MIGRATIONS, upgrade
from sayso.store.versions import NOTHING, check_version, is_behind

RELEASED: list[str] = []
"""The newest migration of each version that was released, oldest first; there is none yet."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table."""
    where: dict[str, Any] = {"data_dir": tmp_path / "data"}
    if request.param == "postgresql":
        where["database_url"] = request.getfixturevalue("postgres").bare_database()
    found = engine_of(Settings(**where))
    yield found
    found.dispose()


def test_the_newest_migration_is_the_one_that_is_worked_with() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_heads() == [HEAD]
    assert set(RELEASED) <= {found.revision for found in scripts.walk_revisions()}


@pytest.mark.parametrize("before", [NOTHING, *RELEASED])
def test_every_released_version_becomes_what_the_queries_expect(engine: Engine, before: str) -> None:
    if before != NOTHING:
        upgrade(engine, before)
    assert is_behind(engine)
    assert upgrade(engine) == before
    assert not is_behind(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
        assert connection.execute(select(source_changes)).all() == [(1, 0)]


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    assert upgrade(engine) == HEAD
    check_version(engine)


def test_an_upgrade_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE reviews (of_another_program INTEGER)"))
    with pytest.raises(StorageUnavailable):
        upgrade(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["reviews"]


def test_a_database_of_a_later_sayso_is_refused(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for ask in (check_version, is_behind, upgrade):
        with pytest.raises(StorageVersion, match="9999, which is later than this Sayso knows"):
            ask(engine)


def test_an_empty_database_that_is_not_embedded_is_not_worked_with(engine: Engine) -> None:
    with pytest.raises(StorageVersion, match=f"at version nothing, and this Sayso works with version {HEAD}") as caught:
        check_version(engine)
    assert caught.value.hint == "back it up, then run: sayso db upgrade"


def test_the_service_makes_and_upgrades_its_own_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "data")
    storage = storage_of(settings, Watch())
    assert not settings.data_dir.exists()
    storage.open()
    storage.close()
    with sqlite3.connect(settings.data_dir / EMBEDDED) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert settings.data_dir.stat().st_mode & 0o077 == 0


@pytest.mark.postgres
def test_the_service_does_not_start_on_a_postgresql_behind_its_version(postgres: Any, tmp_path: Path) -> None:
    settings = Settings(database_url=postgres.bare_database(), data_dir=tmp_path)
    with pytest.raises(StorageVersion, match="at version nothing"):
        LiveApp(settings)
    engine = engine_of(settings)
    upgrade(engine)
    engine.dispose()
    storage = storage_of(settings, Watch())
    storage.open()
    storage.close()
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_stops_the_start_without_telling_its_password(tmp_path: Path) -> None:
    settings = Settings(database_url="postgresql://desk:hush-hush@127.0.0.1:9/sayso", data_dir=tmp_path)  # type: ignore[arg-type]
    with pytest.raises(StorageUnavailable) as caught:
        LiveApp(settings)
    assert "127.0.0.1" in caught.value.message
    assert "hush-hush" not in str(caught.value)
    assert "hush-hush" not in repr(settings)


def test_a_file_that_is_no_database_stops_the_start_and_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / EMBEDDED
    file.write_bytes(b"this is no database, but somebody may want it" * 100)
    before = file.read_bytes()
    with pytest.raises(SaysoError, match="cannot be worked with"):
        LiveApp(Settings(data_dir=tmp_path))
    assert file.read_bytes() == before


def test_a_data_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageUnavailable, match="cannot be made"):
        storage_of(Settings(data_dir=tmp_path / "file" / "data"), Watch()).open()
