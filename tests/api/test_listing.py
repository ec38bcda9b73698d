"""Is what is kept listed by page and by filter, newest first, and always from an index?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from tests.api.asking import ask, assert_problem
from tests.store.plans import plan_of

from sayso.lasting import engine_of
from sayso.settings import Settings
from sayso.store.port import Filters
from sayso.store.queries import page, reviews_of
from sayso.store.upgrading import upgrade
from sayso.wire.assessments import KeptList

PATH = "/v1/assessments"


def claim(source: str, root: str, **more: Any) -> dict[str, Any]:
    chain = [
        {"source": source, "kind": "secondhand_media", "relation": "quotes"},
        {"source": root, "kind": "on_record_official", "identification": "named_with_position"},
    ]
    return {"text": "The harbour is closed.", "attributions": [{"chain": chain}], **more}


def listed(app: FastAPI, **asked: Any) -> list[str]:
    response = ask(app, "GET", PATH, params=asked)
    assert response.status_code == 200, response.text
    return [found.id for found in KeptList.model_validate_json(response.content).assessments]


@pytest.fixture
def names() -> tuple[str, str]:
    """A source and a root that no other test has."""
    return f"Ledger {uuid.uuid4().hex}", f"Ruiz {uuid.uuid4().hex}"


def test_pages_follow_each_other_until_all_is_told_newest_first(keeper: FastAPI, names: tuple[str, str]) -> None:
    body = {"claims": [claim(*names) for _ in range(7)]}
    results = ask(keeper, "POST", PATH, json=body).json()["results"]
    ids = [item["assessment"]["id"] for item in results][::-1]
    address: str | None = f"{PATH}?{httpx_query(source=names[0], limit=3)}"
    pages = []
    while address is not None:
        response = ask(keeper, "GET", address)
        pages.append([found["id"] for found in response.json()["assessments"]])
        link = response.headers.get("link")
        assert link is None or link.endswith('>; rel="next"')
        address = None if link is None else link[1 : link.index(">")]
    assert pages == [ids[:3], ids[3:6], ids[6:]]


def httpx_query(**asked: Any) -> str:
    return str(httpx.QueryParams(asked))


def test_each_filter_lets_through_what_it_names_and_nothing_else(keeper: FastAPI, names: tuple[str, str]) -> None:
    source, root = names
    kept = ask(keeper, "POST", PATH, json={"claim": claim(source, root), "rubric": "newsroom"}).json()
    ask(keeper, "POST", PATH, json={"claim": claim(source, root), "rubric": "nato-admiralty"})
    only, band = [kept["id"]], kept["result"]["axes"]["source_reliability"]["band"]
    assert listed(keeper, source=source, rubric="newsroom") == only
    for right, wrong in (
        ({"root": root}, {"root": source}),
        ({"root": root.upper()}, {"root": root + "x"}),
        ({"source": f"  {root} "}, {"source": "nobody"}),
        ({"grade": kept["grade"]["computed"]}, {"grade": "Z9"}),
        ({"band": band}, {"band": "Z"}),
        ({"band": f"source_reliability:{band}"}, {"band": f"information_credibility:{band}"}),
        ({"review": "open"}, {"review": "agreed"}),
        ({"since": "2020-01-31"}, {"since": "2999-01-31"}),
        ({"since": "2020-01-31T12:00:00+01:00"}, {"since": "2999-01-31T12:00:00Z"}),
        ({"cursor": "f" * 32}, {"cursor": "0" * 32}),
    ):
        asked = {"source": source, "rubric": "newsroom"}
        assert listed(keeper, **asked | right) == only, right
        assert listed(keeper, **asked | wrong) == [], wrong


def test_a_gate_that_applied_is_found(keeper: FastAPI, tank: dict[str, Any]) -> None:
    tank |= {"seriousness": "serious_allegation"}
    tank["attributions"][0]["chain"][0]["source"] = name = uuid.uuid4().hex
    kept = ask(keeper, "POST", PATH, json={"claim": tank}).json()
    applied = [gate["id"] for gate in kept["result"]["gates"] if gate["status"] == "applied"]
    others = [gate["id"] for gate in kept["result"]["gates"] if gate["status"] != "applied"]
    assert applied
    for gate in applied:
        assert listed(keeper, source=name, gate=gate) == [kept["id"]]
    for gate in {*others, "no_such_gate"} - set(applied):
        assert listed(keeper, source=name, gate=gate) == []


def test_a_name_of_any_length_is_found(keeper: FastAPI) -> None:
    long = uuid.uuid4().hex + "é" * 450
    kept = ask(keeper, "POST", PATH, json={"claim": claim(long, "Ana Ruiz")}).json()
    assert listed(keeper, source=long) == [kept["id"]]
    assert listed(keeper, source=long[:-1]) == []


def test_the_state_of_a_review_and_the_human_grade_stand_in_the_list(keeper: FastAPI, names: tuple[str, str]) -> None:
    kept = ask(keeper, "POST", PATH, json={"claim": claim(*names)}).json()
    headers = {"if-match": '"r0"'}
    ask(keeper, "POST", f"{PATH}/{kept['id']}/reviews", json={"verdict": "agree"}, headers=headers)
    (found,) = ask(keeper, "GET", PATH, params={"source": names[0], "review": "agreed"}).json()["assessments"]
    assert found["grade"] == {"computed": kept["grade"]["computed"], "human": kept["grade"]["computed"]}
    assert found["claim"] == kept["result"]["claim"]
    assert listed(keeper, source=names[0], review="open") == []


def test_fifty_are_told_unless_another_number_is_asked_for(keeper: FastAPI, names: tuple[str, str]) -> None:
    ask(keeper, "POST", PATH, json={"claims": [claim(*names) for _ in range(201)]})
    assert [len(listed(keeper, source=names[0], **more)) for more in ({}, {"limit": 1}, {"limit": 200})] == [50, 1, 200]


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": "0"}, {"limit": "201"}, {"limit": "many"}, {"cursor": "x"}, {"cursor": "F" * 32}, {"cursor": ""},
        {"since": "yesterday"}, {"since": "2024-13-01"}, {"since": "9" * 400}, {"review": "done"}, {"rubric": ""},
        {"source": "a\0b"}, {"source": "x" * 501}, {"zzz": "1"}, {"sources": "x"},
        {"since": "0001-01-01T00:00:00+23:00"},
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(keeper: FastAPI, asked: dict[str, str]) -> None:
    assert_problem(ask(keeper, "GET", PATH, params=asked), 422, "invalid_request")


def test_another_method_is_told_every_method_of_the_address(service: FastAPI) -> None:
    for method, status in (("PATCH", 405), ("OPTIONS", 204)):
        answer = ask(service, method, PATH)
        assert (answer.status_code, answer.headers["allow"]) == (status, "GET, HEAD, OPTIONS, POST")
    assert ask(service, "PATCH", "/v1/rubrics/check").headers["allow"] == "OPTIONS, POST"


# Query plans


@pytest.fixture
def engine(storage: dict[str, Any]) -> Iterator[Engine]:
    """A database with enough in it for a planner to prefer an index."""
    found = engine_of(Settings(**storage))
    upgrade(found)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) "
    blob = "x'7b7d'" if found.dialect.name == "sqlite" else "decode('7b7d', 'hex')"
    id_ = "printf('%032x', i)" if found.dialect.name == "sqlite" else "lpad(to_hex(i), 32, '0')"
    with found.begin() as connection:

        def run(statement: str) -> None:
            connection.execute(text(statement))

        run(f"INSERT INTO texts VALUES ('d', {blob})")
        run(
            "INSERT INTO assessments (id, created, actor, rubric_id, rubric_digest, vocabulary_digest, engine, asked, "
            f"facts, answer, grade, revision, review_state) {numbers}"
            f"SELECT {id_}, 'now', 'local', 'r' || i % 9, 'd', 'd', '0', {blob}, {blob}, {blob}, 'E' || i % 9, 0, "
            "CASE WHEN i % 50 = 0 THEN 'agreed' ELSE 'open' END FROM n"
        )
        for kind in ("source", "root", "band", "gate"):
            run(f"INSERT INTO terms {numbers}SELECT '{kind}', 'x' || i % 9, {id_} FROM n")
        run("ANALYZE")
    yield found
    found.dispose()


TERM = (("source", "x1"),)
ASKED = {
    "all": Filters(),
    "rubric": Filters(rubric="r1"),
    "grade": Filters(grade="E1"),
    "state": Filters(state="agreed"),
    "since": Filters(since="000000000000"),
    "one term": Filters(terms=TERM),
    "terms and columns": Filters(rubric="r1", grade="E1", state="open", terms=(*TERM, ("band", "x1"), ("gate", "x1"))),
}


@pytest.mark.parametrize("before", [None, "00000000000000000000000000000400"])
@pytest.mark.parametrize("name", ASKED)
def test_every_list_is_read_from_an_index_in_its_order(engine: Engine, name: str, before: str | None) -> None:
    query = page(ASKED[name], before, 51)
    plan = plan_of(engine, query)
    # Neither the whole table nor a sort of what was found: a page costs what it holds, however much is kept.
    for word in ("SCAN assessments", "SCAN terms", "USE TEMP B-TREE", "Seq Scan"):
        if not (word == "SCAN assessments" and "USING INDEX" in plan):
            assert word not in plan, plan
    assert "Sort" not in plan, plan


def test_what_was_said_to_an_assessment_is_read_from_an_index(engine: Engine) -> None:
    assert "SEARCH reviews" in (plan := plan_of(engine, reviews_of("0" * 32))) or "Index" in plan, plan
