"""Does POST /v1/score/batch answer every claim of a JSON body, in order, the bad ones with their problem?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.api.items import TOGETHER
from sayso.settings import Settings
from sayso.wire.batch import BatchAnswer

PATH = "/v1/score/batch"
JSON = {"content-type": "application/json"}


def batch(service: FastAPI, **body: Any) -> list[dict[str, Any]]:
    response = ask(service, "POST", PATH, json=body)
    assert response.status_code == 200, response.text
    BatchAnswer.model_validate_json(response.content)
    assert list(response.json()) == ["results"]
    results: list[dict[str, Any]] = response.json()["results"]
    return results


def refusal(service: FastAPI, body: Any, code: str = "invalid_request") -> dict[str | None, dict[str, Any]]:
    found = assert_problem(ask(service, "POST", PATH, json=body), 422, code)
    return {error["pointer"]: error for error in found}


def test_each_result_has_the_very_bytes_of_a_claim_asked_alone(service: FastAPI, tank: dict[str, Any]) -> None:
    claims = [tank, {**tank, "id": 'x","grade":"A1","overall":{', "text": '"grade":"A1"'}]
    for options in ({}, {"rubric": "nato-admiralty", "as_of": "2024-01-01", "strict": True, "include": ["all"]}):
        alone = [ask(service, "POST", "/v1/score", json={"claim": claim, **options}).content for claim in claims]
        together = ask(service, "POST", PATH, json={"claims": claims, **options}).content
        items = b",".join(b'{"index":%d,"result":%b}' % (index, each) for index, each in enumerate(alone))
        assert together == b'{"results":[' + items + b"]}"


def test_a_bad_claim_is_one_problem_and_the_others_are_graded(service: FastAPI, tank: dict[str, Any]) -> None:
    wrong: dict[str, Any] = {"text": 7, "attributions": [{"chain": [{"relation": "quoting"}]}]}
    results = batch(service, claims=[tank, wrong, None, tank, [], "words"])
    assert [result["index"] for result in results] == [0, 1, 2, 3, 4, 5]
    assert ["result" in result for result in results] == [True, False, False, True, False, False]
    problem = results[1]["problem"]
    assert list(problem) == ["code", "detail", "errors"]
    assert problem["code"] == "invalid_claim"
    assert {error["pointer"] for error in problem["errors"]} == {
        "/claims/1/text", "/claims/1/attributions/0/chain/0/relation",
    }  # fmt: skip
    assert all(result["problem"]["errors"][0]["pointer"].startswith(f"/claims/{at}") for at, result in
               enumerate(results) if "problem" in result)  # fmt: skip


def test_a_claim_has_the_same_errors_as_alone(service: FastAPI, tank: dict[str, Any]) -> None:
    tank["specifics"] = "what"
    tank["attributions"].append({"chain": []})
    alone = ask(service, "POST", "/v1/score", json={"claim": tank}).json()
    (result,) = batch(service, claims=[tank])
    told = [{**error, "pointer": error["pointer"].replace("/claim/", "/claims/0/")} for error in alone["errors"]]
    assert result["problem"] == {"code": alone["code"], "detail": alone["detail"], "errors": told}


def test_a_disputed_fact_that_a_claim_lacks_is_that_claims_problem(service: FastAPI, tank: dict[str, Any]) -> None:
    short = {"attributions": [{"chain": [{"source": "Daily Ledger", "kind": "eyewitness"}]}]}
    pointer = "/attributions/0/chain/2/access"
    first, second = batch(service, claims=[tank, short], include=["flip"], disputed=[pointer])
    assert "result" in first
    assert [error["pointer"] for error in second["problem"]["errors"]] == ["/disputed/0"]


def test_no_claims_are_no_results(service: FastAPI) -> None:
    assert batch(service, claims=[]) == []


def test_a_thousand_claims_are_taken_and_one_more_is_not(service: FastAPI) -> None:
    claim = {"attributions": [{"chain": [{"source": "Daily Ledger", "kind": "eyewitness"}]}]}
    results = batch(service, claims=[claim] * 1000)
    assert [result["index"] for result in results] == list(range(1000))
    errors = refusal(service, {"claims": [claim] * 1001, "rubric": "newsrom"})
    assert "1001" in errors["/claims"]["message"]
    assert "x-ndjson" in errors["/claims"]["hint"]
    assert errors["/rubric"]["code"] == "unknown_rubric"


def test_the_most_claims_are_a_setting(tank: dict[str, Any]) -> None:
    small = service_of(Settings(max_claims=2))
    assert len(batch(small, claims=[tank, tank])) == 2
    assert list(refusal(small, {"claims": [tank] * 3})) == ["/claims"]
    document = ask(small, "GET", "/openapi.json").json()
    assert document["components"]["schemas"]["BatchRequest"]["properties"]["claims"]["maxItems"] == 2


def test_everything_wrong_with_the_request_is_told_at_once(service: FastAPI) -> None:
    body = {"claims": {}, "rubric": "newsrom", "include": ["rise"], "as_of": "soon", "strict": 1, "claim": {}}
    errors = refusal(service, body)
    assert set(errors) == {"/claims", "/rubric", "/include/0", "/as_of", "/strict", "/claim"}
    assert 'did you mean "claims"?' in errors["/claim"]["hint"]


@pytest.mark.parametrize("body", [[], "x", 7, False])
def test_a_body_that_is_no_object_is_refused(service: FastAPI, body: Any) -> None:
    assert list(refusal(service, body)) == [""]


def test_claims_must_be_there_and_rubrics_are_one(service: FastAPI, tank: dict[str, Any]) -> None:
    assert refusal(service, {})["/claims"]["code"] == "missing_key"
    several = refusal(service, {"claims": [tank], "rubric": ["newsroom", "nato-admiralty"]})
    assert several["/rubric"]["message"] == "rubric must be text"
    assert list(refusal(service, {"claims": [tank], "rubric": "newsrom"}, "unknown_rubric")) == ["/rubric"]


def test_options_in_the_query_of_a_json_body_are_not_passed_over(service: FastAPI, tank: dict[str, Any]) -> None:
    response = ask(service, "POST", f"{PATH}?rubric=nato-admiralty", json={"claims": [tank]})
    assert assert_problem(response, 422, "invalid_request")[0]["code"] == "wrong_parameter"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"claims": [{]}', "malformed_body"),
        (b'{"claims": [], "claims": []}', "malformed_body"),
        (b'{"claims": ' + b"[" * 40 + b"]" * 40 + b"}", "body_too_deep"),
    ],
)
def test_a_body_that_cannot_be_read_is_400(service: FastAPI, content: bytes, code: str) -> None:
    assert_problem(ask(service, "POST", PATH, content=content, headers=JSON), 400, code)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content-type": "text/plain"}, "unsupported_media_type"),
        ({**JSON, "content-encoding": "gzip"}, "unsupported_encoding"),
        ({"content-type": "application/x-ndjson", "content-encoding": "gzip"}, "unsupported_encoding"),
        ({"content-type": "application/x-ndjson; charset=latin-1"}, "unsupported_media_type"),
    ],
)
def test_another_kind_of_body_is_415(service: FastAPI, headers: dict[str, str], code: str) -> None:
    assert_problem(ask(service, "POST", PATH, content=b"{}", headers=headers), 415, code)


def test_a_body_that_is_too_large_is_413_and_a_stream_of_that_size_is_not(service: FastAPI) -> None:
    body = json.dumps({"attributions": []}).encode() + b" " * 2000 + b"\n"
    assert_problem(ask(service, "POST", PATH, content=body * 1100, headers=JSON), 413, "body_too_large")
    headers = {"content-type": "application/x-ndjson"}
    assert ask(service, "POST", PATH, content=body * 1100, headers=headers).content.count(b"\n") == 1100


def test_odd_claims_among_many_plain_ones_are_answered_as_if_each_were_asked_alone(
    service: FastAPI, tank: dict[str, Any]
) -> None:
    odd: list[Any] = [{**tank, "id": None}, {**tank, "content": "unknown"}, {"attributions": []}, 7, {**tank, "x": 1}]
    claims: list[Any] = [{**tank, "id": f"claim-{number}"} for number in range(3 * TOGETHER)]
    for at, claim in zip((0, 5, TOGETHER - 1, TOGETHER, 3 * TOGETHER - 1), odd, strict=True):
        claims[at] = claim
    for index, (claim, item) in enumerate(zip(claims, batch(service, claims=claims), strict=True)):
        alone = ask(service, "POST", "/v1/score", json={"claim": claim})
        assert item["index"] == index
        if alone.status_code == 200:
            assert item["result"] == alone.json()
        else:
            there = [error["pointer"].replace("/claim", f"/claims/{index}", 1) for error in alone.json()["errors"]]
            assert [error["pointer"] for error in item["problem"]["errors"]] == there


@pytest.mark.parametrize("last", [b'{"a": 1, "a": 2}', b'{"a": "\\ud800"}', b"{]}", b'{"a": ' * 40 + b"1" + b"}" * 40])
def test_what_is_wrong_with_the_body_as_a_whole_is_told_however_many_claims_came_before(
    tank: dict[str, Any], last: bytes
) -> None:
    fresh = service_of(Settings())
    claims = [json.dumps(tank).encode()] * (2 * TOGETHER)
    sent = b'{"claims": [' + b",".join([*claims, last]) + b"]}"
    response = ask(fresh, "POST", PATH, content=sent, headers=JSON)
    assert response.status_code in (400, 422)
    assert "sayso_assessments_total{" not in ask(fresh, "GET", "/metrics").text, "nothing was answered"


def test_a_long_answer_says_how_long_it_is_and_an_empty_one_too(service: FastAPI, tank: dict[str, Any]) -> None:
    for claims in ([], [tank], [tank] * 50):
        response = ask(service, "POST", PATH, json={"claims": claims})
        assert int(response.headers["content-length"]) == len(response.content)
        assert len(response.json()["results"]) == len(claims)
