"""Is writing counted: what waits, what a commit has, how long it takes, and what the database does not do?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import text
from tests.api.asking import ask
from tests.api.test_metrics import figures
from tests.services import service_of
from tests.store.drafts import drafted, keeping
from tests.store.test_writer import Held

from sayso.api.commits import Commits
from sayso.lasting import engine_of
from sayso.settings import Settings

PATH = "/v1/assessments"


def page(commits: Commits) -> list[str]:
    registry = CollectorRegistry()
    registry.register(commits)
    return [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]


def test_a_commit_is_within_its_bounds_and_all_larger_ones() -> None:
    commits = Commits()
    for size, seconds in ((1, 0.0004), (3, 0.004), (9_999, 60.0)):
        commits.add(size, seconds)
    found = page(commits)
    for line in ('size_bucket{le="1.0"} 1.0', 'size_bucket{le="2.0"} 1.0', 'size_bucket{le="5.0"} 2.0'):
        assert f"sayso_commit_{line}" in found
    for line in ('size_bucket{le="2500.0"} 2.0', 'size_bucket{le="+Inf"} 3.0', "size_sum 10003.0", "size_count 3.0"):
        assert f"sayso_commit_{line}" in found
    for line in ('bucket{le="0.0005"} 1.0', 'bucket{le="10.0"} 2.0', 'bucket{le="+Inf"} 3.0', "sum 60.0044"):
        assert f"sayso_commit_seconds_{line}" in found


def test_before_anything_is_kept_the_figures_are_there_and_are_nothing() -> None:
    assert {"sayso_queue_waiting 0.0", "sayso_commit_size_count 0.0", "sayso_storage_failures_total 0.0"} <= set(
        page(Commits())
    )


def test_what_is_kept_is_counted_by_commit(storage: dict[str, Any], tank: dict[str, Any]) -> None:
    app = ready(storage)
    ask(app, "POST", PATH, json={"claim": tank})
    ask(app, "POST", PATH, json={"claims": [tank, {}, tank]})
    ask(app, "POST", PATH, json={"claims": [{}]})
    ask(app, "POST", PATH, json={"claim": {}})
    found = figures(app)
    assert found["sayso_commit_size_count{}"] == found["sayso_commit_seconds_count{}"] == 3
    assert found["sayso_commit_size_sum{}"] == 4
    assert found["sayso_commit_seconds_sum{}"] > 0
    assert found["sayso_queue_waiting{}"] == found["sayso_storage_failures_total{}"] == 0
    app.state.storage.close()


def test_what_waits_is_told_while_it_waits(tmp_path: Path) -> None:
    app = service_of(Settings(data_dir=tmp_path))
    held, store = Held(), app.state.storage.open()
    waiting = [store.submit(held.change()), store.submit(keeping(drafted(), drafted()))]
    held.until_begun()
    assert figures(app)["sayso_queue_waiting{}"] == 3
    held.let_go()
    for each in waiting:
        each.result(30)
    assert figures(app)["sayso_queue_waiting{}"] == 0
    app.state.storage.close()


def test_what_the_database_does_not_do_is_counted(tmp_path: Path, tank: dict[str, Any]) -> None:
    app = ready({"data_dir": tmp_path})
    ask(app, "POST", PATH, json={"claim": tank})
    engine = engine_of(Settings(data_dir=tmp_path))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE assessments RENAME TO elsewhere"))
    engine.dispose()
    assert ask(app, "POST", PATH, json={"claim": tank}).status_code == 503
    assert ask(app, "GET", PATH).status_code == 503
    found = figures(app)
    assert (found["sayso_storage_failures_total{}"], found["sayso_commit_size_count{}"]) == (2, 1)
    app.state.storage.close()


def ready(storage: dict[str, Any]) -> FastAPI:
    return service_of(Settings(**storage))
