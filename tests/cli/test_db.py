"""Does ``sayso db upgrade`` bring a database to this version, and say what stands in the way?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calling import process

from sayso.store.tables import HEAD


def test_the_file_of_the_data_directory_is_made_and_upgraded(tmp_path: Path) -> None:
    first = process("db", "upgrade", cwd=tmp_path)
    assert (first.code, first.out) == (0, f"The database is at version {HEAD}; it was at nothing.\n")
    assert (tmp_path / "data" / "sayso.db").is_file()
    again = process("db", "upgrade", "--json", cwd=tmp_path)
    assert (again.code, json.loads(again.out)) == (0, {"before": HEAD, "after": HEAD})


@pytest.mark.postgres
def test_a_postgresql_is_upgraded(postgres: Any, tmp_path: Path) -> None:
    ran = process("db", "upgrade", cwd=tmp_path, SAYSO_DATABASE_URL=postgres.bare_database())
    assert (ran.code, ran.out, ran.err) == (0, f"The database is at version {HEAD}; it was at nothing.\n", "")


@pytest.mark.postgres
def test_the_service_does_not_start_on_a_postgresql_that_was_not_upgraded(postgres: Any, tmp_path: Path) -> None:
    ran = process("serve", "--port", "0", cwd=tmp_path, SAYSO_DATABASE_URL=postgres.bare_database())
    assert ran.code == 2
    assert ran.err == (
        f"sayso: the database is at version nothing, and this Sayso works with version {HEAD} "
        "(back it up, then run: sayso db upgrade)\n"
    )


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("mysql://localhost/sayso", "SAYSO_DATABASE_URL"),
        ("postgresql://localhost", "SAYSO_DATABASE_URL"),
        ("postgresql://desk:hush-hush@127.0.0.1:9/sayso", "cannot be worked with"),
    ],
)
def test_what_cannot_be_upgraded_is_told_without_a_password(tmp_path: Path, setting: str, told: str) -> None:
    ran = process("db", "upgrade", cwd=tmp_path, SAYSO_DATABASE_URL=setting)
    assert ran.code == 2
    assert told in ran.err
    assert "hush-hush" not in ran.err
    assert "Traceback" not in ran.err
