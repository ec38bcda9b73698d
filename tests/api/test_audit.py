"""Is the audit told page by page to whoever may see it, and does it say whether it was touched?"""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from tests.api.asking import ask, assert_problem
from tests.services import service_of

from sayso.api.auditing import PATH
from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.upgrading import upgrade
from sayso.wire.audit import AuditPage, AuditVerdict


def keep(app: FastAPI, tank: dict[str, Any], **headers: str) -> str:
    response = ask(app, "POST", "/v1/assessments", json={"claim": tank}, headers=headers)
    assert response.status_code == 201
    return str(response.json()["id"])


def test_what_happens_to_an_assessment_is_found_by_it(keeper: FastAPI, tank: dict[str, Any]) -> None:
    id_ = keep(keeper, tank)
    one = f"/v1/assessments/{id_}"
    review = {"json": {"verdict": "agree"}, "headers": {"if-match": '"r0"'}}
    assert ask(keeper, "POST", f"{one}/reviews", **review).status_code == 201
    assert ask(keeper, "POST", f"{one}/reviews", **review).status_code == 412
    fixed = ask(keeper, "POST", f"{one}/corrections", json={"claim": tank}, headers={"if-match": '"r1"'})
    for reading in ("", "/replay", "/what-if"):
        ask(keeper, "POST" if reading else "GET", one + reading, **({"json": {}} if reading == "/what-if" else {}))
    page = AuditPage.model_validate_json(ask(keeper, "GET", f"{PATH}?subject=assessment:{id_}").content)
    assert [entry.operation for entry in page.entries] == ["correctAssessment", "reviewAssessment", "keepAssessments"]
    assert page.entries[0].subjects == [f"assessment:{fixed.json()['id']}", f"assessment:{id_}"]
    assert {entry.actor for entry in page.entries} == {"local"}


def test_a_batch_is_one_entry_and_one_that_keeps_nothing_is_none(keeper: FastAPI, tank: dict[str, Any]) -> None:
    before = ask(keeper, "GET", f"{PATH}/verify").json()["entries"]
    wrong = {"attributions": []}
    ask(keeper, "POST", "/v1/assessments", json={"claims": [tank, wrong, tank]})
    ask(keeper, "POST", "/v1/assessments", json={"claims": [wrong]})
    newest = ask(keeper, "GET", f"{PATH}?limit=1").json()["entries"][0]
    assert (newest["position"], len(newest["subjects"])) == (before + 1, 2)


def test_who_asks_twice_under_one_key_leaves_one_entry(keeper: FastAPI, tank: dict[str, Any]) -> None:
    headers = {"idempotency-key": "audit-once"}
    assert keep(keeper, tank, **headers) == (id_ := keep(keeper, tank, **headers))
    assert len(ask(keeper, "GET", f"{PATH}?subject=assessment:{id_}").json()["entries"]) == 1


def test_pages_lead_to_each_other_until_all_is_told_once(keeper: FastAPI, tank: dict[str, Any]) -> None:
    for _ in range(5):
        keep(keeper, tank)
    path, told = f"{PATH}?limit=2&operation=keepAssessments&actor=local&since=2020-01-01", []
    for _ in range(3):
        response = ask(keeper, "GET", path)
        told += [entry["position"] for entry in response.json()["entries"]]
        path, _, relation = response.headers["link"].removeprefix("<").partition(">")
        assert relation == '; rel="next"'
        assert "since=2020-01-01" in path
        assert "actor=local" in path
    assert len(told) == 6
    assert told == sorted(set(told), reverse=True)
    nothing = ask(keeper, "GET", f"{PATH}?since=9999-01-01")
    assert (nothing.json(), nothing.headers.get("link")) == ({"entries": []}, None)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=201", "limit=x", "cursor=0", "cursor=-1", "cursor=x", "cursor=99999999999999999999",
        "since=soon", "since=", "actor=", "actor=%00", f"subject={'x' * 501}", "who=me", "operation=",
    ],
)  # fmt: skip
def test_a_query_that_asks_for_nothing_that_exists_is_refused(keeper: FastAPI, query: str) -> None:
    response = ask(keeper, "GET", f"{PATH}?{query}")
    assert response.status_code == 422, response.text
    assert_problem(response, 422, "invalid_request")


def test_the_audit_hangs_together_and_its_head_can_be_asked_for_again(keeper: FastAPI, tank: dict[str, Any]) -> None:
    keep(keeper, tank)
    verdict = AuditVerdict.model_validate_json(ask(keeper, "GET", f"{PATH}/verify").content)
    assert (verdict.ok, verdict.broken) == (True, None)
    keep(keeper, tank)
    mark = f"position={verdict.head.position}&hash={verdict.head.hash}"
    assert ask(keeper, "GET", f"{PATH}/verify?{mark}").json()["ok"]
    wrong = ask(keeper, "GET", f"{PATH}/verify?position={verdict.head.position}&hash=sha256:{'0' * 64}").json()
    assert (wrong["ok"], wrong["broken"]["position"], wrong["broken"]["code"]) == (
        False, verdict.head.position, "not_as_expected",
    )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["position=1", f"hash=sha256:{'0' * 64}", "position=0&hash=x", "position=1&hash=sha256:0", "position=x", "all=1"],
)
def test_half_a_head_or_none_is_refused(keeper: FastAPI, query: str) -> None:
    assert_problem(ask(keeper, "GET", f"{PATH}/verify?{query}"), 422, "invalid_request")


def test_what_was_forged_is_named(storage: dict[str, Any], tank: dict[str, Any]) -> None:
    engine = engine_of(Settings(**storage))
    upgrade(engine)
    app = service_of(Settings(**storage))
    for _ in range(3):
        keep(app, tank)
    with engine.begin() as connection:
        on = " ON audit" if engine.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER audit_no_{'change' if on else 'update'}{on}"))
        connection.execute(text("UPDATE audit SET actor = 'nobody' WHERE position = 2"))
    verdict = ask(app, "GET", f"{PATH}/verify").json()
    assert (verdict["ok"], verdict["entries"], verdict["head"]["position"]) == (False, 1, 1)
    assert verdict["broken"]["message"] == "entry 2 was altered: what it says does not have its hash"
    keep(app, tank)  # what is wrong with the past keeps nobody from working
    app.state.storage.close()
    engine.dispose()
