"""Do two services on one database follow each other, and is no request lost meanwhile?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.versions import YAML, stricter
from tests.end_to_end.running import running, wait_for
from tests.end_to_end.test_reload import Askers
from tests.usecases.small import folder, rubric

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.upgrading import upgrade


@pytest.fixture
def settings(storage: dict[str, Any], tmp_path: Path) -> dict[str, str]:
    """Those of each of the services: their files, and the database, which is there."""
    engine = engine_of(Settings(**storage))
    upgrade(engine)
    engine.dispose()
    return {
        "SAYSO_RUBRICS_DIR": str(folder(tmp_path / "rubrics", small=rubric())),
        "SAYSO_RUBRIC": "small",
        "SAYSO_RELOAD_SECONDS": "0.1",
        **{f"SAYSO_{name.upper()}": str(value) for name, value in storage.items()},
    }


def test_every_replica_follows_an_activation_and_no_request_is_lost(settings: dict[str, str], tmp_path: Path) -> None:
    with (
        running(tmp_path / "one", **settings) as one,
        running(tmp_path / "two", **settings) as two,
        Askers(two) as askers,
    ):
        etag = httpx.get(f"{one}/v1/rubrics/small").headers["etag"]
        for number in range(1, 5):
            version = f"1.{number}.0"
            address = f"{one}/v1/rubrics/small"
            put = httpx.put(f"{address}/versions/{version}", content=stricter(version).encode(), headers=YAML)
            assert put.status_code == 201, put.text
            done = httpx.post(f"{address}/activate", json={"version": version}, headers={"if-match": etag})
            assert done.status_code == 200, done.text
            etag = done.headers["etag"]
            assert httpx.get(address).headers["etag"] == etag
            assert wait_for(two, "/v1/rubrics/small", f'"version":"{version}"').headers["etag"] == etag
    assert {status for status, _ in askers.answers} == {200}
    assert len({digest for _, digest in askers.answers}) >= 2, "hardly a change was taken over"
