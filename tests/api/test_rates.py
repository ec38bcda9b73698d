"""Is whoever asks too often told when to come again, each on his own account, and nobody else?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.settings import Settings
from sayso.store.ids import Ids
from sayso.usecases.keys import creation, make_key

TWICE = "2/day"


@pytest.fixture
def limited() -> FastAPI:
    return service_of(Settings(rate=TWICE))


def test_the_third_of_two_is_refused_with_the_time_to_wait(limited: FastAPI, tank: dict[str, Any]) -> None:
    for _ in range(2):
        assert ask(limited, "POST", "/v1/score", json={"claim": tank}).status_code == 200
    for path in ("/v1/score", "/v1/rubrics", "/v1/nowhere"):
        response = ask(limited, "POST" if path == "/v1/score" else "GET", path)
        (error,) = assert_problem(response, 429, "too_many_requests")
        assert 0 < int(response.headers["retry-after"]) <= 86_400
        assert response.headers["retry-after"] in error["hint"]
        assert "2 in a day" in error["message"]


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/openapi.json", "/v1/schemas/rubric-1.json", "/"])
def test_what_is_open_is_not_counted(limited: FastAPI, path: str) -> None:
    for _ in range(4):
        assert ask(limited, "GET", path).status_code == 200
    assert ask(limited, "GET", "/v1/rubrics").status_code == 200


def test_what_is_refused_for_its_key_is_on_nobodys_account(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 43)
    app = service_of(Settings(rate=TWICE, key_file=tmp_path / "key", data_dir=tmp_path / "data"))
    for _ in range(4):
        assert ask(app, "GET", "/v1/rubrics").status_code == 401
        assert ask(app, "GET", "/v1/rubrics", headers={"authorization": "Bearer x"}).status_code == 401
    assert ask(app, "GET", "/v1/rubrics", headers={"authorization": "Bearer " + "k" * 43}).status_code == 200


def test_each_key_has_its_own_account(tmp_path: Path) -> None:
    app = service_of(Settings(rate=TWICE, data_dir=tmp_path))
    keys = [make_key("desk", ["score"], None, Ids()) for _ in range(2)]
    for _, row in keys:
        app.state.storage.use().submit(creation(row, "ana")).result(30)
    for key, _ in keys:
        headers = {"authorization": f"Bearer {key}"}
        told = [ask(app, "GET", "/v1/rubrics", headers=headers).status_code for _ in range(3)]
        assert told == [200, 200, 429]
    app.state.storage.close()


def test_without_a_rate_nobody_is_counted(service: FastAPI) -> None:
    assert {ask(service, "GET", "/v1/rubrics").status_code for _ in range(20)} == {200}
    assert "429" not in service.openapi()["paths"]["/v1/score"]["post"]["responses"]


def test_with_a_rate_the_document_says_so(limited: FastAPI) -> None:
    paths = limited.openapi()["paths"]
    assert "too_many_requests" in str(paths["/v1/score"]["post"]["responses"]["429"])
    assert "429" not in paths["/livez"]["get"]["responses"]
