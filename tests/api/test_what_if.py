"""What if the facts were others, and does what is kept still replay to the byte?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from tests.api.asking import ask, assert_problem
from tests.services import service_of
from tests.usecases.small import folder, rubric

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.upgrading import upgrade
from sayso.usecases.what_if import merged
from sayso.wire.assessments import Replay, WhatIf

PATH = "/v1/assessments"


def test_other_facts_give_another_grade_and_nothing_is_kept(keeper: FastAPI, tank: dict[str, Any]) -> None:
    kept = ask(keeper, "POST", PATH, json={"claim": tank}).json()
    chain = [*tank["attributions"][0]["chain"][:2], {"source": "Ana Ruiz", "kind": "eyewitness", "access": "direct"}]
    patch = {"attributions": [{"chain": chain}], "hedges": None}
    response = ask(keeper, "POST", f"{PATH}/{kept['id']}/what-if", json=patch)
    told = WhatIf.model_validate_json(response.content)
    assert response.json()["before"] == kept["result"]
    scored = ask(keeper, "POST", "/v1/score", json={"claim": merged(tank, patch)}).json()
    assert response.json()["after"] == scored
    difference = told.difference
    assert difference.grade is not None
    assert (difference.grade.before, difference.grade.after) == (kept["grade"]["computed"], scored["grade"])
    assert difference.axes["source_reliability"].after["exact"] == scored["axes"]["source_reliability"]["exact"]
    assert difference.losses
    assert ask(keeper, "GET", f"{PATH}/{kept['id']}").json() == kept


def test_the_same_facts_make_no_difference(keeper: FastAPI, tank: dict[str, Any]) -> None:
    kept = ask(keeper, "POST", PATH, json={"claim": tank}).json()
    headers = {"content-type": "application/merge-patch+json"}
    told = ask(keeper, "POST", f"{PATH}/{kept['id']}/what-if", content=b"{}", headers=headers).json()
    assert told["difference"] == {"grade": None, "overall": None, "axes": {}, "losses": [], "gates": None}


@pytest.mark.parametrize(
    ("patch", "code", "pointer"),
    [
        ([], "invalid_request", ""),
        ("x", "invalid_request", ""),
        (None, "invalid_request", ""),
        ({"attributions": []}, "invalid_claim", "/attributions"),
        ({"attributions": None}, "invalid_claim", "/attributions"),
        ({"seriousness": "very"}, "invalid_claim", "/seriousness"),
        ({"zzz": 1}, "invalid_claim", "/zzz"),
    ],
)
def test_facts_that_are_none_are_refused(
    keeper: FastAPI, tank: dict[str, Any], patch: Any, code: str, pointer: str
) -> None:
    kept = ask(keeper, "POST", PATH, json={"claim": tank}).json()
    headers = {"content-type": "application/json"}
    response = ask(keeper, "POST", f"{PATH}/{kept['id']}/what-if", content=json.dumps(patch), headers=headers)
    errors = assert_problem(response, 422, code)
    assert pointer in {error["pointer"] for error in errors}


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [  # the cases of RFC 7396, appendix A, for maps
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch_does_what_its_standard_says(target: Any, patch: Any, result: Any) -> None:
    assert merged(target, patch) == result


# Replay

STRANGE: list[dict[str, Any]] = [
    {
        "text": "As a tool sends it.",
        "attributions": [{"chain": [{"source": "x", "kind": "eyewitness", "access": "direct"}]}],
    },
    {"attributions": [{"chain": [{"kind": "no_such_kind", "source": "  A\u0301  B "}]}]},
    {"hedges": ["may", "may", "MAY"], "attributions": [{"chain": [{"source": "x", "hedges": ["said"]}]}]},
    {"likelihood": {"term": "likely"}, "attributions": [{"chain": [{"kind": "unknown", "source": None}]}]},
    {"text": 'quotes " and \\ and ,"engine":"0.1.0","facts_digest": and \U0001f600', "attributions": [{"chain": [{}]}]},
]


@pytest.mark.parametrize("number", range(len(STRANGE)))
@pytest.mark.parametrize("more", [{}, {"include": ["all"], "as_of": "2024-01-31"}])
def test_what_is_kept_replays_to_the_byte(keeper: FastAPI, number: int, more: dict[str, Any]) -> None:
    kept = ask(keeper, "POST", PATH, json={"claim": STRANGE[number], **more}).json()
    told = Replay.model_validate_json(ask(keeper, "POST", f"{PATH}/{kept['id']}/replay").content)
    assert (told.identical, told.differences) == (True, []), told


def test_all_of_the_seed_replays_under_every_rubric(service: FastAPI, root: Path) -> None:
    claims = json.loads((root / "fixtures" / "seed" / "claims.json").read_bytes())["claims"]
    for rubric_id in ("newsroom", "nato-admiralty", "icd206-descriptor", "osint-verification", "leak-and-anonymous"):
        results = ask(service, "POST", PATH, json={"claims": claims, "rubric": rubric_id}).json()["results"]
        assert len(results) == len(claims)
        for item in results:
            told = ask(service, "POST", f"{PATH}/{item['assessment']['id']}/replay").json()
            assert told["identical"], told


def test_it_replays_when_the_file_of_its_rubric_and_the_words_of_its_vocabulary_are_gone(
    storage: dict[str, Any], tmp_path: Path
) -> None:
    settings = Settings(**storage)
    engine = engine_of(settings)
    upgrade(engine)
    claim = {"attributions": [{"chain": [{"source": "Daily Ledger", "kind": "eyewitness"}]}]}
    before = folder(tmp_path / "before", old=rubric("old"))
    app = service_of(Settings(**storage, rubrics_dir=before, rubric="old"))
    kept = ask(app, "POST", PATH, json={"claim": claim}).json()
    app.state.storage.close()
    after = folder(tmp_path / "after", new=rubric("new"))
    words = (after / "vocabulary.yaml").read_text(encoding="utf-8")
    (after / "vocabulary.yaml").write_text(words.replace("label: ", "label: Other ", 3), encoding="utf-8")
    app = service_of(Settings(**storage, rubrics_dir=after, rubric="new"))
    path = f"{PATH}/{kept['id']}"
    assert ask(app, "GET", path).json() == kept
    assert ask(app, "POST", f"{path}/replay").json()["identical"]
    assert ask(app, "POST", f"{path}/what-if", json={}).json()["difference"]["grade"] is None
    corrected = ask(app, "POST", f"{path}/corrections", json={"claim": claim}, headers={"if-match": '"r0"'})
    assert corrected.json()["result"]["rubric"] == kept["result"]["rubric"]
    app.state.storage.close()
    engine.dispose()


def test_an_answer_that_is_no_longer_given_is_told_place_by_place(
    storage: dict[str, Any], tank: dict[str, Any]
) -> None:
    settings = Settings(**storage)
    engine = engine_of(settings)
    upgrade(engine)
    app = service_of(settings)
    kept = ask(app, "POST", PATH, json={"claim": tank}).json()
    with engine.begin() as connection:  # as an engine of another version would have written it
        answer = bytes(connection.execute(text("SELECT answer FROM assessments")).scalar_one())
        score = answer.replace(b'"engine":"0.1.0"', b'"engine":"0.0.9"').replace(b'"grade":"', b'"grade":"Z', 1)
        connection.execute(text("UPDATE assessments SET engine = '0.0.9', answer = :answer"), {"answer": score})
    told = ask(app, "POST", f"{PATH}/{kept['id']}/replay").json()
    assert (told["identical"], told["engine"]["stored"]) == (False, "0.0.9")
    grade = kept["grade"]["computed"]
    assert told["differences"] == [{"pointer": "/grade", "stored": f"Z{grade}", "now": grade}]
    app.state.storage.close()
    engine.dispose()
