"""Does a draft come to the same, to the byte, whether facts are kept in memory or every row is graded anew?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from tests.api.versions import Live, claim, stricter
from tests.generated.edited import edits
from tests.generated.rubrics import rubric_texts
from tests.oracle.claims_at_random import random_claim
from tests.usecases.small import SHIPPED, rubric

from sayso.app import LiveApp
from sayso.lasting import engine_of
from sayso.store.tables import assessments
from sayso.usecases.stored_facts.kept import StoredFacts

Json = dict[str, Any]
NEWSROOM = (SHIPPED / "newsroom.yaml").read_text(encoding="utf-8")
DIALECT = (
    "sayso: vocabulary/1\nlink:\n  dialect: {label: Dialect, gloss: G., reference: R, type: enum, "
    "values: {north: North, south: South}}\n"
)
CHANGED = NEWSROOM.replace("from: 80", "from: 78").replace("per_mille: 900", "per_mille: 880")


class Two:
    """A service that keeps facts in memory, and one on the same database that keeps none."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.plain = copy(live)
        self.plain.settings = live.settings.model_copy(update={"max_facts_kept": 0})
        self.plain.app = LiveApp(self.plain.settings)

    def impact(self, text: str, **query: Any) -> httpx.Response:
        """The answer, which both give."""
        kept, plain = self.live.impact(text, **query), self.plain.impact(text, **query)
        assert kept.status_code == plain.status_code
        assert kept.content == plain.content
        assert kept.headers.get("link") == plain.headers.get("link")
        return kept

    @property
    def facts(self) -> StoredFacts:
        found = self.live.app._lasting.facts()
        assert isinstance(found, StoredFacts)
        return found

    @property
    def held(self) -> int:
        """How many rows are in memory."""
        return sum(len(rows) for rows in self.facts._kept.values())

    def close(self) -> None:
        self.plain.close()
        self.live.close()


def two(path: Path, storage: Json, **files: str) -> Two:
    return Two(Live(path / "rubrics", storage, **files))


