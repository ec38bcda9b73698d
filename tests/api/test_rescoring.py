"""Is everything stored graded anew once, beside the old, whoever asks how often and wherever it is cut?"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.api.asking import assert_problem
from tests.api.versions import Live, claim, stricter
from tests.usecases.small import rubric

from sayso.lasting import engine_of
from sayso.store.port import Filters
from sayso.store.rubric_port import Graded
from sayso.store.tables import assessments
from sayso.usecases.drafting import By, rubric_text, vocabulary_text
from sayso.usecases.rescoring import RescoreTally, drafts_of, rescoring
from sayso.wire.rubric_versions import Rescored


@pytest.fixture
def live(tmp_path: Path, storage: dict[str, Any]) -> Iterator[Live]:
    found = Live(tmp_path / "rubrics", storage)
    found.put(stricter(), "1.1.0")
    yield found
    found.close()


def counts(response: Any) -> tuple[int, int, int]:
    assert response.status_code == 200, response.text
    told = Rescored.model_validate_json(response.content)
    assert told.made + told.already + told.ungradable.rows == told.rows
    return told.rows, told.made, told.already


def total(live: Live) -> int:
    engine = engine_of(live.settings)
    with engine.connect() as connection:
        found = int(connection.execute(select(func.count()).select_from(assessments)).scalar_one())
    engine.dispose()
    return found


def test_a_rescore_stands_beside_what_it_was_made_from_and_leaves_it_as_it_was(live: Live) -> None:
    (first,) = live.keep(None, as_of="2026-01-31", include=["questions"])
    before = live.ask("GET", f"/v1/assessments/{first}").content
    live.activate("1.1.0")
    assert counts(live.rescore()) == (1, 1, 0)
    assert live.ask("GET", f"/v1/assessments/{first}").content == before
    made = live.ask("GET", "/v1/assessments", params={"grade": "M"}).json()["assessments"]
    assert [(each["rescored_from"], each["replaces"], each["replaced_by"]) for each in made] == [(first, None, None)]
    whole = live.ask("GET", f"/v1/assessments/{made[0]['id']}").json()
    assert (whole["rescored_from"], whole["result"]["rubric"]["version"]) == (first, "1.1.0")
    asked = {"claim": claim(None), "as_of": "2026-01-31", "include": ["questions"]}
    assert {**whole["result"], "id": None} == live.ask("POST", "/v1/score", json=asked).json()
    replayed = live.ask("POST", f"/v1/assessments/{made[0]['id']}/replay").json()
    assert replayed["identical"] is True


def test_a_second_call_makes_nothing_and_a_later_one_only_what_is_new(live: Live) -> None:
    live.keep("named", None)
    assert counts(live.rescore()) == (2, 0, 2)
    live.activate("1.1.0")
    assert counts(live.rescore()) == (2, 2, 0)
    assert counts(live.rescore()) == (2, 0, 2)
    live.keep("bare")
    assert counts(live.rescore()) == (3, 0, 3)
    assert total(live) == 5


def test_back_and_forth_makes_one_assessment_for_each_rubric(live: Live) -> None:
    live.keep("named", None)
    live.put(stricter("1.2.0"), "1.2.0")
    for version, made in (("1.1.0", 2), ("1.2.0", 2), ("1.1.0", 0), ("1.0.0", 0), ("1.2.0", 0)):
        live.activate(version)
        assert counts(live.rescore()) == (2, made, 2 - made), version
    assert total(live) == 6
    origins = [each["rescored_from"] for each in live.ask("GET", "/v1/assessments").json()["assessments"]]
    assert len(set(origins) - {None}) == 2


def test_a_rescore_that_was_cut_is_finished_by_the_next(live: Live) -> None:
    live.keep(*[None] * 30)
    live.activate("1.1.0")
    desk = live.app._app.state.desk
    plan, store = desk.plan("small"), live.app._lasting.storage.use()
    rows, _ = store.rubrics.standing(Graded(Filters(rubric="small")), None, 12)
    drafts = drafts_of(rows, desk, plan, By("local", live.app._lasting.ids), RescoreTally())
    texts = rubric_text(plan), vocabulary_text(desk.vocabulary)
    store.submit(rescoring(drafts, plan.rubric.digest, texts, "local")).result(30)
    assert counts(live.rescore()) == (30, 18, 12)
    assert total(live) == 60


def test_two_that_rescore_at_once_make_each_once(live: Live) -> None:
    live.keep(*[None] * 250)
    live.activate("1.1.0")
    with live.beside() as twin, ThreadPoolExecutor(2) as threads:
        found = [counts(each.result()) for each in [threads.submit(one.rescore) for one in (live, twin)]]
    assert sum(made for _, made, _ in found) == 250
    assert total(live) == 500


def test_what_was_corrected_is_left_and_its_correction_is_rescored(live: Live) -> None:
    first, _ = live.keep("named", "bare")
    body = {"claim": claim(None)}
    corrected = live.ask("POST", f"/v1/assessments/{first}/corrections", json=body, headers={"if-match": "*"}).json()
    live.activate("1.1.0")
    assert counts(live.rescore()) == (2, 2, 0)
    made = live.ask("GET", "/v1/assessments", params={"grade": "M"}).json()["assessments"]
    assert [each["rescored_from"] for each in made] == [corrected["id"]]


def test_only_what_the_filters_let_through_is_rescored(live: Live) -> None:
    live.keep("named", None, "bare")
    live.activate("1.1.0")
    assert counts(live.rescore(grade="A")) == (1, 1, 0)
    assert counts(live.rescore(since="2999-01-01")) == (0, 0, 0)
    assert counts(live.rescore()) == (3, 2, 1)


def test_another_rubric_is_left_alone(live: Live) -> None:
    live.keep("named")
    live.put(rubric("other"), "1.0.0", "other")
    assert_problem(live.rescore("other"), 404, "unknown_rubric")
    live.activate("1.0.0", id="other")
    assert counts(live.rescore("other")) == (0, 0, 0)
    assert total(live) == 1


def document(live: Live) -> tuple[str, str]:
    """A document with one claim that is kept, and its ETag."""
    told = {**claim(None), "id": "only"}
    body = {"text": "The harbour was closed.", "claims": [told]}
    found = live.ask("POST", "/v1/documents", json=body)
    assert found.status_code == 201, found.text
    return found.json()["id"], found.headers["etag"]


def test_a_rescore_of_a_document_s_claim_belongs_to_it_and_goes_with_it(live: Live) -> None:
    kept, tag = document(live)
    live.activate("1.1.0")
    assert counts(live.rescore()) == (1, 1, 0)
    of_it = live.ask("GET", "/v1/assessments", params={"document": kept}).json()["assessments"]
    assert len(of_it) == 2
    shown = live.ask("GET", f"/v1/documents/{kept}").json()
    assert [each["assessment"]["id"] for each in shown["claims"]] == [of_it[1]["id"]]  # by the rubric it was kept with
    assert live.ask("DELETE", f"/v1/documents/{kept}", headers={"if-match": tag}).status_code == 200
    for each in of_it:
        left = live.ask("GET", f"/v1/assessments/{each['id']}")
        assert left.json()["deleted"] is not None
        assert "witness" not in left.text


def test_what_was_deleted_is_neither_rescored_nor_in_an_impact(live: Live) -> None:
    kept, tag = document(live)
    live.ask("DELETE", f"/v1/documents/{kept}", headers={"if-match": tag})
    live.activate("1.1.0")
    assert counts(live.rescore()) == (0, 0, 0)
    assert live.impact(stricter("1.2.0")).json()["rows"] == 0


def test_what_is_deleted_while_it_is_rescored_gets_no_new_assessment(live: Live) -> None:
    kept, tag = document(live)
    live.activate("1.1.0")
    store, desk = live.app._lasting.storage.use(), live.app._app.state.desk
    rows = store.rubrics.standing(Graded(Filters(rubric="small")), None, 10).rows
    plan = desk.plan("small")
    made = drafts_of(rows, desk, plan, By("local", live.app._lasting.ids), RescoreTally())
    assert len(made) == 1
    live.ask("DELETE", f"/v1/documents/{kept}", headers={"if-match": tag})
    texts = rubric_text(plan), vocabulary_text(desk.vocabulary)
    store.submit(rescoring(made, plan.rubric.digest, texts, "local")).result(10)
    assert total(live) == 1
