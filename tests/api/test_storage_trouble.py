"""What is a caller told where nothing can be kept, and does a service that only scores do without a database?"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.cli.calling import environment
from tests.services import service_of
from tests.store.test_writer import Held

from sayso.api.logs import open_log
from sayso.api.metrics import Metrics
from sayso.api.watch import Watch
from sayso.lasting import EMBEDDED
from sayso.settings import Settings

PATH = "/v1/assessments"


def test_where_too_much_waits_the_caller_is_told_to_come_back(tmp_path: Path, tank: dict[str, Any]) -> None:
    app = service_of(Settings(data_dir=tmp_path, max_waiting=1))
    held = Held()
    first = app.state.storage.open().submit(held.change())
    held.until_begun()
    refused = ask(app, "POST", PATH, json={"claim": tank})
    assert_problem(refused, 503, "storage_busy")
    assert refused.headers["retry-after"] == "1"
    assert ask(app, "POST", "/v1/score", json={"claim": tank}).status_code == 200
    held.let_go()
    first.result(30)
    assert ask(app, "GET", PATH).json() == {"assessments": []}
    assert ask(app, "POST", PATH, json={"claim": tank}).status_code == 201
    app.state.storage.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_database_that_cannot_be_opened_is_told_to_the_operator_and_not_to_the_caller(
    tmp_path: Path, tank: dict[str, Any], method: str
) -> None:
    (tmp_path / "secret-place").write_text("a file where a folder is needed")
    settings = Settings(data_dir=tmp_path / "secret-place")
    log = io.BytesIO()
    watch = Watch(Metrics(), open_log("info", "json", log))
    app = service_of(settings, watch)
    response = ask(app, method, PATH, **({"json": {"claim": tank}} if method == "POST" else {}))
    assert_problem(response, 503, "storage_unavailable")
    assert response.headers["retry-after"] == "5"
    assert "secret-place" not in response.text
    watch.log.writer.close()
    written = log.getvalue().decode()
    assert "storage failed" in written
    assert "secret-place" in written
    assert tank["text"] not in written


def test_after_the_service_was_stopped_nothing_is_kept(tmp_path: Path, tank: dict[str, Any]) -> None:
    app = service_of(Settings(data_dir=tmp_path))
    app.state.storage.close()
    assert_problem(ask(app, "POST", PATH, json={"claim": tank}), 503, "storage_busy")


def test_who_keeps_with_a_key_is_known_by_its_digest(tmp_path: Path, tank: dict[str, Any]) -> None:
    key = "4f1dc2a7b09e4c55a6d0e6f1c3b7a9d84f1dc2a7b09e4c55a6d0e6f1c3b7a9d8"
    (tmp_path / "key").write_text(key)
    app = service_of(Settings(data_dir=tmp_path, key_file=tmp_path / "key"))
    assert ask(app, "POST", PATH, json={"claim": tank}).status_code == 401
    kept = ask(app, "POST", PATH, json={"claim": tank}, headers={"authorization": f"Bearer {key}"})
    assert kept.json()["by"].startswith("key:")
    assert key[:8] not in kept.json()["by"]
    app.state.storage.close()


def test_where_no_key_is_asked_for_nobody_can_pass_for_one(service: FastAPI, tank: dict[str, Any]) -> None:
    kept = ask(service, "POST", PATH, json={"claim": tank}, headers={"authorization": "Bearer somebody"})
    assert kept.json()["by"] == "local"


def test_a_service_that_only_scores_neither_imports_nor_makes_a_database(tmp_path: Path) -> None:
    probe = """
import sys
from pathlib import Path
from tests.api.asking import ask
from sayso.app import LiveApp
from sayso.settings import Settings
app = LiveApp(Settings(data_dir=Path("data")))
claim = {"attributions": [{"chain": [{"source": "x", "kind": "eyewitness"}]}]}
assert ask(app, "POST", "/v1/score", json={"claim": claim}).status_code == 200
assert ask(app, "POST", "/v1/score/batch", json={"claims": [claim]}).status_code == 200
assert ask(app, "GET", "/").status_code == 200
heavy = {"sqlalchemy", "alembic", "psycopg", "sqlite3"}
print(sorted(sys.modules.keys() & heavy), Path("data").exists())
assert ask(app, "POST", "/v1/assessments", json={"claim": claim}).status_code == 201
print(sorted(sys.modules.keys() & heavy), Path("data").exists())
"""
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=tmp_path,
        env=environment() | {"PYTHONPATH": f"{root / 'service'}:{root}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    first, second = ran.stdout.splitlines()
    assert first == "[] False"
    assert second == "['alembic', 'psycopg', 'sqlalchemy', 'sqlite3'] True"
    assert (tmp_path / "data" / EMBEDDED).is_file()