@pytest.fixture
def small(tmp_path: Path, storage: Json) -> Iterator[Two]:
    found = two(tmp_path, storage)
    yield found
    found.close()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def newsroom(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    path = tmp_path_factory.mktemp("kept")
    storage: Json = {"data_dir": path / "data"}
    if request.param == "postgresql":
        storage["database_url"] = request.getfixturevalue("postgres").database()
    found = two(path, storage, small=rubric(), newsroom=NEWSROOM)
    random, words = Random(17), found.live.ask("GET", "/v1/vocabulary").json()
    for as_of in (None, "2026-02-01", "1999-01-01"):
        claims = [random_claim(random, words) for _ in range(40)]
        found.live.ask("POST", "/v1/assessments", json={"claims": claims, "rubric": "newsroom", "as_of": as_of})
    yield found
    found.close()


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(text=rubric_texts(), limit=st.integers(1, 30))
def test_any_draft_comes_to_the_same(newsroom: Two, text: str, limit: int) -> None:
    newsroom.impact(text, against="newsroom", limit=limit)


@pytest.mark.parametrize("at", range(4))
def test_a_small_edit_comes_to_the_same(newsroom: Two, at: int) -> None:
    text = json.dumps({key: value for key, value in json.loads(edits(5)[at][1].text).items() if key != "tests"})
    found = newsroom.impact(text, against="newsroom", limit=3).json()
    assert found["rows"] > 60


def test_a_change_that_moves_scores_and_gates_comes_to_the_same_on_every_page(newsroom: Two) -> None:
    response = newsroom.impact(CHANGED, limit=2)
    assert response.json()["changed"] > 20
    assert newsroom.held >= response.json()["rows"]
    pages = 1
    while (link := response.headers.get("link")) is not None and pages < 5:
        response = newsroom.impact(CHANGED, limit=2, cursor=link.split("cursor=")[1].split(">")[0].split("&")[0])
        pages += 1
    assert pages > 1


@pytest.mark.parametrize(
    "query", [{"grade": "A1"}, {"band": "A"}, {"gate": "lone_leak"}, {"since": "2001-01-01"}, {"since": "2999-01-01"},
              {"against": "newsroom@1.0.0"}, {"against": "small"}, {"review": "open"}],
)  # fmt: skip
def test_what_the_filters_let_through_comes_to_the_same(newsroom: Two, query: dict[str, str]) -> None:
    newsroom.impact(CHANGED, **({"against": "newsroom"} | query))


def test_newer_rows_corrected_ones_and_rescored_ones_come_to_the_same(small: Two) -> None:
    live = small.live
    first, second, *_ = live.keep(None, "named", "bare")
    assert small.impact(stricter()).json()["rows"] == 3
    live.keep("named", None)
    assert small.impact(stricter()).json()["rows"] == 5
    body = {"claim": claim("named")}
    assert live.ask("POST", f"/v1/assessments/{first}/corrections", json=body, headers={"if-match": "*"}).is_success
    assert small.impact(stricter()).json()["rows"] == 5
    assert small.held == 5  # the corrected one is gone, the one in its place is there
    live.put(stricter(), "1.1.0")
    live.activate("1.1.0")
    assert live.rescore().json()["made"] == 5
    now = small.impact(stricter("1.2.0")).json()
    assert [(each["version"], each["rows"]) for each in now["before"]] == [("1.1.0", 5)]
    then = small.impact(stricter("1.2.0"), against="small@1.0.0").json()
    assert [(each["version"], each["rows"]) for each in then["before"]] == [("1.0.0", 5)]
    rescored = next(
        each["id"]
        for each in live.ask("GET", "/v1/assessments").json()["assessments"]
        if each["rescored_from"] == second
    )
    live.ask("POST", f"/v1/assessments/{rescored}/corrections", json={"claim": claim("bare")},
             headers={"if-match": "*"})  # fmt: skip
    assert small.impact(stricter("1.2.0")).json()["rows"] == 5


def test_a_deleted_document_leaves_memory_with_the_next_measurement(small: Two) -> None:
    live = small.live
    claims = [{**claim("named"), "id": "a"}, {**claim(None), "id": "b"}]
    body = {"text": "The harbour was closed.", "claims": claims, "rubric": "small"}
    made = live.ask("POST", "/v1/documents", json=body)
    assert made.status_code == 201, made.text
    live.keep("bare")
    assert small.impact(stricter()).json()["rows"] == 3
    gone = live.ask("DELETE", made.headers["location"], headers={"if-match": "*"})
    assert gone.is_success, gone.text
    assert small.impact(stricter()).json()["rows"] == 1
    assert small.held == 1
    kept = [rows._whole() for rows in small.facts._kept.values()]
    assert [len(frame) for frame in kept] == [1]
    live.keep("named")
    assert small.impact(stricter()).json()["rows"] == 2


def test_facts_that_the_vocabulary_does_not_take_any_more_come_to_the_same(tmp_path: Path, storage: Json) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(DIALECT, encoding="utf-8")
    before = Live(tmp_path / "rubrics", {**storage, "vocabulary": own})
    spoken = claim("named")
    spoken["attributions"][0]["chain"][0]["dialect"] = "north"
    kept = before.ask("POST", "/v1/assessments", json={"claims": [spoken, claim(None), claim("bare")]})
    assert all("assessment" in each for each in kept.json()["results"])
    before.close()
    found = Two(Live(tmp_path / "rubrics", storage))
    told = found.impact(stricter()).json()
    assert (told["rows"], told["ungradable"]["rows"], len(told["ungradable"]["ids"])) == (3, 1, 1)
    found.live.keep("bare", None)
    assert found.impact(stricter("1.3.0"), limit=1).json()["rows"] == 5
    assert found.impact(stricter("1.3.0"), grade="A").json()["ungradable"]["rows"] == 1
    found.close()


def test_beyond_the_bound_rows_are_graded_one_by_one(tmp_path: Path) -> None:
    found = Two(Live(tmp_path / "rubrics", {"data_dir": tmp_path / "data", "max_facts_kept": 4}))
    found.live.keep("named", None, "bare", None)
    assert found.impact(stricter()).json()["rows"] == 4
    assert found.held == 4
    found.live.keep("named")
    assert found.impact(stricter()).json()["rows"] == 5
    assert found.held == 4  # nothing was added to them
    found.close()


def test_what_no_column_holds_is_graded_one_by_one(tmp_path: Path) -> None:
    found = Two(Live(tmp_path / "rubrics", {"data_dir": tmp_path / "data"}))
    first, *_ = found.live.keep("named", None)
    many = json.dumps({**claim("named"), "roots": {"count": 2**40, "independence": "established"}}).encode()
    engine = engine_of(found.live.settings)
    with engine.begin() as connection:  # as a version of Sayso with other limits may have kept it
        connection.execute(update(assessments).where(assessments.c.id == first).values(facts=many))
    engine.dispose()
    assert found.impact(stricter()).json()["rows"] == 2
    assert found.held == 0
    found.close()
