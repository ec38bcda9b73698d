"""Does POST /v1/rubrics/test answer what a check answers, and what the tests reach as well?"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from tests.api.asking import ask, assert_problem
from tests.usecases.small import rubric

from sayso.wire.rubrics import RubricTrial

PATH = "/v1/rubrics/test"
YAML = {"content-type": "application/yaml"}
UNREACHED = """\
      - {id: by_role, when: {root: {identification: [role_and_access, role]}}, points: 20, because: a role}
    else:"""


def tried(service: FastAPI, text: str) -> dict[str, Any]:
    response = ask(service, "POST", PATH, content=text.encode(), headers=YAML)
    assert response.status_code == 200, response.text
    RubricTrial.model_validate_json(response.content)
    found: dict[str, Any] = response.json()
    return found


def test_tests_that_reach_everything_say_so(service: FastAPI) -> None:
    found = tried(service, rubric())
    assert list(found) == ["ok", "digest", "problems", "tests", "coverage"]
    assert found["ok"] is True
    assert [(test["name"], test["ok"]) for test in found["tests"]] == [("named", True), ("not named", True)]
    assert found["coverage"] == {"reached": ["named.by_name", "named.nobody"], "missed": []}


def test_a_level_that_no_test_ends_at_is_missed_and_warned_of(service: FastAPI) -> None:
    found = tried(service, rubric().replace("    else:", UNREACHED, 1))
    assert found["coverage"] == {"reached": ["named.by_name", "named.nobody"], "missed": ["named.by_role"]}
    assert [p["severity"] for p in found["problems"] if p["code"] == "unreached"] == ["warning"]


def test_a_gate_is_reached_where_it_holds(service: FastAPI) -> None:
    gates = """gates:
  - {id: seen, when: {any_attribution: {root: {kind: eyewitness}}}, note: true, because: seen, reference: AP}
  - {id: leak, when: {any_attribution: {root: {kind: leak}}}, note: true, because: leaked, reference: AP}
"""
    found = tried(service, rubric() + gates)
    assert found["coverage"]["reached"][-1] == "gate.seen"
    assert found["coverage"]["missed"] == ["gate.leak"]


def test_a_test_that_fails_is_told_and_still_reaches(service: FastAPI) -> None:
    found = tried(service, rubric().replace("score: 100", "score: 99"))
    assert (found["ok"], found["digest"]) == (False, None)
    assert "expected 99" in found["tests"][0]["message"]
    assert found["coverage"]["missed"] == []


def test_where_no_test_could_run_there_is_no_coverage(service: FastAPI) -> None:
    found = tried(service, rubric().replace("points: 100", 'points: "100"'))
    assert (found["ok"], found["tests"], found["coverage"]) == (False, [], None)
    assert found["problems"][0]["line"]


def test_all_else_is_what_a_check_answers(service: FastAPI) -> None:
    text = rubric().replace("    else:", UNREACHED, 1)
    checked = ask(service, "POST", "/v1/rubrics/check", content=text.encode(), headers=YAML).json()
    found = tried(service, text)
    assert {key: value for key, value in found.items() if key != "coverage"} == checked


def test_it_refuses_what_a_check_refuses(service: FastAPI) -> None:
    large = ask(service, "POST", PATH, content=b"#" * (256 * 1024 + 1), headers=YAML)
    assert_problem(large, 413, "body_too_large")
    assert_problem(ask(service, "POST", PATH, json={}), 415, "unsupported_media_type")
    assert_problem(ask(service, "PUT", PATH, content=b"", headers=YAML), 405, "method_not_allowed")
