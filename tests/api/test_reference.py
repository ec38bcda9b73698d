"""Are vocabulary, schemas and health served openly, and is everything else a problem document?"""

from __future__ import annotations

import jsonschema
import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.api.health import Failed
from sayso.errors import Problem
from sayso.settings import Settings
from sayso.wire.health import Ready


def test_the_vocabulary_is_served_and_tagged(service: FastAPI) -> None:
    response = ask(service, "GET", "/v1/vocabulary")
    assert response.json()["sayso"] == "vocabulary/1"
    again = ask(service, "GET", "/v1/vocabulary", headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("name", "example"), [("rubric-1.json", "/v1/rubrics/newsroom"), ("vocabulary-1.json", None)])
def test_each_schema_is_a_schema_that_its_document_fits(service: FastAPI, name: str, example: str | None) -> None:
    response = ask(service, "GET", f"/v1/schemas/{name}")
    assert response.headers["content-type"] == "application/schema+json"
    jsonschema.Draft202012Validator.check_schema(response.json())
    document = (
        ask(service, "GET", example).json()["source"] if example else ask(service, "GET", "/v1/vocabulary").json()
    )
    jsonschema.validate(document, response.json(), jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", ["rubric-2.json", "..%2fapp.py", "rubric-1"])
def test_no_other_file_is_served_as_a_schema(service: FastAPI, name: str) -> None:
    assert_problem(ask(service, "GET", f"/v1/schemas/{name}"), 404, "not_found")


def test_the_service_lives_and_is_ready(service: FastAPI) -> None:
    assert ask(service, "GET", "/livez").json() == {"status": "alive"}
    ready = ask(service, "GET", "/readyz")
    assert (ready.json()["status"], ready.json()["detail"]) == ("ready", None)
    assert ready.headers["cache-control"] == "no-store"


def test_a_service_whose_last_load_failed_says_so_and_goes_on() -> None:
    problem = Problem("points_range", "points is 101", "use 0 to 100", line=3, column=1)
    degraded = service_of(
        Settings(), failure=lambda: Failed("newsroom.yaml:3:1 is broken", (("newsroom.yaml", problem),))
    )
    response = ask(degraded, "GET", "/readyz")
    ready = Ready.model_validate_json(response.content)
    assert (response.status_code, ready.status, ready.detail) == (200, "degraded", "newsroom.yaml:3:1 is broken")
    assert [(each.file, each.line, each.column, each.code) for each in ready.problems] == [
        ("newsroom.yaml", 3, 1, "points_range")
    ]


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1", "/v1/", "/v1/score/", "/docs", "/redoc", "/v1/score/../../etc", "/%00"]
)
def test_an_address_where_nothing_is_answers_404(service: FastAPI, path: str) -> None:
    assert_problem(ask(service, "GET", path), 404, "not_found")


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/v1/rubrics", "/v1/vocabulary", "/openapi.json"])
def test_what_is_read_only_is_not_written(service: FastAPI, path: str) -> None:
    response = ask(service, "POST", path, json={})
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
