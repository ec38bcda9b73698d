"""Is what is posted kept, answered as it is kept, and found again; and is what is wrong refused with nothing kept?"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem

from sayso.wire.assessments import Kept, KeptBatch

PATH = "/v1/assessments"


def keep(app: FastAPI, claim: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A claim that is kept, as it is answered."""
    response = ask(app, "POST", PATH, json={"claim": claim, **more})
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_a_kept_claim_is_answered_with_its_place_and_its_tag(keeper: FastAPI, tank: dict[str, Any]) -> None:
    response = ask(keeper, "POST", PATH, json={"claim": tank, "rubric": "newsroom"})
    assert response.status_code == 201
    kept = Kept.model_validate_json(response.content)
    assert response.headers["location"] == f"{PATH}/{kept.id}"
    assert response.headers["etag"] == '"r0"'
    assert (kept.result.id, kept.grade.computed, kept.grade.human) == (kept.id, kept.result.grade, None)
    assert (kept.review, kept.reviews, kept.replaces, kept.replaced_by) == ("open", [], None, None)


def test_what_is_found_is_what_was_answered_to_the_byte(keeper: FastAPI, tank: dict[str, Any]) -> None:
    made = ask(keeper, "POST", PATH, json={"claim": tank, "include": ["all"], "as_of": "2024-01-31"})
    found = ask(keeper, "GET", made.headers["location"])
    assert found.content == made.content
    assert found.headers["etag"] == made.headers["etag"]
    again = ask(keeper, "GET", made.headers["location"], headers={"if-none-match": made.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("more", [{}, {"include": ["all"]}, {"as_of": "2024-01-31"}, {"rubric": "nato-admiralty"}])
def test_a_claim_is_graded_as_it_is_where_nothing_is_kept(
    keeper: FastAPI, tank: dict[str, Any], more: dict[str, Any]
) -> None:
    scored = ask(keeper, "POST", "/v1/score", json={"claim": tank, **more})
    made = ask(keeper, "POST", PATH, json={"claim": tank, **more})
    result = made.content[made.content.index(b'"result":') + len(b'"result":') : -1]
    assert result == scored.content.replace(b'"id":null', b'"id":"%b"' % made.json()["id"].encode(), 1)


def test_many_claims_are_kept_each_or_refused_each(keeper: FastAPI, tank: dict[str, Any]) -> None:
    wrong = {"attributions": []}
    response = ask(keeper, "POST", PATH, json={"claims": [tank, wrong, {**tank, "id": "second"}]})
    assert response.status_code == 200
    batch = KeptBatch.model_validate_json(response.content)
    assert [type(item).__name__ for item in batch.results] == ["KeptItem", "RefusedItem", "KeptItem"]
    body = response.json()["results"]
    assert body[1]["problem"]["errors"][0]["pointer"] == "/claims/1/attributions"
    for index in (0, 2):
        assert ask(keeper, "GET", f"{PATH}/{body[index]['assessment']['id']}").json() == body[index]["assessment"]


def test_claims_none_of_which_can_be_graded_keep_nothing(keeper: FastAPI) -> None:
    name = uuid.uuid4().hex
    wrong = {"attributions": [{"chain": [{"source": name, "kind": "eyewitness", "relation": "shouts"}]}]}
    response = ask(keeper, "POST", PATH, json={"claims": [wrong, wrong]})
    assert [list(item) for item in response.json()["results"]] == [["index", "problem"]] * 2
    assert ask(keeper, "GET", PATH, params={"source": name}).json() == {"assessments": []}


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "invalid_request", "/claim"),
        ([], "invalid_request", ""),
        ({"claim": {"attributions": []}}, "invalid_claim", "/claim/attributions"),
        ({"claim": None}, "invalid_claim", "/claim"),
        ({"claim": {}, "claims": []}, "invalid_request", "/claim"),
        ({"claims": {}}, "invalid_request", "/claims"),
        ({"claim": {}, "rubrik": "newsroom"}, "invalid_request", "/rubrik"),
        ({"claim": {}, "rubric": ["newsroom"]}, "invalid_request", "/rubric"),
        ({"claim": {}, "as_of": "tomorrow"}, "invalid_request", "/as_of"),
        ({"claim": {}, "include": ["rise"]}, "invalid_request", "/include/0"),
        ({"claim": {}, "rubric": "newsrom"}, "unknown_rubric", "/rubric"),
        ({"claims": [{}] * 1001}, "invalid_request", "/claims"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_place(service: FastAPI, body: Any, code: str, pointer: str) -> None:
    errors = assert_problem(ask(service, "POST", PATH, json=body), 422, code)
    assert pointer in [error["pointer"] for error in errors]


def test_everything_wrong_is_told_at_once(service: FastAPI) -> None:
    body = {"claims": {}, "rubric": "newsrom", "as_of": "tomorrow", "include": ["rise"], "zzz": 1}
    errors = assert_problem(ask(service, "POST", PATH, json=body), 422, "invalid_request")
    assert {error["pointer"] for error in errors} == {"/claims", "/rubric", "/as_of", "/include/0", "/zzz"}


def test_a_pointer_to_nowhere_keeps_nothing(service: FastAPI, tank: dict[str, Any]) -> None:
    response = ask(service, "POST", PATH, json={"claim": tank, "disputed": ["/attributions/9/chain/0/kind"]})
    assert_problem(response, 422, "invalid_request")


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b'{"claim": }', "application/json", 400, "malformed_body"),
        (b"", "application/json", 400, "malformed_body"),
        (b'{"claim": {}}', "text/plain", 415, "unsupported_media_type"),
        (b"{}" * 2_000_000, "application/json", 413, "body_too_large"),
        (b"[" * 100 + b"]" * 100, "application/json", 400, "body_too_deep"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    service: FastAPI, content: bytes, kind: str, status: int, code: str
) -> None:
    assert_problem(ask(service, "POST", PATH, content=content, headers={"content-type": kind}), status, code)


@pytest.mark.parametrize("id_", ["0" * 32, "x", "..%2f..%2fetc", "0" * 5000, "%00", "a%27--"])
def test_an_id_that_is_none_is_not_found(keeper: FastAPI, id_: str) -> None:
    for method, path, more in (
        ("GET", "", {}),
        ("POST", "/replay", {}),
        ("POST", "/what-if", {"json": {}}),
        ("POST", "/reviews", {"json": {"verdict": "agree"}, "headers": {"if-match": "*"}}),
        ("POST", "/corrections", {"json": {"claim": {}}, "headers": {"if-match": "*"}}),
    ):
        response = ask(keeper, method, f"{PATH}/{id_}{path}", **more)
        assert response.status_code in (404, 422), response.text
        assert response.headers["content-type"] == "application/problem+json"


# Idempotency-Key


def test_the_same_request_under_one_key_is_kept_once(keeper: FastAPI, tank: dict[str, Any]) -> None:
    headers = {"idempotency-key": str(uuid.uuid4())}
    first, second = (ask(keeper, "POST", PATH, json={"claim": tank}, headers=headers) for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["location"] == first.headers["location"]
    other = ask(keeper, "POST", PATH, json={"claim": tank})
    assert other.json()["id"] != first.json()["id"]


def test_a_batch_under_one_key_is_kept_once(keeper: FastAPI, tank: dict[str, Any]) -> None:
    headers = {"idempotency-key": str(uuid.uuid4())}
    name = uuid.uuid4().hex
    tank["attributions"][0]["chain"][0]["source"] = name
    first, second = (ask(keeper, "POST", PATH, json={"claims": [tank] * 3}, headers=headers) for _ in range(2))
    assert (second.status_code, second.content) == (200, first.content)
    assert len(ask(keeper, "GET", PATH, params={"source": name}).json()["assessments"]) == 3


def test_a_key_that_was_used_for_another_request_is_refused(keeper: FastAPI, tank: dict[str, Any]) -> None:
    headers = {"idempotency-key": str(uuid.uuid4())}
    ask(keeper, "POST", PATH, json={"claim": tank}, headers=headers)
    other = ask(keeper, "POST", PATH, json={"claim": {**tank, "id": "other"}}, headers=headers)
    assert_problem(other, 422, "idempotency_key_reused")


def test_a_request_that_was_refused_may_be_mended_under_the_same_key(keeper: FastAPI, tank: dict[str, Any]) -> None:
    headers = {"idempotency-key": str(uuid.uuid4())}
    assert ask(keeper, "POST", PATH, json={"claim": {"attributions": []}}, headers=headers).status_code == 422
    assert ask(keeper, "POST", PATH, json={"claim": tank}, headers=headers).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "two words", "é", "x" * 201])
def test_a_key_that_is_none_is_refused(service: FastAPI, tank: dict[str, Any], key: str) -> None:
    headers = {"idempotency-key": key.encode()}
    errors = assert_problem(ask(service, "POST", PATH, json={"claim": tank}, headers=headers), 422, "invalid_request")  # type: ignore[arg-type]
    assert errors[0]["code"] == "wrong_header"
