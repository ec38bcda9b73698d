"""Is everything there that was acknowledged, and nothing by halves, when the service is killed at any moment?

The service is killed with SIGKILL while many askers keep, review and correct. TEST_PROFILE says how often: twice, in
CI five times, in the long runs 500 times, on each database. The figures stand at the end of the tests' report.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection, Engine, select, text
from tests.end_to_end.forked import Forker, forker
from tests.end_to_end.load import PATH, TOGETHER, Acknowledged, ask_until_gone, claim, digest_of
from tests.end_to_end.running import PATIENCE, Running, clean_environment, free_port, serve_command, wait_until_alive
from tests.robustness.effort import cases
from tests.usecases.small import folder, rubric

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.tables import assessments, reviews
from sayso.store.upgrading import upgrade

KILLS = cases(dev=2, ci=5, long=500)
ASKERS, LOOKED_THROUGH = 12, 10
HALVES = {
    "a batch of which a part is there": (
        "SELECT t.value FROM terms t WHERE t.kind = 'source' AND t.value LIKE 'batch-%' GROUP BY t.value "
        f"HAVING count(*) <> {TOGETHER}"
    ),
    "an assessment without the words it is found by": (
        "SELECT id FROM assessments LEFT JOIN "
        "(SELECT assessment_id, count(*) AS named FROM terms WHERE kind = 'source' GROUP BY assessment_id) AS counted "
        "ON assessment_id = id WHERE coalesce(named, 0) <> 2"
    ),
    "words of an assessment that is not there": (
        "SELECT t.assessment_id FROM terms t LEFT JOIN assessments a ON a.id = t.assessment_id WHERE a.id IS NULL"
    ),
    "an assessment that is not at the revision of its changes": (
        "SELECT a.id FROM assessments a WHERE a.revision <> "
        "(SELECT count(*) FROM reviews r WHERE r.assessment_id = a.id) "
        "+ CASE WHEN a.replaced_by IS NULL THEN 0 ELSE 1 END"
    ),
    "an assessment that is reviewed and does not say so": (
        "SELECT a.id FROM assessments a JOIN reviews r ON r.assessment_id = a.id WHERE a.review_state = 'open'"
    ),
    "one that replaces another, which does not know": (
        "SELECT a.id FROM assessments a LEFT JOIN assessments b ON b.id = a.replaces AND b.replaced_by = a.id "
        "WHERE a.replaces IS NOT NULL AND b.id IS NULL"
    ),
    "one that is replaced by nothing": (
        "SELECT a.id FROM assessments a LEFT JOIN assessments b ON b.id = a.replaced_by "
        "WHERE a.replaced_by IS NOT NULL AND b.id IS NULL"
    ),
    "a reply about an assessment that is not there": (
        "SELECT r.subject FROM replies r LEFT JOIN assessments a ON a.id = r.subject WHERE a.id IS NULL"
    ),
}


def test_a_kill_at_any_moment_loses_nothing_acknowledged_and_leaves_nothing_by_halves(
    storage: dict[str, Any], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    rubrics = folder(tmp_path / "rubrics", small=rubric("small"))
    engine = engine_of(Settings(**storage))
    upgrade(engine)
    settings = {f"SAYSO_{name.upper()}": str(value) for name, value in storage.items()}
    settings |= {"SAYSO_RUBRICS_DIR": str(rubrics), "SAYSO_RUBRIC": "small", "SAYSO_RELOAD_SECONDS": "0"}
    seed = random.randrange(1_000_000)
    chance, told = random.Random(seed), Acknowledged()
    with forker() as forks:
        for number in range(KILLS):
            since = Acknowledged()
            killed_under_load(forks, tmp_path / "log", settings, chance.uniform(0.02, 0.8), seed + number, since)
            with engine.connect() as connection:
                assert lost(connection, since) == [], f"seed {seed}, kill {number}"
                if number % LOOKED_THROUGH == 0:  # what is there by halves stays, and the whole database is read for it
                    assert halves(connection) == {}, f"seed {seed}, kill {number}"
            for name in ("answers", "reviewed", "replaced", "keys"):
                getattr(told, name).update(getattr(since, name))
    with engine.connect() as connection:
        assert lost(connection, told) == []
        assert halves(connection) == {}, f"seed {seed}"
        assert_sound(connection)
    asked_again(tmp_path / "log", settings, told)
    figures = f"kills {KILLS}, acknowledged {len(told)}, lost 0, half-written 0 (seed {seed})"
    record_property("figure", f"kill -9, {engine.dialect.name}: {figures}")
    engine.dispose()
    assert len(told) > 0


def test_being_told_to_stop_writes_what_waits(storage: dict[str, Any], tmp_path: Path) -> None:
    rubrics = folder(tmp_path / "rubrics", small=rubric("small"))
    engine = engine_of(Settings(**storage))
    upgrade(engine)
    settings = {f"SAYSO_{name.upper()}": str(value) for name, value in storage.items()}
    settings |= {"SAYSO_RUBRICS_DIR": str(rubrics), "SAYSO_RUBRIC": "small"}
    told = Acknowledged()
    process, address = started(tmp_path / "log", settings)
    ended_under_load(process, address, 0.5, 1, told, process.terminate)
    assert process.wait(PATIENCE) == 0, (tmp_path / "log").read_text()
    assert "Traceback" not in (tmp_path / "log").read_text()
    with engine.connect() as connection:
        assert lost(connection, told) == []
        assert halves(connection) == {}
    engine.dispose()


def killed_under_load(
    forks: Forker, log: Path, settings: dict[str, str], after: float, seed: int, told: Acknowledged
) -> None:
    """Starts a service, lets many ask, and kills it some moments after the first answer."""
    port = free_port()
    service = forks.start(log, clean_environment(**settings), "serve", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_alive(address, service, log)
        ended_under_load(service, address, after, seed, told, service.kill)
    finally:
        service.kill()


def ended_under_load(
    service: Running, address: str, after: float, seed: int, told: Acknowledged, end: Callable[[], object]
) -> None:
    """Lets many ask, ends the service some moments after the first answer, and waits until nobody asks any more."""
    asking = threading.Thread(target=lambda: asyncio.run(ask_until_gone(address, ASKERS, seed, told)))
    try:
        asking.start()
        until = time.monotonic() + PATIENCE
        while not told.answers and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(after)
        end()
        until = time.monotonic() + PATIENCE
        while service.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
    finally:
        service.kill()
        asking.join(PATIENCE)
        assert not asking.is_alive()


def started(log: Path, settings: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    with log.open("wb") as output:
        command = serve_command("--port", str(port))
        process = subprocess.Popen(command, env=clean_environment(**settings), stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_alive(address, process, log)
    except AssertionError:
        process.kill()
        process.wait()
        raise
    return process, address


def lost(connection: Connection, told: Acknowledged) -> list[str]:
    """Whatever was acknowledged and is not there as it was answered."""
    there: dict[str, tuple[str, str | None]] = {}
    notes: dict[str, str | None] = {}
    ids = list({*told.answers, *told.reviewed, *told.replaced})
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        kept = select(assessments.c["id", "answer", "replaced_by"]).where(assessments.c.id.in_(some))
        there |= {
            row.id: (digest_of(json.loads(bytes(row.answer))), row.replaced_by) for row in connection.execute(kept)
        }
        said = select(reviews.c["assessment_id", "note"]).where(reviews.c.assessment_id.in_(some))
        notes |= {row.assessment_id: row.note for row in connection.execute(said)}
    missing = [id_ for id_, digest in told.answers.items() if there.get(id_, ("", None))[0] != digest]
    missing += [f"review of {id_}" for id_, note in told.reviewed.items() if notes.get(id_) != note]
    missing += [f"correction of {id_}" for id_, by in told.replaced.items() if there.get(id_, ("", None))[1] != by]
    return missing


def halves(connection: Connection) -> dict[str, list[Any]]:
    """What is there in part, by what is wrong with it."""
    found = {what: [tuple(row) for row in connection.execute(text(query))] for what, query in HALVES.items()}
    return {what: rows for what, rows in found.items() if rows}


def assert_sound(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def asked_again(log: Path, settings: dict[str, str], told: Acknowledged) -> None:
    """After it all the service starts, and who asks again under a key of then gets the answer of then."""
    process, address = started(log, settings)
    try:
        for key, id_ in list(told.keys.items())[-5:]:
            headers = {"idempotency-key": key}
            response = httpx.post(f"{address}{PATH}", json={"claim": claim(f"single-{key}")}, headers=headers)
            assert (response.status_code, response.json()["id"]) == (201, id_)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_what_is_missing_or_by_halves_is_noticed(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    engine: Engine = engine_of(settings)
    upgrade(engine)
    with engine.connect() as connection:
        told = Acknowledged({"a": "digest"}, {"b": "note"}, {}, {})
        assert lost(connection, told) == ["a", "review of b"]
        connection.execute(text("INSERT INTO terms VALUES ('source', 'batch-x', 'a')"))
        connection.execute(text("INSERT INTO replies VALUES ('k', 'r', 'e', x'', 'a', 0)"))
        connection.execute(text("INSERT INTO texts VALUES ('d', x'')"))
        columns = "id, created, actor, rubric_id, rubric_digest, vocabulary_digest, engine, asked, facts, answer"
        row = "'b', 'now', 'local', 'r', 'd', 'd', '0', x'', x'', x'', 0, 'open'"
        connection.execute(text(f"INSERT INTO assessments ({columns}, revision, review_state) VALUES ({row})"))
        assert set(halves(connection)) == {
            "a batch of which a part is there",
            "an assessment without the words it is found by",
            "words of an assessment that is not there",
            "a reply about an assessment that is not there",
        }
    engine.dispose()
