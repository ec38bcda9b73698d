"""Do ``sayso keys`` and ``sayso audit`` give keys, take them back, and say what they find, for people and programs?"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.cli.calling import Ran, call
from tests.end_to_end.running import running

ID = re.compile(r"[0-9a-f]{32}")


Call = Callable[..., Ran]


@pytest.fixture
def sayso(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """One call on the database of a folder, in this process."""

    def run(folder: Path, *arguments: str, **settings: str) -> Ran:
        for name in [name for name in os.environ if name.startswith("SAYSO_")]:
            monkeypatch.delenv(name)
        for name, value in {"SAYSO_DATA_DIR": str(folder / "data"), "COLUMNS": "160", **settings}.items():
            monkeypatch.setenv(name, value)
        return call(arguments, b"", capsys, monkeypatch)

    return run


def create(sayso: Call, folder: Path, *scopes: str, **settings: str) -> dict[str, Any]:
    options = [word for scope in scopes for word in ("--scope", scope)]
    ran = sayso(folder, "keys", "create", "night desk", *options, "--json", **settings)
    assert (ran.code, ran.err) == (0, "")
    return ran.json


def test_a_key_is_made_listed_taken_back_and_all_of_it_is_in_the_audit(sayso: Call, tmp_path: Path) -> None:
    made = sayso(tmp_path, "keys", "create", "night desk", "--scope", "score", "--scope", "review", "--expires", "90d")
    assert made.code == 0
    assert re.fullmatch(r"sayso_[\w-]{43}\n", made.out)
    assert made.out.strip() not in made.err
    (id_,) = ID.findall(made.err)
    listed = sayso(tmp_path, "keys", "list")
    assert "night desk" in listed.out
    assert "score review" in listed.out
    assert "in use" in listed.out
    assert made.out.strip() not in listed.out
    taken = sayso(tmp_path, "keys", "revoke", id_)
    assert (taken.code, taken.out) == (0, "The key of night desk is revoked.\n")
    again = sayso(tmp_path, "keys", "revoke", id_)
    assert again.code == 0
    assert again.out.startswith("The key of night desk was revoked before, at 20")
    assert sayso(tmp_path, "keys", "list", "--json").json["keys"][0]["state"] == "revoked"
    verdict = sayso(tmp_path, "audit", "verify")
    assert verdict.code == 0
    assert verdict.out.startswith("The audit hangs together: 2 entries.\n")
    head = verdict.out.split()[-1]
    assert sayso(tmp_path, "audit", "verify", "--expect", head).code == 0
    assert made.out.strip()[6:].encode() not in (tmp_path / "data" / "sayso.db").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["keys", "create", "desk"], "a key needs a scope: score, review, rubric:write, admin"),
        (["keys", "create", "desk", "--scope", "reviews"], 'did you mean "review"?'),
        (["keys", "create", "", "--scope", "score"], "the name of a key is 1 to 80 characters"),
        (["keys", "create", "desk", "--scope", "score", "--expires", "soon"], "such as 90d, 12h, or 2027-01-31"),
        (["keys", "create"], "missing argument"),
        (["keys", "list"], "there is no database"),
        (["keys", "revoke", "0" * 32], "there is no database"),
        (["audit", "verify"], "there is no database"),
        (["audit", "verify", "--expect", "7"], "is no head of an audit"),
    ],
)
def test_what_cannot_be_done_is_told_and_makes_no_database(
    sayso: Call, tmp_path: Path, arguments: list[str], told: str
) -> None:
    ran = sayso(tmp_path, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err.lower() or told in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "data").exists()


def test_a_key_that_is_not_there_cannot_be_taken_back(sayso: Call, tmp_path: Path) -> None:
    create(sayso, tmp_path, "score")
    for wrong in ("0" * 32, "night desk", "\u00e9"):
        ran = sayso(tmp_path, "keys", "revoke", wrong)
        assert (ran.code, ran.out) == (2, "")
        assert "there is no key of that id" in ran.err


def test_a_broken_audit_ends_with_one_and_the_entry(sayso: Call, tmp_path: Path) -> None:
    for _ in range(3):
        create(sayso, tmp_path, "score")
    with sqlite3.connect(tmp_path / "data" / "sayso.db") as connection:
        connection.execute("DROP TRIGGER audit_no_delete")
        connection.execute("DELETE FROM audit WHERE position = 2")
    connection.close()
    ran = sayso(tmp_path, "audit", "verify")
    assert ran.code == 1
    assert ran.out.startswith("The audit is broken: entry 2 is missing; the next that is there is 3 (missing).\n")
    told = sayso(tmp_path, "audit", "verify", "--json")
    assert told.code == 1
    assert (told.json["ok"], told.json["broken"]["position"], told.json["broken"]["code"]) == (False, 2, "missing")


@pytest.mark.postgres
def test_keys_of_a_postgresql_need_its_tables(sayso: Call, postgres: Any, tmp_path: Path) -> None:
    url = postgres.bare_database()
    ran = sayso(tmp_path, "keys", "create", "desk", "--scope", "score", SAYSO_DATABASE_URL=url)
    assert ran.code == 2
    assert "sayso db upgrade" in ran.err
    assert sayso(tmp_path, "db", "upgrade", SAYSO_DATABASE_URL=url).code == 0
    assert ID.fullmatch(create(sayso, tmp_path, "score", SAYSO_DATABASE_URL=url)["id"])
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_running_service_follows_the_keys_that_a_command_makes_and_takes_back(
    sayso: Call, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    settings = {"SAYSO_DATA_DIR": str(tmp_path / "data"), "SAYSO_HOST": "0.0.0.0"}
    if kind == "postgresql":
        settings["SAYSO_DATABASE_URL"] = request.getfixturevalue("postgres").bare_database()
        assert sayso(tmp_path, "db", "upgrade", SAYSO_DATABASE_URL=settings["SAYSO_DATABASE_URL"]).code == 0
    url = {name: value for name, value in settings.items() if name == "SAYSO_DATABASE_URL"}
    first = create(sayso, tmp_path, "admin", **url)  # without one it would not start on this address
    with running(tmp_path / "log", **settings) as address:
        assert status(address, first) == 200
        second = create(sayso, tmp_path, "score", **url)
        until(address, second, 200)
        assert httpx.get(f"{address}/v1/audit", headers=bearer(second)).status_code == 403
        assert sayso(tmp_path, "keys", "revoke", second["id"], **url).code == 0
        until(address, second, 401)
        told = httpx.get(f"{address}/v1/audit", headers=bearer(first)).json()["entries"]
        assert [entry["operation"] for entry in told] == ["revokeKey", "makeKey", "makeKey"]
    log = (tmp_path / "log").read_text()
    for key in (first["key"], second["key"]):
        assert key not in log


def test_a_service_without_a_database_sees_the_first_key_that_is_made(sayso: Call, tmp_path: Path) -> None:
    with running(tmp_path / "log", SAYSO_DATA_DIR=str(tmp_path / "data")) as address:
        assert httpx.get(f"{address}/v1/rubrics").status_code == 200
        key = create(sayso, tmp_path, "score")
        deadline = time.monotonic() + 30
        while httpx.get(f"{address}/v1/rubrics").status_code != 401:
            assert time.monotonic() < deadline, "it stays open"
            time.sleep(0.1)
        assert status(address, key) == 200


def bearer(key: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {key['key']}"}


def status(address: str, key: dict[str, Any]) -> int:
    return httpx.get(f"{address}/v1/rubrics", headers=bearer(key)).status_code


def until(address: str, key: dict[str, Any], wanted: int) -> None:
    deadline = time.monotonic() + 30
    while status(address, key) != wanted:
        assert time.monotonic() < deadline, f"the key is not answered with {wanted}"
        time.sleep(0.1)


def test_json_is_json_on_each_command(sayso: Call, tmp_path: Path) -> None:
    made = create(sayso, tmp_path, "admin", "score")
    assert (made["scopes"], made["expires"], made["revoked"]) == (["score", "admin"], None, None)
    assert "digest" not in made
    for arguments in (["keys", "list"], ["keys", "revoke", made["id"]], ["audit", "verify"]):
        ran = sayso(tmp_path, *arguments, "--json")
        assert ran.code == 0
        assert made["key"] not in json.dumps(ran.json)
