"""What do people make of a kept assessment: reviews and corrections, each only by who has seen its last state?"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.api.asking import LOOPBACK, ask, assert_problem

from sayso.wire.assessments import Kept

PATH = "/v1/assessments"
NOTE = "The desk spoke to the analyst who wrote the report."
OVERRIDE: dict[str, Any] = {
    "verdict": "override",
    "axis": "source_reliability",
    "band": "B",
    "reason": "source_known_better",
    "note": NOTE,
}


@pytest.fixture
def kept(keeper: FastAPI, tank: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = ask(keeper, "POST", PATH, json={"claim": tank, "rubric": "newsroom"}).json()
    return made


def post(app: FastAPI, kept: dict[str, Any], what: str, body: Any, tag: str | None = '"r0"', **more: str) -> Any:
    headers = more | ({} if tag is None else {"if-match": tag})
    return ask(app, "POST", f"{PATH}/{kept['id']}/{what}", json=body, headers=headers)


def test_an_override_stands_beside_the_computed_grade(keeper: FastAPI, kept: dict[str, Any]) -> None:
    response = post(keeper, kept, "reviews", OVERRIDE)
    assert (response.status_code, response.headers["etag"]) == (201, '"r1"')
    told = Kept.model_validate_json(response.content)
    computed = kept["grade"]["computed"]
    assert (told.review, told.grade.computed, told.grade.human) == ("overridden", computed, "B" + computed[1:])
    assert response.json()["result"] == kept["result"]
    (review,) = told.reviews
    assert (review.revision, review.by, review.note, review.grade) == (1, "local", NOTE, told.grade.human)
    found = ask(keeper, "GET", f"{PATH}/{kept['id']}")
    assert (found.content, found.headers["etag"]) == (response.content, '"r1"')


def test_overrides_of_several_axes_add_up_until_somebody_agrees(keeper: FastAPI, kept: dict[str, Any]) -> None:
    steps = [
        (OVERRIDE, "overridden", "B" + kept["grade"]["computed"][1:]),
        (OVERRIDE | {"axis": "information_credibility", "band": "6"}, "overridden", "B6"),
        (OVERRIDE | {"band": "F"}, "overridden", "F6"),
        ({"verdict": "agree"}, "agreed", kept["grade"]["computed"]),
        (
            OVERRIDE | {"axis": "information_credibility", "band": "1"},
            "overridden",
            kept["grade"]["computed"][:1] + "1",
        ),
        ({"verdict": "abstain", "note": "not my field"}, "abstained", None),
        (OVERRIDE, "overridden", "B" + kept["grade"]["computed"][1:]),
    ]
    for revision, (body, state, grade) in enumerate(steps):
        told = post(keeper, kept, "reviews", body, f'"r{revision}"').json()
        assert (told["review"], told["grade"]["human"]) == (state, grade), body
    assert [review["revision"] for review in told["reviews"]] == [1, 2, 3, 4, 5, 6, 7]


def test_of_two_reviewers_who_have_seen_the_same_one_comes_first(keeper: FastAPI, kept: dict[str, Any]) -> None:
    async def both() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=keeper), base_url=LOOPBACK) as client:
            address, headers = f"{PATH}/{kept['id']}/reviews", {"if-match": '"r0"'}
            asked = (client.post(address, json={"verdict": "agree"}, headers=headers) for _ in range(8))
            return [response.status_code for response in await asyncio.gather(*asked)]

    assert sorted(asyncio.run(both())) == [201] + [412] * 7
    assert len(ask(keeper, "GET", f"{PATH}/{kept['id']}").json()["reviews"]) == 1


@pytest.mark.parametrize("what", ["reviews", "corrections"])
@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [
        (None, 428, "precondition_required"),
        ("", 428, "precondition_required"),
        ('"r1"', 412, "changed"),
        ('"x"', 412, "changed"),
        ('W/"r0"', 412, "changed"),
        ('"r1", "r2"', 412, "changed"),
        ("r0", 422, "invalid_request"),
        ('"r0', 422, "invalid_request"),
        ('"r0",', 422, "invalid_request"),
        ("*, *", 422, "invalid_request"),
    ],
)
def test_only_who_has_seen_the_last_state_may_change_it(
    keeper: FastAPI, kept: dict[str, Any], tank: dict[str, Any], what: str, tag: str | None, status: int, code: str
) -> None:
    body = {"verdict": "agree"} if what == "reviews" else {"claim": tank}
    assert_problem(post(keeper, kept, what, body, tag), status, code)
    assert ask(keeper, "GET", f"{PATH}/{kept['id']}").json() == kept


@pytest.mark.parametrize("tag", ["*", '"r7", "r0"', '"r0"'])
def test_any_state_or_one_of_several_will_do_where_the_asker_says_so(
    keeper: FastAPI, kept: dict[str, Any], tag: str
) -> None:
    assert post(keeper, kept, "reviews", {"verdict": "agree"}, tag).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/verdict"}),
        ([], {""}),
        ({"verdict": "perhaps"}, {"/verdict"}),
        ({"verdict": "agree", "zzz": 1}, {"/zzz"}),
        ({"verdict": "agree", "axis": "source_reliability", "band": "B"}, {"/axis", "/band"}),
        ({"verdict": "abstain", "band": "F"}, {"/band"}),
        ({"verdict": "override"}, {"/axis", "/band", "/reason", "/note"}),
        (OVERRIDE | {"note": "too short"}, {"/note"}),
        (OVERRIDE | {"note": " " * 40}, {"/note"}),
        (OVERRIDE | {"note": "the NUL \0 of a note"}, {"/note"}),
        (OVERRIDE | {"note": "x" * 2001}, {"/note"}),
        (OVERRIDE | {"note": 7}, {"/note"}),
        (OVERRIDE | {"axis": "source_reliabilty"}, {"/axis"}),
        (OVERRIDE | {"band": "Z"}, {"/band"}),
        (OVERRIDE | {"band": "1"}, {"/band"}),
        (OVERRIDE | {"reason": "because"}, {"/reason"}),
    ],
)
def test_a_review_that_is_none_is_refused_with_everything_wrong(
    keeper: FastAPI, kept: dict[str, Any], body: Any, pointers: set[str]
) -> None:
    errors = assert_problem(post(keeper, kept, "reviews", body), 422, "invalid_request")
    assert {error["pointer"] for error in errors} == pointers
    assert ask(keeper, "GET", f"{PATH}/{kept['id']}").json() == kept


def test_a_review_that_is_sent_twice_under_one_key_is_written_once(keeper: FastAPI, kept: dict[str, Any]) -> None:
    key = str(uuid.uuid4())
    first, second = (post(keeper, kept, "reviews", OVERRIDE, **{"idempotency-key": key}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert (second.content, second.headers["etag"]) == (first.content, '"r1"')


def test_one_key_for_two_assessments_is_refused(keeper: FastAPI, kept: dict[str, Any], tank: dict[str, Any]) -> None:
    key = {"idempotency-key": str(uuid.uuid4())}
    other = ask(keeper, "POST", PATH, json={"claim": tank}).json()
    assert post(keeper, kept, "reviews", {"verdict": "agree"}, **key).status_code == 201
    assert_problem(post(keeper, other, "reviews", {"verdict": "agree"}, **key), 422, "idempotency_key_reused")


# Corrections


def test_a_correction_is_a_new_assessment_and_each_names_the_other(
    keeper: FastAPI, kept: dict[str, Any], tank: dict[str, Any]
) -> None:
    tank["attributions"][0]["chain"][2]["access"] = "direct"
    response = post(keeper, kept, "corrections", {"claim": tank})
    assert (response.status_code, response.headers["etag"]) == (201, '"r0"')
    fresh = Kept.model_validate_json(response.content)
    assert fresh.replaces == kept["id"]
    assert response.headers["location"] == f"{PATH}/{fresh.id}"
    old = ask(keeper, "GET", f"{PATH}/{kept['id']}")
    assert (old.json()["replaced_by"], old.headers["etag"]) == (fresh.id, '"r1"')
    assert old.json()["result"] == kept["result"]
    assert fresh.result.rubric.model_dump() == kept["result"]["rubric"]


def test_what_was_replaced_is_not_replaced_again(keeper: FastAPI, kept: dict[str, Any], tank: dict[str, Any]) -> None:
    assert post(keeper, kept, "corrections", {"claim": tank}).status_code == 201
    assert_problem(post(keeper, kept, "corrections", {"claim": tank}, "*"), 409, "already_replaced")


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "invalid_request", "/claim"),
        ({"claim": {"attributions": []}}, "invalid_claim", "/claim/attributions"),
        ({"claim": "x"}, "invalid_claim", "/claim"),
        ({"claim": {}, "rubric": "newsroom"}, "invalid_request", "/rubric"),
    ],
)
def test_a_correction_that_cannot_be_graded_changes_nothing(
    keeper: FastAPI, kept: dict[str, Any], body: Any, code: str, pointer: str
) -> None:
    errors = assert_problem(post(keeper, kept, "corrections", body), 422, code)
    assert pointer in {error["pointer"] for error in errors}
    assert ask(keeper, "GET", f"{PATH}/{kept['id']}").json() == kept
