"""Does POST /v1/score tell everything that is wrong with a whole request, and stay open to others while it works?"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response
from tests.api.asking import LOOPBACK, ask, assert_problem
from tests.services import service_of

from sayso.errors import Bug
from sayso.settings import Settings
from sayso.wire.answer import Assessment, Comparison

JSON = {"content-type": "application/json"}


def found(service: FastAPI, body: Any) -> tuple[str, dict[str, str]]:
    """The code of a refusal, and each place that it names with its code."""
    response = ask(service, "POST", "/v1/score", json=body)
    errors = assert_problem(response, 422, response.json()["code"])
    places = {error["pointer"]: error["code"] for error in errors}
    assert len(places) == len(errors)
    return response.json()["code"], places


def test_whatever_is_wrong_in_any_part_is_told_in_one_answer(service: FastAPI, tank: dict[str, Any]) -> None:
    bad = {**tank, "specifics": ["why"]}
    wrong = {"claim": bad, "rubric": ["newsroom", "newsrom"], "as_of": "soon", "disputed": ["/nowhere"]}
    in_every_part = {"/claim/specifics/0": "unknown_value", "/rubric/1": "unknown_rubric", "/as_of": "wrong_type"}
    assert found(service, wrong)[1] == in_every_part
    assert found(service, {**wrong, "strict": 7, "zzz": 1})[1] == in_every_part | {
        "/strict": "wrong_type",
        "/zzz": "unknown_key",
    }
    assert found(service, {**wrong, "claim": tank})[1] == {
        "/disputed/0": "dangling",
        "/rubric/1": "unknown_rubric",
        "/as_of": "wrong_type",
    }


@pytest.mark.parametrize(
    ("part", "code"),
    [({"rubric": "x"}, "unknown_rubric"), ({"as_of": "x"}, "invalid_request"), ({"disputed": ["x"]}, "invalid_request"),
     ({"include": ["x"]}, "invalid_request")],
)  # fmt: skip
def test_the_code_names_what_is_wrong_where_one_thing_is(
    service: FastAPI, tank: dict[str, Any], part: dict[str, Any], code: str
) -> None:
    assert found(service, {"claim": tank, **part})[0] == code
    assert found(service, {"claim": {}})[0] == "invalid_claim"


def test_a_misspelt_key_is_refused_beside_what_else_is_wrong(service: FastAPI, tank: dict[str, Any]) -> None:
    tank["attributions"][0]["chain"][1]["sorce"] = tank["attributions"][0]["chain"][1].pop("source")
    tank["attributions"][0]["chain"][2]["plural"] = "no"
    assert found(service, {"claim": tank})[1] == {
        "/claim/attributions/0/chain/1/sorce": "unknown_key",
        "/claim/attributions/0/chain/2/plural": "wrong_type",
    }


def test_rubrics_may_be_asked_for_twice_and_up_to_sixteen_times(service: FastAPI, tank: dict[str, Any]) -> None:
    response = ask(service, "POST", "/v1/score", json={"claim": tank, "rubric": ["newsroom"] * 16})
    assert len({json.dumps(result) for result in response.json()["results"]}) == 1
    assert len(Comparison.model_validate_json(response.content).results) == 16
    assert found(service, {"claim": tank, "rubric": ["newsroom"] * 17})[1] == {"/rubric": "wrong_value"}


def test_one_rubric_in_a_list_is_a_comparison_of_one(service: FastAPI, tank: dict[str, Any]) -> None:
    response = ask(service, "POST", "/v1/score", json={"claim": tank, "rubric": ["newsroom"]})
    assert [result["rubric"]["id"] for result in response.json()["results"]] == ["newsroom"]


def test_all_fills_every_costlier_part(service: FastAPI, tank: dict[str, Any]) -> None:
    answer = ask(service, "POST", "/v1/score", json={"claim": tank, "include": ["all"]}).json()
    three = ask(service, "POST", "/v1/score", json={"claim": tank, "include": ["flip", "questions", "raise"]}).json()
    assert answer == three
    assert None not in (answer["raise"], answer["questions"], answer["flip"])


def test_a_day_is_given_back_and_counts_the_age(service: FastAPI, tank: dict[str, Any]) -> None:
    tank["attributions"][0]["chain"][2]["observed_at"] = "2023-11-01"
    answer = ask(service, "POST", "/v1/score", json={"claim": tank, "as_of": "2023-11-16"}).json()
    assert (answer["as_of"], answer["derived"]["age_days"]) == ("2023-11-16", 15)


def test_a_body_in_chunks_is_read_as_one(service: FastAPI, tank: dict[str, Any]) -> None:
    body = json.dumps({"claim": tank}).encode()

    async def pieces():  # type: ignore[no-untyped-def]
        for at in range(0, len(body), 7):
            yield body[at : at + 7]

    whole = ask(service, "POST", "/v1/score", content=body, headers=JSON)
    assert ask(service, "POST", "/v1/score", content=pieces(), headers=JSON).content == whole.content


def test_head_is_refused_without_a_body_and_an_unknown_address_has_no_options(service: FastAPI) -> None:
    head = ask(service, "HEAD", "/v1/score")
    assert (head.status_code, head.content, head.headers["allow"]) == (405, b"", "OPTIONS, POST")
    assert_problem(ask(service, "OPTIONS", "/v1/nowhere"), 404, "not_found")
    assert ask(service, "OPTIONS", "/v1/rubrics/newsroom").headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_fault_inside_tells_nothing_and_the_next_claim_is_scored(tank: dict[str, Any]) -> None:
    service = service_of(Settings())

    async def fails(_: Request) -> Response:
        raise Bug(f"never happens: {tank['text']}")

    service.router.add_route("/v1/fails", fails)
    response = ask(service, "GET", "/v1/fails", headers={"x-request-id": "r-1"})
    assert assert_problem(response, 500, "internal_error") == []
    assert response.headers["x-request-id"] == "r-1"
    for hidden in ("explosives", "Bug", "Traceback", ".py", "never"):
        assert hidden not in response.text
    assert ask(service, "POST", "/v1/score", json={"claim": tank}).status_code == 200


def test_every_answer_carries_a_request_id_of_its_own(service: FastAPI, tank: dict[str, Any]) -> None:
    ids = [ask(service, "POST", "/v1/score", json=body).headers["x-request-id"] for body in ({"claim": tank}, {}, 7)]
    assert len(set(ids)) == 3


def test_what_takes_longer_does_not_hold_up_the_others(service: FastAPI, tank: dict[str, Any]) -> None:
    ended: list[str] = []
    costly = {"claim": tank, "rubric": ["newsroom"] * 16, "include": ["all"]}

    async def both() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=service), base_url=LOOPBACK) as client:

            async def asked(name: str, method: str, path: str, body: Any = None) -> None:
                assert (await client.request(method, path, json=body)).status_code == 200
                ended.append(name)

            await asyncio.gather(asked("costly", "POST", "/v1/score", costly), asked("quick", "GET", "/livez"))

    asyncio.run(both())
    assert ended == ["quick", "costly"]


def test_limits_are_settings_and_stand_in_the_document(tank: dict[str, Any]) -> None:
    service = service_of(Settings(max_links=2, max_attributions=1, max_text=10, max_json_depth=8, max_body_bytes=4096))
    assert found(service, {"claim": tank})[1] == {
        "/claim/attributions/0/chain": "too_long",
        "/claim/text": "too_long",
    }
    deep = ask(service, "POST", "/v1/score", content=b"[" * 9 + b"]" * 9, headers=JSON)
    assert_problem(deep, 400, "body_too_deep")
    large = ask(service, "POST", "/v1/score", content=b" " * 4097, headers=JSON)
    assert "4 KiB" in assert_problem(large, 413, "body_too_large")[0]["message"]


WORDS = st.sampled_from(
    ["claim", "rubric", "attributions", "chain", "source", "kind", "hearsay", "newsroom", "all", "", "\x00", "\u00e9"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=150)
@given(ANYTHING)
def test_whatever_json_is_sent_is_answered_and_never_a_fault(service: FastAPI, body: Any) -> None:
    for sent in (body, {"claim": body}, {"claim": {"attributions": [{"chain": [body]}]}}):
        response = ask(service, "POST", "/v1/score", content=json.dumps(sent), headers=JSON)
        if response.status_code == 200:
            Assessment.model_validate_json(response.content)
        else:
            assert response.status_code in (400, 422), response.text
            assert response.json()["errors"]
